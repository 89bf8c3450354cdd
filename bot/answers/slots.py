"""When a channel's digest is due, and how long a card waits for quiet hours to end. Pure.

Local times follow the channel's IANA zone: a digest at 08:00 stays at 08:00 when clocks change. A
local time that a change skips is taken at the same distance from midnight, one that comes twice at
its first coming. In quiet hours hourly digests wait and become one; a daily one is made on time and
posted when they end. Slots are named by local time and zone offset, so that no two share a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model import Cap, Channel, QuietHours

LATEST = timedelta(hours=36)  # a digest that is late by more is left out: the next one is nearer
LONGEST = timedelta(days=14)  # the longest time one digest catches up on
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PREFIX = "digest:"
STORY = "story:"  # begins the slots of cards about one story
GATHERS = "gathers:"  # begins the notes since when a channel gathers for digests


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One period of one channel. `start` inclusive, `end` exclusive, both UTC."""

    name: str  # "digest:2026-11-24T08:00+0100", the same whenever it is computed
    label: str  # what people read: "2026-11-24 08:00 Europe/Paris"
    start: datetime
    end: datetime
    not_before: datetime | None = None  # the end of quiet hours, when it falls into them


def due_slot(channel: Channel, now: datetime, last_slot: str | None) -> Slot | None:
    """The slot whose period has ended and whose digest was not made yet.

    Args:
        channel: its cadence, time, weekday, zone and quiet hours.
        now: the present moment.
        last_slot: the name of the channel's newest slot; None when there was none.
    """
    ended = _newest_end(channel, now)
    if ended is None:
        return None
    end, start = ended
    last = _moment(last_slot) if last_slot else None
    waits = channel.cadence == "hourly" and not_before(channel, now) is not None
    if waits or now - end > LATEST or (last is not None and last >= end):
        return None
    if last is not None:  # from there on, be it that one was missed, or another cadence came before
        start = max(last, end - LONGEST)
    return _slot(channel, start, end, now)


def closing_slot(channel: Channel, now: datetime, last_slot: str | None) -> Slot:
    """What was gathered and not posted yet when a channel begins to get its news at once.

    It ends with the minute, so that two processes that notice together give it one name.
    """
    end = (now + MINUTE).replace(second=0, microsecond=0)
    last = _moment(last_slot) if last_slot else end - LONGEST
    return _slot(channel, max(last, end - LONGEST), end, now)


def not_before(channel: Channel, now: datetime) -> datetime | None:
    """The end of the quiet hours that hold `now`, in UTC; None outside them."""
    if channel.quiet is None:
        return None
    local = now.astimezone(ZoneInfo(channel.time_zone))
    minute = local.hour * 60 + local.minute
    quiet = channel.quiet
    if not _is_quiet(quiet, minute):
        return None
    tomorrow = quiet.end <= minute  # the quiet ends after midnight
    return _at(channel, local.date() + timedelta(days=1 if tomorrow else 0), quiet.end)


def window(channel: Channel, cap: Cap, now: datetime) -> tuple[datetime, datetime]:
    """The hour or local day of a cap that holds `now`: its start, and its end (exclusive), in UTC."""
    if cap.per == "hour":
        start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return start, start + HOUR
    day = now.astimezone(ZoneInfo(channel.time_zone)).date()
    return _at(channel, day, 0), _at(channel, day + timedelta(days=1), 0)


def _is_quiet(quiet: QuietHours, minute: int) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def _newest_end(channel: Channel, now: datetime) -> tuple[datetime, datetime] | None:
    """The newest end of a period that is not in the future, and the end before it."""
    if channel.cadence == "hourly":
        end = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return end, end - HOUR
    if channel.cadence not in ("daily", "weekly"):
        return None
    step = 7 if channel.cadence == "weekly" else 1
    local = now.astimezone(ZoneInfo(channel.time_zone))
    day = local.date()
    if step == 7:
        day -= timedelta(days=(day.weekday() - channel.weekday) % 7)
    end = _at(channel, day, channel.at)
    if end > now:
        day -= timedelta(days=step)
        end = _at(channel, day, channel.at)
    return end, _at(channel, day - timedelta(days=step), channel.at)


def _at(channel: Channel, day: date, minutes: int) -> datetime:
    """A local time of a day, in UTC."""
    clock = time(minutes // 60 % 24, minutes % 60)
    return datetime.combine(day, clock, ZoneInfo(channel.time_zone)).astimezone(UTC)


def _slot(channel: Channel, start: datetime, end: datetime, now: datetime) -> Slot:
    local = end.astimezone(ZoneInfo(channel.time_zone))
    return Slot(
        name=f"{PREFIX}{local:%Y-%m-%dT%H:%M%z}",
        label=f"{local:%Y-%m-%d %H:%M} {channel.time_zone}",
        start=start,
        end=end,
        not_before=not_before(channel, now),
    )


def _moment(name: str) -> datetime:
    """When a slot ended; the beginning of time for a name that is no slot's."""
    try:
        return datetime.strptime(name.removeprefix(PREFIX), "%Y-%m-%dT%H:%M%z").astimezone(UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
