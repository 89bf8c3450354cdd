"""`VIGIE_CHANNELS`: which channel gets what.

One channel a line (or between semicolons): `platform:id key=value ...`. Keys: `cadence`
(`instant`, `hourly`, `daily HH:MM`, `weekly [day] HH:MM`, `off`), `topics`, `languages`, `sources`
(lists with commas), `tz` (IANA), `quiet` (`22:00-07:00`), `language` (of Vigie's own words).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.model import Channel, Platform, QuietHours

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_LANGUAGES = ("fr", "en", "de", "es", "it")


def parse_channels(value: object) -> object:
    """Turn the setting's text into channels; what is already a sequence passes.

    Raises:
        ValueError: naming the line's platform and id and what is wrong in it.
    """
    if not isinstance(value, str):
        return value
    lines = (line.strip() for line in re.split(r"[;\n]", value))
    channels = tuple(_channel(line) for line in lines if line and not line.startswith("#"))
    keys = [channel.key for channel in channels]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{key} stands there twice; one line a channel")
    return channels


def _channel(line: str) -> Channel:
    place, *words = line.split()
    platform, _, identity = place.partition(":")
    if platform not in tuple(Platform) or not identity:
        raise ValueError("each line begins with discord:ID, slack:ID or terminal:NAME")
    settings: dict[str, Any] = {}
    for key, text in _pairs(words, place):
        reader = _READERS.get(key)
        if reader is None:
            raise ValueError(f"{place}: {key} is unknown; known: {', '.join(_READERS)}")
        try:
            settings |= reader(text)
        except ValueError as error:
            raise ValueError(f"{place}: {key}: {error}") from None
    return Channel(platform=Platform(platform), id=identity, **settings)


def _pairs(words: list[str], place: str) -> list[tuple[str, str]]:
    """Join words without "=" to the value before them: `cadence=daily 08:00`."""
    pairs: list[tuple[str, str]] = []
    for word in words:
        key, sign, text = word.partition("=")
        if sign:
            pairs.append((key, text))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {word}")
        else:
            raise ValueError(f"{place}: after the channel come settings as key=value")
    return pairs


def _minutes(text: str) -> int:
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError("a time of day as 08:00")
    return int(match[1]) * 60 + int(match[2])


def _cadence(text: str) -> dict[str, Any]:
    name, *rest = text.lower().replace("@", " ").split()
    if name in ("instant", "hourly", "off") and not rest:
        return {"cadence": name}
    if name == "daily" and len(rest) <= 1:
        return {"cadence": name, **({"at": _minutes(rest[0])} if rest else {})}
    if name == "weekly" and len(rest) <= 2:
        day = {"weekday": _DAYS.index(rest.pop(0))} if rest and rest[0] in _DAYS else {}
        return {"cadence": name, **day, **({"at": _minutes(rest[0])} if rest else {})}
    raise ValueError("instant, hourly, daily 08:00, weekly monday 08:00 or off")


def _zone(text: str) -> dict[str, Any]:
    if text not in available_timezones():
        raise ValueError("a time zone as Europe/Paris")
    return {"time_zone": ZoneInfo(text).key}


def _quiet(text: str) -> dict[str, Any]:
    start, sign, end = text.partition("-")
    if not sign or _minutes(start) == _minutes(end):
        raise ValueError("two different times as 22:00-07:00")
    return {"quiet": QuietHours(start=_minutes(start), end=_minutes(end))}


def _words(text: str) -> frozenset[str]:
    words = frozenset(word for word in re.split(r"[,\s]+", text) if word)
    if not words:
        raise ValueError("a list as one,two")
    return words


def _languages(text: str) -> dict[str, Any]:
    words = _words(text)
    if unknown := words - set(_LANGUAGES):
        raise ValueError(f"{', '.join(sorted(unknown))} is not among {', '.join(_LANGUAGES)}")
    return {"languages": words}


def _language(text: str) -> dict[str, Any]:
    if text not in _LANGUAGES:
        raise ValueError(f"one of {', '.join(_LANGUAGES)}")
    return {"language": text}


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "cadence": _cadence,
    "topics": lambda text: {"topics": _words(text)},
    "languages": _languages,
    "sources": lambda text: {"sources": _words(text)},
    "tz": _zone,
    "quiet": _quiet,
    "language": _language,
}
