"""The second reader for a command that keeps nothing: its budget counts for the command alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clock import utc_now
from bot.errors import SourceError
from bot.model import Reading
from bot.second.ledger import MemoryLedger
from bot.second.reader import SecondReader
from config.made import asking_of, chat_of, recipe_of, second_of
from config.reader import read_again
from config.settings import Settings


@asynccontextmanager
async def opened(
    settings: Settings, ledger: MemoryLedger | None = None
) -> AsyncIterator[SecondReader | None]:
    """The second reader while a command runs; None when no model is set.

    Raises:
        SettingsError: when a prompt's file is wrong.
    """
    chat = chat_of(settings)
    if chat is None:
        yield None
        return
    recipe, alone = recipe_of(settings), settings.reader_facts == "model"

    async def again(
        reading: Reading, answers: tuple[str, ...], reader: str
    ) -> Reading | SourceError:
        return read_again(recipe, reading, answers, reader, alone)

    async with chat:
        asking = asking_of(settings, chat, ledger or MemoryLedger(), utc_now)
        yield second_of(settings, asking, again)
