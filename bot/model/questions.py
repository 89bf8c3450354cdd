"""What a person asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asked, understood. Empty fields do not restrict."""

    words: str  # as typed after the command
    topics: tuple[str, ...] = ()  # topic ids
    loose: tuple[str, ...] = ()  # words that are no known topic or actor: matched literally
    exact: tuple[str, ...] = ()  # words between quotation marks: what is found holds them
    actors: tuple[str, ...] = ()  # actor ids
    since: datetime | None = None
    source: str | None = None
    language: str | None = None  # only articles in this language
    uncertain: bool = False  # also facts that were read without confidence
