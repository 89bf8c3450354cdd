"""Subscriptions in the store: found by their address, taken by one, decided about whole."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.model import Source, Subscription, SubscriptionState
from bot.store.store import Store

GAP = timedelta(seconds=15)
LEASE = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def made(name: str, **values: object) -> Subscription:
    """A subscription of source `name`."""
    given = {
        "id": f"id-{name}",
        "source_id": name,
        "feed": f"https://{name}.example/feed",
        "topic": f"https://{name}.example/feed",
        "hub": "https://hub.example/",
        "token": f"token-{name}",
        "callback": f"https://vigie.example/websub/token-{name}",
        "secret": "secret",
    }
    return Subscription(**{**given, **values})  # type: ignore[arg-type]


async def test_what_is_kept_comes_back_as_it_was(store: Store, noon):
    """With all its times, and an error that no database takes made storable."""
    whole = made(
        "a",
        wanted=False,
        state=SubscriptionState.LAPSED,
        attempts=3,
        error="gone",
        next_ask=noon,
        asked_at=noon - HOUR,
        confirmed_at=noon - 2 * HOUR,
        lease_end=noon + HOUR,
        pinged_at=noon - HOUR,
    )
    await store.subscriptions.add([whole, made("b", error="NUL \x00")])
    found = await store.subscriptions.all()
    assert found == [whole, made("b", error="NUL \ufffd")]
    assert await store.subscriptions.of("a") == [whole]
    assert await store.subscriptions.find("token-a") == whole
    assert await store.subscriptions.find("token-x") is None


async def test_the_first_to_add_one_decides_its_secrets(store: Store):
    """Another process that saw the same offer changes nothing."""
    await store.subscriptions.add([made("a")])
    await store.subscriptions.add([made("a", token="other", secret="other"), made("b")])
    assert [each.token for each in await store.subscriptions.all()] == ["token-a", "token-b"]


async def test_what_is_due_is_taken_once(store: Store, noon):
    """At once what was never asked, then by time; what the decision gives is kept with it."""
    later = made("c", next_ask=noon + HOUR)
    await store.subscriptions.add([made("a"), made("b", next_ask=noon - HOUR), later])

    def decide(found: Subscription) -> Subscription:
        return replace(found, next_ask=noon + HOUR, attempts=1)

    rounds = await asyncio.gather(
        *(store.subscriptions.take_due(noon, 1, decide) for _ in range(3))
    )
    taken = [after.source_id for changes in rounds for _, after in changes if after]
    assert sorted(taken) == ["a", "b"]
    assert [each.attempts for each in await store.subscriptions.all()] == [1, 1, 0]


async def test_what_is_over_is_gone(store: Store, noon):
    """Nobody decides about what is not there."""
    await store.subscriptions.add([made("a"), made("b")])
    assert await store.subscriptions.change("id-a", lambda _: None) == (made("a"), None)
    assert await store.subscriptions.change("id-a", lambda found: found) is None
    assert len(await store.subscriptions.take_due(noon, 9, lambda _: None)) == 1
    assert await store.subscriptions.all() == []


async def test_a_source_is_called_for_once_and_after_a_pause(store: Store, noon):
    """A look that is due anyway, or that comes as soon, stays as it is."""
    sources = store.sources
    await sources.sync([Source(id="a", url="https://a.example/feed")])
    assert not await sources.call_for("a", noon, GAP)
    (state,) = await sources.claim_due(noon, 1, LEASE)
    await sources.record(replace(state, last_check=noon, next_check=noon + HOUR))
    assert await sources.call_for("a", noon, GAP)
    assert not await sources.call_for("a", noon, GAP)
    assert not await sources.call_for("b", noon, GAP)
    assert (await sources.states())[0].next_check == noon + GAP
    assert await sources.claim_due(noon, 1, LEASE) == []
    assert len(await sources.claim_due(noon + GAP, 1, LEASE)) == 1


async def test_a_call_during_a_look_outlives_it(store: Store, noon):
    """Unless the look fails; the next one begins with a clean slate."""
    sources = store.sources
    await sources.sync([Source(id="a", url="https://a.example/feed")])
    (state,) = await sources.claim_due(noon, 1, LEASE)
    done = replace(state, last_check=noon, next_check=noon + HOUR)
    assert await sources.call_for("a", noon, GAP)
    assert not await sources.call_for("a", noon, GAP)
    await sources.record(done)
    assert (await sources.states())[0].next_check == noon + GAP
    (state,) = await sources.claim_due(noon + GAP, 1, LEASE)
    await sources.record(done)
    assert (await sources.states())[0].next_check == noon + HOUR
    (state,) = await sources.claim_due(noon + HOUR, 1, LEASE)
    assert await sources.call_for("a", noon + HOUR, GAP)
    await sources.record(replace(state, failures=1, next_check=noon + 5 * HOUR))
    assert (await sources.states())[0].next_check == noon + 5 * HOUR
    assert not await sources.call_for("a", noon + HOUR, GAP)
