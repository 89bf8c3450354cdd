"""Names that nothing but their place tells: "Yesterday called Kessel for ...".

A noun of a language that writes every noun with a capital needs an article; a word that has none
and is the subject of a verb only somebody can do is a name. An article introduces people by their full
names; only a headline or another short text leaves it at the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from bot.reading.actors import slug
from bot.reading.positions.holder import Holder
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_TEXT = 900  # code points of a text that may not introduce the people it names


class LoneNames:
    """Reads lone names of one view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        particles: Collection[str],
        office: Callable[[str], bool],
    ) -> None:
        """`particles` stand inside names, `office` tells the nouns that stand before one."""
        self._view = view
        self._words = words
        self._particles = particles
        self._office = office

    def before(self, finite: int, start: int) -> tuple[Holder, ...]:
        """The name, or the two joined ones, that are all that stands before a finite verb."""
        view, last = self._view, finite - 1
        if len(view.text) > MAX_TEXT:
            return ()
        while start < last and view.tag(start) in "CB":
            start += 1
        first = self._name_start(last)
        if first is None or (first == 0 and last == 0 and self._adverbial(0)):
            return ()
        names = (self._holder(first, last),)
        joined = first - 2 >= start and view.tag(first - 1) == "C"
        if joined and not self._singular(finite):
            other = self._name_start(first - 2)
            if other == start:
                return (self._holder(other, first - 2), *names)
        alone = first == start or self._roles(start, first - 1)
        return names if alone and self._singular(finite) else ()

    def after(self, finite: int, last: int) -> Holder | None:
        """The name right behind a finite verb, adverbs aside."""
        view, i = self._view, finite + 1
        if len(view.text) > MAX_TEXT or not self._singular(finite):
            return None
        while i < last and view.tag(i) == "B":
            i += 1
        end = i + 1 if self._particle(i) else i
        return self._holder(i, end) if end <= last and self._is_name(end) else None

    def at(self, i: int) -> Holder | None:
        """The name that begins at `i`, whatever verb there is."""
        end = i + 1 if self._particle(i) else i
        short = len(self._view.text) <= MAX_TEXT
        return self._holder(i, end) if short and self._is_name(end) else None

    def pair(self, verb: int, last: int) -> Holder | None:
        """The first and last name, both unknown, right behind a verb of saying."""
        first, end = verb + 1, verb + 2
        if len(self._view.text) > MAX_TEXT or end > last or not self._singular(verb):
            return None
        unknown = first not in self._view.actors and self._view.tag(first) == "W"
        return self._holder(first, end) if unknown and self._is_name(end) else None

    def opening(self, first: int, last: int) -> Holder | None:
        """The name that opens a clause, right before its verb."""
        view = self._view
        end = first + 1 if self._particle(first) else first
        if len(view.text) > MAX_TEXT or end >= last or not self._is_name(end):
            return None
        verb = view.tag(end + 1) in "HUOw" and self._singular(end + 1)
        return self._holder(first, end) if verb and not self._adverbial(first) else None

    def _name_start(self, last: int) -> int | None:
        """Where the name that ends at `last` begins."""
        if not self._is_name(last):
            return None
        return last - 1 if self._particle(last - 1) else last

    def _particle(self, i: int) -> bool:
        return self._view.word(i) in self._particles

    def _adverbial(self, i: int) -> bool:
        return i == 0 and self._view.word(i).endswith(self._words.adverbial_endings)

    def _roles(self, first: int, last: int) -> bool:
        """True for "CSU-Chef", "die Ministerin": what a name may follow."""
        view = self._view
        return (
            view.tag(last) in "Ww"
            and self._office(view.word(last))
            and all(i in view.actors or view.tag(i) in "DWw" for i in range(first, last))
        )

    def _singular(self, finite: int) -> bool:
        verb = self._view.word(finite)
        return self._view.tag(finite) in "EF" or not verb.endswith(
            self._words.plural_endings
        )  # or a headline's "für"

    def _is_name(self, i: int) -> bool:
        view = self._view
        word = view.word(i)
        if (
            not word
            or not view.capital(i)
            or view.tag(i) != "W"
            or i in view.topics
            or i in view.actors
        ):
            return False
        noun = word.endswith(self._words.noun_endings)
        return len(word) > 2 and not noun and view.tag(i + 1) != "W"

    def _holder(self, first: int, last: int) -> Holder:
        name = self._view.said(first, last)
        return Holder(slug(name), name, self._view.place(first, last), "lone", first=first)
