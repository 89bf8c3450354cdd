"""Digests: once a channel and period, of what it wants, and nothing from before it was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.answers.slots import Slot
from bot.digests import Digests
from bot.model import Card, Channel, Delivery, Platform, QuietHours, SourceState
from bot.store.archive import Kept
from bot.store.outbox import delivery_key
from bot.store.store import Store
from tests.fakes.house import Clock
from tests.fakes.readings import card, ferry

DAILY = Channel(platform=Platform.SLACK, id="C1", cadence="daily", at=8 * 60)
NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
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


async def keep(store: Store, number: int, *posted_in: Channel) -> None:
    """An article, with a card of its own for the channels that get their news at once."""
    cards = [
        Delivery(
            key=delivery_key(channel.key, f"story:{number}"),
            channel=channel.key,
            slot=f"story:{number}",
            card=card(f"Ferry {number}"),
            created=NOW,
        )
        for channel in posted_in
    ]
    await store.archive.keep(
        ferry(number), article_id=str(number), story_id=str(number), deliveries=cards
    )


def decided(clock: Clock, **change: Any) -> Channel:
    """The channel as an admin has it from now on."""
    return replace(DAILY, since=clock(), **change)


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


async def test_what_was_gathered_goes_out_when_news_are_to_come_at_once(store, clock):
    """As one digest, once; what comes from then on has a card of its own."""
    await store.channels.sync([DAILY], clock())
    assert await digests(store, clock, DAILY).round() == 0
    await keep(store, 1)
    clock.now += timedelta(hours=1)
    instant = decided(clock, cadence="instant")
    await keep(store, 2, instant)
    clock.now += timedelta(seconds=20)
    assert await digests(store, clock, instant).round() == 1
    await keep(store, 3, instant)
    clock.now += timedelta(hours=12)
    assert await digests(store, clock, instant).round() == 0
    assert await titles(store) == [
        "Ferry 2",
        "C1 2026-11-24 21:01 UTC: Ferry 1",
        "Ferry 3",
    ]


async def test_the_env_files_change_counts_like_an_admins(store, clock):
    """Nobody noted when it was made: the program finds it at its next start."""
    await store.channels.sync([DAILY], clock())
    await digests(store, clock, DAILY).round()
    await keep(store, 1)
    clock.now += timedelta(hours=1)
    instant = replace(DAILY, cadence="instant")
    await keep(store, 2, instant)
    assert await digests(store, clock, instant).round() == 1
    await keep(store, 3, instant)
    clock.now += timedelta(minutes=10)
    daily = digests(store, clock, DAILY)
    assert await daily.round() == 0
    await keep(store, 4)
    clock.now = EIGHT
    assert await daily.round() == 1
    told = [title for title in await titles(store) if title.startswith("C1")]
    assert told == ["C1 2026-11-24 21:01 UTC: Ferry 1", "C1 2026-11-25 08:00 UTC: Ferry 4"]


async def test_another_time_or_period_loses_and_repeats_nothing(store, clock):
    """What was gathered before the change is in the next digest, and what was in the last is not."""
    await store.channels.sync([DAILY], clock())
    await digests(store, clock, DAILY).round()
    await keep(store, 1)
    clock.now = EIGHT
    assert await digests(store, clock, DAILY).round() == 1
    await keep(store, 2)
    clock.now += timedelta(hours=1)
    weekly = decided(clock, cadence="weekly", weekday=3)  # Thursday, the next day
    await digests(store, clock, weekly).round()
    await keep(store, 3)
    clock.now = EIGHT + timedelta(days=1)
    assert await digests(store, clock, weekly).round() == 1
    assert await titles(store) == [
        "C1 2026-11-25 08:00 UTC: Ferry 1",
        "C1 2026-11-26 08:00 UTC: Ferry 3, Ferry 2",
    ]


async def test_what_came_while_nothing_was_wanted_is_past(store, clock):
    """A channel that was switched off gets neither a last digest nor what it missed."""
    await store.channels.sync([DAILY], clock())
    await digests(store, clock, DAILY).round()
    await keep(store, 1)
    clock.now += timedelta(minutes=1)
    assert await digests(store, clock, decided(clock, cadence="off")).round() == 0
    await keep(store, 2)
    clock.now += timedelta(minutes=1)
    again = decided(clock)
    assert await digests(store, clock, again).round() == 0
    await keep(store, 3)
    clock.now = EIGHT
    assert await digests(store, clock, again).round() == 1
    assert await titles(store) == ["C1 2026-11-25 08:00 UTC: Ferry 3"]


async def titles(store: Store) -> list[str]:
    """The cards of the channel in the order they were queued."""
    found = []
    while taken := await store.outbox.claim(
        EIGHT + timedelta(days=9), 1, timedelta(days=9), tuple(Platform)
    ):
        found.append(taken[0].delivery.card.title)
        await store.outbox.sent(taken[0].delivery.key, "m", EIGHT)
    return found
