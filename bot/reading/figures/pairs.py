"""Two numbers that belong together: shares, ranges, units said once for both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.scan import changes, words_before
from bot.reading.figures.twounits import summed
from bot.reading.figures.units import is_money

WHOLE = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000, 10000})  # "in 5", "sur cent"
ALIKE = 10  # times as large as the second a first number of its magnitude may be
_FILLER = re.compile(r"(?: [^\W\d_]+){0,2}")


def joined(flat: str, found: Sequence[Draft], floor: int, grammar: Grammar) -> list[Draft]:
    """`found` with shares and ranges made one and shared units handed on; scores are left out."""
    done: list[Draft] = []
    at = 0
    while at < len(found):
        first = found[at]
        second = found[at + 1] if at + 1 < len(found) else None
        if second is None:
            done.append(first)
            break
        between = flat[first.numeral.end : second.start]
        pair = _share(first, second, between, grammar) or _range(
            flat, first, second, floor, grammar
        )
        if pair:
            done.append(pair)
            at += 2
        elif odds := _odds(first, second, between, grammar):
            done.append(odds)
            at += 2
        elif _is_score(flat, first, second, between, grammar):
            at += 2
        elif small := _with_cents(flat, first, second, between, grammar):
            done.append(small)
            at += 2
        else:
            last = done[-1] if done else None
            done.append(
                _against(flat, last, first, grammar) or _alike(flat, first, second, grammar)
            )
            at += 1
    return done


def _against(flat: str, last: Draft | None, draft: Draft, grammar: Grammar) -> Draft | None:
    """As in "187 votes against 145": the second is of what the first is."""
    if last is None or last.noun is None or draft.named:
        return None
    if flat[last.end : draft.start].strip(" ") not in grammar.words.comparing:
        return None
    return replace(draft, noun=last.noun, code=last.unit_code or "", rule="elided")


def _share(first: Draft, second: Draft, between: str, grammar: Grammar) -> Draft | None:
    """As in "quatre foyers sur dix", "one in five"."""
    usual = second.value in WHOLE or first.value == 1
    if not usual or not 0 < first.value < second.value:
        return None
    if first.unit is not None or second.unit is not None or first.value != int(first.value):
        return None
    for link in grammar.words.share_links:
        if not between.endswith(f" {link} "):
            continue
        filler = between[: -len(link) - 2]
        if filler and (link in grammar.words.tight_links or second.value not in WHOLE):
            continue  # "a team of one coach in 20 villages"
        if filler and second.noun is not None and second.noun.code:
            continue  # "une enquête sur 100 patients"
        if _FILLER.fullmatch(filler) and not any(w in grammar.stop for w in filler.split()):
            return replace(
                first,
                start=first.numeral.start,
                end=second.numeral.end if filler else second.end,  # "un bimbo su dieci" ends there
                value=Decimal(first.value) / second.value,
                numeral=replace(first.numeral, share=True, one=False),
                noun=None,
                rule="share",
            )
    return None


def _with_cents(
    flat: str, first: Draft, second: Draft, between: str, grammar: Grammar
) -> Draft | None:
    """One amount in two units: "13 dollars and 45 cents", "two years and three months"."""
    link = between[(first.end - first.numeral.end) :].strip()
    if _bare_cents(flat, first, second, link, grammar):
        return replace(first, end=second.end, value=first.value + second.value / 100)
    joined = not link or link == "," or link in grammar.words.range_and
    if not joined or not first.unit or not second.unit:
        return None
    return summed(first, second)


def _bare_cents(flat: str, first: Draft, second: Draft, link: str, grammar: Grammar) -> bool:
    """As in "15 dollars 50", "zwei Euro fünfzig": the rest of the amount ends the clause."""
    if not first.unit or not is_money(first.unit.code) or first.unit.start < first.numeral.start:
        return False
    ends = flat[second.end : second.end + 1] in tuple(".,;:!?)\n") or second.end == len(flat)
    small = second.value < 100 and second.value == int(second.value) and first.numeral.factor == 1
    joined = not link or link in grammar.words.joiners
    return joined and small and ends and not second.named and second.numeral.factor == 1


def _odds(first: Draft, second: Draft, between: str, grammar: Grammar) -> Draft | None:
    """As in "4 to 1 in favour": how many times as much."""
    bare = not first.named and not second.named and second.value == 1 < first.value
    link = between.strip(" ")
    if not bare or link not in grammar.words.range_to or between == link:
        return None
    return replace(first, end=second.end, rule="odds")


def _is_score(flat: str, first: Draft, second: Draft, between: str, grammar: Grammar) -> bool:
    """As in "4-2", "6:3": digits, a mark, digits, and nothing that is counted."""
    if first.unit_code == "goal" and not second.named:  # "three goals to one"
        return flat[first.end : second.start].strip(" ") in grammar.words.range_to
    digits = first.numeral.digits and second.numeral.digits
    compound = flat[second.numeral.end : second.numeral.end + 1] == "-"  # "3:3-Unentschieden"
    falling = second.unit is None and first.value >= second.value  # no range: "3-1 davanti"
    marks = ("-", ":", " - ", " : ")
    return bool(digits) and between in marks and (compound or falling or not second.named)


def _range(flat: str, first: Draft, second: Draft, floor: int, grammar: Grammar) -> Draft | None:
    """Two ends of one figure, or None. The magnitude and unit of the second serve both."""
    words = grammar.words
    between = _link(flat[first.end if first.named else first.numeral.end : second.start], grammar)
    opened = between in words.range_and and _opened(flat, first.start, floor, grammar)
    if not opened and not _links(between, first, second, grammar):
        return None
    if first.numeral.one or second.numeral.one or (first.named and not _same(first, second)):
        return None
    to = between != "-" and between in words.range_to and between not in words.range_and
    if to and changes(flat, first.start, floor, grammar):
        return None
    low, high = first.value, second.value
    signed = (
        first.unit is not None and first.unit.start < first.numeral.start
    )  # "$1.5 to $2 billion"
    if first.numeral.factor == 1 and (signed or not first.named) and low < second.numeral.value:
        scaled = low * second.numeral.factor
        low = scaled if scaled < high else low
    if low >= high:
        return None
    return replace(
        second,
        start=first.start,
        numeral=replace(
            second.numeral,
            start=first.numeral.start,
            year_like=first.numeral.year_like and second.numeral.year_like,
        ),
        value=low,
        value_max=high,
        unit=second.unit or first.unit,
        approx=first.approx,
        rule="range",
    )


def _opened(flat: str, at: int, floor: int, grammar: Grammar) -> bool:
    """True behind "between": "and" joins the two ends of one figure then."""
    before = words_before(flat, at, floor)
    while before and before[-1] in grammar.words.determiners and before[-1] not in grammar.between:
        before.pop()
    return any(" ".join(before[-n:]) in grammar.between for n in (1, 2, 3))


def _link(between: str, grammar: Grammar) -> str:
    """The words between two numbers without the second one's article: "y" of "y el"."""
    words = between.split()
    while len(words) > 1 and (
        words[-1] in grammar.words.determiners or words[-1] in grammar.modifiers
    ):
        words.pop()
    return " ".join(words)


def _links(between: str, first: Draft, second: Draft, grammar: Grammar) -> bool:
    words = grammar.words
    if between == "-" and first.numeral.digits:
        return second.named or second.numeral.factor > 1
    if between in words.range_to:
        return True
    return between in words.range_or and not first.named and second.value <= first.value * 3


def _same(first: Draft, second: Draft) -> bool:
    return first.unit_code == second.unit_code


def _alike(flat: str, first: Draft, second: Draft, grammar: Grammar) -> Draft:
    """As in "40 beziehungsweise 12 Prozent", "10 des 17 communes": the unit stands with the second."""
    if first.named or first.numeral.one or first.numeral.share:
        return first
    between = flat[first.end : second.start].strip()
    if between in grammar.words.parts and second.noun is not None:
        factor = second.numeral.factor
        scale = factor if first.numeral.factor == 1 and first.value * factor < second.value else 1
        return replace(
            first, code=second.unit_code or "", noun=second.noun, value=first.value * scale
        )
    if between not in grammar.words.alike or first.numeral.year_like:
        return first
    if second.kind == "time" and first.numeral.factor > 1:
        return first  # "1.500 millones a cinco años"
    scaled = replace(first, value=_scaled(first, second))
    if second.unit is not None:
        return replace(scaled, code=second.unit_code)
    if second.noun is not None and first.numeral.spelled == second.numeral.spelled:
        return replace(scaled, code=second.unit_code or "", noun=second.noun)
    return scaled


def _scaled(first: Draft, second: Draft) -> Decimal:
    """The first of "47,2 auf 50,5 Milliarden" in the magnitude of the second, when it is alike."""
    factor = second.numeral.factor
    alike = first.numeral.factor == 1 < factor and first.value <= second.value / factor * ALIKE
    return first.value * factor if alike else first.value
