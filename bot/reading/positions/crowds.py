"""Bodies and crowds that need no name: "the senate", "los sindicatos", "the fishermen of Chioggia"."""

from __future__ import annotations

from functools import cached_property

from bot.reading.actors import slug
from bot.reading.people import People
from bot.reading.positions.holder import Holder, Kind
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_UNNAMED = 2  # words behind the head of "los sindicatos del sector"
MIN_STEM = 3  # letters of a name in what its followers are called, at least one more


class Crowds:
    """Reads phrases without a name of one document."""

    def __init__(self, words: PositionWords, people: People) -> None:
        self._words = words
        self._people = people

    @cached_property
    def articled(self) -> frozenset[str]:
        """The prepositions that hold an article: "del", "du", "della"."""
        linking = self._words.sets["links"] - self._words.sets["infinitive_marks"]
        return linking | self._words.sets["articled"]

    def read(self, view: View, first: int, last: int, head: int) -> Holder | None:
        """A body or a crowd that needs no name: "le Sénat", "los sindicatos", "el chavismo".

        `head` is where its head noun stands.
        """
        sets, noun = self._words.sets, view.word(head)
        known = noun in sets["institutions"] | sets["collectives"] or self._following(noun)
        if not known or last - first > MAX_UNNAMED or self._acts(view, first + 1, last):
            return None
        name = view.said(first, last)
        kind: Kind = "crowd" if noun in sets["collectives"] else "office"
        return Holder(slug(name), name, view.place(first, last), kind)

    def local(self, view: View, first: int, end: int) -> Holder | None:
        """A crowd and its place: "los pescadores de Cádiz"."""
        definite = view.tag(first - 1) == "D" or view.word(first - 1) in self.articled
        linked = any(view.word(i) in self._words.sets["links"] for i in range(first + 1, end))
        if not (definite and linked):
            return None
        name = view.said(first, end)
        return Holder(slug(name), name, view.place(first, end), "crowd")

    def _acts(self, view: View, first: int, last: int) -> bool:
        """True for a stretch with a finite verb of a cue: no phrase ends behind it."""
        forms = self._words.forms
        return any(
            form.form == "finite" and view.tag(i) == "w"
            for i in range(first, last + 1)
            for form in forms.get(view.word(i), ())
        )

    def _following(self, word: str) -> bool:
        """True for the followers of somebody named in the text: "el sanchismo" of Sánchez."""
        ending = next((e for e in self._words.followings if word.endswith(e)), None)
        if ending is None:
            return False
        stem = word.removesuffix(ending)
        return len(stem) > MIN_STEM and any(name.startswith(stem) for name in self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        named = (*self._people.persons, *self._people.others)
        return frozenset(word for p in named for word in slug(p.name).split("_"))
