"""Public affairs: where a stand on what no lexicon knows counts at all.

"X wants the new bus line" is a stand of a party, and of anybody in a text about transport; in a
text about nothing known it may be anything.
"""

from __future__ import annotations

from bot.reading.positions.cues import Cue
from bot.reading.positions.holder import Holder
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View

UNNAMED = frozenset({"free", "vague"})  # how a target without a topic of the lexicon is found
_PLAIN = frozenset({"plain", "group", "agent", "relative"})  # rules that leave no doubt of who
STRONG = 3  # the weight of a cue that is a stand wherever it stands
SHORT = 900  # code points of a text that tells no story


def is_public(subject: Subject) -> bool:
    """True when a party or somebody in office takes the stand."""
    return any(holder.public for holder in subject.holders)


def stands_alone(cue: Cue, subject: Subject, target: Target, endings: tuple[str, ...]) -> bool:
    """True for a stand that is one whatever the text is about: "France opposes the plan".

    `endings` are those of words that are surely no name.
    """
    if target.how not in UNNAMED:
        return True
    if any(_no_name(holder, endings) for holder in subject.holders):
        return False
    kinds = {holder.kind for holder in subject.holders}
    if "noun" in kinds:
        plain = subject.rule in _PLAIN and not cue.group.public
        return plain and cue.group.weight >= STRONG
    if cue.group.weight >= STRONG:
        return True
    public = cue.group.public and subject.rule != "quoted"  # "we will ..." tells in so many words
    return "lone" not in kinds and target.how == "free" and not public


def _no_name(holder: Holder, endings: tuple[str, ...]) -> bool:
    """True for a noun whose capital is owed to its place: "Conservationists welcomed it"."""
    alone = holder.kind == "unknown" and holder.first == 0 and " " not in holder.name
    return alone and holder.name.casefold().endswith(endings)


def in_a_story(view: View, cue: Cue, subject: Subject, target: Target) -> bool:
    """True for what a person wants in a long text, where it is not told what it is."""
    kinds = {holder.kind for holder in subject.holders}
    weak = cue.group.public and cue.form != "verdict"
    return target.how == "vague" and kinds == {"person"} and weak and len(view.text) > SHORT
