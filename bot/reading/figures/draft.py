"""A figure in the making: a numeral with its unit, its noun and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.model import Approx
from bot.reading.figures.numeral import Numeral
from bot.reading.figures.units import SHARES, TIME, Unit, is_money


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known so far. `start` and `end` cover number and unit; `outer` the modifiers too."""

    numeral: Numeral
    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    unit: Unit | None = None  # a measure, money or share
    noun: Unit | None = None  # what is counted; its code may be empty
    code: str | None = None  # a unit taken over from a neighbour, or settled later
    approx: Approx | None = None
    outer_start: int | None = None
    outer_end: int | None = None
    rule: str = ""

    @property
    def unit_code(self) -> str | None:
        """The unit's code, the lemma of the noun, or None."""
        if self.code is not None:
            return self.code or None
        if self.unit:
            return self.unit.code
        return (self.noun.code or None) if self.noun else None

    @property
    def named(self) -> bool:
        """True when something says what is counted."""
        return self.unit is not None or self.noun is not None or self.code is not None

    @property
    def kind(self) -> str:
        """money, time, share, measure, count or number."""
        code = self.unit_code
        if is_money(code):
            return "money"
        if code in TIME:
            return "time"
        if code in SHARES or self.numeral.share:
            return "share"
        if self.unit is not None:
            return "measure"
        return "count" if self.noun is not None or code else "number"
