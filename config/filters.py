"""The reader of filters, made from the lexicons, our own words and the readers' number grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.answers.filter_words import Operators
from bot.answers.filters import FilterReader, Measured
from bot.answers.lexicons import Finder, Topics
from bot.answers.phrases import Phrases
from bot.answers.vocabulary import plain_word, vocabulary
from bot.model import Figure, Span
from bot.reading.figures.find import find_figures
from bot.reading.figures.flat import even, lowered
from bot.reading.figures.grammar import compile_words
from bot.reading.figures.scan import scan
from bot.reading.figures.words import FigureWords
from bot.reading.text import Document
from bot.reading.words import TextWords
from config.loader import LANGUAGES, load

_MONEY_LAST = re.compile(r"(\d[\d.,' \u00a0\u202f]*[a-z]{1,3}) ?([A-Z]{3}|[€$£¥])(?!\w)")
_NO_WORDS = TextWords(abbreviations=frozenset())


def filter_reader(topics: Topics, actors: Finder, phrases: Mapping[str, Phrases]) -> FilterReader:
    """Reads filters that name these topics and actors, in any of the languages of `phrases`."""
    every = [words.filter for words in phrases.values()]

    def plain(words: Sequence[tuple[str, ...]]) -> frozenset[str]:
        return frozenset(plain_word(word) for forms in words for word in forms)

    return FilterReader(
        topics=topics,
        actors=actors,
        vocabulary=vocabulary(phrases.values()),
        operators=Operators(
            both=plain([words.both for words in every]),
            either=plain([words.either for words in every]),
            negated=plain([words.negated for words in every]),
        ),
        measure=measure,
    )


def measure(text: str, language: str) -> Measured | None:
    """The number with its unit that `text` begins with, as the reader of figures reads it.

    What is written in another language than the writer's is understood too: of all readings the one
    with a known unit counts, then the longest, then that of the writer's language.
    """
    own_first = sorted(_words(), key=lambda code: code != language)
    found = [m for code in own_first if (m := _measured(text, code))]
    found += [m for code in own_first if (m := _millions(text, code))]
    return max(found, key=lambda m: (m.unit is not None, m.end), default=None)


def _measured(text: str, language: str) -> Measured | None:
    words = _words()[language]
    document = Document(text, language, _NO_WORDS)
    figure = next((f for f in find_figures(document, words) if f.span.start == 0), None)
    if figure is not None and figure.unit is not None:
        return Measured(value=figure.value, unit=figure.unit, end=_end(figure, text))
    flat = even(text)
    numerals = scan(lowered(flat), flat, Span(0, len(text)), compile_words(words))
    numeral = next((n for n in numerals if n.start == 0), None)
    return Measured(value=numeral.value, unit=None, end=numeral.end) if numeral else None


def _millions(text: str, language: str) -> Measured | None:
    """As in "10m EUR": metres, but for the currency behind them."""
    match = _MONEY_LAST.match(text)
    if match is None:
        return None
    number, currency = _measured(f"${match[1]}", language), _measured(f"1 {match[2]}", language)
    if number is None or currency is None or number.end <= len(match[1]):
        return None
    return replace(number, unit=currency.unit, end=match.end())


def _end(figure: Figure, text: str) -> int:
    """Behind the unit, and behind its dot where it is shortened."""
    end = figure.span.end
    return end + 1 if text[end : end + 1] == "." else end


@cache
def _words() -> Mapping[str, FigureWords]:
    """The figure words of every language pack."""
    return {
        folder.name: load(folder / "figures.toml", FigureWords)
        for folder in sorted(LANGUAGES.iterdir())
        if (folder / "figures.toml").exists()
    }
