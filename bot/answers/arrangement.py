"""The settings of a channel, as words and as fields: one grammar for the env file and for chat. Pure.

What an admin decided in chat lies over what the env file says. A filter set in chat stands for the
env file's filter, topics and languages; its sources stay: they also say what may be read there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.model import Arrangement, Cap, Channel, QuietHours
from bot.model.conditions import AnyOf, Condition

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LANGUAGES = ("fr", "en", "de", "es", "it")
MOST_CARDS = 1_000  # of a cap
OFF = "off"  # the value of quiet hours and a cap that an admin switched off
MUTE = "mute:"  # the names of muted topics begin so
ALWAYS = "always"  # the value of one that is muted without an end
_NOTHING = AnyOf(())  # what a filter lets through that was understood once and is no more

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_CAP = re.compile(r"([1-9]\d{0,3})(?:/(hour|day))?")


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
        day = {"weekday": DAYS.index(rest.pop(0))} if rest and rest[0] in DAYS else {}
        return {"cadence": name, **day, **({"at": _minutes(rest[0])} if rest else {})}
    raise ValueError("instant, hourly, daily 08:00, weekly monday 08:00 or off")


def _zone(text: str) -> dict[str, Any]:
    if text not in available_timezones():
        raise ValueError("a time zone as Europe/Paris")
    return {"time_zone": ZoneInfo(text).key}


def _quiet(text: str) -> dict[str, Any]:
    if text == OFF:
        return {"quiet": None}
    start, sign, end = text.partition("-")
    if not sign or _minutes(start) == _minutes(end):
        raise ValueError("two different times as 22:00-07:00")
    return {"quiet": QuietHours(start=_minutes(start), end=_minutes(end))}


def _filter(text: str) -> dict[str, Any]:
    if not text.strip():
        raise ValueError("a filter as troops AND (France OR Italy)")
    return {"filter": text.strip()}


def _cap(text: str) -> dict[str, Any]:
    if text == OFF:
        return {"cap": None}
    match = _CAP.fullmatch(text.strip().lower())
    if not match or int(match[1]) > MOST_CARDS:
        raise ValueError(f"a number of cards up to {MOST_CARDS} as 20/hour or 50/day")
    return {"cap": Cap(most=int(match[1]), per="day" if match[2] == "day" else "hour")}


def _announce(text: str) -> dict[str, Any]:
    if text.lower() not in ("yes", "no"):
        raise ValueError("yes or no")
    return {"announce": text.lower() == "yes"}


def _words(text: str) -> frozenset[str]:
    words = frozenset(word for word in re.split(r"[,\s]+", text) if word)
    if not words:
        raise ValueError("a list as one,two")
    return words


def _languages(text: str) -> dict[str, Any]:
    words = _words(text)
    if unknown := words - set(LANGUAGES):
        raise ValueError(f"{', '.join(sorted(unknown))} is not among {', '.join(LANGUAGES)}")
    return {"languages": words}


def _language(text: str) -> dict[str, Any]:
    if text not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return {"language": text}


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "cadence": _cadence,
    "topics": lambda text: {"topics": _words(text)},
    "languages": _languages,
    "sources": lambda text: {"sources": _words(text)},
    "filter": _filter,
    "tz": _zone,
    "quiet": _quiet,
    "cap": _cap,
    "language": _language,
    "announce": _announce,
}


def arranged(
    base: Channel,
    decisions: Iterable[Arrangement],
    now: datetime,
    understand: Callable[[str, str | None], Condition | None],
) -> Channel:
    """A channel with what was decided of it in chat.

    Args:
        base: as the env file has it.
        decisions: those in force on it.
        now: for what is muted until a moment.
        understand: the condition of a filter, written by somebody of a language; None for none.
    """
    channel, text = base, None
    for each in decisions:
        if each.value is None:
            continue
        if each.name == "filter":
            text = each.value
        elif each.name.startswith(MUTE):
            if muted_until(each, now) is not False:
                channel = replace(channel, muted=channel.muted | {each.name.removeprefix(MUTE)})
        else:
            channel = replace(channel, **READERS[each.name](each.value))
        if each.name == "cadence":
            channel = replace(channel, since=each.at)
    if text is None:
        return channel
    condition = (understand(text, channel.language) or _NOTHING) if text else None
    empty: frozenset[str] = frozenset()
    return replace(channel, filter=text, condition=condition, topics=empty, languages=empty)


def muted_until(decision: Arrangement, now: datetime) -> datetime | bool:
    """Until when a topic is muted; True for without an end, False when it is over."""
    if decision.value is None:
        return False
    if decision.value == ALWAYS:
        return True
    until = datetime.fromisoformat(decision.value)
    return until if until > now else False
