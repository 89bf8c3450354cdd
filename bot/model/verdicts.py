"""What people say of a fact that was read: right, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.facts import RULES


class Fault(StrEnum):
    """A verdict on one fact."""

    RIGHT = "right"
    SPEAKER = "speaker"  # somebody else said it, or holds the position
    STANCE = "stance"  # the sentence shows another stance, or none
    QUOTE = "quote"  # these words are nobody's speech
    FIGURE = "figure"  # the number, its unit or what it counts is wrong


FACT_KINDS: Mapping[str, tuple[Fault, ...]] = {
    "position": (Fault.RIGHT, Fault.STANCE, Fault.SPEAKER),
    "quote": (Fault.RIGHT, Fault.SPEAKER, Fault.QUOTE),
    "figure": (Fault.RIGHT, Fault.FIGURE),
}
"""The kinds of facts, and the verdicts there are on each."""


def faults_of(kind: str) -> tuple[Fault, ...]:
    """The verdicts there are on a kind of fact; none for what is no kind."""
    return FACT_KINDS.get(kind, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdict that counts on one fact: an admin's before others', the newest of these."""

    fact: str  # its id
    kind: str
    rule: str  # that found it
    fault: Fault
    origin: str = RULES  # who read it
