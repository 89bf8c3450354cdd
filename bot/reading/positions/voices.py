"""Voices: whose "we" it is. The words of a direct quotation are their speaker's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Quote, QuoteKind, Span
from bot.reading.actors import slug
from bot.reading.people import People
from bot.reading.positions.holders import Holder, Holders, Kind


class Voices:
    """Tells who speaks in the first person at a place of the text."""

    def __init__(self, quotes: Sequence[Quote], people: People, holders: Holders) -> None:
        self._quotes = [q for q in quotes if q.kind is not QuoteKind.INDIRECT]
        self._people = people
        self._holders = holders

    def at(self, place: Span) -> Holder | None:
        """The named speaker whose quoted words hold `place`; None outside such words."""
        quote = next((q for q in self._quotes if q.span.contains(place)), None)
        if quote is None or quote.speaker is None:
            return None
        name = quote.speaker_name or quote.speaker.of(self._people.text)
        person = self._people.resolve(name)
        if person is None:
            return None
        kind: Kind = "person" if person in self._people.persons else "unknown"
        country = self._holders.country_named(person)
        return Holder(slug(person.name), person.name, quote.speaker, kind, country)
