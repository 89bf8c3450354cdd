"""Words that make a figure over, under or about: "plus de", "or more", "knapp"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Approx
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.scan import changes, words_before

_SIGN_ROOM = 8  # code points before a number that may hold a sign: "~", "<= "
_SIGNS = {
    ">": Approx.OVER,
    "≥": Approx.OVER,
    "<": Approx.UNDER,
    "≤": Approx.UNDER,
    "~": Approx.ABOUT,
}


def modified(flat: str, draft: Draft, floor: int, end: int, grammar: Grammar) -> Draft:
    """`draft` with its modifier and the place its words begin and end."""
    before = _before(flat, draft.start, floor, grammar)
    if before:
        approx, start = before
        return replace(draft, approx=approx, outer_start=start)
    after = _after(flat, draft, end, grammar)
    if after:
        approx, stop = after
        return replace(draft, approx=approx, outer_end=stop)
    return draft


def bounded(flat: str, found: Sequence[Draft], grammar: Grammar) -> list[Draft]:
    """As in "more than 30 and less than 40" is one figure with two ends."""
    done: list[Draft] = []
    for draft in found:
        last = done[-1] if done else None
        ends = last and {last.approx, draft.approx} == {Approx.OVER, Approx.UNDER}
        if not last or not ends or not _adjacent(flat, last, draft, grammar):
            done.append(draft)
            continue
        low, high = sorted((last, draft), key=lambda d: d.value)
        if low.approx is not Approx.OVER or last.value_max or draft.value_max:
            done.append(draft)
            continue
        start = last.start if last.outer_start is None else last.outer_start
        done[-1] = replace(
            draft,
            start=last.start,
            outer_start=start,
            value=low.value,
            value_max=high.value,
            unit=draft.unit or last.unit,
            noun=draft.noun or last.noun,
            approx=None,
            rule="bounds",
        )
    return done


def _adjacent(flat: str, last: Draft, draft: Draft, grammar: Grammar) -> bool:
    if draft.outer_start is None or (last.named and draft.named):
        return False
    between = flat[last.end : draft.outer_start].strip(" ")
    return between in (",", "", *grammar.words.range_and, *grammar.words.range_or)


def _before(flat: str, at: int, floor: int, grammar: Grammar) -> tuple[Approx, int] | None:
    sign = (
        flat[max(0, at - _SIGN_ROOM) : at].rstrip(" =")[-1:]
        if at - floor < 4 or flat[at - 1 : at] in " =<>~"
        else flat[at - 1 : at]
    )
    if sign in _SIGNS and sign:
        return _SIGNS[sign], flat.rindex(sign, floor, at) if sign in flat[floor:at] else at
    words = words_before(flat, at, floor)
    skipped = 0
    while True:
        known = words and words[-1] in grammar.modifier_ends
        for size in range(min(5, len(words)) if known else 0, 0, -1):
            approx = grammar.modifiers.get(" ".join(words[-size:]))
            if approx is Approx.UNDER and _reached(flat, at, floor, words, size, grammar):
                return None
            if approx is Approx.OVER and _left(flat, at, floor, words[-size:], grammar):
                return None
            if approx:
                return approx, _start_of(flat, at, floor, size + skipped)
        if not words or skipped == 3 or words[-1] not in grammar.words.determiners:
            return None
        words, skipped = words[:-1], skipped + 1


def _reached(flat: str, at: int, floor: int, words: list[str], size: int, grammar: Grammar) -> bool:
    """True for "bajó hasta el 10 %": right behind a change its end is exact."""
    if " ".join(words[-size:]) not in grammar.words.range_to or len(words) <= size:
        return False
    last = words[-size - 1]
    if not (last.startswith(grammar.change or ("\n",)) or last[-1] in ",%" or last[-1].isdigit()):
        return False
    return changes(flat, at, floor, grammar)


def _left(flat: str, at: int, floor: int, words: list[str], grammar: Grammar) -> bool:
    """True for "bajó desde el 10 %": what says since when says where a change began, too."""
    return " ".join(words) in grammar.words.periods and changes(flat, at, floor, grammar)


def _start_of(flat: str, at: int, floor: int, count: int) -> int:
    """Where the `count`-th word before `at` begins; an elided word ends at its apostrophe."""
    place = at
    for _ in range(count):
        while place > floor and not (flat[place - 1].isalnum() or flat[place - 1] == "'"):
            place -= 1
        if place > floor and flat[place - 1] == "'":
            place -= 1
        while place > floor and not (flat[place - 1].isspace() or flat[place - 1] in "'(«“\"„"):
            place -= 1
    return place


def _after(flat: str, draft: Draft, end: int, grammar: Grammar) -> tuple[Approx, int] | None:
    for place in dict.fromkeys((draft.end, draft.numeral.end)):
        found = grammar.after.match(flat, place, end)
        if found and (found.start(1) > place or not found.group(1)[0].isalnum()):
            return grammar.modifiers_after[found.group(1)], found.end()
    return None
