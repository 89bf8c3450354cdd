"""For which time a figure is given: the phrase of time nearest to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import Span
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.phrases import PHRASE_END, WORD
from bot.reading.figures.scan import words_before

MAX_PERIOD_WORDS = 9
BEFORE = 40  # code points a phrase of time before the figure counts as farther away
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")


def find_periods(flat: str, sentence: Span, grammar: Grammar) -> tuple[Span, ...]:
    """The phrases of time, outermost only: "entre ... et fin mai" holds no second one."""
    found: list[Span] = []
    for match in grammar.period.finditer(flat, sentence.start, sentence.end):
        if found and match.start() < found[-1].end:
            continue
        if grammar.words.than.intersection(words_before(flat, match.start(), sentence.start, 1)):
            continue
        stop = _time_end(flat, match.end(), sentence.end, grammar)
        if stop is None:
            continue
        inner = grammar.period.search(flat, match.end(), stop)
        if inner and not _spans(flat[match.end() : stop], match.group(), grammar):
            continue  # "from six investors in 2021" is opened by "in"
        found.append(Span(match.start(), stop))
    return tuple(found)


def period_of(draft: Draft, periods: Sequence[Span]) -> Span | None:
    """The phrase of time nearest behind the figure, else before it."""
    apart = [p for p in periods if p.start >= draft.end or p.end <= draft.start]
    return min(apart, key=lambda p: _distance(draft, p), default=None)


def _distance(draft: Draft, period: Span) -> int:
    behind = period.start - draft.end
    return behind if behind >= 0 else draft.start - period.start + BEFORE


def _spans(words: str, opener: str, grammar: Grammar) -> bool:
    """True for "between March and June": an opener that takes two ends, and both there."""
    links = {*grammar.words.range_and, *grammar.words.range_to}
    return opener in grammar.between and not links.isdisjoint(words.split())


def _time_end(flat: str, at: int, end: int, grammar: Grammar) -> int | None:
    """Where the last word of time near an opener ends; None when there is none."""
    limit = PHRASE_END.search(flat, at, end)
    found = None
    for i, match in enumerate(WORD.finditer(flat, at, limit.start() if limit else end)):
        word = match.group()
        joins = _joins(word, grammar)
        if i >= MAX_PERIOD_WORDS or (word in grammar.stop and not joins):
            break
        if word in grammar.months or word in grammar.weekdays or _YEAR.match(word):
            found = match.end()
        elif found and not joins and not word.isdigit():
            break
    return found


def _joins(word: str, grammar: Grammar) -> bool:
    """True for the small words inside a phrase of time."""
    words = grammar.words
    small = (words.range_and, words.range_to, words.of_date, words.determiners, words.genitives)
    return any(word in some for some in small)
