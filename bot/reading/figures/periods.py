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
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")


def find_periods(
    flat: str, even: str, sentence: Span, others: Sequence[Draft], grammar: Grammar
) -> tuple[Span, ...]:
    """The phrases of time, outermost only: "entre ... et fin mai" holds no second one."""
    found: list[Span] = []
    for match in grammar.period.finditer(flat, sentence.start, sentence.end):
        if found and match.start() < found[-1].end:
            continue
        if grammar.words.than.intersection(words_before(flat, match.start(), sentence.start, 1)):
            continue
        stop = _time_end(flat, even, match.end(), sentence.end, grammar)
        if stop is None or any(match.start() < d.end and d.start < stop for d in others):
            continue
        inner = grammar.period.search(flat, match.end(), stop)
        if inner and not _spans(flat[match.end() : stop], match.group(), grammar):
            continue  # "from six investors in 2021" is opened by "in"
        found.append(Span(match.start(), stop))
    return tuple(found)


def period_of(
    flat: str,
    draft: Draft,
    others: Sequence[Draft],
    periods: Sequence[Span],
    sentence: Span,
    grammar: Grammar,
) -> Span | None:
    """The phrase of time right behind the figure, else the last one before that is of no other.

    `others`: all figures of the sentence, in order. As in "hired 40 cooks, up from 30 in 2019": the
    year is of the 30 alone, and what a comma parts from a figure says nothing of it.
    """
    own = _behind(flat, draft, others, periods, grammar)
    if own is not None:
        return own
    taken = {_behind(flat, other, others, periods, grammar) for other in others}
    before = [p for p in periods if p.end <= draft.start and p not in taken]
    return before[-1] if before and _governs(flat, before[-1], draft, sentence) else None


def _governs(flat: str, period: Span, draft: Draft, sentence: Span) -> bool:
    """True for what opens the sentence ("In 2023, after a strike, it hired 40"), or its clause."""
    opens = not flat[sentence.start : period.start].strip(" ")
    return opens or PHRASE_END.search(flat, period.end, draft.start) is None


def _behind(
    flat: str, draft: Draft, others: Sequence[Draft], periods: Sequence[Span], grammar: Grammar
) -> Span | None:
    """The next phrase of time in the clause, with no figure before it but one joined by "and"."""
    period = next((p for p in periods if p.start >= draft.end), None)
    if period is None or PHRASE_END.search(flat, draft.end, period.start):
        return None
    last = draft
    for other in others:
        if last.end <= other.start and other.end <= period.start:
            if flat[last.end : other.start].strip(" ") not in grammar.words.range_and:
                return None
            last = other
    return period


def _spans(words: str, opener: str, grammar: Grammar) -> bool:
    """True for "between March and June": an opener that takes two ends, and both there."""
    links = {*grammar.words.range_and, *grammar.words.range_to}
    return opener in grammar.between and not links.isdisjoint(words.split())


def _time_end(flat: str, even: str, at: int, end: int, grammar: Grammar) -> int | None:
    """Where the last word of time near an opener ends; None when there is none."""
    limit = PHRASE_END.search(flat, at, end)
    found = None
    for i, match in enumerate(WORD.finditer(flat, at, limit.start() if limit else end)):
        word = match.group()
        joins = _joins(word, grammar)
        if i >= MAX_PERIOD_WORDS or (word in grammar.stop and not joins):
            break
        month = word in grammar.months and not (
            grammar.capital_months and even[match.start()].islower()  # "the march"
        )
        if month or word in grammar.weekdays or _YEAR.match(word):
            found = match.end()
        elif found and not joins and not word.isdigit():
            break
    return found


def _joins(word: str, grammar: Grammar) -> bool:
    """True for the small words inside a phrase of time."""
    words = grammar.words
    small = (words.range_and, words.range_to, words.of_date, words.determiners, words.genitives)
    return any(word in some for some in small)
