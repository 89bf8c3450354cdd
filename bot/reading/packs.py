"""A language pack: every table of words one language brings to the readers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.figures.words import FigureWords
from bot.reading.people_words import PeopleWords
from bot.reading.positions.words import PositionWords
from bot.reading.quotes.words import QuoteWords
from bot.reading.words import TextWords


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePack:
    """The tables of `config/languages/<code>/`, one a file."""

    code: str  # ISO 639-1
    text: TextWords
    people: PeopleWords
    quotes: QuoteWords
    figures: FigureWords
    positions: PositionWords
