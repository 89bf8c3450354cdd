"""A copy is checked before it is trusted, private, and never destroys what was there."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from bot.errors import StoreError
from bot.store.backup import backup, restore
from bot.store.store import Store
from tests.fakes.readings import ferry


async def filled(url, clock, count=3):
    store = await Store.open(url, clock)
    for number in range(count):
        await store.archive.keep(ferry(number), article_id=str(number), story_id="s")
    return store


async def articles(url):
    store = await Store.open(url)
    try:
        return (await store.archive.counts()).articles
    finally:
        await store.close()


async def test_a_copy_made_while_the_store_writes_is_whole_and_private(sqlite_url, tmp_path, clock):
    store = await filled(sqlite_url, clock)
    copy = tmp_path / "copy.db"
    copy.write_text("an older copy")

    async def keep_on():
        for number in range(10, 30):
            await store.archive.keep(ferry(number), article_id=str(number), story_id="s")

    await asyncio.gather(keep_on(), backup(sqlite_url, copy))
    await store.close()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert 3 <= await articles(f"sqlite+aiosqlite:///{copy}") <= 23
    assert sorted(path.name for path in tmp_path.glob("*.part*")) == []


async def test_a_copy_takes_the_place_of_the_database_which_is_kept_beside(
    sqlite_url, tmp_path, clock
):
    await (await filled(sqlite_url, clock)).close()
    copy = tmp_path / "copy.db"
    await backup(sqlite_url, copy)
    await (await filled(sqlite_url, clock, 7)).close()
    beside = await restore(copy, sqlite_url)
    assert await articles(sqlite_url) == 3
    assert await articles(f"sqlite+aiosqlite:///{beside}") == 7
    again = await restore(copy, sqlite_url)
    assert again != beside
    assert await articles(f"sqlite+aiosqlite:///{beside}") == 7


async def test_a_damaged_database_makes_way_for_its_copy(sqlite_url, tmp_path, clock):
    await (await filled(sqlite_url, clock)).close()
    copy = tmp_path / "copy.db"
    await backup(sqlite_url, copy)
    (tmp_path / "vigie.db").write_bytes(b"rubbish" * 999)
    beside = await restore(copy, sqlite_url)
    assert beside is not None
    assert beside.read_bytes() == b"rubbish" * 999
    assert await articles(sqlite_url) == 3


async def test_where_no_database_was_the_copy_is_put(sqlite_url, tmp_path, clock):
    await (await filled(sqlite_url, clock)).close()
    await backup(sqlite_url, tmp_path / "copy.db")
    elsewhere = f"sqlite+aiosqlite:///{tmp_path}/new/vigie.db"
    assert await restore(tmp_path / "copy.db", elsewhere) is None
    assert await articles(elsewhere) == 3


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "damaged", "newer"])
async def test_what_is_no_sound_copy_changes_nothing(sqlite_url, tmp_path, clock, kind):
    await (await filled(sqlite_url, clock, 40)).close()
    bad = tmp_path / "bad.db"
    if kind == "text":
        bad.write_text("hello " * 999)
    elif kind in ("damaged", "newer"):
        shutil.copy(tmp_path / "vigie.db", bad)
    if kind == "damaged":
        with bad.open("r+b") as handle:
            handle.seek(8192)
            handle.write(os.urandom(bad.stat().st_size - 16_384))
    if kind in ("foreign", "newer"):
        with closing(sqlite3.connect(bad)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num)")
            connection.execute("DELETE FROM alembic_version")
            if kind == "newer":
                connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    with pytest.raises(StoreError):
        await restore(bad, sqlite_url)
    assert await articles(sqlite_url) == 40
    assert list(tmp_path.glob("*before*")) == []


async def test_a_database_in_use_is_not_replaced(sqlite_url, tmp_path, clock):
    store = await filled(sqlite_url, clock)
    await backup(sqlite_url, tmp_path / "copy.db")
    async with store._database.write():
        with pytest.raises(StoreError, match="in use"):
            await restore(tmp_path / "copy.db", sqlite_url)
    assert (await store.archive.counts()).articles == 3
    await store.close()


async def test_a_copy_onto_itself_or_of_nothing_is_refused(sqlite_url, tmp_path, clock):
    with pytest.raises(StoreError, match="no database"):
        await backup(sqlite_url, tmp_path / "copy.db")
    await (await filled(sqlite_url, clock)).close()
    with pytest.raises(StoreError, match="itself"):
        await backup(sqlite_url, tmp_path / "vigie.db")
    with pytest.raises(StoreError, match="could not be written"):
        await backup(sqlite_url, tmp_path / "no" / "copy.db")
    assert await articles(sqlite_url) == 3


async def test_postgresql_is_pointed_to_its_own_tool(tmp_path):
    url = "postgresql+asyncpg://me@127.0.0.1/vigie"
    with pytest.raises(StoreError, match="pg_dump"):
        await backup(url, tmp_path / "copy.db")
    with pytest.raises(StoreError, match="pg_restore"):
        await restore(tmp_path / "copy.db", url)
