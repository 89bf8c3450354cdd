"""Actors: countries in every form, bodies, alliances, and the persons of an article.

Countries' names come from the CLDR; demonyms, seats of power and bodies from `config/actors.toml`.
No list of office holders is kept, it would age: what a person is, the article says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from babel import Locale

from bot.model import Mention, Span
from bot.reading.people import People
from bot.reading.text import Document, fold
from bot.reading.wordlist import WordFinder, expand, word_places

LANGUAGES = ("en", "fr", "de", "es", "it")
Words = Mapping[str, tuple[str, ...]]  # language -> patterns

_NOT_COUNTRIES = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB"})
_SLUG = re.compile(r"[^a-z0-9]+")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_ACRONYM = re.compile(r"[^a-z]{2,6}")
_SIDE_NAME = re.compile(r"(?<!\s)\s*[(\[–].*$")  # "Myanmar (Burma)", "Hong Kong SAR"
_ARTICLE = re.compile(r"(?:the|die|der|das|la|le|les|l'|el|los|las|il|lo|i|gli)\s+", re.IGNORECASE)
_ARTICLES = re.compile(r"(?:the|la|le|les|l'|el|los|las|il|lo|i|gli)\s+")


class Form(StrEnum):
    """How a word names an actor: what it can do in a sentence depends on it."""

    NAME = "name"  # "France", "the United Nations"
    SEAT = "seat"  # "Paris", "the Kremlin": the country as a subject, a place elsewhere
    PEOPLE = "people"  # "the Swedes"
    ADJECTIVE = "adjective"  # "Swedish": a country with a ministry, nothing with troops
    NOTHING = "nothing"  # "New Jersey"


class ActorHit(NamedTuple):
    """An actor named in a text, and how."""

    id: str
    span: Span
    form: Form


class _Entry(NamedTuple):
    id: str
    form: Form
    exact: str  # the letters to insist on when the name is an acronym, else empty
    capital: bool  # the name is written with a capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What the CLDR does not know of a country."""

    code: str  # ISO 3166 alpha-2
    also: Words = field(default_factory=dict)
    adj: Words = field(default_factory=dict)
    people: Words = field(default_factory=dict)
    seat: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A body, an alliance, a party, a person an admin cares for."""

    id: str
    kind: str
    name: Mapping[str, str]
    country: str | None = None  # it speaks for, ISO 3166 alpha-2
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    it: tuple[str, ...] = ()
    seat: Words = field(default_factory=dict)

    def words(self, language: str) -> tuple[str, ...]:
        """Its patterns in a language."""
        tables = {"en": self.en, "fr": self.fr, "de": self.de, "es": self.es, "it": self.it}
        own = self.name.get(language)
        return (*((own,) if own else ()), *tables.get(language, ()))


@dataclass(frozen=True, kw_only=True)
class ActorLexicon:
    """All known actors: the built-in ones with an admin's own in front."""

    country: tuple[Country, ...] = ()
    actor: tuple[Actor, ...] = ()
    nothing: tuple[str, ...] = ()  # names that only look like an actor's

    @cached_property
    def _finders(self) -> dict[str, WordFinder[_Entry]]:
        return {code: WordFinder(self._entries(code)) for code in LANGUAGES}

    @cached_property
    def _question_finder(self) -> WordFinder[_Entry]:
        # Every name before every adjective: of two equal words the first counts.
        entries = [pair for code in LANGUAGES for pair in self._entries(code)]
        return WordFinder(sorted(entries, key=lambda pair: pair[1].form is Form.ADJECTIVE))

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in reversed(self.actor)}

    def _entries(self, language: str) -> Iterator[tuple[str, _Entry]]:
        for pattern in self.nothing:
            yield from _named("", Form.NOTHING, pattern)
        for actor in self._actors.values():
            for pattern in actor.words(language):
                yield from _named(actor.id, Form.NAME, pattern)
            for pattern in actor.seat.get(language, ()):
                yield from _named(actor.id, Form.SEAT, pattern)
        for country in self.country:
            for pattern in country.also.get(language, ()):
                yield from _named(country.code, Form.NAME, pattern)
        for code, name in territories(language).items():
            for form in _forms_of(name, language):
                yield from _named(code, Form.NAME, form)
        for country in self.country:
            yield from _demonyms(country, language)

    def name(self, id_: str, language: str) -> str:
        """What an actor is called in a language; the id itself when no name is known."""
        actor = self._actors.get(id_)
        if actor:
            return actor.name.get(language) or actor.name.get("en", id_)
        table = territories(language if language in LANGUAGES else "en")
        return table.get(id_, id_)

    def country_of(self, id_: str) -> str | None:
        """The country an actor speaks for: a country itself, a body where the file says so."""
        actor = self._actors.get(id_)
        if actor:
            return actor.country
        return id_ if id_ in territories("en") else None

    def is_party(self, id_: str) -> bool:
        """True for a political party."""
        actor = self._actors.get(id_)
        return actor is not None and actor.kind == "party"

    def find(self, question: str) -> tuple[str, ...]:
        """The actors named in a question, in any of the five languages, or by country code."""
        return tuple(dict.fromkeys(mention.id for mention in self.places(question)))

    def places(self, question: str) -> tuple[Mention, ...]:
        """As `find`, with the words that name each actor.

        People write "nato" for NATO; a country's code counts in capitals only ("it" is a word).
        """
        words = word_places(question)
        found = [
            Mention(hit.value.id, Span(words[hit.first][0].start, words[hit.last][0].end))
            for hit in self._question_finder.find_words([word for _, word in words])
            if hit.value.form is not Form.NOTHING
        ]
        countries = territories("en")
        codes = [
            Mention(written, span)
            for span, _ in words
            if (written := span.of(question)).isupper() and written in countries
        ]
        codes = [code for code in codes if not any(code.span.overlaps(m.span) for m in found)]
        return tuple(sorted([*found, *codes], key=lambda mention: mention.span))

    def scan(self, document: Document) -> tuple[ActorHit, ...]:
        """Every mention of a known actor, in order, with its form."""
        finder = self._finders.get(document.language)
        if finder is None:
            return ()
        tokens, text, hits = document.tokens, document.text, []
        for found in finder.find(tokens):
            span = Span(tokens[found.first].start, tokens[found.last].end)
            entry, words = found.value, span.of(text)
            if entry.form is Form.NOTHING or (entry.exact and words != entry.exact):
                continue
            if entry.capital and not _ARTICLE.sub("", words, count=1)[:1].isupper():
                continue
            hits.append(ActorHit(entry.id, span, entry.form))
        return tuple(hits)


def find_actors(document: Document, lexicon: ActorLexicon, people: People) -> tuple[Mention, ...]:
    """Every place where a text names an actor, in order; persons by the slug of their name."""
    persons = [Mention(slug(p.name), span) for p in people.persons for span in p.mentions]
    taken = sorted(mention.span for mention in persons)
    known = [
        Mention(hit.id, hit.span)
        for hit in lexicon.scan(document)
        if not any(hit.span.overlaps(span) for span in taken)
    ]
    return tuple(sorted([*persons, *known], key=lambda mention: mention.span))


def slug(name: str) -> str:
    """An actor's id from its name: "Micheál Martin" -> micheal_martin."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _SLUG.sub("_", letters).strip("_") or "unknown"


@cache
def territories(language: str) -> Mapping[str, str]:
    """Names of countries and territories by ISO 3166 alpha-2 code, from the CLDR."""
    names = Locale.parse(language).territories
    return {
        code: name
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


def _named(id_: str, form: Form, pattern: str) -> Iterator[tuple[str, _Entry]]:
    for words in expand(pattern):
        exact = words if _ACRONYM.fullmatch(words) and words.isupper() else ""
        yield words, _Entry(id_, form, exact, words[:1].isupper())


def _demonyms(country: Country, language: str) -> Iterator[tuple[str, _Entry]]:
    for pattern in country.seat.get(language, ()):
        yield from _named(country.code, Form.SEAT, pattern)
    adjectives = {w for p in country.adj.get(language, ()) for w in expand(p)}
    folded = {fold(word) for word in adjectives}
    for pattern in country.people.get(language, ()):
        for words, entry in _named(country.code, Form.PEOPLE, pattern):
            if fold(words) not in folded:
                yield words, entry
    for words in adjectives:
        lower = language != "en"  # "français" and "Français" both: the sentence decides
        for form, entry in _named(country.code, Form.ADJECTIVE, words):
            yield form, entry._replace(capital=not lower and entry.capital)


def _forms_of(name: str, language: str) -> list[str]:
    plain = _ARTICLES.sub("", _SIDE_NAME.sub("", name).strip(), count=1)
    forms = [plain, plain.replace("É", "E").replace("Î", "I")]
    if language == "de" and plain.isalpha() and not plain.endswith(("s", "z", "x")):
        forms.append(plain + "s")  # the genitive: "Ungarns"
    return [form for form in dict.fromkeys(forms) if form and not re.search(r"[*\[\]/]", form)]
