"""Persons as holders: whose name a phrase is, and what country their role speaks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from bot.model import Span
from bot.reading.actors import ActorHit, Form, slug
from bot.reading.people import People, Person
from bot.reading.positions.holder import Holder
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords
from bot.reading.text import fold


class Persons:
    """Reads the persons of one document."""

    def __init__(
        self,
        words: PositionWords,
        people: People,
        hits: Sequence[ActorHit],
        *,
        office: Callable[[str], bool],
        country: Callable[[ActorHit], str | None],
    ) -> None:
        """`office` tells nouns that speak for something, `country` what a name stands for."""
        self._words = words
        self._people = people
        self._hits = hits
        self._office = office
        self._code = country

    def at(self, person: Person, span: Span) -> Holder:
        """A person as the holder of what is said at `span`."""
        return Holder(slug(person.name), person.name, span, "person", self.country(person))

    def read(self, view: View, first: int, last: int) -> Holder | None:
        """The person whose name ends the phrase or its head: "President X", not "X's plan"."""
        for i in range(first, last + 1):
            if i not in view.actors:
                continue
            hit, end = view.actors[i]
            person = self._people.at(hit.span) if hit.form is Form.NAME else None
            if person is None or slug(person.name) != hit.id:
                continue
            possessor = view.tag(i - 1) == "'" and not self._country_ends(view, i - 2)
            linked = view.tag(i - 1) in "EF" or view.word(i - 1) in self._words.sets["links"]
            if i > first and (linked or possessor):
                return None
            if i > first + 1 and view.tag(i - 1) == "D" and view.tag(i - 2) in "EF":
                return None
            if end < last and view.tag(end + 1) not in "EFDB,":
                return None
            return Holder(
                hit.id, person.name, hit.span, "person", self._country_before(person, view, first, i),
                public=self._holds_office(person),
            )  # fmt: skip
        return self._of_a_party(view, first, last)

    def _of_a_party(self, view: View, first: int, last: int) -> Holder | None:
        """A full name behind a role and its adjective: "le député centriste | Jean Dubois"."""
        at = first + 2
        if self._words.adjectives_before or at not in view.actors or view.tag(first + 1) != "w":
            return None
        hit, end = view.actors[at]
        told = self._people.words.is_role(view.word(first)) or self._office(view.word(first))
        if not told or hit.form is not Form.NOTHING or end != last or end == at:
            return None
        return Holder(hit.id, hit.span.of(view.text), hit.span, "person", public=True)

    def _country_ends(self, view: View, i: int) -> bool:
        """True when a country's name ends at `i`: "Hungary's Viktor Orban"."""
        ends = (hit for hit, end in view.actors.values() if end == i)
        return any(self._code(hit) for hit in ends)

    def _country_before(self, person: Person, view: View, first: int, at: int) -> str | None:
        """The country a person speaks for, as the words before the name or its role say."""
        for i in range(first, at):
            if i in view.actors and (code := self._code(view.actors[i][0])):
                return code
        return self.country(person)

    def country(self, person: Person) -> str | None:
        """The country that a person's role names anywhere in the text."""
        return self._countries.get(person.name)

    @cached_property
    def _countries(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for person in self._people.persons:
            if person.role is None:
                continue
            inside = (h for h in self._hits if h.span.overlaps(person.role))
            code = next((c for h in inside if (c := self._code(h))), None)
            if code:
                found[person.name] = code
        return found

    def _holds_office(self, person: Person) -> bool:
        if person.role is None:
            return False
        said = fold(person.role.of(self._people.text)).split()
        return any(self._office(word) for word in said)
