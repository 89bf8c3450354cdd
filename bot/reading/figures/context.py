"""What the rest of the sentence says of a figure's unit: points, elided units, partitives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.model import Span
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar

_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.!?](?: |$)")
FAR = 300  # code points over which a unit may be left out
NEAR = 8  # figures looked at on either side
MILLION = Decimal(1_000_000)


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
    flat: str, found: Sequence[Draft], earlier: Sequence[Draft], grammar: Grammar
) -> list[Draft]:
    """Large bare numbers take the currency of the sentence; "26 of them" the noun before."""
    done: list[Draft] = []
    for draft in found:
        near = [*earlier, *done[-NEAR:]]
        done.append(_inherited(flat, draft, near, grammar) if not draft.named else draft)
    return done


def _inherited(flat: str, draft: Draft, before: Sequence[Draft], grammar: Grammar) -> Draft:
    near = [d for d in reversed(before) if draft.start - d.end <= FAR]
    partitive = _partitive(flat, draft, grammar)
    if partitive:
        code = next((d.unit_code for d in near if d.noun and d.unit_code), None)
        code = None if draft.numeral.share else code
        return replace(draft, end=partitive, code=code or "", rule="partitive")
    if draft.numeral.factor >= MILLION:
        money = next((d for d in near if d.kind == "money"), None)
        if money and not _END.search(flat, money.end, draft.start):
            return replace(draft, code=money.unit_code, rule="elided")
        return draft
    counted = _counted(flat, draft, near)
    return replace(draft, code=counted, rule="elided") if counted else draft


def _counted(flat: str, draft: Draft, near: Sequence[Draft]) -> str | None:
    """The one noun counted before in this sentence: "800 people ... 90"."""
    numeral = draft.numeral
    if numeral.share or numeral.year_like or draft.value != int(draft.value):
        return None
    reach = [d for d in near if d.noun and not _END.search(flat, d.end, draft.start)]
    nouns = {d.unit_code for d in reach}
    return nouns.pop() if len(nouns) == 1 else None


def _partitive(flat: str, draft: Draft, grammar: Grammar) -> int | None:
    for phrase in grammar.words.partitives:
        stop = draft.end + 1 + len(phrase)
        if flat.startswith(f" {phrase}", draft.end) and not flat[stop : stop + 1].isalpha():
            return stop
    return None
