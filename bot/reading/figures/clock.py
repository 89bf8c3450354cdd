"""Hours of the day, which are no figures, told from spans of time, which are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar

_SECOND_HOUR = re.compile(r" (?P<link>[^\W\d_]+) (?:[^\W\d_]+ )?\d{1,2} ?(?P<unit>[^\W\d_]+)")
_HOUR_AND_MINUTES = re.compile(r"\d{1,2}\.[0-5]\d$")  # "17.30 uur"
DAY = 24  # hours


def is_clock(flat: str, draft: Draft, before: Sequence[str], grammar: Grammar) -> bool:
    """True for "à 20 heures", "alle 18"; "après 4 heures de débats" is a span of time."""
    if draft.numeral.value > DAY or draft.numeral.share or _is_decimal(draft, grammar):
        return False  # "um ein Drittel", "um 12,5 auf 18 Prozent"
    if draft.unit is None:
        alone = before[-1] in grammar.words.clock_alone
        still = alone and not any(word.startswith(grammar.change) for word in before)
        return draft.noun is None and (still or _tail(before, grammar.clock_signs))
    if not _is_hour(flat, draft, grammar):
        return False
    if _HOUR_AND_MINUTES.match(draft.numeral.digits):
        return True
    if _tail(before, grammar.clock):
        return not _goes_on(flat, draft.end, grammar)
    return _tail(before, grammar.clock_spans) and _to_another(flat, draft.end, grammar)


def same_hour(flat: str, clock: Draft | None, draft: Draft, grammar: Grammar) -> bool:
    """True for the second hour of "à 21 heures, soit 15 heures à Montréal"."""
    if clock is None or draft.unit is None or not _is_hour(flat, clock, grammar):
        return False
    words = grammar.words
    between = flat[clock.end : draft.start].strip(" ,(")
    if draft.unit.code == "minute" and between in words.range_and:
        return True  # "8 heures et 20 minutes", behind "il est"
    links = (*words.that_is, *words.range_and, *words.range_to, *words.range_or)
    hour = _is_hour(flat, draft, grammar) and draft.numeral.value <= DAY
    return hour and between in links


def first_hour(flat: str, first: Draft, clock: Draft, grammar: Grammar) -> bool:
    """True for the 9 of "de 9 à 17 heures"."""
    if first.named or not 0 <= first.value <= DAY or not _is_hour(flat, clock, grammar):
        return False
    return flat[first.end : clock.start].strip(" ") in grammar.words.range_to


def minutes_to(flat: str, minutes: Draft, hour: Draft, grammar: Grammar) -> bool:
    """True for "ten past nine", "cinco minutos para las ocho"."""
    words = grammar.words
    link = flat[minutes.end : hour.start].strip(" ")
    if hour.named or link not in words.clock_past or not 0 < hour.value <= DAY:
        return False
    if minutes.unit is not None:
        return minutes.unit.code == "minute"
    quarter = minutes.numeral.share and minutes.value <= 1
    return quarter or (link not in words.range_to and minutes.noun is None and minutes.value < 60)


def _is_decimal(draft: Draft, grammar: Grammar) -> bool:
    """True where what stands behind the decimal sign cannot be minutes."""
    sign = grammar.words.decimal
    return len(draft.numeral.digits.rpartition(sign)[2]) != 2 and sign in draft.numeral.digits


def _is_hour(flat: str, draft: Draft, grammar: Grammar) -> bool:
    unit = draft.unit
    return unit is not None and flat[unit.start : unit.end] in grammar.words.clock_hours


def _goes_on(flat: str, at: int, grammar: Grammar) -> bool:
    """As in "after 4 hours of debate": hours of something are a span."""
    if any(flat.startswith(f" {part}", at) for part in grammar.words.day_parts):
        return False
    return any(
        flat.startswith(f" {of}" if of.endswith("'") else f" {of} ", at) for of in grammar.words.of
    )


def _to_another(flat: str, at: int, grammar: Grammar) -> bool:
    """As in "de 8 heures à 10 heures"."""
    words = grammar.words
    found = _SECOND_HOUR.match(flat, at)
    links = (*words.range_to, *words.range_and)
    if found is None:
        return False
    return found["link"] in links and found["unit"] in words.clock_hours


def _tail(before: Sequence[str], phrases: frozenset[str]) -> bool:
    return any(" ".join(before[-size:]) in phrases for size in (1, 2, 3))
