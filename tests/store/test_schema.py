"""The schema in code and the migrations agree, and a migration happens whole or not at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.errors import StoreError
from bot.model import Source
from bot.store.archive import article_id
from bot.store.database import Database
from bot.store.migrate import HERE, _config, downgrade, is_current, upgrade
from bot.store.schema import metadata
from bot.store.store import Store
from tests.fakes.readings import ferry

SEARCH = ("article_search", "ix_article_search", "search", "alembic_version")


def _ours(_, name, kind, *__):
    return not (kind in ("table", "column", "index") and name and name.startswith(SEARCH))


def differences(connection):
    options = {"include_object": _ours, "compare_type": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


async def keep(store):
    reading = ferry()
    key = article_id(reading.article.url)
    return await store.archive.keep(reading, article_id=key, story_id=key)


async def test_all_migrations_together_make_the_schema_in_code(store):
    async with store._database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_tables_that_a_query_walks_have_their_indexes(store):
    async with store._database.read() as connection:
        found = await connection.run_sync(lambda c: inspect(c).get_indexes("fact"))
    assert {index["name"] for index in found} == {
        "ix_fact_kind_published",
        "ix_fact_kind_topic_published",
    }


async def test_every_migration_goes_down_and_up_again_on_a_filled_database(store):
    await keep(store)
    async with store._database.write() as connection:
        await connection.run_sync(downgrade, "base")
        left = set(await connection.run_sync(lambda c: inspect(c).get_table_names()))
        await connection.run_sync(upgrade)
        assert await connection.run_sync(is_current)
    assert left == {"alembic_version"}
    assert await keep(store)
    assert len(await store.archive.search("ferry")) == 1


async def test_the_newest_migration_goes_down_and_up_again_alone(store):
    await keep(store)
    await store.sources.sync([Source(id="a", url="https://a.example/feed")])
    async with store._database.write() as connection:
        await connection.run_sync(downgrade, "0001")
        assert not await connection.run_sync(is_current)
        assert "arrangement" not in await connection.run_sync(
            lambda c: inspect(c).get_table_names()
        )
        await connection.run_sync(upgrade)
        assert await connection.run_sync(differences) == []
    assert len(await store.sources.states()) == 1
    assert len(await store.archive.search("ferry")) == 1


async def test_every_migration_goes_down_and_up_again_by_itself(store):
    """Step by step, on a filled database."""
    await keep(store)
    steps = [step.revision for step in ScriptDirectory(str(HERE)).walk_revisions()]
    for step, before in pairwise([*steps, "base"]):
        async with store._database.write() as connection:
            await connection.run_sync(downgrade, before)
            await connection.run_sync(command_to, step)
            await connection.run_sync(downgrade, before)
    async with store._database.write() as connection:
        await connection.run_sync(upgrade)
        assert await connection.run_sync(differences) == []


def command_to(connection, revision):
    command.upgrade(_config(connection), revision)


async def half_way(database):
    async with database.write() as connection:
        await connection.run_sync(upgrade)
        await connection.execute(text("SELECT * FROM not_there"))


async def test_a_migration_that_fails_half_way_changes_nothing(sqlite_url):
    database = Database(sqlite_url)
    with pytest.raises(StoreError):
        await half_way(database)
    async with database.read() as connection:
        assert await connection.run_sync(lambda c: inspect(c).get_table_names()) == []
    await database.close()
    await (await Store.open(sqlite_url)).close()


async def test_a_newer_schema_is_refused_and_left_alone(url, store):
    newer = "UPDATE alembic_version SET version_num = {}"
    async with store._database.write() as connection:
        current = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        await connection.execute(text(newer.format("'9999'")))
    with pytest.raises(StoreError, match="newer version of Vigie"):
        await Store.open(url)
    async with store._database.write() as connection:
        await connection.execute(text(newer.format(f"'{current}'")))
    await (await Store.open(url)).close()


async def test_what_was_kept_before_is_counted(store):
    """The migration counts the facts of every article once; then they are counted as they come."""
    await keep(store)
    before = await store.archive.counts()
    assert before.quotes + before.figures + before.positions > 0
    async with store._database.write() as connection:
        await connection.run_sync(downgrade, "0004")
        await connection.run_sync(upgrade)
    assert await store.archive.counts() == before
    await store.archive.forget(article_id(ferry().article.url))
    after = await store.archive.counts()
    assert (after.articles, after.quotes, after.figures, after.positions) == (0, 0, 0, 0)
