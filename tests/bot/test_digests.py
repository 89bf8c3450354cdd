"""Digests: once a channel and period, of what it wants, and nothing from before it was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answers.slots import Slot
from bot.digests import Digests
from bot.model import Card, Channel, Platform, QuietHours, SourceState
from bot.store.archive import Kept
from bot.store.store import Store
from tests.fakes.house import Clock
from tests.fakes.readings import card, ferry

DAILY = Channel(platform=Platform.SLACK, id="C1", cadence="daily", at=8 * 60)
EIGHT = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """It begins the evening before."""
    return Clock(EIGHT - timedelta(hours=12))


def digests(store: Store, clock: Clock, *channels: Channel) -> Digests:
    """Digests whose cards list titles."""

    def make(
        channel: Channel, kept: Sequence[Kept], slot: Slot, states: Sequence[SourceState]
    ) -> Card:
        titles = (item.reading.article.title for item in kept)
        return card(f"{channel.id} {slot.label}: {', '.join(titles)}")

    async def now() -> Sequence[Channel]:
        return channels

    return Digests(store=store, channels=now, make=make, clock=clock)


async def keep(store: Store, number: int) -> None:
    await store.archive.keep(ferry(number), article_id=str(number), story_id=str(number))


async def waiting(store: Store, clock: Clock) -> list[str]:
    taken = await store.outbox.claim(clock(), 9, timedelta(days=9), tuple(Platform))
    return [each.delivery.card.title for each in taken]


async def test_a_digest_is_queued_once_when_its_period_ends(store, clock):
    """Also when the program looks again, and again after a restart."""
    await store.channels.sync([DAILY], clock())
    await keep(store, 1)
    made = digests(store, clock, DAILY)
    assert await made.round() == 0
    clock.now = EIGHT
    assert [await made.round(), await made.round()] == [1, 0]
    assert await digests(store, clock, DAILY).round() == 0
    assert await waiting(store, clock) == ["C1 2026-11-25 08:00 UTC: Ferry 1"]


async def test_the_next_digest_holds_what_came_since(store, clock):
    """And nothing twice."""
    await store.channels.sync([DAILY], clock())
    await keep(store, 1)
    clock.now = EIGHT
    made = digests(store, clock, DAILY)
    await made.round()
    await keep(store, 2)
    clock.now = EIGHT + timedelta(days=1)
    assert await made.round() == 1
    newest = await store.outbox.newest("slack:C1", "digest:")
    assert newest is not None
    assert newest.card.title == "C1 2026-11-26 08:00 UTC: Ferry 2"


async def test_a_new_channel_gets_nothing_from_before_it_was_there(store, clock):
    """What was kept then is not news to it."""
    await keep(store, 1)
    clock.now += timedelta(hours=1)
    await store.channels.sync([DAILY], clock())
    clock.now = EIGHT
    assert await digests(store, clock, DAILY).round() == 0


async def test_a_channel_gets_what_it_wants(store, clock):
    """One that wants nothing of it, and one that wants cards at once, get no digest."""
    french = replace(DAILY, id="C2", languages=frozenset({"fr"}))
    instant = replace(DAILY, id="C3", cadence="instant")
    channels = (DAILY, french, instant)
    await store.channels.sync(channels, clock())
    await keep(store, 1)
    clock.now = EIGHT
    assert await digests(store, clock, *channels).round() == 1
    assert len(await waiting(store, clock)) == 1


async def test_a_digest_made_in_quiet_hours_waits_for_their_end(store, clock):
    """It is made on time all the same."""
    quiet = replace(DAILY, quiet=QuietHours(start=7 * 60, end=9 * 60))
    await store.channels.sync([quiet], clock())
    await keep(store, 1)
    clock.now = EIGHT
    assert await digests(store, clock, quiet).round() == 1
    assert await waiting(store, clock) == []
    clock.now = EIGHT + timedelta(hours=1)
    assert len(await waiting(store, clock)) == 1
