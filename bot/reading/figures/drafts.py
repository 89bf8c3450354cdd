"""Numerals -> drafts: each number gets its unit or its counted noun, or is found to be none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bot.model import Approx, Span
from bot.reading.figures.clock import first_hour, is_clock, minutes_to, same_hour
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.nouns import noun_behind
from bot.reading.figures.numeral import Numeral
from bot.reading.figures.scan import words_before
from bot.reading.figures.spelled import and_half
from bot.reading.figures.units import TIME, Unit, is_money, money_before, unit_behind, with_rate
from bot.reading.figures.wordruns import NEXT

_SCORE = re.compile(r"[-:]\d")
MAX_BARE = 8  # digits in a row that may count without a group sign
POSTAL = 5  # digits of a postal code in the countries of the five languages
LARGE = 1_000_000  # from here on an amount "a year" is a total


def drafts(
    flat: str, even: str, block: Span, numerals: Iterable[Numeral], grammar: Grammar
) -> list[Draft]:
    """One draft a numeral, in order; names and clock times are left out."""
    found: list[Draft] = []
    floor = block.start
    clock: Draft | None = None
    for numeral in numerals:
        if numeral.start < floor:  # the "cento" of "per cento"
            continue
        draft = _draft(flat, even, numeral, Span(floor, block.end), grammar)
        if same_hour(flat, clock, draft, grammar):
            clock = draft
            continue
        if found and minutes_to(flat, found[-1], draft, grammar):
            found.pop()
            continue
        if _is_name(flat, even, draft, block.start, grammar):
            if found and first_hour(flat, found[-1], draft, grammar):
                found.pop()
            clock = draft
            if _SCORE.match(flat, numeral.end, block.end):
                floor = numeral.end + 2  # the other half of "Nantes 3-1"
            continue
        found.append(_signed(flat, draft, block.start, grammar))
        floor = numeral.end if numeral.one else draft.end  # "ein zweitägiges Fest"
    return found


def _draft(flat: str, even: str, numeral: Numeral, room: Span, grammar: Grammar) -> Draft:
    draft = Draft(
        numeral=numeral,
        start=numeral.start,
        end=numeral.end,
        value=numeral.value,
        approx=numeral.approx,
        rule=numeral.rule,
    )
    if numeral.unit:
        return replace(draft, unit=Unit(code=numeral.unit, start=numeral.start, end=numeral.end))
    unit = unit_behind(flat, even, numeral.end, room.end, grammar)
    before = money_before(flat, even, numeral.start, room.start)
    if before and (unit is None or unit.code in (before.code, "USD", "m")):
        return _prefixed(flat, even, draft, before, unit, room.end, grammar)
    if unit is None:
        unit = _behind_adjective(flat, even, numeral.end, room.end, grammar)
    if unit is not None and flat[unit.start : unit.end] in grammar.sources:
        unit = None  # "secondo gli organizzatori"
    if unit is not None and _is_total(unit, numeral):
        unit = unit_behind(flat, even, numeral.end, unit.end, grammar, rate=False)
    if unit is not None and not _is_ordinal(flat, numeral, unit):
        whole = replace(draft, unit=unit, end=max(draft.end, unit.end))
        whole = _magnitude_last(flat, even, whole, room.end, grammar)
        return _aged(flat, _and_half(flat, whole, grammar))
    scale = _scale_before(flat, numeral, room.start, grammar)
    if scale:
        return replace(draft, code=scale)
    noun = None if numeral.share else noun_behind(flat, even, numeral.end, room.end, grammar)
    if noun is None:
        return draft
    return replace(draft, noun=noun, end=max(draft.end, noun.end))


def _scale_before(flat: str, numeral: Numeral, floor: int, grammar: Grammar) -> str | None:
    """As in "of magnitude 6.8", "der Stärke 5": what is measured without a unit."""
    scales = grammar.words.scales
    before = words_before(flat, numeral.start, floor, 2) if scales and numeral.digits else []
    while before and (before[-1] in grammar.words.of or before[-1] in grammar.words.determiners):
        before.pop()
    return scales.get(before[-1]) if before else None


def _signed(flat: str, draft: Draft, floor: int, grammar: Grammar) -> Draft:
    """As in "minus 5 degrees"; elsewhere "minus" more often means less."""
    cold = draft.unit is not None and draft.unit.code in ("Cel", "deg", "[degF]", "percent")
    if cold and flat.startswith(" - ", draft.start - 3) and draft.start - 3 >= floor:
        return replace(draft, start=draft.start - 2, value=-draft.value)
    before = words_before(flat, draft.start, floor, 2)
    if not before or before[-1] not in grammar.words.minus:
        return draft
    if not cold and len(before) > 1:
        return draft
    start = flat.rindex(before[-1], floor, draft.start)
    return replace(draft, start=start, value=-draft.value)


def _behind_adjective(flat: str, even: str, at: int, end: int, grammar: Grammar) -> Unit | None:
    """As in "three more years", "drei weitere Jahre"."""
    word = NEXT.match(flat, at, end)
    if word is None or word.group(1) not in grammar.words.adjectives:
        return None
    unit = unit_behind(flat, even, word.end(), end, grammar)
    return unit if unit and unit.code in TIME else None


def _magnitude_last(flat: str, even: str, draft: Draft, end: int, grammar: Grammar) -> Draft:
    """As in "75 USD million"."""
    word = NEXT.match(flat, draft.end, end)
    if draft.unit is None or not is_money(draft.unit.code) or draft.numeral.factor > 1 or not word:
        return draft
    size = grammar.words.magnitudes.get(word.group(1), 0)
    if size < LARGE or even[draft.unit.start].islower():
        return draft
    factor = Decimal(size)
    numeral = replace(draft.numeral, factor=factor)
    return replace(draft, end=word.end(), value=draft.value * factor, numeral=numeral)


def _and_half(flat: str, draft: Draft, grammar: Grammar) -> Draft:
    """As in "deux heures et demie"."""
    stop = and_half(flat, draft.end, grammar)
    if stop is None or draft.value >= 100:
        return draft
    return replace(draft, end=stop, value=draft.value + Decimal("0.5"))


def _prefixed(
    flat: str, even: str, draft: Draft, money: Unit, behind: Unit | None, end: int, grammar: Grammar
) -> Draft:
    """As in "$3.79 a gallon", "$ 10 dollars": the sign before gives the unit."""
    stop = behind.end if behind and is_money(behind.code) else draft.end
    rated = with_rate(flat, even, replace(money, end=stop), end, grammar)
    if _is_total(rated, draft.numeral):
        rated = money
    return replace(
        draft, start=money.start, end=max(stop, rated.end), unit=replace(money, code=rated.code)
    )


def _is_total(unit: Unit, numeral: Numeral) -> bool:
    """As in "$2 billion a year": what was spent, not a rate."""
    return numeral.factor >= LARGE and "/" in unit.code and unit.code.rpartition("/")[2] in TIME


def _is_ordinal(flat: str, numeral: Numeral, unit: Unit) -> bool:
    """As in "twenty second" is an ordinal, "twenty-second" before a noun may be one too."""
    return numeral.spelled and numeral.value > 1 and flat[unit.start : unit.end] == "second"


def _aged(flat: str, draft: Draft) -> Draft:
    """As in "under-12s": the glued "s" is years."""
    unit, before = draft.unit, flat[draft.start - 6 : draft.start]
    if unit and unit.code == "second" and before.endswith(("under-", "over-")):
        approx = Approx.UNDER if before.endswith("under-") else Approx.OVER
        start = draft.start - len(before.rpartition(" ")[2])
        return replace(draft, unit=replace(unit, code="year"), approx=approx, outer_start=start)
    return draft


def _is_name(flat: str, even: str, draft: Draft, floor: int, grammar: Grammar) -> bool:
    """A number with letters glued on, a clock time, or one that a capital word makes a name."""
    numeral = draft.numeral
    after = flat[numeral.end : numeral.end + 1]
    glued = numeral.digits and draft.unit is None and after.isalpha()
    if glued or _is_postal(even, draft):
        return True
    if after == "-" and even[numeral.end + 1 : numeral.end + 2].isupper():
        letter = even[numeral.end + 2 : numeral.end + 3]
        if not letter.isalnum():
            return True  # "the 15-M"
    if draft.named and draft.kind != "time" and not (numeral.year_like and draft.noun):
        return False
    before = words_before(flat, numeral.start, floor)
    if not before:
        return False
    if is_clock(flat, draft, before, grammar):
        return True
    if draft.named or not numeral.digits:
        return False
    if _is_date(numeral, grammar) or _is_age(flat, even, numeral) or _is_identifier(numeral):
        return True
    if _is_address(flat, numeral, before, grammar):
        return True
    return numeral.value == int(numeral.value) and _capital_before(
        even, numeral.start, floor, grammar
    )


def _is_identifier(numeral: Numeral) -> bool:
    """As in "972101245": what is counted is grouped, or has a noun."""
    return numeral.digits.isdigit() and len(numeral.digits) > MAX_BARE and numeral.factor == 1


def _is_date(numeral: Numeral, grammar: Grammar) -> bool:
    """As in "4.09" where the decimal sign is a comma: a day and a month, or an hour."""
    day, _, month = numeral.digits.partition(".")
    return grammar.words.decimal == "," and len(month) == 2 and len(day) <= 2


def _is_postal(even: str, draft: Draft) -> bool:
    """As in "12 rue du Port, 75011 Lille": five digits in one, between a comma and a name."""
    numeral = draft.numeral
    plain = len(numeral.digits) == POSTAL and numeral.digits.isdigit() and draft.unit is None
    name = even[numeral.end : numeral.end + 2]
    comma = even[max(0, numeral.start - 2) : numeral.start] == ", "
    return plain and comma and name[:1] == " " and name[1:].isupper()


def _is_address(flat: str, numeral: Numeral, before: list[str], grammar: Grammar) -> bool:
    """As in "40 West 10th Street", "12, rue du Port", "Hafenstraße 12"."""
    streets = grammar.words.streets
    if before[-1].endswith(streets or ("\n",)):
        return True
    if before[-1].endswith(",") and any(word in streets for word in before[-4:-1]):
        return True
    behind = flat[numeral.end : numeral.end + 32].replace(",", " ").split()[:4]
    return any(word.rstrip(".;:") in streets for word in behind)


def _is_age(flat: str, even: str, numeral: Numeral) -> bool:
    """As in ", 43," behind a name."""
    behind = flat.startswith((",", " -", " ―", " —"), numeral.end)
    if not behind or not flat.startswith(", ", numeral.start - 2):
        return False
    name = even[max(0, numeral.start - 32) : numeral.start - 2].split()
    return bool(name) and name[-1][:1].isupper() and numeral.value < 120


def _capital_before(even: str, at: int, floor: int, grammar: Grammar) -> bool:
    """As in "Apollo 11", "iPhone 9", "CAC 40": a name right before the number."""
    words = even[max(floor, at - 40) : at].split()
    if not words or even[at - 1 : at] != " ":
        return False
    last, sooner = words[-1], words[-2] if len(words) > 1 else ""
    if not last.replace("&", "").isalpha() or last.islower():
        return False
    if not sooner or sooner.endswith((".", "!", "?", ":", '"', "«", "“")):
        return len(last) > 1 and last.isupper()  # "DAX 40" where a sentence begins
    if last.lower() in grammar.words.adjectives or last.lower() in grammar.units:
        return False  # "the Top 50", "15 Dollar 50"
    if grammar.words.capital_nouns:  # "in Kiel 300" leaves out who; "der Dax 40" is a name
        return sooner.lower() not in grammar.words.prepositions
    return True
