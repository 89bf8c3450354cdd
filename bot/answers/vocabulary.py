"""The words of questions in all five languages at once: a person may ask in any of them.

Words are compared without case and accents: "février" and "FEVRIER" are the same month.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.answers.phrases import DateWords, Phrases

Words = tuple[str, ...]

_TOKEN = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}"  # 3.5.2026
    r"|[^\W_]+(?:[-‐‑][^\W_]+)*"  # words and numbers, hyphened too: 2026-05-01, cessez-le-feu
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question: where it stands, and its plain form."""

    start: int
    end: int
    plain: str


def plain_word(word: str) -> str:
    """Without case and accents: for comparison, never shown."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def tokens(text: str) -> list[Token]:
    """The words of `text`, in order."""
    return [Token(m.start(), m.end(), plain_word(m[0])) for m in _TOKEN.finditer(text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateVocabulary:
    """Words of dates, each a tuple of plain words ("il y a" has three)."""

    since: frozenset[Words]
    between: frozenset[Words]
    one: frozenset[Words]
    today: frozenset[Words]
    yesterday: frozenset[Words]
    last: frozenset[Words]
    this: frozenset[Words]
    ago: frozenset[Words]
    units: Mapping[str, str]  # plain word -> hour, day, week, month, year
    months: Mapping[str, int]  # plain word -> 1..12
    weekdays: Mapping[str, int]  # plain word -> Monday = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All words that mean something in a question besides topics and actors."""

    dates: DateVocabulary
    source_keys: frozenset[str]
    language_keys: frozenset[str]
    languages: Mapping[str, str]  # plain name or code -> code
    filler: frozenset[str]
    everything: frozenset[str]  # behind two dashes: also what is uncertain


def vocabulary(all_phrases: Iterable[Phrases]) -> Vocabulary:
    """Gather the words of several languages."""
    every = tuple(all_phrases)
    questions = [phrases.question for phrases in every]
    names = {plain_word(n): code for p in every for code, n in p.languages.items()}
    return Vocabulary(
        dates=_dates([phrases.dates for phrases in every]),
        source_keys=frozenset(plain_word(key) for words in questions for key in words.source),
        language_keys=frozenset(plain_word(key) for words in questions for key in words.language),
        languages={**{code: code for code in names.values()}, **names},
        filler=frozenset(plain_word(word) for words in questions for word in words.filler),
        everything=frozenset(plain_word(word) for words in questions for word in words.everything),
    )


def _dates(every: list[DateWords]) -> DateVocabulary:
    def phrases(name: str) -> frozenset[Words]:
        return frozenset(
            tuple(token.plain for token in tokens(form))
            for words in every
            for form in getattr(words, name)
        )

    def numbered(name: str, first: int) -> dict[str, int]:
        return {
            plain_word(form): number
            for words in every
            for number, forms in enumerate(getattr(words, name), start=first)
            for form in forms
        }

    return DateVocabulary(
        **{name: phrases(name) for name in ("since", "between", "one", "today", "yesterday")},
        **{name: phrases(name) for name in ("last", "this", "ago")},
        units={
            plain_word(form): unit
            for unit in ("hour", "day", "week", "month", "year")
            for words in every
            for form in getattr(words, unit)
        },
        months=numbered("months", 1),
        weekdays=numbered("weekdays", 0),
    )
