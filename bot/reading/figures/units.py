"""The unit of a number: behind it, before it, and what it is counted by ("€/MWh", "a gallon")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.figures.grammar import MAX_WORDS, UNIT_PIECE, Grammar
from bot.reading.figures.unitnames import PREFIXES, SIGNS, currency_codes

MINOR = frozenset({"cent", "penny"})
TIME = frozenset(
    {"second", "minute", "hour", "day", "week", "month", "quarter_year", "year", "decade"}
)
SHARES = frozenset({"percent", "percentage_point", "basis point", "times", "points", "tenths"})
_MAX_SIGN = max(len(sign) for sign in SIGNS)
_SIGN_STARTS = frozenset(sign[0] for sign in SIGNS)
_MAX_PREFIX = max(len(sign) for sign in PREFIXES) + 1
_PREFIX_ENDS = frozenset(sign[-1] for sign in PREFIXES) | {" "}
_SPACED = frozenset({"us", "hk", "c", "nz", "au", "nt", "ca"})  # "us $ 5", but "a $ 5"
_COMMON = frozenset(
    {"usd", "eur", "gbp", "chf", "cad", "aud", "jpy", "cny", "inr", "sgd", "nok", "sek", "dkk"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit and its words (code points, `end` exclusive)."""

    code: str
    start: int
    end: int


def is_money(code: str | None) -> bool:
    """True for ISO 4217 codes, hundredths and rates of either."""
    base = (code or "").partition("/")[0]
    return base in MINOR or (len(base) == 3 and base.isalpha() and base.isupper())


def unit_behind(
    flat: str, even: str, at: int, end: int, grammar: Grammar, *, rate: bool = True
) -> Unit | None:
    """The unit whose words begin at or right behind `at`, with its rate unless that is not wanted."""
    glued = None if flat.startswith(" ", at) else _unit_at(flat, even, at, end, grammar)
    found = glued or _behind_space(flat, even, at, end, grammar)
    if found and rate and is_money(found.code):
        return with_rate(flat, even, found, end, grammar)
    return found


def _behind_space(flat: str, even: str, at: int, end: int, grammar: Grammar) -> Unit | None:
    if at >= end or flat[at] not in " -(":
        return None
    if flat[at] == "-" and not flat[at + 1 : at + 2].isalpha():  # "$10-$20"
        return None
    skip = 2 if flat[at : at + 2] == " (" else 1
    found = _unit_at(flat, even, at + skip, end, grammar)
    if found and flat[found.start - 1] == "(" and flat[found.end : found.end + 1] != ")":
        return None  # "€1.2bn ($1.3bn)"
    if found or flat[at] != " ":
        return found
    for of in grammar.words.of:
        if flat.startswith(of, at + 1):
            start = at + 1 + len(of)
            if of[-1] != "'" and flat[start : start + 1] != " ":
                continue
            return _unit_at(flat, even, start + (flat[start : start + 1] == " "), end, grammar)
    return None


def _unit_at(flat: str, even: str, at: int, end: int, grammar: Grammar) -> Unit | None:
    named = _name_at(flat, at, end, grammar)
    sign = _sign_at(even, at, end, grammar)
    if named and sign:
        code = sign.code == even[sign.start : sign.end] and is_money(sign.code)
        return sign if code or named.end < sign.end else named
    return named or sign


def _sign_at(even: str, at: int, end: int, grammar: Grammar) -> Unit | None:
    longest = _MAX_SIGN if even[at : at + 1] in _SIGN_STARTS else 0
    for size in range(min(longest, end - at), 0, -1):
        code = SIGNS.get(even[at : at + size])
        if code and _whole(even, at + size - 1) and not _is_word(even, at, at + size, grammar):
            return Unit(code=code, start=at, end=at + size)
    if even[at : at + 1] in ("C", "F") and _is_temperature(even, at, end):
        return Unit(code="Cel" if even[at] == "C" else "[degF]", start=at, end=at + 1)
    letters = even[at : min(at + 3, end)]
    if letters in currency_codes() and _whole(even, at + 2):
        return Unit(code=letters, start=at, end=at + 3)
    if letters.lower() in _COMMON and letters.islower() and _whole(even, at + 2):
        return Unit(code=letters.upper(), start=at, end=at + 3)
    return None


def _is_temperature(even: str, at: int, end: int) -> bool:
    """As in "highs of 41.5C on Friday"; "14C Harbour Lane" is an address."""
    behind = even[at + 1 : min(at + 3, end)]
    free = not (behind[:1].isalnum() or behind[:1] == "'" or behind[1:2].isupper())
    return even[at - 1].isdigit() and not even[at - 2].isspace() and free


def _is_word(even: str, start: int, stop: int, grammar: Grammar) -> bool:
    """As in "in" is the preposition, and Italian "ha" the verb, where another word follows."""
    sign, words = even[start:stop], grammar.words
    if even[start - 1].isdigit() or even[stop : stop + 1] != " ":
        return False
    if sign in words.verbs:
        return not any(even.startswith(f" {of}", stop) for of in words.of)
    return sign == "in"


def _whole(even: str, last: int) -> bool:
    """A sign that ends in a letter is not the beginning of a longer word."""
    after = even[last + 1 : last + 2]
    return not even[last].isalpha() or not (after.isalnum() or after == "'")


def _name_at(flat: str, at: int, end: int, grammar: Grammar) -> Unit | None:
    if at >= end or not (flat[at].isalpha() or not flat[at].isalnum()):
        return None
    ends, stop = [], at
    for _ in range(MAX_WORDS):
        piece = UNIT_PIECE.match(flat, stop, end)
        if piece is None or (stop == at and not _may_open(piece, at, grammar)):
            break
        stop = piece.end()
        if flat[stop - 1] == "'" and not flat[stop : stop + 1].isalnum():
            ends.append(stop - 1)  # "six weeks' leave"
        ends.append(stop)
    for stop in reversed(ends):
        code = grammar.units.get(flat[at:stop])
        if code and not flat[stop : stop + 1].isalnum():
            return Unit(code=code, start=at, end=stop)
    return _stem_at(flat, at, ends[0], grammar) if ends and grammar.words.suffixes else None


def _may_open(piece: re.Match[str], at: int, grammar: Grammar) -> bool:
    """True when a unit's name begins with this piece right at `at`."""
    known = piece.group(1).rstrip("'") in grammar.unit_starts or grammar.words.suffixes
    return known and piece.start(1) == at


def _stem_at(flat: str, at: int, stop: int, grammar: Grammar) -> Unit | None:
    """The unit a word with endings begins with: "saatlik", "dereceye"."""
    for end in range(stop, at + 1, -1):
        code = grammar.units.get(flat[at:end])
        if code and (end - at > 2 or end == stop):
            return Unit(code=code, start=at, end=stop)
    return None


def with_rate(flat: str, even: str, money: Unit, end: int, grammar: Grammar) -> Unit:
    """`money` with its denominator: "/MWh", "le mètre carré", "al mes"."""
    for opener in grammar.per:
        if not flat.startswith(opener, money.end):
            continue
        below = _unit_at(flat, even, money.end + len(opener), end, grammar)
        if below and below.code not in SHARES and not is_money(below.code):
            return Unit(code=f"{money.code}/{below.code}", start=money.start, end=below.end)
    return money


def money_before(flat: str, even: str, at: int, floor: int) -> Unit | None:
    """A currency sign or code right before the number at `at`; nothing before `floor`."""
    stop = at - (flat[at - 1 : at] == " ")
    if stop <= floor:
        return None
    letters = even[max(floor, stop - 3) : stop]
    before = even[stop - 4 : stop - 3] if stop >= 4 else ""
    glued = stop == at and letters.lower() not in _COMMON  # "COP30" is a meeting
    known = letters in currency_codes() or letters in _COMMON
    if known and not glued and not before.isalnum():
        return Unit(code=letters.upper(), start=stop - 3, end=stop)
    longest = _MAX_PREFIX if flat[stop - 1] in _PREFIX_ENDS else 0
    for size in range(longest, 0, -1):
        start = stop - size
        if start < floor or flat[start] == " ":
            continue
        sign = flat[start:stop]
        if " " in sign and sign.split()[0] not in _SPACED:
            continue
        code = PREFIXES.get(sign.replace(" ", ""))
        if (
            sign == "$"
            and even[start - 1 : start] == " "
            and even[start - 4 : start - 1] in currency_codes()
        ):
            return Unit(code=even[start - 4 : start - 1], start=start - 4, end=stop)
        if code and not (flat[start].isalpha() and flat[start - 1 : start].isalnum() and start):
            return Unit(code=code, start=start, end=stop)
    return None
