"""What the object of a cue must be, or cannot be: one attacks a policy, one does not promise a raid.

"X attacked the plan" is a stand, "X attacked the town" an act of war; "X welcomed the deal" is one,
"X welcomed the letter" is courtesy. The cue group names the table of nouns that tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.actors import Form
from bot.reading.people import People
from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

_SPEAK = frozenset({"person", "unknown"})  # who attacks people in words, unlike a country


class Objects:
    """Judges the objects of the cues of one document."""

    def __init__(self, words: PositionWords, people: People) -> None:
        self._words = words
        self._people = people

    def fits(self, view: View, cue: Cue, subject: Subject, target: Target) -> bool:
        """True when `target` may be what a cue of this group takes a stand on."""
        group, sets = cue.group, self._words.sets
        if not (group.only or group.never) or target.how == "anaphor":
            return True
        if group.only == "names":
            return self._named(view, subject, target)
        heads = set(self._heads(view, cue, target))
        if group.only and heads.isdisjoint(sets[group.only]):
            return False
        return not group.never or heads.isdisjoint(sets[group.never])

    def _named(self, view: View, subject: Subject, target: Target) -> bool:
        """True for somebody, whom a person attacks; a known name of no person may be a place."""
        if target.first not in view.actors or subject.holders[0].kind not in _SPEAK:
            return False
        hit, _ = view.actors[target.first]
        return hit.form is Form.NOTHING or self._people.at(hit.span) is not None

    def _heads(self, view: View, cue: Cue, target: Target) -> Iterator[str]:
        """The verb of an act, and the head of the phrase: its last noun, participles aside."""
        yield view.word(target.first)
        behind = not cue.passive and target.first > cue.last
        i = cue.last + 1 if behind else target.first
        marks = self._words.sets["infinitive_marks"]
        while view.tag(i) in "DwW#'B" or (view.word(i) in marks and i < target.first):
            participle = view.word(i + 1).endswith(self._words.participle_endings)
            if view.tag(i) in "wW" and (view.tag(i + 1) not in "wW'" or participle):
                yield view.word(i)
            i += 1
