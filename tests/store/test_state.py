"""Sources, channels and the notebook: what is remembered over a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.model import Channel, Platform, Source, SourceState, Validators
from bot.store.store import Store

LEASE = timedelta(minutes=15)


def source(name: str, url: str = "") -> Source:
    return Source(id=name, url=url or f"https://{name}.example/feed")


async def ids(store, now):
    return [state.source.id for state in await store.sources.claim_due(now, 10, LEASE)]


async def test_a_source_is_claimed_once_and_comes_back_with_its_record(store, noon):
    await store.sources.sync([source("a"), source("b")])
    (first,) = await store.sources.claim_due(noon, 1, LEASE)
    assert first == SourceState(source=source("a"))
    assert await ids(store, noon) == ["b"]
    assert await ids(store, noon) == []
    state = replace(
        first,
        validators=Validators(etag='W/"x"'),
        next_check=noon + timedelta(hours=1),
        recent=(noon, noon - timedelta(hours=2)),
        failures=2,
        error="no answer",
        articles=7,
    )
    await store.sources.record(state)
    assert (await store.sources.states())[0] == state
    assert await ids(store, noon + timedelta(minutes=16)) == ["b"]  # its claim has ended
    claimed = await store.sources.claim_due(noon + timedelta(hours=1), 10, LEASE)
    assert state in claimed


async def test_what_is_no_longer_configured_is_known_but_not_looked_at(store, noon):
    await store.sources.sync([source("a"), source("b")])
    await store.sources.adopt([source("a/child"), source("b/child"), source("a")])
    await store.sources.sync([source("a")])
    assert [state.source.id for state in await store.sources.states()] == ["a", "a/child"]
    assert sorted(await ids(store, noon)) == ["a", "a/child"]
    await store.sources.sync([source("b")])
    assert [state.source.id for state in await store.sources.states()] == ["b", "b/child"]


async def test_a_new_configuration_keeps_what_was_learnt_unless_the_address_changed(store, noon):
    await store.sources.sync([source("a")])
    state = replace(
        (await store.sources.states())[0],
        validators=Validators(etag="x"),
        next_check=noon + timedelta(days=1),
        disabled=True,
        articles=3,
    )
    await store.sources.record(state)
    named = replace(source("a"), name="A paper", every=60.0)
    await store.sources.sync([named])
    assert await store.sources.states() == [replace(state, source=named)]
    moved = source("a", "https://elsewhere.example/feed")
    await store.sources.sync([moved])
    (fresh,) = await store.sources.states()
    assert (fresh.validators, fresh.disabled, fresh.articles) == (Validators(), False, 3)
    assert await ids(store, noon) == ["a"]


async def test_a_source_switched_off_during_a_look_stays_off(store, noon):
    await store.sources.sync([source("a")])
    (state,) = await store.sources.claim_due(noon, 1, LEASE)
    assert await store.sources.switch("a", on=False)
    await store.sources.record(state)
    assert await ids(store, noon) == []
    assert (await store.sources.states())[0].disabled
    assert await store.sources.switch("a", on=True)
    assert await ids(store, noon) == ["a"]
    assert not await store.sources.switch("unknown", on=True)


async def test_two_programs_claim_each_source_once(url, store, noon):
    await store.sources.sync([source(f"s{n}") for n in range(40)])
    other = await Store.open(url)
    try:
        taken = await asyncio.gather(
            *(each.sources.claim_due(noon, 5, LEASE) for _ in range(6) for each in (store, other))
        )
    finally:
        await other.close()
    found = [state.source.id for batch in taken for state in batch]
    assert len(found) == len(set(found))


async def test_a_channel_keeps_the_day_it_was_first_seen(store, noon):
    channel = Channel(platform=Platform.SLACK, id="C1")
    await store.channels.sync([channel], noon)
    await store.channels.sync([channel, replace(channel, id="C2")], noon + LEASE)
    assert await store.channels.first_seen("slack:C1") == noon
    assert await store.channels.first_seen("slack:C2") == noon + LEASE
    assert await store.channels.first_seen("slack:C3") is None


async def test_the_notebook_keeps_the_last_value(store):
    for key in ("mute", "k" * 5_000):
        assert await store.notebook.get(key) is None
        await store.notebook.set(key, "on")
        await store.notebook.set(key, "off \x00")
        assert await store.notebook.get(key) == "off \ufffd"
        await store.notebook.remove(key)
        assert await store.notebook.get(key) is None


async def test_an_event_counts_once_until_it_is_forgotten(store, noon):
    minute = timedelta(minutes=1)
    assert await store.notebook.once("e1", noon, minute)
    assert not await store.notebook.once("e1", noon + minute / 2, minute)
    assert await store.notebook.once("e2", noon, minute)
    assert await store.notebook.once("e1", noon + minute, minute)


async def test_what_was_kept_is_there_after_a_restart(url, store, noon):
    await store.notebook.set("mute", "on")
    other = await Store.open(url)
    assert await other.notebook.get("mute") == "on"
    await other.close()


async def test_hastened_sources_are_due_at_once_but_for_those_told_to_wait(store, noon):
    await store.sources.sync([source("a"), source("b")])
    later = noon + timedelta(hours=1)
    for state in await store.sources.claim_due(noon, 10, LEASE):
        failed = 1 if state.source.id == "b" else 0
        await store.sources.record(replace(state, next_check=later, failures=failed))
    assert await ids(store, noon) == []
    await store.sources.hasten(noon)
    assert await ids(store, noon) == ["a"]


async def test_an_event_is_seen_until_it_is_forgotten(store, noon):
    assert not await store.notebook.seen("e", noon)
    await store.notebook.once("e", noon, timedelta(days=1))
    assert await store.notebook.seen("e", noon + timedelta(hours=23))
    assert not await store.notebook.seen("e", noon + timedelta(days=1))
