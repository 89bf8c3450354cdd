"""Bodies and crowds that need no name: "the senate", "los sindicatos", "the fishermen of Chioggia"."""

from __future__ import annotations

from functools import cached_property

from bot.reading.actors import slug
from bot.reading.people import People
from bot.reading.positions.holder import Holder, Kind
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_HANGING = 6  # words behind the head of "la chambre de commerce et d'industrie"
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

    def read(self, view: View, first: int, cut: int, last: int) -> Holder | None:
        """A body or a crowd that needs no name: "le Sénat", "los sindicatos", "el chavismo".

        The phrase is `first`..`last`, its head with the words beside it `first`..`cut`.
        """
        head = self._known_head(view, first, cut)
        if head is None or cut - head > MAX_UNNAMED or self.acts(view, first + 1, cut):
            return None
        end = self._whole(view, cut, last)
        name = view.said(first, end)
        kind: Kind = "crowd" if view.word(head) in self._words.sets["collectives"] else "office"
        return Holder(slug(name), name, view.place(first, end), kind)

    def _known_head(self, view: View, first: int, cut: int) -> int | None:
        """The noun for a body or a crowd; an adjective may stand before it: "la haute autorité"."""
        sets = self._words.sets
        heads = [cut] if self._words.adjectives_before else range(first, min(first + 2, cut + 1))
        known = sets["institutions"] | sets["collectives"]
        for i in heads:
            if view.word(i) in known or self._following(view.word(i)):
                return i
        return None

    def _whole(self, view: View, cut: int, last: int) -> int:
        """The end of a body's name with what hangs on it: "the chamber | of commerce"."""
        links = self._words.sets["links"]
        if self._words.adjectives_before or view.word(cut + 1) not in links:
            return cut
        end = cut
        for i in range(cut + 1, min(last, cut + MAX_HANGING) + 1):
            tag = view.tag(i)
            if tag not in "wWDEF'" or (tag in "EF" and view.word(i) not in links):
                break
            if tag in "wW":
                end = i
        return end

    def local(self, view: View, first: int, cut: int, end: int) -> Holder | None:
        """A crowd and its place: "los pescadores de Cádiz"."""
        definite = view.tag(first - 1) == "D" or view.word(first - 1) in self.articled
        linked = view.word(cut + 1) in self._words.sets["links"]
        if not (definite and linked):
            return None
        name = view.said(first, end)
        return Holder(slug(name), name, view.place(first, end), "crowd")

    def acts(self, view: View, first: int, last: int) -> bool:
        """True for a stretch with a finite verb of a cue: no phrase ends behind it."""
        forms = self._words.forms
        return any(
            form.form == "finite" and view.tag(i) == "w"
            for i in range(first, last + 1)
            for form in forms.get(view.word(i), ())
        )

    def _following(self, word: str) -> bool:
        """True for the followers of somebody named in the text: "el sernismo" of Serna."""
        ending = next((e for e in self._words.followings if word.endswith(e)), None)
        if ending is None:
            return False
        stem = word.removesuffix(ending)
        return len(stem) > MIN_STEM and any(name.startswith(stem) for name in self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        named = (*self._people.persons, *self._people.others)
        return frozenset(word for p in named for word in slug(p.name).split("_"))
