"""The blind question: where does the actor of this sentence stand? Pure: what is sent, what is taken.

A true sentence with a plausible, wrong stance cannot be told by its words. So the model says the
stance of what the rules did not find twice, without seeing its first answer; only what it says twice
is believed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.model import Position, Reading
from bot.reading.second.positions import SURE

CONFIRMED = 0.75
OUTVOTED = 0.7  # the cue shows what the first answer said, the second said another stance
DOUBTED = 0.4  # below any sensible threshold: shown as uncertain where that is asked for
NONE = "none"
STANCES = ("support", "open", "oppose", "undecided", NONE)

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "cases": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "case": {"type": "integer"},
                    "stance": {"type": "string", "enum": list(STANCES)},
                },
                "required": ["case", "stance"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["cases"],
    "additionalProperties": False,
}


def unconfirmed(reading: Reading, origin: str) -> tuple[Position, ...]:
    """The positions a model alone found."""
    return tuple(p for p in reading.positions if p.origin == origin)


def question(reading: Reading, positions: tuple[Position, ...]) -> str:
    """The cases of positions as JSON, without the stances."""
    article = reading.article
    cases = []
    for number, position in enumerate(positions, 1):
        before = [s for s in reading.sentences if s.end <= position.evidence.start]
        cases.append(
            {
                "case": number,
                "actor": position.actor_name,
                "before": article.at(before[-1]) if before else "",
                "sentence": article.at(position.evidence),
            }
        )
    return json.dumps({"language": article.language, "cases": cases}, ensure_ascii=False)


def confirmed(reading: Reading, asked: tuple[Position, ...], answer: str | None) -> Reading:
    """The reading with each position that was asked about confirmed or doubted; none is lost."""
    said = _stances(answer)
    judged = {
        position: replace(position, confidence=_confidence(position, said.get(number, "")))
        for number, position in enumerate(asked, 1)
    }
    return replace(reading, positions=tuple(judged.get(p, p) for p in reading.positions))


def _confidence(position: Position, again: str) -> float:
    """How sure a position is by two of three votes: the first answer, the second, the cue.

    A cue shows a stance, not whose it is: it decides between two stances of the actor, never
    against "none".
    """
    if again == position.stance.value:
        return CONFIRMED
    outvoted = again in STANCES and again != NONE
    return OUTVOTED if outvoted and position.confidence >= SURE else DOUBTED


def _stances(answer: str | None) -> dict[int, str]:
    """What was said of each case; of a case that is answered twice differently, nothing."""
    try:
        cases = json.loads(answer or "")["cases"]
        pairs = [(case["case"], case["stance"]) for case in cases]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    said: dict[int, str] = {}
    for number, stance in pairs:
        if isinstance(number, int) and isinstance(stance, str):
            said[number] = stance if said.get(number, stance) == stance else ""
    return said
