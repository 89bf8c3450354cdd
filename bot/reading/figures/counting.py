"""Which drafts are figures, and which only look like one once their neighbours are known."""

from __future__ import annotations

import re

from bot.reading.figures.clock import DAY
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar, first_word
from bot.reading.figures.scan import words_before

FEW = 12  # pronouns go so far: "all twelve"
HUNDRED = 100
OLDEST = 120  # years
NOON = 12
_POINTS = frozenset({"percentage_point", "basis point"})  # called so: the article counts them
DECADES = frozenset(range(20, 100, 10))
_DATE = re.compile(r" (?:[^\W\d_]{1,3} )?(?:(?P<year>(?:19|20)\d\d)\b|(?P<word>[^\W\d_]+))")


def counts(flat: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    """True for a figure; an article, a bare year, a pronoun or half of nothing is none."""
    numeral = draft.numeral
    if _stands_for_a_name(flat, draft, floor, grammar) or _is_vague(flat, draft, floor, grammar):
        return False
    if _is_bare_age(flat, draft, floor, grammar) or _tells_time(flat, draft, floor, grammar):
        return False
    if numeral.needs_unit:
        return draft.unit is not None or draft.approx is not None
    if numeral.needs_noun and not draft.named and not numeral.share:
        return False
    if numeral.one and not numeral.share:
        return _one_counts(flat, draft, floor, grammar)
    if numeral.year_like and draft.unit is None and draft.rule != "bounds":
        return _is_no_year(flat, draft, floor, grammar)
    return True


def _stands_for_a_name(flat: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    """As in "all three were lawyers", "los dos", "hace dos lunes": a pronoun or a day."""
    if draft.noun is not None and flat[draft.noun.start : draft.noun.end] in grammar.weekdays:
        return True
    if not draft.numeral.spelled or draft.numeral.share or draft.value_max is not None:
        return False
    words = grammar.words
    before = words_before(flat, draft.start, floor, 2)
    if before and before[-1] in words.each_of:
        return draft.noun is None or flat[draft.numeral.end + 1 : draft.noun.start].strip() != ""
    if draft.named or draft.approx is not None or draft.value > FEW:
        return False
    return any(" ".join(before[-n:]) in words.all_of for n in (1, 2) if before) or (
        bool(before) and before[-1] in words.ones and not words.one_measures
    )


def _is_bare_age(flat: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    """As in "aged between 20 and 30": years that are not called so."""
    if draft.named or draft.numeral.share or not 0 < draft.value < OLDEST:
        return False
    before = words_before(flat, draft.start, floor, 4)
    return any(word.strip(",") in grammar.words.ages for word in before)


def _tells_time(flat: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    """As in "from 9 to 17 hours", "a metà 2024", "los noventa": hours of a day, parts of a year."""
    numeral = draft.numeral
    if numeral.rule == "share":
        date = _DATE.match(flat, draft.end)
        return date is not None and (bool(date["year"]) or date["word"] in grammar.months)
    if draft.value_max is not None:
        telling = draft.unit_code == "hour" and NOON < draft.value_max <= DAY
        openers = grammar.clock_spans
    else:
        telling = numeral.spelled and not draft.named and draft.value in DECADES
        openers = grammar.words.all_of
    return telling and not openers.isdisjoint(words_before(flat, draft.start, floor, 1))


def _is_vague(flat: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    """As in "several hundred people": nobody knows how many."""
    if not draft.numeral.spelled:
        return False
    start = draft.numeral.start
    word = first_word(flat[start : draft.numeral.end])
    if grammar.words.magnitudes.get(word, 0) < HUNDRED:
        return False
    before = words_before(flat, start, floor, 1)
    return bool(before) and before[-1] in grammar.words.several


def _one_counts(flat: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    if grammar.words.one_measures and draft.unit is not None and draft.unit.code != "day":
        return True
    if draft.unit is not None and draft.unit.code in _POINTS:
        return True
    before = words_before(flat, draft.start, floor)
    whole = grammar.words.percent[:1]  # "un pour cent", not "un pourcentage"
    if draft.unit is not None and flat[draft.unit.start : draft.unit.end] in whole:
        return True
    return bool(before) and before[-1] in grammar.words.only and draft.named


def _is_no_year(flat: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    """Four bare digits count when a known noun follows or a modifier stands before.

    "Less than 2019" compares with a year, "less than 2000" hardly.
    """
    before = words_before(flat, draft.start, floor, 3)
    if draft.approx is not None:
        named = draft.named or draft.value % HUNDRED == 0
        return named and not any(" ".join(before[-n:]) in grammar.dated for n in (1, 2))
    if any(" ".join(before[-n:]) in grammar.dated for n in (1, 2)):
        return False
    value = draft.value_max or draft.value
    if not 1500 <= value <= 2100:
        return True
    if draft.noun is None or not draft.noun.code:
        return False
    noun = flat[draft.noun.start : draft.noun.end]
    return noun != draft.noun.code  # "the 2016 state fair" counts no states
