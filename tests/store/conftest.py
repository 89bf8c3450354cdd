"""A store on SQLite for every test, and on PostgreSQL when a server answers."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import delete
from sqlalchemy.engine import make_url

from bot.store.schema import metadata
from bot.store.store import Store

ADMIN = "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"


async def _run(statement: str) -> str:
    """Run one statement as an admin; give why it could not be run."""
    url = make_url(os.environ.get("VIGIE_TEST_POSTGRES", ADMIN)).set(drivername="postgresql")
    try:
        connection = await asyncpg.connect(url.render_as_string(hide_password=False), timeout=3)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        return f"no PostgreSQL: {type(error).__name__}"
    await connection.execute(statement)
    await connection.close()
    return ""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of our own on the server, for this run only."""
    name = f"vigie_test_{uuid4().hex[:12]}"
    if problem := asyncio.run(_run(f"CREATE DATABASE {name}")):
        pytest.skip(problem)
    asyncio.run(_run(f"ALTER DATABASE {name} SET synchronous_commit = off"))  # for speed
    url = make_url(os.environ.get("VIGIE_TEST_POSTGRES", ADMIN)).set(database=name)
    yield url.render_as_string(hide_password=False)
    asyncio.run(_run(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """The address of a file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path}/vigie.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request) -> str:
    """The address of an empty database on either engine."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory) -> Path:
    """An SQLite file with the schema and nothing in it: copying it is faster than making one."""
    file = tmp_path_factory.mktemp("ready") / "vigie.db"

    async def make() -> None:
        await (await Store.open(f"sqlite+aiosqlite:///{file}")).close()

    asyncio.run(make())
    return file


@pytest.fixture
async def store(url, clock, ready_file) -> AsyncIterator[Store]:
    """An open store without anything in it."""
    if url.startswith("sqlite"):
        shutil.copy(ready_file, url.removeprefix("sqlite+aiosqlite:///"))
    opened = await Store.open(url, clock)
    if url.startswith("postgresql"):
        async with opened._database.write() as connection:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(delete(table))
    yield opened
    await opened.close()
