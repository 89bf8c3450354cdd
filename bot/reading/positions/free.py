"""When a topic in its own words will do: how much the cue, the holder and the words must tell."""

from __future__ import annotations

from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

_OWN_WORDS = frozenset({"quoted", "spoken", "report"})  # what a speaker says of himself
STRONG = 3  # the weight that serves an unknown holder
PLAIN = 2  # ... a known one


def may_be_free(
    view: View, words: PositionWords, cue: Cue, subject: Subject, target: Target
) -> bool:
    """True when a topic no lexicon knows may stand in its own words.

    A strong cue of a known holder takes any topic; weaker ones one that names somebody, that is a
    matter of dispute by its noun ("plan", "ruling") or that is an act ("raise the fee").
    """
    if cue.negated and cue.group.negated == "undecided" and cue.group.stance != "drop":
        return False  # "did not criticise X" says next to nothing
    if cue.chance and cue.form != "will":
        return False  # "could veto"
    alone = cue.passive and cue.start == cue.first  # a participle: "X, used by Y"
    if alone and (cue.group.weight < STRONG or _linked(view, words, target)):
        return False
    counted = _counted(view, target.first)
    matter = view.find(target.first, target.last, words.sets["matters"])  # "the £2bn bid"
    if counted and not cue.group.demand and matter is None:
        return False  # "supports 300 jobs", "welcomed 40,000 visitors"
    kinds = {holder.kind for holder in subject.holders}
    if "group" in kinds or _thing(view, words, cue, target):
        return False
    if cue.form == "impersonal" and not (target.done or cue.group.quoted):
        return _tells_enough(
            view, words, cue, target, crowd="crowd" in kinds
        )  # "il faut deux heures"
    own = subject.rule in _OWN_WORDS
    if cue.form == "will" or (cue.group.futures_of and not own):
        return own
    nameless = any(h.kind == "office" and h.country is None for h in subject.holders)
    unknown = (nameless or bool(kinds & {"unknown", "crowd"})) and not own
    refused = cue.form == "first" and cue.negated  # "no cederemos"
    spoken = own and cue.form != "ought" and (cue.group.weight >= PLAIN or refused)
    lighter = spoken or (own and bool(cue.group.futures_of)) or (target.done and not target.vague)
    if cue.verdict < 0 and cue.group.weight >= (STRONG if unknown else PLAIN) - lighter:
        return True
    return _tells_enough(view, words, cue, target, crowd=nameless or "crowd" in kinds)


def _counted(view: View, first: int) -> bool:
    """True behind a number, or behind the letters glued to one: "300 jobs", "3m jobs"."""
    glued = first > 1 and view.tag(first - 2) == "#" and " " not in view.said(first - 2, first - 1)
    return 0 < first and (view.tag(first - 1) == "#" or glued)


def _thing(view: View, words: PositionWords, cue: Cue, target: Target) -> bool:
    """True for a lone noun that is no matter of a stand: "asked for a coffee", "a dog X defends"."""
    if not 0 <= target.first == target.last or view.word(target.first) in words.sets["matters"]:
        return False
    asked = cue.group.stance == "support" and view.word(target.first - 1) in words.sets["a"]
    relative = view.find(target.last + 1, cue.start - 1, words.sets["object_relatives"]) is not None
    return asked or (relative and not cue.passive and view.tag(target.first) != "W")


def _linked(view: View, words: PositionWords, target: Target) -> bool:
    """True when it is not clear which noun of a topic is meant: "a post for men backed by X"."""
    inside = range(target.first, target.last + 1)
    return any(view.tag(i) in "EF" and view.word(i) not in words.sets["links"] for i in inside)


def _tells_enough(
    view: View, words: PositionWords, cue: Cue, target: Target, *, crowd: bool
) -> bool:
    """True for a topic that makes up for a weak cue or an unknown holder."""
    named = [at for at, (hit, _) in view.actors.items() if target.span.contains(hit.span)]
    told = view.find(target.first, target.last, words.sets["matters"]) is not None
    if cue.group.weight >= PLAIN and cue.verdict < 0 and cue.form != "impersonal":
        return bool(named) or (crowd and told)
    told = told or (bool(named) if cue.verdict >= 0 else target.first in named)
    return told and view.word(target.first - 1) not in words.sets["theirs"]
