"""A subject that two verbs share: "X supports the plan but opposes the toll"."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

_OWN = frozenset({"agent", "nominal", "inverted"})  # subjects that stand behind or inside
_BODIES = frozenset({"country", "body", "office", "noun"})
_VERBS = frozenset({"finite", "participle", "infinitive", "predicate"})


def shared(view: View, words: PositionWords, cue: Cue, before: Subject | None) -> Subject | None:
    """The subject of the cue before, where `cue` goes on right behind "and" or "but".

    Or what "it" stands for, if one country or body took the stand before.
    """
    if before is None or cue.passive or cue.form not in _VERBS:
        return None
    if before.inverted:
        return None
    i = cue.start - 1
    if view.word(i) in words.sets["it"]:
        one = len(before.holders) == 1 and before.holders[0].kind in _BODIES
        here = (replace(before.holders[0], first=i),)  # `before` may be of another sentence
        return replace(before, holders=here, rule="same", first=i, negated=False) if one else None
    if (
        before.rule in _OWN
        or not view.span.contains(before.holders[0].span)
        or before.first >= cue.start
    ):
        return None
    return replace(before, rule="same") if joined(view, words, cue) else None


def joined(view: View, words: PositionWords, cue: Cue) -> bool:
    """True for a cue right behind "and" or "but"."""
    i = cue.start - 1
    return view.tag(i) == "C" or view.word(i) in words.sets["adversatives"]
