"""Which cards are looked after because a copy of them may come late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Platform
from bot.store.outbox import delivery_key
from tests.fakes.readings import deliveries

KEY = delivery_key("slack:C1", "a")
LEASE, SLACK = timedelta(minutes=5), (Platform.SLACK,)
SOON = timedelta(minutes=6)


@pytest.fixture
def claim(store):
    async def claim(now):
        return await store.outbox.claim(now, 9, LEASE, SLACK)

    return claim


@pytest.mark.parametrize("repeated", [True, False])
async def test_only_a_card_whose_earlier_attempt_was_in_doubt_is_looked_after(
    store, noon, claim, repeated
):
    """Since the first such attempt, even when a look back found nothing of it."""
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    await claim(noon)
    now = noon
    if repeated:
        await store.outbox.unsure(KEY, "no answer", noon, attempt=1, at=noon)
        now = noon + LEASE
        await claim(now)
        assert await store.outbox.absent(KEY, now, attempt=2)
    await store.outbox.sent(KEY, "m1", now, look_again=now + SOON)
    assert await store.copies.claim(now, 9, LEASE, SLACK) == []
    due = await store.copies.claim(now + SOON, 9, LEASE, SLACK)
    assert [(each.message_id, each.since, each.sent) for each in due] == (
        [("m1", noon, now)] if repeated else []
    )
    assert await store.copies.count() == repeated


async def test_a_claim_is_exclusive_until_it_ends_and_a_last_look_ends_it(store, noon, claim):
    """Another platform's process does not take it."""
    await store.outbox.add(deliveries("slack:C1", ["a"], noon))
    for attempt in (1, 2):
        await claim(noon + attempt * LEASE)
        await store.outbox.unsure(KEY, "no answer", noon, attempt=attempt, at=noon)
    await store.outbox.sent(KEY, "m1", noon, look_again=noon)
    assert await store.copies.claim(noon, 9, LEASE, (Platform.DISCORD,)) == []
    assert len(await store.copies.claim(noon, 9, LEASE, SLACK)) == 1
    assert await store.copies.claim(noon, 9, LEASE, SLACK) == []
    assert len(await store.copies.claim(noon + LEASE, 9, LEASE, SLACK)) == 1
    await store.copies.settle(KEY, None)
    assert await store.copies.count() == 0
