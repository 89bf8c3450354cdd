"""Numbers in words: text2num reads the compounds, the pack's tables the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.model import Approx
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.numeral import Numeral
from bot.reading.figures.ordinals import is_ordinal, is_part
from bot.reading.figures.wordnumbers import and_fraction, read_number, value_of
from bot.reading.figures.wordruns import NEXT, word_ends

_HALF = Decimal("0.5")
MILLION = 1_000_000
SPANS = frozenset({"hour", "day", "week", "month", "year", "decade", "century"})


def read_words(flat: str, at: int, end: int, grammar: Grammar) -> Numeral | None:
    """The number in words that begins at `at`, the start of a word; None when there is none."""
    ends = word_ends(flat, at, end)
    if not ends:
        return None
    for read in (_phrase, _collective, _article, _half, _and_half, _with_unit):
        found = read(flat, at, ends, grammar)
        if found:
            return found
    return read_number(flat, at, end, grammar)


def with_magnitude(flat: str, even: str, found: Numeral, end: int, grammar: Grammar) -> Numeral:
    """`found` times the magnitudes and collectives behind it, and a half behind those."""
    words = grammar.words
    if found.share and (large := _of_magnitude(flat, found.end, end, grammar)):
        whole = Decimal(words.magnitudes[large.group(1)])
        value = found.value * whole
        return replace(found, end=large.end(), value=value, factor=whole, share=False, one=False)
    money = flat[max(0, found.start - 2) : found.start].rstrip()[-1:] in tuple("$€£¥")
    value, stop, factor = found.value, found.end, Decimal(1)
    for _ in range(3):
        match = _magnitude_at(flat, stop, end, grammar, collective=found.rule == "collective")
        if match is None:
            break
        size = _size(even, match, stop, grammar, money=money)
        if size is None:
            break
        value, factor, stop = value * size, factor * size, match.end(1)
        if even[stop : stop + 1] == "." and words.magnitude_signs.get(match.group(1) + "."):
            stop += 1
    half = and_half(flat, stop, grammar)
    factor = max(factor, found.factor)
    if half and (factor > 1 or value < 100):
        value, stop = value + factor * _HALF, half
        large = _magnitude_at(flat, stop, end, grammar, collective=False)
        if large and factor == 1 and large.group(1) in words.magnitudes:
            factor = Decimal(words.magnitudes[large.group(1)])  # "three and a half million"
            value, stop = value * factor, large.end()
    part = and_fraction(flat, stop, end, grammar) if value < 1000 or factor >= 1000 else None
    if part and not half:
        value, stop = value + factor * part.value, part.end
    if stop == found.end:
        return found
    return replace(found, end=stop, value=value, factor=factor, year_like=False, one=False)


def _of_magnitude(flat: str, at: int, end: int, grammar: Grammar) -> re.Match[str] | None:
    """The "million" of "a quarter of a million", "deux tiers de million"."""
    for of in grammar.words.of:
        if not flat.startswith(f" {of}", at):
            continue
        found = NEXT.match(flat, at + 1 + len(of), end)
        if found and found.group(1) in grammar.words.collective_openers | grammar.words.ones:
            found = NEXT.match(flat, found.end(), end)
        if found and grammar.words.magnitudes.get(found.group(1), 0) >= MILLION:
            return found
    return None


def _magnitude_at(
    flat: str, at: int, end: int, grammar: Grammar, *, collective: bool
) -> re.Match[str] | None:
    if collective:
        for of in grammar.words.of:
            if flat.startswith(f" {of}", at):
                return NEXT.match(flat, at + 1 + len(of), end) or None
    return _MAGNITUDE.match(flat, at, end)


_MAGNITUDE = re.compile(r"(?: {0,3}|-)([^\W\d_]+)")


def _size(
    even: str, match: re.Match[str], at: int, grammar: Grammar, *, money: bool
) -> Decimal | None:
    word = match.group(1)
    glued = match.start(1) == at
    if word == "m" and glued and _counts_millions(even, match.end(1), grammar):
        return Decimal(1_000_000)
    sign = grammar.words.magnitude_signs.get(even[match.start(1) : match.end(1)])
    if sign and _is_sign(even, word, match, glued=glued, money=money):
        return Decimal(sign)
    size = grammar.words.magnitudes.get(word) or grammar.words.collectives.get(word)
    return Decimal(size) if size and (not glued or len(word) > 2) else None


def _counts_millions(even: str, at: int, grammar: Grammar) -> bool:
    """As in "3.4m readers": metres are not followed by what is counted."""
    noun = NEXT.match(even, at)
    return (
        "m" in grammar.words.magnitude_signs
        and noun is not None
        and (noun.group(1) in grammar.words.nouns)
    )


def _is_sign(even: str, word: str, match: re.Match[str], *, glued: bool, money: bool) -> bool:
    """Letters alone are a magnitude next to money; k and M also glued to any number."""
    if len(word) > 1 or money or _money_follows(even, match.end(1)):
        return True
    return glued and even[match.start(1)] in "kKM"


def _money_follows(even: str, at: int) -> bool:
    return even[at : at + 1] in tuple("€$£¥") or even[at : at + 2] in (" €", " $", " £")


def and_half(flat: str, at: int, grammar: Grammar) -> int | None:
    """Where "et demi" ends, when it stands behind `at`."""
    if not flat.startswith(grammar.and_half, at):
        return None
    ends = (at + len(phrase) for phrase in grammar.and_half if flat.startswith(phrase, at))
    return next((end for end in ends if not flat[end : end + 1].isalpha()), None)


def _phrase(flat: str, at: int, ends: Sequence[int], grammar: Grammar) -> Numeral | None:
    """Whole phrases: "la moitié", "jeder dritte", "twice"."""
    words = grammar.words
    for stop in reversed(ends):
        phrase = flat[at:stop]
        if phrase in grammar.shares:
            last = phrase.rpartition(" ")[2]
            place = grammar.speech is not None and is_ordinal(last, grammar.speech)
            if place and not is_part(flat, stop, grammar):
                return None  # "a third man"
            own = stop - len(last) - 1 if " " in phrase and last in grammar.stop else stop
            return Numeral(  # of "half of" and "half its" only the half
                start=at, end=own, value=grammar.shares[phrase], share=True, rule="share"
            )
        if phrase in words.mixed:
            return Numeral(start=at, end=stop, value=Decimal(words.mixed[phrase]), rule="words")
        if phrase in words.each:
            value = Decimal(1) / Decimal(words.each[phrase])
            return Numeral(start=at, end=stop, value=value, share=True, rule="each")
        if phrase in words.multiples and not _names_a_thing(flat, at, stop, grammar):
            value = Decimal(words.multiples[phrase])
            return Numeral(start=at, end=stop, value=value, unit="times", rule="multiple")
    return None


def _names_a_thing(flat: str, at: int, stop: int, grammar: Grammar) -> bool:
    """As in "le double vitrage": the article is of a noun behind."""
    article, _, rest = flat[at:stop].partition(" ")
    return bool(rest) and article in grammar.words.determiners and not is_part(flat, stop, grammar)


def _collective(flat: str, at: int, ends: Sequence[int], grammar: Grammar) -> Numeral | None:
    """As in "une bonne trentaine": an article, perhaps a word, a collective."""
    words = grammar.words
    if flat[at : ends[0]] not in words.collective_openers:
        return None
    for i, stop in enumerate(ends[1:3], start=1):
        start = ends[i - 1] + (flat[ends[i - 1]] in " -")
        size = words.collectives.get(flat[start:stop])
        if size and (i == 1 or flat[ends[0] + 1 : ends[1]] in words.adjectives):
            if flat[at:stop] in grammar.not_numbers:
                return None
            return Numeral(
                start=at, end=stop, value=Decimal(size), approx=Approx.ABOUT, rule="collective"
            )
    return None


def _article(flat: str, at: int, ends: Sequence[int], grammar: Grammar) -> Numeral | None:
    """As in "a million", "a thousand": an article and a magnitude."""
    words = grammar.words
    if len(ends) < 2 or flat[at : ends[0]] not in words.collective_openers:
        return None
    word = flat[ends[0] + 1 : ends[1]]
    size = words.magnitudes.get(word)
    if size is None or flat[at : ends[0]] in words.ones:
        return None
    return Numeral(start=at, end=ends[1], value=Decimal(size), factor=Decimal(size), rule="words")


def _half(flat: str, at: int, ends: Sequence[int], grammar: Grammar) -> Numeral | None:
    """As in "half a million", "eine halbe Stunde": half of what follows, or nothing."""
    words = grammar.words
    for stop in reversed(ends):
        if flat[at:stop] not in words.halves:
            continue
        more = NEXT.match(flat, stop)
        size = more and (
            words.magnitudes.get(more.group(1)) or words.collectives.get(more.group(1))
        )
        if more and size:
            return Numeral(
                start=at,
                end=more.end(),
                value=Decimal(size) * _HALF,
                factor=Decimal(size),
                rule="half",
            )
        return Numeral(start=at, end=stop, value=_HALF, needs_unit=True, rule="half")
    return None


def _and_half(flat: str, at: int, ends: Sequence[int], grammar: Grammar) -> Numeral | None:
    """As in "an hour and a half", "un an et demi": the article is a number in that company."""
    words = grammar.words
    if len(ends) < 2 or flat[at : ends[0]] not in words.ones | words.collective_openers:
        return None
    code = grammar.units.get(flat[ends[0] : ends[1]].strip(" "))
    stop = and_half(flat, ends[1], grammar) if code in SPANS else None
    if stop is None:
        return None
    return Numeral(start=at, end=stop, value=1 + _HALF, unit=code, rule="half")


def _with_unit(flat: str, at: int, ends: Sequence[int], grammar: Grammar) -> Numeral | None:
    """As in "zweitägig", "dreijährige": a number and its unit in one word."""
    word = flat[at : ends[0]]
    for suffix, code in grammar.words.glued_units.items():
        stem, found, ending = word.partition(suffix)
        if found and ending in grammar.words.endings and (value := value_of(stem, grammar)):
            return Numeral(start=at, end=ends[0], value=value, unit=code, rule="words")
    return None
