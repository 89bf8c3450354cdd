"""The real clients of both platforms, connected to servers on loopback, and what delivers by them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from pydantic import SecretStr

from bot.copies import CopyWatch
from bot.deliver import Deliver
from bot.store.store import Store
from handlers.discord_chat import DiscordChat, DiscordOptions
from handlers.slack_chat import SlackChat, SlackOptions
from tests.fakes.answers import FakeAnswers
from tests.fakes.dice import dice
from tests.fakes.discord_server import TOKEN, DiscordServer
from tests.fakes.house import Clock
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.fakes.words import shipped_phrases


@asynccontextmanager
async def running(
    chat: SlackChat | DiscordChat, server: SlackServer | DiscordServer
) -> AsyncIterator[None]:
    """It listens, and is connected."""
    task = asyncio.create_task(chat.run())
    try:
        await server.connected()
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def slack_chat(server: SlackServer, token: str = BOT_TOKEN, patience: float = 30.0) -> SlackChat:
    """It posts and does not listen."""

    async def first_time(_: str) -> bool:
        return True

    options = SlackOptions(
        bot_token=SecretStr(token),
        app_token=SecretStr(APP_TOKEN),
        api_base=server.api_base,
        patience=patience,
    )
    return SlackChat(options, FakeAnswers(), phrases=shipped_phrases(), once=first_time)


@asynccontextmanager
async def logged_in(server: DiscordServer, patience: float = 45.0) -> AsyncIterator[DiscordChat]:
    """It posts and does not listen."""
    options = DiscordOptions(
        token=SecretStr(TOKEN),
        api_base=server.api_base,
        gateway_url=server.gateway_url,
        patience=patience,
    )
    chat = DiscordChat(options, FakeAnswers(), phrases=shipped_phrases())
    running = asyncio.create_task(chat.run(listen=False))
    before = server.calls.count("GET /oauth2/applications/@me")
    await server.until(lambda: server.calls.count("GET /oauth2/applications/@me") > before)
    await asyncio.sleep(0.02)
    yield chat
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def deliver_of(store: Store, clock: Clock, outlet: SlackChat | DiscordChat) -> Deliver:
    """The way of the cards to one platform."""
    return Deliver(store=store, outlets={outlet.platform: outlet}, clock=clock, random=dice())


def copies_of(store: Store, clock: Clock, outlet: SlackChat | DiscordChat) -> CopyWatch:
    """What takes copies back that come late on one platform."""
    return CopyWatch(store=store, outlets={outlet.platform: outlet}, clock=clock)
