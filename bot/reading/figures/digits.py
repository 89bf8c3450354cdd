"""Numbers in digits: signs, groups and decimals as the language writes them."""

from __future__ import annotations

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

from bot.reading.figures.grammar import Grammar
from bot.reading.figures.numeral import Numeral

MAX_EXPONENT = 40
MAX_UNGROUPED = 15  # digits
VULGAR = {
    "½": "0.5", "⅓": "1/3", "⅔": "2/3", "¼": "0.25", "¾": "0.75", "⅕": "0.2", "⅖": "0.4",
    "⅗": "0.6", "⅘": "0.8", "⅙": "1/6", "⅚": "5/6", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625",
    "⅞": "0.875",
}  # fmt: skip
_FRACTION = re.compile(r"(\d{1,4})/([1-9]\d{0,2})(?![\d/]|[.,-]\d)")
_MIXED = re.compile(r" {1,3}(?:and )?(\d{1,2})/(\d{1,2})(?![\d/.,-])")
_POWER = re.compile(r"(?P<e>e(?P<p>[+-]?\d{1,3}))|(?P<t> ?[x×*] ?10\^(?P<q>-?\d{1,3}))$")


def read_digits(flat: str, at: int, end: int, grammar: Grammar) -> Numeral | None:
    """The number that begins at the digit `at`; None when it is none."""
    fraction = _FRACTION.match(flat, at, end)
    if fraction:
        value = _ratio(fraction.group(1), fraction.group(2))
        if value is None:
            return None
        return Numeral(
            start=at, end=fraction.end(), value=value, digits=fraction.group(), rule="fraction"
        )
    match = grammar.number.match(flat, at, end)
    if match is None:
        return None
    raw = match.group()
    if _is_coded(raw):
        return None
    value = parse(raw, grammar.words.decimal, grammar.words.groups)
    if value is None:
        return None
    start, stop = _leading_point(flat, at, raw), match.end()
    if start < at:
        value = parse("0." + raw, ".", "") or value
    mixed = _MIXED.match(flat, stop, end)
    if mixed and raw.isdigit() and (part := _ratio(mixed.group(1), mixed.group(2))) is not None:
        value, stop = value + part, mixed.end()
    elif stop < end and flat[stop] in VULGAR:
        value, stop = value + vulgar(flat[stop]), stop + 1
    signed = _signed(flat, start)
    negative = signed < start and flat[signed] == "-"
    return Numeral(
        start=signed,
        end=stop,
        value=-value if negative else value,
        year_like=raw.isdigit() and len(raw) == 4 and 1000 <= int(raw) <= 2100,
        digits=raw,
        rule="digits",
    )


def _is_coded(raw: str) -> bool:
    """As in "007", "0912": a zero in front, or more digits than anybody leaves ungrouped."""
    return raw.isdigit() and ((raw[0] == "0" and len(raw) > 1) or len(raw) > MAX_UNGROUPED)


def vulgar(sign: str) -> Decimal:
    """The value of a one-character fraction."""
    above, _, below = VULGAR[sign].partition("/")
    return Decimal(above) / Decimal(below or 1)


def parse(raw: str, decimal: str, groups: str) -> Decimal | None:
    """The value of digits with inner signs. None when they make no number."""
    power = _POWER.search(raw)
    exponent = 0
    if power:
        exponent = int(power.group("p") or power.group("q"))
        raw = raw[: power.start()]
    plain = _plain(raw, decimal, groups)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value.scaleb(exponent) if abs(exponent) <= MAX_EXPONENT else None


def _plain(raw: str, decimal: str, groups: str) -> str:
    """`raw` with a plain decimal point and no group signs."""
    signs = [c for c in raw if not c.isdigit()]
    if not signs:
        return raw
    last = raw.rindex(signs[-1])
    if _is_decimal(raw, signs, last, decimal, groups):
        whole = "".join(c for c in raw[:last] if c.isdigit())
        return f"{whole}.{raw[last + 1 :]}"
    return "".join(c for c in raw if c.isdigit())


def _is_decimal(raw: str, signs: list[str], last: int, decimal: str, groups: str) -> bool:
    """Three digits behind a group sign are a group; the decimal sign, or any other count, is not."""
    sign, behind, before = signs[-1], len(raw) - last - 1, raw[:last]
    if len(signs) > 1 and len(set(signs)) == 1:
        return False
    if sign in " '":
        return False
    if behind != 3 or before == "0":
        return True
    if len(signs) > 1:  # two different signs: "1.234,567", but "1'396.342" has two group signs
        return not (sign in groups and sign != decimal and signs[0] == "'")
    return sign == decimal


def _ratio(above: str, below: str) -> Decimal | None:
    """As in "3/4", but neither "24/7" nor "9/11"."""
    try:
        value = Decimal(above) / Decimal(below)
    except (DivisionByZero, InvalidOperation):
        return None
    usual = int(below) <= 10 or int(below) in (12, 16, 20, 32, 50, 64, 100)
    return value if usual and 0 < value < 1 else None


def _leading_point(flat: str, at: int, raw: str) -> int:
    """As in ".75" begins at its point."""
    before = flat[at - 1 : at]
    open_ = at < 2 or flat[at - 2] in " (\n$€£-"
    return at - 1 if raw.isdigit() and before in tuple(".,") and open_ and before else at


def _signed(flat: str, at: int) -> int:
    """The place of a sign glued to the number, or `at`."""
    if at and flat[at - 1] in "-+±" and (at == 1 or flat[at - 2] in ' (\n:;«"“>=<'):
        return at - 1
    return at
