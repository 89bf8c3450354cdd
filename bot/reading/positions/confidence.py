"""How sure a position is, from what was found; each step is one reason."""

from __future__ import annotations

from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target

_BASE = 0.5
_WEIGHT = 0.1  # for each step of the cue's weight above one
_SLOT = {
    "topic": 0.15, "anaphor": 0.05, "clause": 0.0, "generic": 0.05, "free": 0.0,
    "vague": -0.1,
}  # fmt: skip
_RULE = {
    "plain": 0.05, "relative": 0.05, "group": 0.05, "agent": 0.05, "verb-second": -0.05,
    "verb-final": 0.0, "parenthesis": 0.05, "same": -0.05, "pronoun": -0.1, "report": 0.0,
    "incise": 0.0, "nominal": 0.0, "quoted": 0.0, "spoken": -0.05, "inverted": -0.05,
}  # fmt: skip
_DEED = 0.1  # "wants to close the mine": more than "wants the mine"
_WEAK_LINK = 0.1
_COMPETING = 0.15
_VAGUE = 0.15
_REDUCED = 0.1  # "the group, backed by X": whether all of it is backed is not sure
_REPORTED = 0.1
_CHANCE = 0.2
_FAR = 0.1
_UNKNOWN = 0.1
_JUDGED = 0.1  # "X calls it a mistake": in so many words
_REFUSED = 0.2  # "we will not sign": what somebody refuses in so many words
_PROMISED = 0.25  # "said it will send a team": what a country commits itself to
FAR = 90  # code points between a cue and its topic


def confidence(cue: Cue, subject: Subject, target: Target, *, gap: int, reported: bool) -> float:
    """Between 0 and 1; positions below 0.65 are not posted.

    Args:
        cue: the cue.
        subject: how its holder was found.
        target: how its topic was found.
        gap: code points between cue and topic; 0 for an anaphor.
        reported: only somebody else says so.
    """
    score = _BASE + _WEIGHT * (cue.group.weight - 1) + _SLOT[target.how] + _RULE[subject.rule]
    score += _DEED * (cue.group.weight == 1 and target.done)
    score -= _WEAK_LINK * target.distance
    score -= _COMPETING * target.competing
    score -= _VAGUE * (target.vague and not target.done and subject.rule != "quoted")
    score -= _REDUCED * (cue.passive and cue.start == cue.first and target.how == "free")
    score -= _REPORTED * (reported or cue.reported)
    score -= _CHANCE * cue.chance
    score -= _FAR * (gap > FAR)
    score -= _UNKNOWN * (
        subject.rule != "quoted"
        and any(
            h.kind in {"unknown", "lone", "noun"} or (h.kind == "office" and h.country is not None)
            for h in subject.holders
        )
    )
    score += _JUDGED * (cue.verdict >= 0 and cue.clitic is not None)
    score += _REFUSED * (subject.rule == "quoted" and cue.form == "first" and cue.negated)
    told = cue.form == "will" and subject.rule == "report"
    score += _PROMISED * (told and target.how == "free" and target.done)
    score -= _UNKNOWN * (cue.loose or len(subject.holders) > 3)
    return round(min(0.95, max(0.05, score)), 2)
