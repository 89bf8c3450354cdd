"""Bodies no lexicon lists: "the teachers' union", "several municipalities", by their head noun."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.actors import Form, slug
from bot.reading.positions.holder import Holder
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords
from bot.reading.text import fold

MAX_ACRONYM = 6  # letters and one


class Bodies:
    """Knows the nouns for people who act together."""

    def __init__(self, words: PositionWords) -> None:
        self._public = words.sets["public_bodies"]
        self._public_endings = _endings(words.public_bodies)
        self._politics = words.sets["politics"]
        self._politics_endings = _endings(words.politics)
        self._politics_heads = tuple(fold(w[:-1]) for w in words.politics if w.endswith("*"))
        self._nouns = words.sets["bodies"] | self._public
        self._endings = _endings(words.bodies) + self._public_endings
        self._institutions = words.sets["institutions"]
        self._vague = words.sets["indefinites"]
        self._before = words.adjectives_before
        self._bare = words.bare_nouns
        self._definite = words.sets["definite"]

    def is_one(self, word: str) -> bool:
        """True for a folded noun of this kind, or a compound that ends in one."""
        return word in self._nouns or word.endswith(self._endings)

    def is_public(self, word: str) -> bool:
        """True for a noun of this kind that belongs to politics."""
        return word in self._public or word.endswith(self._public_endings)

    def is_political(self, word: str) -> bool:
        """True for a word that public affairs are talked of with, bodies of politics among them."""
        return (
            self.is_public(word)
            or word in self._politics
            or word.endswith(self._politics_endings)
            or word.startswith(self._politics_heads)
        )

    def is_noun(self, word: str) -> bool:
        """True for a noun that may stand before a body's name: "le syndicat X"."""
        return word in self._institutions or self.is_one(word)

    def named(self, view: View, first: int, last: int) -> Holder:
        """The body whose whole name is `first`..`last`."""
        name = view.said(first, last)
        return Holder(slug(name), name, view.place(first, last), "body")

    def at_home(
        self, view: View, named: Sequence[int], at: int, first: int, cut: int
    ) -> Holder | None:
        """A name with the country it is at home in behind it: "la Cruz Roja | chilena".

        Or a body with a capital: "le Parti communiste | japonais".
        """
        if self._before or at != cut:
            return None
        name = next((i for i in named if view.actors[i][1] == at - 1), None)
        if name is not None and view.actors[name][0].form is Form.NOTHING:
            return self.named(view, name, cut)
        titled = first < at and view.tag(first) == "W" and self.is_noun(view.word(first))
        return self.named(view, first, cut) if titled else None

    def read(self, view: View, first: int, last: int) -> Holder | None:
        """The body that a phrase names by its own words, "the teachers' union"."""
        head = self._head(view, first, last)
        if head is None:
            return None
        name = view.said(head, last)
        public = self.is_public(view.word(last))
        return Holder(slug(name), name, view.place(first, last), "noun", public=public)

    def titled(self, view: View, first: int, last: int) -> Holder | None:
        """A body whose whole name has capitals and a genitive in it: "the Nurses' Federation"."""
        if "'" not in view.tags[first:last] or not self.is_one(view.word(last)):
            return None
        while first < last and view.tag(first) in "DB":
            first += 1
        if any(view.tag(i) not in "W'" for i in range(first, last + 1)) or view.tag(last) != "W":
            return None
        return self.named(view, first, last)

    def owned(self, view: View, first: int, last: int) -> Holder | None:
        """A body with whose it is before it: "Torvald's board", "Norway's central bank"."""
        known = self._bare and view.word(last) in self._institutions
        return self.named(view, first, last) if known else None

    def epithet(self, view: View, first: int, at: int) -> bool:
        """True where the name at `at` only ends another: "Ivan the Bold"; `first` opens its phrase."""
        named = self._bare and view.tag(at - 2) == "W" and view.tag(at - 3) not in "EF"
        return named and view.word(at - 1) in self._definite and first in {at - 1, at}

    def _head(self, view: View, first: int, last: int) -> int | None:
        """Where the name of a body begins in a phrase that ends with its head noun, or a name.

        None when the phrase `first`..`last` names no body.
        """
        if first > last or not self._before:
            return None
        named = last > first and view.tag(last) == "W" and self.is_one(view.word(last - 1))
        acronym = _is_acronym(view.said(last, last))
        if not (named or acronym or self.is_one(view.word(last))):
            return None
        while first < last and view.tag(first) in "DB":
            first += 1
        if view.word(first - 1) in self._vague:
            return None
        return first if view.capital(last) else None


def _is_acronym(said: str) -> bool:
    return said.isalpha() and said.isupper() and 2 < len(said) < MAX_ACRONYM


def _endings(patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(w[1:]) for w in patterns if w.startswith("*"))
