"""Each card once: claims, leases, order within a channel, and unsettled attempts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.model import DeliveryState, Platform
from bot.store.outbox import OutboxCounts, delivery_key
from bot.store.store import Store
from tests.fakes.readings import card, deliveries

LEASE = timedelta(minutes=2)
ALL = tuple(Platform)


@pytest.fixture
def claim(store, noon):
    async def claim(after: float = 0, limit: int = 20, platforms=ALL):
        at = noon + timedelta(seconds=after)
        return await store.outbox.claim(at, limit, LEASE, platforms)

    return claim


def slots(claimed):
    return [item.delivery.slot for item in claimed]


async def test_a_card_is_queued_once_for_a_channel_and_slot(store, noon):
    assert await store.outbox.add(deliveries("slack:C1", ["a", "b", "a"], noon)) == 2
    assert await store.outbox.add(deliveries("slack:C1", ["a", "c"], noon)) == 1
    assert await store.outbox.add(deliveries("slack:C2", ["a"], noon)) == 1


async def test_a_claim_tells_the_attempt_and_is_exclusive_until_its_lease_ends(store, noon, claim):
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    (first,) = await claim()
    assert first.delivery.state is DeliveryState.IN_FLIGHT
    assert (first.delivery.attempts, first.ambiguous) == (1, False)
    assert first.delivery.first_attempt == first.delivery.last_attempt == noon
    assert first.delivery.card == card("a")
    assert await claim(119) == []
    (again,) = await claim(121)
    assert (again.delivery.attempts, again.ambiguous) == (2, True)
    assert again.delivery.first_attempt == noon


async def test_cards_of_a_channel_go_in_order_and_a_blocked_one_blocks_only_its_channel(
    store, noon, claim
):
    await store.outbox.add(deliveries("slack:C1", ["a", "b"], noon))
    await store.outbox.add(deliveries("slack:C2", ["c", "d"], noon))
    assert slots(await claim()) == ["a", "c"]
    await store.outbox.refused(
        delivery_key("slack:C1", "a"), "slow", noon + timedelta(seconds=30), attempt=1
    )
    await store.outbox.sent(delivery_key("slack:C2", "c"), "m1", noon)
    assert slots(await claim(1)) == ["d"]
    await store.outbox.parked(delivery_key("slack:C2", "d"), "gone", attempt=1)
    assert slots(await claim(31)) == ["a"]
    await store.outbox.parked(delivery_key("slack:C1", "a"), "gone", attempt=2)
    assert slots(await claim(32)) == ["b"]
    assert await store.outbox.counts() == OutboxCounts(pending=0, in_flight=1, sent=1, parked=2)


async def test_only_the_platforms_asked_for_are_claimed(store, noon, claim):
    await store.outbox.add(deliveries("discord:1", ["a"], noon))
    assert await claim(platforms=(Platform.SLACK,)) == []
    assert await claim(platforms=()) == []
    assert slots(await claim(platforms=(Platform.DISCORD,))) == ["a"]


async def test_a_card_does_not_go_before_its_time(store, noon, claim):
    (item,) = deliveries("slack:C1", ["a"], noon)
    later = type(item)(**{**_fields(item), "not_before": noon + timedelta(seconds=60)})
    await store.outbox.add([later])
    assert await claim(59) == []
    assert slots(await claim(60)) == ["a"]


def _fields(item):
    return {name: getattr(item, name) for name in type(item).__dataclass_fields__}


async def test_a_refusal_is_no_attempt_in_doubt(store, noon, claim):
    """What was certainly not taken leaves nothing to look for; the next attempt is a first one."""
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    await claim()
    await store.outbox.refused(
        delivery_key("slack:C1", "a"), "wait", noon + timedelta(seconds=9), attempt=1
    )
    (again,) = await claim(10)
    assert not again.ambiguous
    assert again.delivery.first_attempt == noon + timedelta(seconds=10)
    assert again.delivery.error == "wait"


async def test_a_refusal_does_not_settle_an_earlier_attempt(store, noon, claim):
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    key = delivery_key("slack:C1", "a")
    await claim()
    await store.outbox.unsure(key, "no answer", noon + timedelta(seconds=90), attempt=1, at=noon)
    assert await claim(89) == []
    (second,) = await claim(90)
    assert second.ambiguous
    await store.outbox.refused(key, "slow down", noon + timedelta(seconds=95), attempt=2)
    (third,) = await claim(95)
    assert third.ambiguous
    assert third.delivery.first_attempt == noon


async def test_a_proven_absence_opens_a_new_window(store, noon, claim):
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    key = delivery_key("slack:C1", "a")
    await claim()
    await store.outbox.unsure(key, "no answer", noon, attempt=1, at=noon)
    await claim(200)
    assert await store.outbox.absent(key, noon + timedelta(seconds=200), attempt=2)
    await store.outbox.refused(key, "slow down", noon, attempt=2)
    (again,) = await claim(300)
    assert not again.ambiguous


async def test_a_late_word_does_not_bring_a_sent_card_back(store, noon, claim):
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    key = delivery_key("slack:C1", "a")
    await claim()
    await store.outbox.sent(key, "m1", noon)
    await store.outbox.unsure(key, "late", noon, attempt=1, at=noon)
    await store.outbox.refused(key, "late", noon, attempt=1)
    found = await store.outbox.find(key)
    assert found is not None
    assert (found.state, found.message_id, found.error) == (DeliveryState.SENT, "m1", "")
    assert await claim(9_999) == []


async def test_the_word_of_an_attempt_that_was_taken_over_counts_no_more(store, noon, claim):
    """Only that the card arrived is true whoever says it."""
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    key = delivery_key("slack:C1", "a")
    await claim()
    (second,) = await claim(121)
    assert second.previous == noon + LEASE  # so long the first attempt may have lasted
    await store.outbox.parked(key, "gone", attempt=1)
    await store.outbox.refused(key, "slow down", noon, attempt=1)
    await store.outbox.unsure(key, "no answer", noon, attempt=1, at=noon)
    assert not await store.outbox.absent(key, noon, attempt=1)
    assert await store.outbox.find(key) == second.delivery
    assert await claim(130) == []
    await store.outbox.sent(key, "m1", noon)
    assert await store.outbox.counts() == OutboxCounts(sent=1)


async def test_claims_of_the_dead_are_freed_as_if_they_had_just_died(store, noon, claim):
    """What they last sent may have left at that moment; what was settled before keeps its time."""
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    await store.outbox.add(deliveries("slack:C2", ["b"], noon))
    await claim()
    await store.outbox.unsure(delivery_key("slack:C2", "b"), "?", noon, attempt=1, at=noon)
    await store.outbox.free(noon + timedelta(seconds=50))
    freed = {each.delivery.slot: each for each in await claim(60)}
    assert all(each.ambiguous for each in freed.values())
    assert freed["a"].previous == noon + timedelta(seconds=50)
    assert freed["b"].previous == noon


async def test_the_newest_card_of_a_kind_is_known_whatever_its_state(store, noon):
    await store.outbox.add(deliveries("slack:C1", ["digest:1", "digest:2", "story:3"], noon))
    newest = await store.outbox.newest("slack:C1", "digest:")
    assert newest is not None
    assert newest.slot == "digest:2"
    assert await store.outbox.newest("slack:C1", "digest_") is None
    assert await store.outbox.newest("slack:C2", "") is None


async def test_done_cards_are_forgotten_and_waiting_ones_are_not(store, noon, claim):
    await store.outbox.add(deliveries("slack:C1", ["a", "b"], noon))
    await claim()
    await store.outbox.sent(delivery_key("slack:C1", "a"), "m", noon)
    assert await store.outbox.forget_before(noon) == 0
    assert await store.outbox.forget_before(noon + LEASE) == 1
    assert (await store.outbox.counts()).pending == 1


async def test_two_programs_claim_each_card_once(url, store, noon):
    for number in range(30):
        await store.outbox.add(deliveries(f"slack:C{number}", ["a"], noon))
    other = await Store.open(url)
    try:
        taken = await asyncio.gather(
            *(each.outbox.claim(noon, 4, LEASE, ALL) for _ in range(6) for each in (store, other))
        )
    finally:
        await other.close()
    keys = [item.delivery.key for batch in taken for item in batch]
    assert len(keys) == len(set(keys))
    rest = await store.outbox.claim(noon, 99, LEASE, ALL)
    assert len(keys) + len(rest) == 30


def test_the_key_of_a_delivery_fits_every_platform():
    key = delivery_key("slack:C1", "story:é\ud800")
    assert len(key) == 20
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert key != delivery_key("slack:C1story", ":é\ud800")
