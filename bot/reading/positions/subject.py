"""Whose stand it is, and how that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.reading.positions.holder import Holder

Rule = Literal[
    "plain", "relative", "parenthesis", "group", "same", "pronoun", "report", "agent", "incise",
    "nominal", "verb-second", "verb-final", "quoted", "spoken", "inverted",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """The holders of a cue, and how they were found."""

    holders: tuple[Holder, ...]
    rule: Rule
    first: int  # where the subject begins
    negated: bool = False  # "neither A nor B"
    inverted: bool = False  # "all but A": A holds the contrary
