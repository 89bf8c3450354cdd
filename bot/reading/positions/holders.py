"""Holders: who a noun phrase names, if it names somebody who can take a stand.

The name must be the head of the phrase ("France", "President Macron"), or stand with an office that
speaks for it ("the French government", "the spokesman for the chancellor"). A name further inside
("the fears of Iran", "French troops") holds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from bot.model import Span
from bot.reading.actors import ActorHit, ActorLexicon, Form, slug
from bot.reading.people import People, Person
from bot.reading.positions.bodies import Bodies
from bot.reading.positions.crowds import Crowds
from bot.reading.positions.folk import Folk
from bot.reading.positions.holder import Holder, Kind
from bot.reading.positions.home import home
from bot.reading.positions.persons import Persons
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords
from bot.reading.text import fold

MAX_REST = 3  # words of a name in small letters, and one
MAX_GROUP = 6  # words of a group's name


class Holders:
    """Reads noun phrases of one document as holders."""

    def __init__(
        self,
        words: PositionWords,
        people: People,
        lexicon: ActorLexicon,
        hits: Sequence[ActorHit],
    ) -> None:
        self._words = words
        self._people = people
        self._lexicon = lexicon
        self._hits = hits
        self._offices = words.sets["offices"]
        self._endings = tuple(fold(w[1:]) for w in words.offices if w.startswith("*")) or ("\0",)
        self._groups = words.sets["group_nouns"]
        self._bodies = Bodies(words)
        self._crowds = Crowds(words, people)
        self._folk = Folk(words)
        self._persons = Persons(words, people, hits, office=self.office, country=self._country)

    def read(self, view: View, first: int, last: int) -> Holder | None:
        """Who the phrase `first`..`last` names; None when it names nobody who takes a stand."""
        found = self._read(view, first, last)
        return None if found is None else replace(found, first=first)

    def _read(self, view: View, first: int, last: int) -> Holder | None:
        first, last = self._trimmed(view, first, last)
        if first > last or view.tag(first) in "EF":
            return None
        person = self._persons.read(view, first, last)
        if person is not None:
            return person
        cut = self._head_end(view, first, last)
        titled = self._bodies.titled(view, first, cut)  # "the Nurses' Federation"
        if titled is not None:
            return titled
        inside = (i for i in range(first, last + 1) if i in view.actors)
        named = [i for i in inside if not self._only_noun(view, first, i)]
        known = [i for i in named if view.actors[i][0].form is not Form.NOTHING]
        heads = [i for i in named if view.actors[i][1] == cut]  # "old foes X": X, not "Old"
        found = next(iter(known or heads or named), None)
        if found is None:
            group = (
                self._folk.counted(view, first, cut)
                or self._common_noun(view, first, cut, last)
                or self._bodies.read(view, first, cut)
            )
            told = last > cut or (first < cut and self._words.adjectives_before)
            return group or (self._folk.read(view, first, cut, last) if told else None)
        hit, _ = view.actors[found]
        if found > cut:
            return self._governed(view, first, cut, found, last) or self._bodies.read(
                view, first, cut
            )
        if hit.form is Form.ADJECTIVE:
            speaks = self._with_adjective(view, first, cut, found)
            body = speaks or self._bodies.read(view, first, cut)
            return body or self._bodies.at_home(view, named, found, first, cut)
        return self._named(view, first, cut, last, found)

    def plain(self, view: View, hit: ActorHit, first: int, last: int) -> Holder:
        """The holder a name or adjective stands for, whatever is around it."""
        return self._holder(view, hit, first, last)

    def office(self, word: str) -> bool:
        """True for a noun that speaks for what it stands with: government, minister."""
        return word in self._offices or word.endswith(self._endings)

    def head(self, word: str) -> bool:
        """True for a noun that may follow a name and still be whom it names."""
        return self.office(word) or self._bodies.is_one(word)

    def public(self, view: View) -> bool:
        """True for a sentence with a party or another body of politics in it."""
        return any(self._bodies.is_political(word) for word in view.words) or any(
            self._lexicon.is_party(hit.id) for hit, _ in view.actors.values()
        )

    def has_office(self, view: View, first: int, last: int) -> bool:
        """True when the head of a phrase is an office or a role: "el candidato a la Junta"."""
        first, last = self._trimmed(view, first, last)
        head = self._head_end(view, first, last) if self._words.adjectives_before else first
        word = view.word(head)
        return first <= last and (self.office(word) or self._people.words.is_role(word))

    # ------------------------------------------------------------------ the shape of a phrase

    def _trimmed(self, view: View, first: int, last: int) -> tuple[int, int]:
        skip = self._words.sets["neither"]
        while (
            first <= last
            and (first not in view.actors or self._opens(view, first))
            and (view.tag(first) in "DBCM" or view.word(first) in skip)
        ):
            first += 1
        while last >= first and view.tag(last) in "BMDC" and not self._inside(view, last):
            last -= 1
        return first, last

    def _opens(self, view: View, i: int) -> bool:
        """True for an adverb whose capital only opens the sentence: "Seul le groupe"."""
        hit, end = view.actors[i]
        return hit.form is Form.NOTHING and end == i and view.tag(i) == "B"

    def _inside(self, view: View, i: int) -> bool:
        return any(at <= i <= end for at, (_, end) in view.actors.items())

    def _head_end(self, view: View, first: int, last: int) -> int:
        """The last word of the head group, before the first preposition outside names."""
        i = first + max(0, view.phrase(first, self._words.phrases["offices"]) - 1)
        while i <= last:
            if i in view.actors:
                i = view.actors[i][1] + 1
                continue
            genitive = view.tag(i) == "D" and i > first and view.tag(i - 1) in "wW"
            if view.tag(i) in "EF" or genitive or view.word(i) in self._words.sets["links"]:
                return i - 1
            i += 1
        return last

    def _country(self, hit: ActorHit) -> str | None:
        return None if hit.form is Form.NOTHING else self._lexicon.country_of(hit.id)

    # ------------------------------------------------------------------ countries and bodies

    def _named(self, view: View, first: int, cut: int, last: int, at: int) -> Holder | None:
        """A name as the head, or in front of the office that is: "Germany's foreign minister"."""
        hit, end = view.actors[at]
        if (
            hit.form is Form.NOTHING
            and view.word(end) in self._words.sets["folk"]
            and end == cut
            and (at < end or last > cut)
        ):
            return self._folk.read(view, first, end, self._folk.end(view, cut, last))
        longer = at < end and view.word(end) in self._words.sets["collectives"]
        if hit.form is Form.NOTHING and self._common(view.word(end)) and not longer:
            own = at < end == cut and view.word(end) in self._words.sets["institutions"]
            return self._holder(view, hit, first, end) if own else self._at_home(view, first, cut)
        if hit.form is Form.NOTHING and at == end and self._bodies.epithet(view, first, at):
            return self._bodies.named(view, at - 2, end)
        before = [view.word(i) for i in range(first, at)]
        if view.word(first - 1) in self._words.sets["indefinites"]:
            return None  # "some Britons"
        apposed = bool(before) and self._bodies.is_one(before[-1])  # "the agency X"
        heads = any(w in self._groups or self.office(w) for w in before)
        if not apposed and (heads or len(before) > 2):
            return None
        if before and not self._words.adjectives_before:
            return self._behind_noun(view, first, at, cut) if len(before) == 1 else None
        genitive = self._words.verb_second and view.word(end).endswith("s")
        if (view.tag(end + 1) == "'" or genitive) and end < cut:
            speaks = self._office_of(view, first, cut, hit)
            folk = speaks or self._folk.read(view, first, cut, self._folk.end(view, cut, last))
            return folk or self._bodies.owned(view, at, cut)
        rest = [i for i in range(end + 1, cut + 1) if view.tag(i) not in "B'"]
        if rest:
            return self._with_rest(view, first, cut, last, at)
        named = self._holder(view, hit, first, end)
        return _body(named) if apposed else named

    def _with_rest(self, view: View, first: int, cut: int, last: int, at: int) -> Holder | None:
        """A name with more behind it: "Vidal administration"."""
        hit, end = view.actors[at]
        if self._crowds.acts(view, end + 1, cut):
            return None
        if (
            hit.form is Form.NOTHING
            and self._bodies.is_noun(view.word(at))
            and cut - end < MAX_REST
        ):
            return self._bodies.named(view, at, cut)  # "l'ONG Mers | propres"
        if self._words.bare_nouns and hit.form is not Form.PEOPLE:
            speaks = self._office_of(view, first, cut, hit)
            return speaks or self._folk.read(view, first, cut, self._folk.end(view, cut, last))
        return self._branch(view, hit, first, cut) if end + 1 == cut else None

    def _branch(self, view: View, hit: ActorHit, first: int, cut: int) -> Holder | None:
        """The branch of a body that one word behind its name tells: "la CGT catalana"."""
        body = hit.form is Form.NAME and self._lexicon.country_of(hit.id) != hit.id
        if self._words.adjectives_before or not body or self._people.at(hit.span) is not None:
            return None
        return self._holder(view, hit, first, cut)

    def _behind_noun(self, view: View, first: int, at: int, cut: int) -> Holder | None:
        """A name behind a noun: "le syndicat X", or a full one: "el socialista Juan Gil"."""
        hit, end = view.actors[at]
        if end < cut:
            goes_on = hit.form is Form.NOTHING and self._bodies.is_noun(view.word(first))
            return self._bodies.named(view, at, cut) if goes_on and cut - at < MAX_GROUP else None
        if view.word(first) in self._words.sets["institutions"]:
            return _body(self._holder(view, hit, first, end))
        full = hit.form is Form.NOTHING and at < end
        return self._holder(view, hit, first, end) if full else None

    def _only_noun(self, view: View, first: int, at: int) -> bool:
        """True when the "name" that begins a phrase is a noun with a capital."""
        hit, end = view.actors[at]
        return hit.form is Form.NOTHING and at == end == first and self._common(view.word(end))

    def _common(self, word: str) -> bool:
        """True for an unknown "name" that is a noun with a capital: "Others", "the Government"."""
        sets = self._words.sets
        known = self._groups | sets["indefinites"] | sets["institutions"] | sets["collectives"]
        known |= sets["posts"]
        known |= self._people.words.function_words
        return self.office(word) or word in known or self._people.words.is_role(word)

    def _office_of(self, view: View, first: int, last: int, hit: ActorHit) -> Holder | None:
        person = self._people.at(hit.span)
        own = self._words.verb_second and "-" in view.word(last)  # "Hessens SPD-Chef"
        if own or not self.office(view.word(last)) or (person and slug(person.name) == hit.id):
            return None
        spoken = self._holder(view, hit, first, last)
        governs = view.word(last) in self._words.sets["governments"]
        return _body(spoken) if governs else spoken  # "the Welsh government": surely a body

    def _holder(self, view: View, hit: ActorHit, first: int, last: int) -> Holder:
        span = view.place(first, last)
        if hit.form is Form.NOTHING:
            name = hit.span.of(view.text)
            acronym = len(name) > 1 and name.isupper()  # "CFDT": surely a body
            body = acronym or fold(name).split()[0] in self._words.sets["institutions"]
            return Holder(hit.id, name, hit.span, "body" if body else "unknown")
        person = self._people.at(hit.span)
        if person is not None and slug(person.name) == hit.id:  # "the government of X"
            return Holder(hit.id, person.name, span, "body", self._persons.country(person))
        country = self._lexicon.country_of(hit.id)
        kind: Kind = "country" if country == hit.id else "body"
        if hit.form is Form.PEOPLE:
            kind = "group"
        name = self._lexicon.name(hit.id, "en")
        public = last > first or self._lexicon.is_party(hit.id)
        return Holder(hit.id, name, span, kind, country, public=public)

    def _with_adjective(self, view: View, first: int, cut: int, at: int) -> Holder | None:
        """An adjective with an office, or as a noun: "the French government", "Les Américains"."""
        hit = view.actors[at][0]
        others = [i for i in range(first, cut + 1) if i != at and view.tag(i) not in "DB'"]
        if not others:
            people = view.capital(at) and view.tag(at - 1) == "D"
            people = people and not self._words.adjectives_before
            return self._holder(view, hit, first, at) if people else None
        head = others[-1] if self._words.adjectives_before else others[0]
        if self.office(view.word(head)) or view.phrase(first, self._words.phrases["offices"]) > 1:
            return self._holder(view, hit, first, cut)
        return self._folk.read(view, first, head, cut)

    def _adjective_speaks(self, view: View, cut: int, found: int, last: int) -> bool:
        """True for "spokesman of the German chancellor" and "ministro degli Esteri polacco"."""
        if any(self.office(view.word(i)) for i in range(cut + 1, found + 3)):
            return True
        return not self._words.adjectives_before and found == last

    def _governed(self, view: View, first: int, cut: int, found: int, last: int) -> Holder | None:
        """A name behind "of": "the government of France", "the allies of Ukraine"."""
        hit, end = view.actors[found]
        head = first if not self._words.adjectives_before else cut
        office = self.office(view.word(head))
        titled = view.tag(head) == "W" and self._bodies.is_one(view.word(head))
        body = titled or view.word(head) in self._words.sets["institutions"]
        far = self._words.adjectives_before and end - first >= MAX_GROUP
        unknown = office and body and hit.form is Form.NOTHING and not self._words.adjectives_before
        if body and not far and (unknown or not office):  # "la mairie de X"
            # "le ministère des Affaires | étrangères"
            end = last if unknown and set(view.tags[end + 1 : last + 1]) == {"w"} else end
            return self._bodies.named(view, first, end)
        if view.phrase(first, self._words.phrases["posts"]):
            spoken = self._holder(view, hit, first, end)
            return None if self._country(hit) == hit.id else _body(spoken)
        if self.office(view.word(head)) or view.phrase(first, self._words.phrases["offices"]):
            if hit.form is Form.ADJECTIVE and not self._adjective_speaks(view, cut, found, last):
                return None
            part = hit.form is Form.NOTHING and slug(view.said(found, end)) != hit.id
            if part and self._words.adjectives_before:
                return None  # "Secretary of State" is no office of "Islamic State"
            return self._holder(view, hit, first, end)
        if head == first and view.word(first) in self._words.sets["collectives"]:
            local = self._crowds.local(view, first, cut, end)
            if local is not None or not self._words.bare_nouns:
                return local
        if (
            any(view.word(i) in self._groups for i in range(first, cut + 1))
            and end - first < MAX_GROUP
        ):
            return self._folk.group(view, first, end)
        return self._folk.read(view, first, head, end)

    # ------------------------------------------------------------------ no name

    def _common_noun(self, view: View, first: int, cut: int, last: int) -> Holder | None:
        """Who a phrase without a name means: the government, a minister named before, a body."""
        many = self._words.adjectives_before and view.word(cut) in self._words.sets["collectives"]
        before = view.word(first - 1)
        if not (many or view.tag(first - 1) == "D" or before in self._crowds.articled):
            return None
        if before in self._words.sets["theirs"] | self._words.sets["indefinites"]:
            return None  # "his party", "some traders"
        return (
            self._at_home(view, first, cut)
            or self._in_office(view, first, cut, last)
            or self._crowds.read(view, first, cut, last)
        )

    def _head(self, first: int, cut: int) -> int:
        """The head of a phrase whose head group is `first`..`cut`."""
        return cut if self._words.adjectives_before else first

    def _in_office(self, view: View, first: int, cut: int, last: int) -> Holder | None:
        """The person an office stands for, when the text names one: "la ministra"."""
        if not self._people.words.is_role(view.word(self._head(first, cut))):
            return None
        person = self._people.resolve(view.said(first, last))
        if person is None or person not in self._people.persons:
            return None
        return self.of_person(person, view.place(first, last))

    def _at_home(self, view: View, first: int, cut: int) -> Holder | None:
        """What "the government" alone means: the country nearly all of the text is about."""
        definite = view.word(first - 1) in self._words.sets["definite"]
        if not definite or view.word(cut) not in self._words.sets["governments"]:
            return None
        if self._home is None:
            return None
        name = self._lexicon.name(self._home, "en")
        return Holder(self._home, name, view.place(first, cut), "office", self._home)

    @cached_property
    def _home(self) -> str | None:
        return home(code for hit in self._hits if (code := self._country(hit)))

    def of_person(self, person: Person, span: Span) -> Holder:
        """A person as the holder of what is said at `span`."""
        return self._persons.at(person, span)


def _body(holder: Holder) -> Holder:
    """A name a noun for bodies stands with: "le syndicat X", "il partito dei X"."""
    return replace(holder, kind="body") if holder.kind == "unknown" else holder
