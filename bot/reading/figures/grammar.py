"""A pack's words made ready for matching, once: sets, tables by phrase, two patterns.

No pattern holds nested repetition; every repetition is bounded. Phrases are looked up whole, in
tables, by the words before or behind a number; nothing is searched twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.model import Approx
from bot.reading.figures.flat import flatten
from bot.reading.figures.unitnames import unit_names
from bot.reading.figures.words import SPELLED, FigureWords, unaccented

_HALVED = frozenset({"hour", "day", "year", "month", "century", "decade", "mile", "L", "kg", "t"})
MAX_WORDS = 6  # of a phrase before or behind a number
UNIT_PIECE = re.compile(r"[ -]?([^\W\d_]+[²³]?'?|[^\w\s])")  # a word or sign of a unit's name
_LETTERS = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"'(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The compiled form of `FigureWords`. Tables "behind" hold raw flat text, tables "before" words."""

    words: FigureWords
    number: re.Pattern[str]
    never: re.Pattern[str]
    further: re.Pattern[str]  # more numbers of a list: " and 6", ", 7"
    speech: str | None  # text2num's name of the language; None: it cannot read it
    openers: frozenset[str]  # words that are a number by themselves, or begin one
    free: bool  # no list of number words: text2num is asked about every word
    start: re.Pattern[str]  # a digit, or a whole word that may begin a number
    weak: frozenset[str]  # words that begin a number before certain others only: "la", "half"
    seconds: frozenset[str]  # those others
    digit_stems: frozenset[str]  # the first letters of number words
    period: re.Pattern[str]
    after: re.Pattern[str]
    stems: frozenset[str]  # their first letters, where numbers are written in one word
    units: Mapping[str, str]  # behind a number, longest first by the reader
    unit_starts: frozenset[str]  # the first word or sign of each
    modifiers: Mapping[str, Approx]  # before
    modifier_ends: frozenset[str]  # the last word of each
    modifiers_after: Mapping[str, Approx]
    labels: frozenset[str]
    dated: frozenset[str]
    months: frozenset[str]
    capital_months: bool  # written with a capital: "the march" is no month
    weekdays: frozenset[str]
    clock: frozenset[str]
    clock_signs: frozenset[str]
    clock_spans: frozenset[str]
    phone: frozenset[str]
    decades: frozenset[str]
    between: frozenset[str]
    not_numbers: tuple[str, ...]
    and_half: tuple[str, ...]  # with the space before
    percent: tuple[str, ...]  # likewise
    share_links: tuple[str, ...]  # with the spaces around them
    per: tuple[str, ...]  # likewise
    sources: tuple[str, ...]  # longest first
    shares: Mapping[str, Decimal]
    number_of: tuple[str, ...]  # with the space or apostrophe behind
    change: tuple[str, ...]
    stop: frozenset[str]


@lru_cache(maxsize=64)
def compile_words(words: FigureWords) -> Grammar:
    """Build the grammar of a pack; the same pack gives the same grammar."""
    months, weekdays = _calendar(words)
    units = _units(words)
    modifiers = _phrases(over=words.over, under=words.under, about=words.about)
    stems = frozenset(w[:4] for w in words.number_words if words.compounds)
    free = words.code in SPELLED and not words.number_words
    return Grammar(
        words=words,
        number=_number(words),
        never=_never(words, months),
        further=_further(words),
        speech=words.code if words.code in SPELLED else None,
        openers=_openers(words),
        free=free,
        start=_start(_openers(words) | frozenset(map(first_word, _weak(words))), stems, free=free),
        weak=frozenset(first_word(p) for p in _weak(words)),
        seconds=_seconds(words),
        digit_stems=frozenset(w[:3] for w in (*words.number_words, *words.magnitudes)),
        period=re.compile(rf"\b(?:{_any(words.periods)})\b"),
        after=re.compile(
            rf"[ ,-]{{0,2}}({_any((*words.over_after, *words.under_after, *words.about_after))})"
            r"(?![^\W\d_]| than\b| que\b| als\b| di\b| de\b)"
        ),
        stems=stems,
        units=units,
        unit_starts=frozenset(
            piece.group(1).rstrip("'") for name in units if (piece := UNIT_PIECE.match(name))
        ),
        modifiers=modifiers,
        modifier_ends=frozenset(phrase.rpartition(" ")[2] for phrase in modifiers),
        modifiers_after=_raw(
            over=words.over_after, under=words.under_after, about=words.about_after
        ),
        labels=_set(words.labels),
        dated=_set(words.dated),
        months=months,
        capital_months=_locale(words).months["format"]["wide"][1][0].isupper(),
        weekdays=weekdays,
        clock=_set(words.clock),
        clock_signs=_set(words.clock_signs),
        clock_spans=_set(words.clock_spans),
        phone=_set(words.phone),
        decades=_set(words.decades),
        between=_set(words.between),
        not_numbers=tuple(words.not_numbers),
        and_half=tuple(f" {phrase}" for phrase in words.and_half),
        percent=tuple(f" {name}" for name in words.percent),
        share_links=tuple(f" {link} " for link in words.share_links),
        shares={phrase: _decimal(share) for phrase, share in words.shares.items()},
        per=("/", " / ", *(f" {w}" if w.endswith("'") else f" {w} " for w in words.per)),
        sources=tuple(sorted(map(flatten, words.sources), key=len, reverse=True)),
        number_of=tuple(
            p if p.endswith("'") else f"{p} "
            for p in map(flatten, (*words.number_of, *words.tolls))
        ),
        change=words.change,
        stop=words.stop | words.determiners,
    )


def _openers(words: FigureWords) -> frozenset[str]:
    phrases = [
        *words.number_words,
        *(p for p in _phrases_of(words) if " " not in p),
        *(m for m in words.magnitudes if m.isalpha()),
    ]
    return frozenset(first_word(flatten(p)) for p in phrases) - words.ones


def _start(entry: Iterable[str], stems: Iterable[str], *, free: bool) -> re.Pattern[str]:
    """Where a number may begin. Grouped by first letters: most words are passed over at a look."""
    letter = r"[^\W\d_]"
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(entry):
        by_first[word[0]].append(rf"{re.escape(word[1:])}(?!{letter})")
    for stem in sorted(stems):
        by_first[stem[0]].append(rf"{re.escape(stem[1:])}{letter}*")
    known = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    word = rf"{letter}+" if free else rf"(?<!{letter})(?:{known or '(?!)'})"
    return re.compile(rf"\d|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|{word}")


def _phrases_of(words: FigureWords) -> tuple[str, ...]:
    return (*words.shares, *words.each, *words.multiples, *words.mixed)


def _weak(words: FigureWords) -> tuple[str, ...]:
    return (
        *words.ones,
        *words.halves,
        *words.collective_openers,
        *(p for p in _phrases_of(words) if " " in p),
    )


def _seconds(words: FigureWords) -> frozenset[str]:
    """The words that make a number of a weak one before them."""
    phrases = [p.split()[1] for p in (*words.halves, *_phrases_of(words)) if " " in p]
    small = [*words.adjectives, *map(first_word, (*words.points, *words.bare_points))]
    durations = [name for name, code in _units(words).items() if code in _HALVED]
    return frozenset(
        [*phrases, *small, *words.collectives, *words.magnitudes, *words.fractions, *durations]
    ) | frozenset(words.number_words)


def first_word(phrase: str) -> str:
    """The letters a phrase begins with: "d" of "d'un"."""
    found = _LETTERS.match(phrase)
    return found.group() if found else phrase


def spaced(phrase: str) -> str:
    """A phrase as the words before a number are joined: elisions stand apart ("d' environ")."""
    return " ".join(_GLUED.sub("' ", phrase).split())


def _set(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(spaced(flatten(phrase)) for phrase in phrases)


def _phrases(**groups: Iterable[str]) -> dict[str, Approx]:
    return {
        spaced(flatten(p)): Approx(name)
        for name, phrases in groups.items()
        for p in sorted(phrases, key=len)
    }


def _raw(**groups: Iterable[str]) -> dict[str, Approx]:
    return {flatten(p): Approx(name) for name, phrases in groups.items() for p in phrases}


def _decimal(share: str) -> Decimal:
    value = Fraction(share)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _locale(words: FigureWords) -> Locale:
    try:
        return Locale.parse(words.code)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _calendar(words: FigureWords) -> tuple[frozenset[str], frozenset[str]]:
    locale = _locale(words)
    months = {
        m for style in ("wide", "abbreviated") for m in locale.months["format"][style].values()
    }
    days = set(locale.days["format"]["wide"].values())
    named = [flatten(str(m)).rstrip(".") for m in (*months, *words.months)]
    return (
        frozenset(m for m in named if m and not m.isdigit()),
        frozenset(flatten(str(d)) for d in (*days, *words.weekdays)),
    )


def _units(words: FigureWords) -> dict[str, str]:
    table = {flatten(name): code for name, code in unit_names(words.code).items()}
    if words.capital_nouns:  # German datives: "Kilometern", "Jahren"
        table |= {
            f"{n}n": c for n, c in table.items() if n.endswith(("e", "r", "l")) and " " not in n
        }
    own: dict[str, tuple[str, ...]] = {
        "percent": words.percent,
        "percentage_point": words.points,
        "basis point": words.basis_points,
        "times": words.times,
        "points": words.bare_points,
        "tenths": words.tenths,
    }
    table |= {flatten(name): code for code, names in own.items() for name in names}
    table |= {flatten(name): code for name, code in (words.currencies | words.units).items()}
    for word in words.magnitudes:
        table.pop(word, None)
    return {unaccented(name): code for name, code in table.items()} | table


def _number(words: FigureWords) -> re.Pattern[str]:
    groups = re.escape(
        "".join(dict.fromkeys(words.groups + (".," if words.decimal == "?" else "")))
    )
    return re.compile(
        rf"(?:\d{{1,3}}(?:([{groups}])\d{{3}})(?:\1\d{{3}}){{0,6}}(?!\d)"
        r"|\d{1,2}(?:,\d\d){1,4},\d{3}(?!\d)"  # lakhs and crores
        r"|\d{1,3}([.,])\d{3}(?:\2\d{3}){1,6}(?!\d)|\d{1,30})"
        r"(?:[.,]\d{1,20})?(?:e[+-]?\d{1,3}\b|\s?[x×*]\s?10\^-?\d{1,3})?"
    )


def _further(words: FigureWords) -> re.Pattern[str]:
    link = _any(["-", *words.range_to, *words.range_and])
    return re.compile(rf"(?: ?(?:{link}) ?\d{{1,4}}(?![\w.,]*\d)(?! ?[%€$£])){{0,6}}")


def _any(phrases: Iterable[str]) -> str:
    found = sorted({flatten(p) for p in phrases if p}, key=len, reverse=True)
    return "|".join(re.escape(p) for p in found) or r"(?!)"


def _never(words: FigureWords, months: frozenset[str]) -> re.Pattern[str]:
    """What begins with a digit and is no figure, tried where a digit begins."""
    month, of = _any(months), _any([f"{w} " for w in words.of_date])
    nth = _any([*words.ordinals, ".", "º", "°"])
    link = _any(["-", "/", "&", *words.range_to, *words.range_and])
    day = rf"\d{{1,2}}(?:{nth})?"
    year = rf"(?:,? (?:{of})?(?:\d{{4}}|'\d\d)(?!\d))"
    the = _any(f"{w} " for w in words.determiners if len(w) > 1)
    half = _any(words.day_parts)
    nth_point = r"\d{1,2}\.(?= ?[^\W\d_])" if words.ordinal_point else r"(?!)"
    parts = [
        # dates come before the bare ordinal, which they may begin with
        rf"{day}(?: ?(?:{link}) ?(?:{the})?{day})? ?-?(?:{of})?(?:{month})\b\.?(?: ?{year})?",
        nth_point,
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)",
        r"\d{1,2}(?P<sign>[-/.])\d{1,2}(?P=sign)(?:\d{4}|\d{2})(?![\d/])(?!\.\d)",
        r"\d{1,3}/(?:19|20)\d\d\b",
        r"\d{1,2}/(?:0\d|1[0-2])(?:, ?\d{2,4})?(?![\d/])(?! ?[%€$£])",
        r"(?:19|20)\d\d[-/](?:19|20)?\d\d\b(?! ?[%€$£])",
        r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?![\d:])(?: ?(?:[ap]\.? ?m\b\.?|uhr\b|gmt|utc|h\b))?",
        r"\d{1,2} ?h ?[0-5]\d(?!\d)",
        rf"\d{{1,2}}(?:[.:]\d\d)?(?:-| ?(?:{link}) ?)\d{{1,2}}(?:[.:]\d\d)? ?(?:{half})(?!\w)",
        rf"\d{{1,4}}(?:[.:]\d\d)?[ .]?(?:{half})(?!\w)",
        rf"\d{{1,4}}\.?(?:{_any(words.ordinals)})(?!\w)",
        r"\d{2,4}(?:'?s|er|ern)\b(?!-)",
        # each run of digits is taken whole: there are millions of ways to part a long one
        r"(?:\+|00 ?)(?:\d{1,24}+(?:(?:[ ()/-]|\.(?! )){1,2}\d{1,12}+){1,7}|\d{2,24}+)\b",
        r"0\d{1,4}(?:(?:[ /-]|\.(?! )){1,2}\d{2,8}){1,6}\b",
        r"\d{2,4}(?: \d{2,4}){1,5} \d{2}(?:\d\d)?(?![.,]?\d)(?! ?[%€$£])",  # groups no number has
        _any(words.names) + r"(?![\d.,]\d|\w)",
        r"\d{1,4}(?:-\d{1,6}){2,5}\b",
        r"(?!\d{1,3}(?:\.\d{3}){3}(?!\d))\d{1,3}(?:\.\d{1,3}){3}(?!\d)(?!\.\d)",
    ]
    return re.compile("|".join(f"(?:{part})" for part in parts))
