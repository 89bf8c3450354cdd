"""Digests are due once a period, at the channel's local time, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.slots import due_slot, not_before
from bot.model import Channel, Platform, QuietHours


def channel(
    cadence: Literal["instant", "hourly", "daily", "weekly", "off"] = "daily",
    *,
    at: int = 8 * 60,
    weekday: int = 0,
    zone: str = "Europe/Paris",
    quiet: tuple[int, int] | None = None,
) -> Channel:
    return Channel(
        platform=Platform.SLACK,
        id="C1",
        cadence=cadence,
        at=at,
        weekday=weekday,
        time_zone=zone,
        quiet=QuietHours(start=quiet[0] * 60, end=quiet[1] * 60) if quiet else None,
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_daily_at_local_eight() -> None:
    """Eight in Paris is seven UTC in winter; the period is the day before it."""
    assert due_slot(channel(), utc("2026-11-24T06:59"), "digest:2026-11-23T08:00+0100") is None
    slot = due_slot(channel(), utc("2026-11-24T07:00"), "digest:2026-11-23T08:00+0100")
    assert slot is not None
    assert slot.name == "digest:2026-11-24T08:00+0100"
    assert (slot.start, slot.end) == (utc("2026-11-23T07:00"), utc("2026-11-24T07:00"))
    assert slot.label == "2026-11-24 08:00 Europe/Paris"
    assert due_slot(channel(), utc("2026-11-24T20:00"), slot.name) is None


def test_clocks_change_but_eight_stays_eight() -> None:
    """The day clocks go back has 25 hours, the day they go forward 23."""
    autumn = due_slot(channel(), utc("2026-10-25T07:00"), None)
    spring = due_slot(channel(), utc("2026-03-29T06:00"), None)
    assert autumn is not None
    assert spring is not None
    assert autumn.end - autumn.start == timedelta(hours=25)
    assert spring.end - spring.start == timedelta(hours=23)


def test_skipped_and_doubled_local_times() -> None:
    """A digest at 02:30 comes once on the day that skips it and once on the day that has it twice."""
    night = channel(at=150)
    skipped = due_slot(night, utc("2026-03-29T01:30"), None)
    assert skipped is not None
    assert skipped.end == utc("2026-03-29T01:30")
    first = due_slot(night, utc("2026-10-25T00:30"), None)
    assert first is not None
    assert due_slot(night, utc("2026-10-25T01:30"), first.name) is None


def test_weekly_on_its_day() -> None:
    """A weekly digest covers the seven days up to its day."""
    weekly = channel("weekly", weekday=4)
    slot = due_slot(weekly, utc("2026-11-20T07:30"), None)
    assert slot is not None
    assert slot.end - slot.start == timedelta(days=7)
    assert slot.name.startswith("digest:2026-11-20T08:00")
    assert due_slot(weekly, utc("2026-11-24T07:30"), slot.name) is None


def test_missed_digests_are_caught_up_on_once() -> None:
    """After days without a slot one digest covers them; one that is too late waits for the next."""
    slot = due_slot(channel(), utc("2026-11-24T07:05"), "digest:2026-11-20T08:00+0100")
    assert slot is not None
    assert slot.start == utc("2026-11-20T07:00")
    late = channel("weekly", weekday=0)
    assert due_slot(late, utc("2026-11-25T12:00"), None) is None


def test_hourly_waits_for_quiet_hours_to_end() -> None:
    """No slot in the night; the first one after it holds the whole night."""
    hourly = channel("hourly", zone="UTC", quiet=(22, 7))
    assert due_slot(hourly, utc("2026-11-24T03:10"), "digest:2026-11-23T21:00+0000") is None
    slot = due_slot(hourly, utc("2026-11-24T07:00"), "digest:2026-11-23T21:00+0000")
    assert slot is not None
    assert (slot.start, slot.end) == (utc("2026-11-23T21:00"), utc("2026-11-24T07:00"))


def test_daily_in_quiet_hours_is_held_back() -> None:
    """It is made on time and may be posted when the quiet ends."""
    slot = due_slot(channel(at=6 * 60, quiet=(22, 7)), utc("2026-11-24T05:00"), None)
    assert slot is not None
    assert slot.not_before == utc("2026-11-24T06:00")


@pytest.mark.parametrize("cadence", ["instant", "off"])
def test_no_digest_without_a_period(cadence: Literal["instant", "off"]) -> None:
    """Instant and silent channels have no digest."""
    assert due_slot(channel(cadence), utc("2026-11-24T08:00"), None) is None


def test_foreign_slot_name_counts_as_none() -> None:
    """A name that is no slot's neither raises nor blocks."""
    assert due_slot(channel(), utc("2026-11-24T07:00"), "story:x") is not None


def test_quiet_hours_may_wrap_midnight() -> None:
    """Outside them nothing waits; inside, until their local end."""
    night = channel(quiet=(22, 7))
    assert not_before(night, utc("2026-11-24T12:00")) is None
    assert not_before(night, utc("2026-11-24T22:00")) == utc("2026-11-25T06:00")
    assert not_before(night, utc("2026-11-25T03:00")) == utc("2026-11-25T06:00")
    assert not_before(channel(quiet=(12, 14)), utc("2026-11-24T12:00")) == utc("2026-11-24T13:00")
    assert not_before(channel(), utc("2026-11-24T03:00")) is None


_MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
_ZONES = st.sampled_from(
    ["Europe/Paris", "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca"]
)


@given(_MOMENTS, _ZONES, st.sampled_from(["hourly", "daily", "weekly"]), st.integers(0, 1439))
def test_a_slot_is_due_once(now: datetime, zone: str, cadence: str, at: int) -> None:
    """A slot has ended, was not long ago, and is not due again under its own name."""
    place = channel(cadence, at=at, zone=zone)  # type: ignore[arg-type]
    slot = due_slot(place, now, None)
    if slot is not None:
        assert slot.start < slot.end <= now
        assert due_slot(place, now, slot.name) is None


@given(_MOMENTS, _ZONES, st.integers(0, 23), st.integers(0, 23))
def test_quiet_ends_within_a_day(now: datetime, zone: str, start: int, end: int) -> None:
    """Whatever the zone and the clock change, what waits does not wait much over a day."""
    until = not_before(channel(zone=zone, quiet=(start, end)), now)
    assert until is None or until - now <= timedelta(hours=26)
