"""Words for a language without a pack: what the CLDR (Babel) knows of its numbers and its calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.units import format_compound_unit

from bot.reading.figures.unitnames import unit_names
from bot.reading.figures.words import FigureWords, unaccented

_SUFFIXING = frozenset({"tr", "az", "fi", "et", "hu"})
_PLACEHOLDER = re.compile(r"\{\d\}")
_QUOTED = re.compile(r"'([^']+)'")
_DAY_PARTS = ("am", "pm", "morning1", "morning2", "afternoon1", "afternoon2", "evening1", "night1")
_PHONES = (
    "tel",
    "tel.",
    "telefon",
    "telefone",
    "telefoon",
    "fax",
    "phone",
)  # alike in many languages
MILLION = 1_000_000


@lru_cache(maxsize=64)
def generic_words(language: str) -> FigureWords:
    """The words of a language without a pack; "und" when the CLDR knows nothing of it."""
    unknown = FigureWords(code="und", decimal="?", groups=" '")
    if language in ("", "und"):
        return unknown
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        return unknown
    symbols = locale.number_symbols.get("latn") or {}
    decimal = str(symbols.get("decimal", "."))
    group = " " if str(symbols.get("group", ",")).isspace() else str(symbols.get("group", ","))
    both, either = _link(locale, "standard"), _link(locale, "or")
    hours = _hours(locale)
    parts = _day_parts(locale)
    return FigureWords(
        code=locale.language,
        decimal=decimal if decimal in ".," else ".",
        groups=" '" + (group if group in ".," and group != decimal else ""),
        magnitudes=_magnitudes(locale),
        magnitude_signs={"k": 1000, "K": 1000, "M": MILLION} | _dotted(locale),
        joiners=both,
        range_and=both,
        range_to=("-",),
        range_or=either,
        alike=(*both, *either),
        per=_per(locale),
        of=("de", "di", "of"),
        suffixes=locale.language in _SUFFIXING,
        plural_ends=("s", "n", "i", "r", "e", "a"),
        stop=frozenset((*both, *either)),
        ordinals=("e", "th", "º", "ª", ":e", ":a"),
        of_date=tuple(_QUOTED.findall(str(locale.date_formats["long"]))),
        clock_hours=frozenset(hours),
        day_parts=(*parts, *(f"{hour} {part}" for hour in hours for part in parts)),
        phone=_PHONES,
    )


def _magnitudes(locale: Locale) -> dict[str, int]:
    """The locale's compact words: "0 miljoen" at 1000000. Both numbers, with their plurals."""
    found = {word.lower().rstrip("."): size for word, size in _compact(locale)}
    return {unaccented(word): size for word, size in found.items()} | found


def _dotted(locale: Locale) -> dict[str, int]:
    """Compact words that are written with a point: "mln."."""
    return {word: size for word, size in _compact(locale) if word.endswith(".")}


def _compact(locale: Locale) -> Iterator[tuple[str, int]]:
    for length in ("short", "long"):
        for forms in locale.compact_decimal_formats.get(length, {}).values():
            for size, pattern in forms.items():
                words = str(getattr(pattern, "pattern", pattern)).replace("'", "").split()
                if len(words) == 2 and words[0] == "0":  # "00 miljoen" counts tens of the same
                    yield words[1], int(size)


def _link(locale: Locale, kind: str) -> tuple[str, ...]:
    """The word of "{0} e {1}", in lower case."""
    pattern = str(locale.list_patterns.get(kind, {}).get("2", ""))
    return _lower(_PLACEHOLDER.split(pattern))


def _per(locale: Locale) -> tuple[str, ...]:
    """The word of "1 km por dia"."""
    rate = format_compound_unit(5, "kilometer", denominator_unit="day", locale=locale) or ""
    return _lower(word for word in rate.split()[2:-1] if word.isalpha())


def _hours(locale: Locale) -> tuple[str, ...]:
    return tuple(name for name, code in unit_names(locale.language).items() if code == "hour")


def _day_parts(locale: Locale) -> tuple[str, ...]:
    """The parts of a day as they stand behind an hour: "da tarde", "'s ochtends"."""
    forms = locale.day_periods.get("format", {})
    named = [
        str(form[p])
        for form in forms.values()
        for p in _DAY_PARTS
        if p in form and len(form[p]) > 1
    ]
    return _lower([*named, "a.m.", "p.m.", "am", "pm", "a m", "p m"])


def _lower(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w.strip().lower() for w in words if len(w.strip()) > 0))
