"""A store on an empty file, a clock set by hand, a parser, and both platforms on loopback."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store
from handlers.discord_chat import DiscordChat
from tests.fakes.chats import logged_in
from tests.fakes.discord_server import DiscordServer, discord_server
from tests.fakes.house import Clock
from tests.fakes.slack_server import SlackServer, slack_server


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema and nothing in it."""
    file = tmp_path_factory.mktemp("empty") / "vigie.db"

    async def make() -> None:
        await (await Store.open(f"sqlite+aiosqlite:///{file}")).close()

    asyncio.run(make())
    return file


@pytest.fixture
async def store(tmp_path: Path, empty_database: Path, clock: Clock) -> AsyncIterator[Store]:
    """An open store on a file of its own."""
    file = shutil.copy(empty_database, tmp_path / "vigie.db")
    opened = await Store.open(f"sqlite+aiosqlite:///{file}", clock)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    """A clock set by hand; it begins at noon."""
    return Clock()


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A workspace."""
    async with slack_server() as running:
        yield running


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """A server."""
    async with discord_server() as running:
        yield running


@pytest.fixture
async def discord_chat(discord: DiscordServer) -> AsyncIterator[DiscordChat]:
    """Logged in; it does not listen."""
    async with logged_in(discord) as chat:
        yield chat
