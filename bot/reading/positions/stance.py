"""The stance a cue, its negation and its topic make together: a lookup, never arithmetic."""

from __future__ import annotations

from bot.model import Stance
from bot.reading.positions.cue_forms import stance_of
from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target

_CONTRARY = {
    Stance.SUPPORT: Stance.OPPOSE,
    Stance.OPPOSE: Stance.SUPPORT,
    Stance.UNDECIDED: Stance.UNDECIDED,
}  # "open" has no contrary that may be claimed
_NOT_TO_BE = {Stance.SUPPORT: Stance.OPPOSE, Stance.OPPOSE: Stance.SUPPORT}


def taken(cue: Cue, subject: Subject, target: Target) -> Stance | None:
    """The stance, or None when the words do not tell one.

    Negation is looked up for each cue ("not opposed" is `open`). An excepted member holds the
    contrary of its group; so does who wants a topic ended.
    """
    negated = cue.negated or subject.negated
    if cue.group.denied and not negated:
        return None
    stance = stance_of(cue.group.negated if negated else cue.group.stance)
    if target.negated:
        return _NOT_TO_BE.get(stance) if stance and not target.flipped else None
    for turned in (subject.inverted, target.flipped):
        if turned and stance is not None:
            stance = _CONTRARY.get(stance)
    return stance
