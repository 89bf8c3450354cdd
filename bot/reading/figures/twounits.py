"""One amount told in two units: "5 feet 2 inches", "deux ans et six mois"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.reading.figures.draft import Draft
from bot.reading.figures.units import MINOR, is_money

HUNDRED = Decimal(100)
# how many of the second unit make one of the first
_MADE_OF = {
    ("[ft_i]", "[in_i]"): 12,
    ("[yd_i]", "[ft_i]"): 3,
    ("[mi_i]", "[yd_i]"): 1760,
    ("[lb_av]", "[oz_av]"): 16,
    ("km", "m"): 1000,
    ("m", "cm"): 100,
    ("kg", "g"): 1000,
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("hour", "second"): 3600,
    ("minute", "second"): 60,
}
_DURATIONS = frozenset({"month", "day", "hour", "minute", "second"})


def summed(first: Draft, second: Draft) -> Draft | None:
    """Both as one figure, or None. Spans of time are told in the smaller unit, which is exact."""
    if first.unit is None or second.unit is None or _open(first) or _open(second):
        return None
    parts = _parts(first.unit.code, second.unit.code)
    if parts is None or not 0 <= second.value < parts:
        return None
    if second.unit.code not in _DURATIONS:
        return replace(first, end=second.end, value=first.value + second.value / parts)
    value = first.value * parts + second.value
    return replace(first, end=second.end, value=value, unit=second.unit)


def _open(draft: Draft) -> bool:
    return draft.value_max is not None or draft.value < 0


def _parts(large: str, small: str) -> Decimal | None:
    if small in MINOR and is_money(large) and large not in MINOR:
        return HUNDRED
    count = _MADE_OF.get((large, small))
    return Decimal(count) if count else None
