"""What the rest of the sentence says of a figure's unit: points, elided units, partitives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.model import Span
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.nouns import noun_behind
from bot.reading.figures.units import Unit
from bot.reading.figures.wordruns import NEXT

_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.!?](?: |$)")
FAR = 300  # code points over which a unit may be left out
NUMBER_OF = 160  # code points from "the number of" to the number
THEREOF = 40  # code points that words like "of which" may take, with what follows them
NEAR = 8  # figures looked at on either side
MILLION = Decimal(1_000_000)
NUMBERED = "number of"  # the rule of a figure whose noun stands before it


def settle(flat: str, found: Sequence[Draft], block: Span, grammar: Grammar) -> list[Draft]:
    """Bare points become percentage points next to a percent or a word of rates; tenths with them."""
    done = []
    for i, draft in enumerate(found):
        if draft.unit is None or draft.unit.code not in ("points", "tenths"):
            done.append(draft)
        elif _is_rate(flat, draft, found[max(0, i - NEAR) : i + NEAR], block, grammar):
            scale = Decimal("0.1") if draft.unit.code == "tenths" else Decimal(1)
            done.append(replace(draft, value=draft.value * scale, code="percentage_point"))
        elif draft.unit.code == "points":
            done.append(replace(draft, code="point"))
    return done


def _is_rate(
    flat: str, draft: Draft, found: Sequence[Draft], block: Span, grammar: Grammar
) -> bool:
    """True when points are of a rate: a percent near by or a word of polls, and no index."""
    near = flat[max(block.start, draft.start - FAR) : min(block.end, draft.end + FAR)]
    if draft.value > 100 or grammar.words.index_words.intersection(_WORD.findall(near)):
        return False
    percent = any(
        d.unit_code in ("percent", "percentage_point") and abs(d.start - draft.start) < FAR
        for d in found
    )
    return percent or any(w in near for w in grammar.words.rate_words)


def inherit(
    flat: str, even: str, found: Sequence[Draft], earlier: Sequence[Draft], grammar: Grammar
) -> list[Draft]:
    """Large bare numbers take the currency of the sentence; "26 of them" the noun before."""
    done: list[Draft] = []
    for draft in found:
        near = [*earlier, *done[-NEAR:]]
        done.append(_inherited(flat, even, draft, near, grammar) if not draft.named else draft)
    return done


def _inherited(
    flat: str, even: str, draft: Draft, before: Sequence[Draft], grammar: Grammar
) -> Draft:
    near = [d for d in reversed(before) if draft.start - d.end <= FAR]
    partitive = _partitive(flat, draft, grammar)
    if partitive:
        counted = (d for d in near if d.noun or d.kind == "time")
        whole = None if draft.numeral.share else next(counted, None)
        return replace(_as_of(draft, whole), end=partitive, rule="partitive")
    if draft.numeral.factor >= MILLION:
        money = next((d for d in near if d.kind == "money"), None)
        if money and not _END.search(flat, money.end, draft.start):
            return replace(draft, code=money.unit_code, rule="elided")
        return draft
    numeral = draft.numeral
    if numeral.share or numeral.year_like or draft.value != int(draft.value):
        return draft
    told = number_of(flat, even, draft.start, grammar)
    if told is not None and _first_or_end(flat, draft, near, told, grammar):
        return replace(draft, noun=told, code=told.code, rule=NUMBERED)
    whole = _counted(flat, even, draft, near, grammar)
    return replace(_as_of(draft, whole), rule="elided") if whole else draft


def _as_of(draft: Draft, whole: Draft | None) -> Draft:
    """`draft` counting what `whole` counts."""
    if whole is None:
        return replace(draft, code="")
    return replace(draft, noun=whole.noun, code=whole.unit_code or "")


def _first_or_end(
    flat: str, draft: Draft, near: Sequence[Draft], told: Unit, grammar: Grammar
) -> bool:
    """True for the first number behind "the number of", and for the end of a change from it."""
    last = next((d for d in near if d.start >= told.start and d.rule == NUMBERED), None)
    if last is None:
        return True
    link = flat[last.end : draft.start].strip(" ")
    return link in grammar.words.range_to or link in grammar.words.alike


def _counted(
    flat: str, even: str, draft: Draft, near: Sequence[Draft], grammar: Grammar
) -> Draft | None:
    """What counted the one noun of this sentence before: "800 people ... 90".

    Where several nouns were, the last of them behind words like "of which".
    """
    near = [d for d in near if not _END.search(flat, d.end, draft.start)]
    if not _is_free(flat, even, draft, grammar):
        return None
    reach = [d for d in near if d.noun and d.rule != NUMBERED]
    if near and near[0].kind == "time" and _part_of(flat, near[0], draft, grammar):
        return near[0]  # "ten years, of which three"
    wholes = [d for d in reach if not _stands_behind(flat, d.start, grammar)]
    if len({d.unit_code or _noun(flat, d) for d in wholes}) == 1:
        return wholes[0]
    return reach[0] if reach and _part_of(flat, reach[0], draft, grammar) else None


def _noun(flat: str, draft: Draft) -> str:
    return flat[draft.noun.start : draft.noun.end] if draft.noun else ""


def _is_free(flat: str, even: str, draft: Draft, grammar: Grammar) -> bool:
    """False before a word that may itself be what is counted: "186 passengers and six crew"."""
    behind = NEXT.match(flat, draft.end)
    if behind is None or (grammar.words.capital_nouns and even[behind.start(1)].islower()):
        return True
    return behind.group(1) in grammar.stop or behind.group(1) in grammar.words.verbs


def _part_of(flat: str, whole: Draft, draft: Draft, grammar: Grammar) -> bool:
    """True when words like "of which" stand right before the number, and behind the whole."""
    return _stands_behind(flat, draft.start, grammar, floor=whole.end)


def _stands_behind(flat: str, at: int, grammar: Grammar, floor: int = 0) -> bool:
    before = flat[max(floor, at - THEREOF) : at].strip(" ,(")
    return before.endswith(tuple(grammar.words.thereof or ("\n",)))


def number_of(flat: str, even: str, at: int, grammar: Grammar) -> Unit | None:
    """The noun of "the number of teachers rose to 90", "die Zahl der Toten", in this sentence."""
    near = flat[max(0, at - NUMBER_OF) : at]
    start = max((m.end() for m in _END.finditer(near)), default=0)
    places = [(near.rfind(p, start), p) for p in grammar.number_of]
    said = [(place + len(p), len(p), p) for place, p in places if place >= 0]
    if not said:
        return None
    behind, length, phrase = max(said)  # the last; of two that end alike, the longer
    stop = at - len(near) + behind
    first = stop - length
    noun = grammar.words.tolls.get(phrase.strip())
    if noun:
        return Unit(code=noun, start=first, end=stop)
    return noun_behind(flat, even, stop - 1, at, grammar)


def _partitive(flat: str, draft: Draft, grammar: Grammar) -> int | None:
    for phrase in grammar.words.partitives:
        stop = draft.end + 1 + len(phrase)
        if flat.startswith(f" {phrase}", draft.end) and not flat[stop : stop + 1].isalpha():
            return stop
    return None
