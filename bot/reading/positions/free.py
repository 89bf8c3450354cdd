"""When a topic in its own words will do: how much the cue, the holder and the words must tell."""

from __future__ import annotations

from bot.reading.positions.cues import Cue
from bot.reading.positions.subjects import Subject
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

STRONG = 3  # the weight that serves an unknown holder
PLAIN = 2  # ... a known one


def may_be_free(
    view: View, words: PositionWords, cue: Cue, subject: Subject, target: Target
) -> bool:
    """True when a topic no lexicon knows may stand in its own words.

    A strong cue of a known holder takes any topic; weaker ones one that names somebody, that is a
    matter of dispute by its noun ("plan", "ruling") or that is an act ("raise the fee").
    """
    if cue.negated and cue.group.negated == "undecided":
        return False  # "did not criticise X" says next to nothing
    if cue.passive and cue.start == cue.first:
        return False  # "X, supported by Y": a participle alone
    kinds = {holder.kind for holder in subject.holders}
    quoted = subject.rule == "quoted"
    if "group" in kinds or (cue.form == "will" and not quoted):
        return False
    if cue.form == "will":
        return True
    unknown = "unknown" in kinds and not quoted
    if cue.group.weight >= (STRONG if unknown else PLAIN) and not cue.group.verdict:
        return True
    return _tells_enough(view, words, cue, target, unknown=unknown)


def _tells_enough(
    view: View, words: PositionWords, cue: Cue, target: Target, *, unknown: bool
) -> bool:
    """True for a topic that makes up for a weak cue or an unknown holder."""
    named = [at for at, (hit, _) in view.actors.items() if target.span.contains(hit.span)]
    if cue.group.weight >= PLAIN and named:
        return True
    if cue.group.weight >= PLAIN and not cue.group.verdict:
        return False  # an unknown holder
    if target.first in named or (target.done and not unknown):
        return True
    return view.find(target.first, target.last, words.sets["matters"]) is not None
