"""One hostile document and what is to become of it."""

from __future__ import annotations

from dataclasses import dataclass

KEPT = "kept"  # what is honest in it comes out, and nothing that hides or reorders text
REFUSED = "refused"  # a failure with a sentence


@dataclass(frozen=True, slots=True)
class Case:
    """A name for people, the bytes, and `KEPT` or `REFUSED`."""

    name: str
    body: bytes
    fate: str = KEPT

    def __str__(self) -> str:
        """The name, as the id of a test."""
        return self.name
