"""A text with what is known about it, and pieces of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of `Article.text`: code points, `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True when `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def gap(self, other: Span) -> int:
        """The code points between the two; 0 when they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)

    def of(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text with what is known about it. `text` is never changed after extraction."""

    url: str
    text: str
    title: str = ""
    source_id: str = ""
    source_name: str = ""
    language: str | None = None  # ISO 639-1
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    image: str | None = None
    image_alt: str = ""
    captions: tuple[str, ...] = ()  # of the page's pictures, kept apart from the text
    guid: str = ""
    canonical_url: str = ""  # as the page declares it, accepted on the same site only
    partial: bool = False  # a paywall, a consent page or a summary instead of the text

    def at(self, span: Span) -> str:
        """The words of a span of the text."""
        return span.of(self.text)
