"""A store on SQLite for every test, and on PostgreSQL when a server answers."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.fakes.house import emptied


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
        await emptied(opened)
    yield opened
    await opened.close()
