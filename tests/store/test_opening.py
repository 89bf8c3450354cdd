"""What cannot be opened is refused with a sentence that says what to do; nothing is overwritten."""

from __future__ import annotations

import os
import sqlite3

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.store import Store
from tests.fakes.readings import FERRY, ferry


async def refused(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        await Store.open(url)
    return str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["", "vigie.db", "mysql://root:hunter2@host/x", "sqlite:///x.db", "sqlite+aiosqlite://v.db"],
)
async def test_an_address_of_nothing_we_know_is_refused_without_showing_it(url):
    sentence = await refused(url)
    assert "VIGIE_DATABASE_URL" in sentence
    assert "hunter2" not in sentence


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("shopping list " * 200)
    assert "is not a database" in await refused(f"sqlite+aiosqlite:///{file}")
    assert file.read_text() == "shopping list " * 200


async def test_a_damaged_file_is_named(tmp_path, sqlite_url, clock):
    store = await Store.open(sqlite_url, clock)
    for number in range(60):
        await store.archive.keep(
            ferry(number, text=FERRY * 9), article_id=f"{number}", story_id="s"
        )
    await store.close()
    file = tmp_path / "vigie.db"
    size = file.stat().st_size
    with file.open("r+b") as handle:
        handle.seek(4096)
        handle.write(os.urandom(size - 8192))
    assert "is damaged" in await refused(sqlite_url)


async def test_a_folder_is_made_and_one_that_cannot_be_is_named(tmp_path):
    await (await Store.open(f"sqlite+aiosqlite:///{tmp_path}/new/deep/vigie.db")).close()
    (tmp_path / "file").write_text("")
    sentence = await refused(f"sqlite+aiosqlite:///{tmp_path}/file/vigie.db")
    assert "folder" in sentence


async def test_postgresql_that_does_not_answer_is_named_without_the_password(unused_tcp_port):
    sentence = await refused(f"postgresql+asyncpg://me:hunter2@127.0.0.1:{unused_tcp_port}/vigie")
    assert "does not answer" in sentence
    assert "hunter2" not in sentence


@pytest.mark.postgres
async def test_a_postgresql_database_that_is_not_there_is_named(postgres_url):
    assert "not_there" in await refused(postgres_url + "_not_there")


async def test_memory_is_a_store_too(clock):
    store = await Store.open("sqlite+aiosqlite://", clock)
    await store.archive.keep(ferry(), article_id="a", story_id="a")
    assert len(await store.archive.latest()) == 1
    await store.close()


@pytest.mark.parametrize(("way", "level"), [("write", 1), ("promise", 2)])
async def test_the_outbox_is_written_through_to_the_disk(sqlite_url, way, level):
    """NORMAL is 1, FULL is 2."""
    database = await Database.open(sqlite_url)
    async with getattr(database, way)() as connection:
        assert await connection.scalar(text("PRAGMA synchronous")) == level
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
    await database.close()


async def test_a_reader_cannot_write(sqlite_url):
    database = await Database.open(sqlite_url)
    with pytest.raises(StoreError):
        async with database.read() as connection:
            await connection.execute(text("DELETE FROM article"))
    await database.close()


async def test_a_full_disk_is_named_and_the_store_works_again_when_there_is_room(store, url):
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL's disk is its own matter")
    async with store._database.write() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreError, match="disk"):
        await store.archive.keep(ferry(text=FERRY * 900), article_id="a", story_id="a")
    async with store._database.write() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1000000"))
    assert await store.archive.keep(ferry(), article_id="a", story_id="a")


async def test_a_read_then_write_does_not_lose_a_race(sqlite_url, tmp_path):
    """A writer holds the file from its first word on; a second one waits instead of failing."""
    database = await Database.open(sqlite_url)
    other = sqlite3.connect(tmp_path / "vigie.db", timeout=0)
    async with database.write() as connection:
        await connection.scalar(text("SELECT count(*) FROM setting"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO setting VALUES ('a', 'b')")
        await connection.execute(text("INSERT INTO setting VALUES ('a', 'c')"))
    other.close()
    await database.close()
