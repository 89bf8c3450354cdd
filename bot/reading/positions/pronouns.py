"""Whom a pronoun or a possessive stands for: a person or a body named before it."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.people import People, Person
from bot.reading.people_words import Gender
from bot.reading.positions.holder import Holder
from bot.reading.positions.holders import Holders
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords
from bot.reading.text import fold

MAX_BACK = 400  # code points between a pronoun and the person it stands for


class Pronouns:
    """Resolves the pronouns of one view."""

    def __init__(self, view: View, words: PositionWords, people: People, holders: Holders) -> None:
        self._view = view
        self._words = words
        self._people = people
        self._holders = holders

    def gender(self, j: int) -> Gender | None:
        """The gender of whom the pronoun at `j` stands for; None where it may be any."""
        return self._people.words.pronouns.gender(self._view.word(j))

    def person(self, j: int) -> Holder | None:
        """The person "he" or "she" at `j` stands for, named in a sentence before."""
        gender = self.gender(j)
        found = None if gender is None else self._before(j, gender)
        if found is None or self._named_here(found):
            return None  # a pronoun is hardly who the sentence also names
        at = self._view.starts[j]
        last = max(s.end for s in found.mentions if s.start < at)
        if at - last > MAX_BACK:
            return None
        return self._holders.of_person(found, self._view.place(j, j))

    def owner(self, j: int) -> Holder | None:
        """Whom "her" or "its" at `j` stands for: the last one named who fits."""
        gender = self._words.possessive(self._view.word(j))
        if gender is None:
            return None
        if gender == "n":
            return self._thing_before(j)
        person = self._before(j, gender)
        if person is None:
            return self._somebody_before(j)
        return replace(self._holders.of_person(person, self._view.place(j, j)), first=j)

    def _somebody_before(self, j: int) -> Holder | None:
        """The person of no known gender, or the bare name, that opens the sentence of `j`."""
        for at in sorted(at for at in self._view.actors if at < j):
            found = self._holders.read(self._view, at, self._view.actors[at][1])
            if found is not None and found.kind in {"person", "unknown"}:
                return found if self.gender_of(found) is None else None
        return None

    def gender_of(self, holder: Holder) -> Gender | None:
        """The gender of a holder who is a person, where it is known."""
        person = self._people.at(holder.span) if holder.kind == "person" else None
        return None if person is None else person.gender

    def agrees(self, holder: Holder, gender: Gender | None) -> bool:
        """True unless the holder is a person of another gender."""
        known = self.gender_of(holder)
        return known is None or gender is None or known == gender

    def _before(self, j: int, gender: Gender) -> Person | None:
        """The person last named before `j`, if surely of a gender."""
        person = self._people.before(self._view.starts[j], gender)
        return None if person is None or person.gender != gender else person

    def _named_here(self, person: Person) -> bool:
        last = fold(person.name).replace("-", " ").split()[-1]
        return last in self._view.words or any(
            self._view.span.overlaps(span) for span in person.mentions
        )

    def _thing_before(self, j: int) -> Holder | None:
        """The last country or body named before `j` in the sentence."""
        for at in sorted((at for at in self._view.actors if at < j), reverse=True):
            end = self._view.actors[at][1]
            for last in (end, end + 1):
                found = self._holders.read(self._view, at, last)
                if found is not None and found.kind != "person":
                    return found
        return None
