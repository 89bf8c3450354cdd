"""What a language model has cost and brought."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Counts of some time, added up by `+`. `seconds` of waiting for answers."""

    articles: int = 0
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    agreed: int = 0  # facts both readers found
    added: int = 0
    dropped: int = 0  # claims that did not hold
    disputed: int = 0
    failed: int = 0  # articles it did not read to the end

    def __add__(self, other: Usage) -> Usage:
        """Both together."""
        return Usage(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )

    def __sub__(self, other: Usage) -> Usage:
        """What is left of it without the other."""
        return Usage(
            **{f.name: getattr(self, f.name) - getattr(other, f.name) for f in fields(self)}
        )

    @property
    def tokens(self) -> int:
        """Sent and received together: what a budget counts."""
        return self.tokens_in + self.tokens_out
