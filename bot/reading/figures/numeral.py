"""A number as it stands in the text, before anybody asks what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.model import Approx


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A value and its place (code points of the text, `end` exclusive)."""

    start: int
    end: int
    value: Decimal
    rule: str  # which kind of writing it is
    digits: str = ""  # the digits with their signs, without magnitude; empty for words
    year_like: bool = False  # four bare digits a year could have
    one: bool = False  # an article that looks like one: counts only in company
    share: bool = False  # a fraction or share: needs no unit
    factor: Decimal = Decimal(1)  # what its magnitude multiplied
    approx: Approx | None = None  # said by the number itself: "une trentaine"
    unit: str | None = None  # said by the number itself: "twice"
    needs_noun: bool = False  # a word that is more often no number
    needs_unit: bool = False  # "half an" is a number before "hour" only

    @property
    def spelled(self) -> bool:
        """True for numbers in words."""
        return not self.digits
