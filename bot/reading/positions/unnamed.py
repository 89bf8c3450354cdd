"""Bodies and crowds that need no name: "the senate", "the farmers", "the chamber of commerce"."""

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


class Unnamed:
    """Knows the nouns for bodies and crowds."""

    def __init__(self, words: PositionWords, people: People) -> None:
        self._words = words
        self._people = people

    def read(self, view: View, first: int, cut: int, last: int) -> Holder | None:
        """A body or a crowd that needs no name: "le Sénat", "los sindicatos", "el chavismo"."""
        sets = self._words.sets
        head = self._known_head(view, first, cut)
        if head is None or cut - head > MAX_UNNAMED:
            return None
        name = view.said(first, self._whole(view, cut, last))
        kind: Kind = "crowd" if view.word(head) in sets["collectives"] else "office"
        return Holder(slug(name), name, view.place(first, self._whole(view, cut, last)), kind)

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
        if self._words.adjectives_before or view.word(cut + 1) not in self._words.sets["links"]:
            return cut
        end = cut
        for i in range(cut + 1, min(last, cut + MAX_HANGING) + 1):
            if view.tag(i) not in "wWDEF'" or (
                view.tag(i) in "EF" and view.word(i) not in self._words.sets["links"]
            ):
                break
            if view.tag(i) in "wW":
                end = i
        return end

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
