"""Reads the words behind a settings command, in any of the five languages. Pure.

What comes out is the grammar of the env file ("weekly monday 08:00"); None where the words are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.answers.arrangement import DAYS, MOST_CARDS
from bot.answers.phrases import Phrases
from bot.answers.setting_words import TypedWords
from bot.answers.vocabulary import Vocabulary, plain_word, tokens, vocabulary

_TIME = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])")
_GLUED = re.compile(r"(\d{1,3})([^\W\d_]+)")
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_PHRASE = 3  # words of the longest phrase that is a cadence
_CADENCES = ("instant", "hourly", "daily", "weekly", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """Words without what says for how long, and for how long; None: without an end."""

    words: str
    time: timedelta | None


class TypedSettings:
    """Knows the words of all languages at once: a person may type any of them."""

    def __init__(self, all_phrases: Mapping[str, Phrases]) -> None:
        """Take the words from the phrases of every language."""
        every = [phrases.settings.typed for phrases in all_phrases.values()]
        self._words: Vocabulary = vocabulary(all_phrases.values())
        self._attempt = _plain(every, "attempt")
        self._reset = _plain(every, "reset")
        self._off = _plain(every, "off")
        self._on = _plain(every, "on")
        self._lasting = _plain(every, "lasting")
        self._history = _plain(every, "history")
        self._per = {
            **dict.fromkeys(_plain(every, "per_hour"), "hour"),
            **dict.fromkeys(_plain(every, "per_day"), "day"),
        }
        self._cadences = {word: kind for kind in _CADENCES for word in _plain(every, kind)}

    def attempt(self, words: str) -> str | None:
        """The filter that is only to be tried; None when it is to count."""
        first, _, rest = words.strip().partition(" ")
        return rest.strip() if plain_word(first) in self._attempt and rest.strip() else None

    def is_reset(self, words: str) -> bool:
        """True for "reset"."""
        return plain_word(words.strip()) in self._reset

    def is_everything(self, words: str) -> bool:
        """True for "all"."""
        return plain_word(words.strip()) in self._words.everything

    def is_history(self, words: str) -> bool:
        """True for "log"."""
        return plain_word(words.strip()) in self._history

    def is_off(self, words: str) -> bool:
        """True for "off"."""
        return plain_word(words.strip()) in self._off

    def begins_cadence(self, words: str) -> bool:
        """True when the words are meant as a cadence, be they a right one or not."""
        return self._cadence(words.split()) is not None

    def cadence(self, words: str) -> str | None:
        """As "daily 08:00"."""
        found = self._cadence(words.split())
        if found is None:
            return None
        kind, rest = found
        times = _TIME.findall(" ".join(rest))
        named = [self._words.dates.weekdays.get(plain_word(word.strip(",."))) for word in rest]
        days = [DAYS[day] for day in named if day is not None]
        spare = [w for w in rest if ":" in w or any(sign.isdigit() for sign in w)]
        fits = len(times) <= (kind in ("daily", "weekly")) and len(days) <= (kind == "weekly")
        if not fits or len(spare) != len(times):
            return None
        if rest and not times and not days:
            return None
        return " ".join((kind, *days, *times))

    def quiet(self, words: str) -> str | None:
        """As "22:00-07:00", or "off"."""
        if self.is_off(words):
            return "off"
        times = _TIME.findall(words)
        return "-".join(times) if len(times) == 2 and times[0] != times[1] else None

    def cap(self, words: str) -> str | None:
        """As "20/hour", or "off"."""
        if self.is_off(words):
            return "off"
        number, *rest = [token.plain for token in tokens(words)] or [""]
        if not number.isdecimal() or not number.isascii() or len(number) > 4 or len(rest) > 2:
            return None
        per = self._per.get(rest[-1]) if rest else "hour"
        return f"{int(number)}/{per}" if per and 1 <= int(number) <= MOST_CARDS else None

    def announce(self, words: str) -> str | None:
        """As "yes" or "no"."""
        if self.is_off(words):
            return "no"
        return "yes" if plain_word(words.strip()) in self._on else None

    def zone(self, words: str) -> str | None:
        """The IANA name of a time zone, without regard to case."""
        return _zones().get("_".join(words.casefold().split()))

    def language(self, words: str) -> str | None:
        """The code of a language named in any language."""
        return self._words.languages.get(plain_word(words.strip()))

    def lasting(self, words: str) -> Lasting:
        """What is to be muted, and for how long."""
        rest, days = self._duration(words.split())
        if days is None:
            return Lasting(words=words.strip(), time=None)
        if rest and plain_word(rest[-1]) in self._lasting:
            rest = rest[:-1]
        return Lasting(words=" ".join(rest), time=timedelta(days=days))

    def _duration(self, words: Sequence[str]) -> tuple[Sequence[str], float | None]:
        """What stands before a duration at the end, and its days."""
        units = self._words.dates.units
        glued = _GLUED.fullmatch(plain_word(words[-1])) if words else None
        if glued and (unit := units.get(glued[2])) and int(glued[1]):
            return words[:-1], int(glued[1]) * _DAYS[unit]
        if len(words) < 2 or not re.fullmatch(r"[0-9]{1,3}", words[-2]) or not int(words[-2]):
            return words, None
        unit = units.get(plain_word(words[-1]))
        return (words[:-2], int(words[-2]) * _DAYS[unit]) if unit else (words, None)

    def _cadence(self, words: Sequence[str]) -> tuple[str, Sequence[str]] | None:
        """The kind of cadence the words begin with, and what follows it."""
        for size in range(min(_PHRASE, len(words)), 0, -1):
            kind = self._cadences.get(plain_word(" ".join(words[:size])))
            if kind:
                return kind, words[size:]
        return None


def _plain(every: Iterable[TypedWords], name: str) -> frozenset[str]:
    return frozenset(plain_word(form) for words in every for form in getattr(words, name))


@cache
def _zones() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}
