"""`VIGIE_CHANNELS`: which channel gets what.

One channel a line (or between semicolons): `platform:id key=value ...`. Keys: `cadence`
(`instant`, `hourly`, `daily HH:MM`, `weekly [day] HH:MM`, `off`), `topics`, `languages`, `sources`
(lists with commas), `filter`, `tz` (IANA), `quiet` (`22:00-07:00`), `cap` (`20`, `20/day`),
`announce` (`yes`: of failing sources), `language` (of Vigie's own words).
"""

from __future__ import annotations

import re
from typing import Any

from bot.answers.arrangement import READERS
from bot.model import Channel, Platform

_KEY = re.compile(r"([^\W\d]\w*)=(.*)")  # not the sign in a filter: "aid >= 5m EUR"


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
        reader = READERS.get(key)
        if reader is None:
            raise ValueError(f"{place}: {key} is unknown; known: {', '.join(READERS)}")
        try:
            settings |= reader(text)
        except ValueError as error:
            raise ValueError(f"{place}: {key}: {error}") from None
    return Channel(platform=Platform(platform), id=identity, **settings)


def _pairs(words: list[str], place: str) -> list[tuple[str, str]]:
    """Join words without a key to the value before them: `cadence=daily 08:00`."""
    pairs: list[tuple[str, str]] = []
    for word in words:
        if match := _KEY.fullmatch(word):
            pairs.append((match[1], match[2]))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {word}")
        else:
            raise ValueError(f"{place}: after the channel come settings as key=value")
    return pairs
