"""The record of an attribution: a speaker and the cue that makes one of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Span
from bot.reading.quotes.heads import Phrase


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker and the cue that makes one of them. Indices are of atoms, both inside."""

    cue: Span
    speaker: Phrase | None
    first: int  # of cue and speaker together
    last: int
    verb: int
    classes: frozenset[str]
    rule: str
    human: bool
    cue_last: int = -1
    reported: bool = False  # German: its verb's mood tells that it is reported itself
