"""A database that goes away, is held by another program or is full: clear words, and nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.deliver import Deliver
from bot.errors import StoreError
from bot.model import Platform
from bot.store.outbox import OutboxCounts
from bot.store.store import Store
from tests.fakes.dice import dice
from tests.fakes.house import NOON, Clock, emptied
from tests.fakes.outlets import FakeOutlet
from tests.fakes.postgres import run
from tests.fakes.readings import deliveries, ferry

CHANNELS = [f"slack:C{number}" for number in range(6)]
SLOTS = ("a", "b", "c")


async def cut_off(url: str) -> None:
    """End every connection to the database, as a restart of the server does."""
    name = make_url(url).database
    await run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608


@pytest.mark.postgres
async def test_after_a_restart_of_postgresql_the_next_call_connects_anew(postgres_url, clock):
    """Whoever was between two calls notices nothing."""
    store = await Store.open(postgres_url, clock)
    try:
        await emptied(store)
        await asyncio.gather(*(store.archive.counts() for _ in range(5)))
        await cut_off(postgres_url)
        assert await store.archive.keep(ferry(), article_id="a", story_id="a")
        await cut_off(postgres_url)
        assert (await store.archive.counts()).articles == 1
    finally:
        await store.close()


@pytest.mark.postgres
async def test_while_postgresql_takes_nobody_a_call_waits_for_it(postgres_url, clock):
    """For up to a minute."""
    store = await Store.open(postgres_url, clock)
    name = make_url(postgres_url).database
    try:
        await emptied(store)
        await run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await cut_off(postgres_url)
        keeping = asyncio.create_task(store.archive.keep(ferry(), article_id="a", story_id="a"))
        await asyncio.sleep(1.0)
        assert not keeping.done()
        await run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert await keeping
    finally:
        await run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await store.close()


@pytest.mark.postgres
async def test_each_card_comes_once_while_postgresql_goes_away_again_and_again(postgres_url):
    """A claim, a mark or a look may fail; what was posted is found again."""
    clock = Clock()
    store = await Store.open(postgres_url, clock)
    outlet = FakeOutlet(clock)
    deliver = Deliver(store=store, outlets={Platform.SLACK: outlet}, clock=clock, random=dice())
    try:
        await emptied(store)
        for channel in CHANNELS:
            await store.outbox.add(deliveries(channel, SLOTS, NOON))
        for rest in (0.0, 0.005, 0.01, 0.02, 0.03, 0.05):
            working = asyncio.create_task(deliver.round())
            await asyncio.sleep(rest)
            await cut_off(postgres_url)
            with suppress(StoreError):
                await working
            clock.now += timedelta(minutes=3)
        for _ in range(8):
            await deliver.round()
            clock.now += timedelta(minutes=16)
        assert await store.outbox.counts() == OutboxCounts(sent=len(CHANNELS) * len(SLOTS))
        assert set(Counter(outlet.keys()).values()) == {1}
    finally:
        await store.close()


async def test_a_file_another_program_holds_is_named_and_used_again_when_it_lets_go(
    sqlite_url, tmp_path, monkeypatch, clock
):
    """After a while of waiting; nothing that was kept is lost."""
    monkeypatch.setattr("bot.store.engine.BUSY", 100)
    store = await Store.open(sqlite_url, clock)
    await store.archive.keep(ferry(1), article_id="a", story_id="a")
    with closing(sqlite3.connect(tmp_path / "vigie.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            await store.archive.keep(ferry(2), article_id="b", story_id="b")
        with pytest.raises(StoreError, match="in use by another program"):
            await store.outbox.add(deliveries("slack:C1", SLOTS, NOON))
        other.execute("COMMIT")
    assert await store.archive.keep(ferry(2), article_id="b", story_id="b")
    assert await store.outbox.add(deliveries("slack:C1", SLOTS, NOON)) == len(SLOTS)
    assert (await store.archive.counts()).articles == 2
    await store.close()


async def test_a_full_disk_loses_no_queued_card_and_no_mark(sqlite_url, clock):
    """What could not be written is said; what was there goes on when there is room."""
    store = await Store.open(sqlite_url, clock)
    await store.outbox.add(deliveries("slack:C1", SLOTS, NOON))
    pages = text("PRAGMA page_count")
    async with store._database.promise() as connection:
        full = await connection.scalar(pages)
        await connection.execute(text(f"PRAGMA max_page_count = {full}"))
    many = [f"{number}:{'x' * 2_000}" for number in range(100)]
    with pytest.raises(StoreError, match="disk"):
        await store.outbox.add(deliveries("slack:C1", many, NOON))
    async with store._database.promise() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1000000"))
        assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"
    found = await store.outbox.claim(NOON, 9, timedelta(seconds=100), (Platform.SLACK,))
    assert [claimed.delivery.slot for claimed in found] == ["a"]
    await store.close()
