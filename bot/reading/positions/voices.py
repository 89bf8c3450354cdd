"""Voices: whose words a place of the text holds. What a quotation says is its speaker's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.model import Quote, QuoteKind, Span
from bot.reading.actors import slug
from bot.reading.people import People, Person
from bot.reading.positions.holder import Holder, Kind
from bot.reading.positions.holders import Holders
from bot.reading.text import fold


class Voices:
    """Tells who speaks at a place of the text."""

    def __init__(
        self,
        quotes: Sequence[Quote],
        people: People,
        holders: Holders,
        named: Callable[[Span], Holder | None],
    ) -> None:
        """Listen to `quotes`; `named` tells who the words at a span name."""
        self._reported = [q for q in quotes if q.speaker is not None]
        self._quoted = [q for q in self._reported if q.kind is not QuoteKind.INDIRECT]
        self._people = people
        self._holders = holders
        self._named = named

    def at(self, place: Span) -> Holder | None:
        """The speaker whose quoted words hold `place`, as "I" and "we" mean them."""
        return self._speaker(self._quoted, place)

    def said(self, place: Span) -> Holder | None:
        """The speaker whose words, quoted or reported, hold `place`."""
        return self.at(place) or self._speaker(self._reported, place)

    def _speaker(self, quotes: Sequence[Quote], place: Span) -> Holder | None:
        quote = next((q for q in quotes if q.span.contains(place)), None)
        if quote is None or quote.speaker is None:
            return None
        named = self._named(quote.speaker)
        person = self._person(quote, quote.speaker)
        known = person is not None and person in self._people.persons
        if named is not None and (named.kind == "country" or (named.kind == "body" and not known)):
            return named
        if person is None:
            return named or self._by_role(quote.speaker)
        kind: Kind = "person" if person in self._people.persons else "unknown"
        country = self._holders.of_person(person, quote.speaker).country
        return Holder(slug(person.name), person.name, quote.speaker, kind, country)

    def _by_role(self, speaker: Span) -> Holder | None:
        """A speaker of whom only the role is told, "the lawyer", or the one "he" stands for."""
        said = speaker.of(self._people.text)
        words = fold(said).split()
        roles = self._people.words
        if len(words) > 1 and words[0] in roles.function_words and roles.is_role(words[-1]):
            name = said.split(maxsplit=1)[1]
            return Holder(slug(name), name, speaker, "unknown")
        gender = roles.pronouns.gender(words[0]) if len(words) == 1 else None
        person = self._people.before(speaker.start, gender) if gender else None
        if person is None or person.gender != gender:
            return None
        return self._holders.of_person(person, speaker)

    def _person(self, quote: Quote, speaker: Span) -> Person | None:
        said = self._people.resolve(speaker.of(self._people.text))
        if (said is not None and said in self._people.persons) or quote.speaker_name is None:
            return said
        return self._people.resolve(quote.speaker_name) or said
