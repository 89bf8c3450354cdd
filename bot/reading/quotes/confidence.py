"""How sure a quote is: that its words are speech, and that the speaker is theirs.

The bases are the shares of right speakers by rule, rounded, measured on annotated news in five
languages (2026). What was inherited from another sentence, was a close decision, or names no person
or body, is worth less; with the shipped settings a fact under 0.65 is not posted.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.reading.quotes.choose import Choice
from bot.reading.quotes.speech import Signs

_BASE: Mapping[str, float] = {
    "clitic": 0.95,
    "signature": 0.95,
    "plain": 0.92,
    "inverted": 0.92,
    "source": 0.85,
    "continued": 0.85,
    "echo": 0.8,
    "passive": 0.8,
    "agent": 0.8,
    "same": 0.8,
    "unlisted": 0.75,
    "label": 0.75,
    "claim": 0.75,
    "final": 0.75,
    "mood": 0.6,
    "colon": 0.65,
    "sentence before": 0.4,
    "subject": 0.35,
    "relative": 0.35,
    "nobody": 0.5,  # the words are somebody's, but whose?
}
_REPORTED: Mapping[str, float] = {
    "clause": 0.75,
    "clause before": 0.75,
    "around": 0.6,
    "source": 0.8,
    "bare clause": 0.6,
    "infinitive": 0.5,
    "label": 0.5,
    "object": 0.4,
    "mood": 0.5,
}
_APART = 0.08  # other words stand between the words and their cue
_DROPPED = 0.25  # a cue without a subject of its own: "..., ha aggiunto"
_CLOSE = 0.15  # another speaker was nearly as near
_FAINT = 0.15  # little shows that the words are speech
_MUTE = 0.6  # factor: the speaker is neither a person nor a body

CLOSE = 3.0  # points between the best attribution and that of another speaker
FAINT = 1.0  # points of the signs of speech


def confidence(rule: str, choice: Choice | None, signs: Signs) -> float:
    """Between 0 and 1, for marked speech.

    Args:
        rule: what named the speaker: a rule of `attribution.py` or `turns.py`, or "nobody".
        choice: the attribution in the same sentence; None when there is none.
        signs: what shows that the words are speech.
    """
    sure = _BASE[rule]
    if choice is not None:
        sure -= _APART if not choice.adjacent else 0.0
        sure -= _CLOSE if choice.margin < CLOSE else 0.0
        sure -= _DROPPED if choice.attribution.speaker is None and rule != "nobody" else 0.0
        sure *= 1.0 if choice.attribution.human or choice.attribution.speaker is None else _MUTE
    sure -= _FAINT if signs.score < FAINT else 0.0
    return max(0.0, sure)


def confidence_reported(rule: str, *, human: bool) -> float:
    """Between 0 and 1, for a reported clause; `human`: a person or a body is named as its speaker."""
    return _REPORTED[rule] * (1.0 if human else _MUTE)
