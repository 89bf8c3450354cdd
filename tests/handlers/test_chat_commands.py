"""The real commands, asked over both platforms, answer from the real store."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from pydantic import SecretStr

from handlers.discord_chat import DiscordChat, DiscordOptions
from handlers.slack_chat import SlackChat, SlackOptions
from tests.contracts.validators import discord_problems, slack_problems
from tests.fakes import discord_server, slack_server
from tests.fakes.house import open_house
from tests.fakes.readings import ferry
from tests.fakes.words import shipped_phrases


async def test_positions_asked_on_discord_are_answered_from_the_store(tmp_path):
    """Through discord.py to the store and back: the card holds the kept sentence."""
    async with open_house(tmp_path) as house, discord_server.discord_server() as server:
        await house.keep(ferry())
        options = DiscordOptions(
            token=SecretStr(discord_server.TOKEN),
            api_base=server.api_base,
            gateway_url=server.gateway_url,
            settle=0.05,
        )
        chat = DiscordChat(
            options, house.commands, phrases=shipped_phrases(), memory=house.store.notebook
        )
        task = asyncio.create_task(chat.run())
        await server.connected()
        await server.say("!positions ferry")
        await server.until(lambda: server.posted)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert discord_problems(server.posted[0]) == []
    assert "Spain opposes the ferry subsidy" in str(server.posted[0]).replace("**", "")


async def test_positions_asked_on_slack_are_answered_from_the_store(tmp_path):
    """Through slack-bolt to the store and back, once, though told twice."""
    async with open_house(tmp_path) as house, slack_server.slack_server() as server:
        await house.keep(ferry())
        options = SlackOptions(
            bot_token=SecretStr(slack_server.BOT_TOKEN),
            app_token=SecretStr(slack_server.APP_TOKEN),
            api_base=server.api_base,
        )

        async def once(event_id: str) -> bool:
            return await house.store.notebook.once(event_id, house.clock(), timedelta(hours=1))

        chat = SlackChat(options, house.commands, phrases=shipped_phrases(), once=once)
        task = asyncio.create_task(chat.run())
        await server.connected()
        said = await server.say("!positions ferry")
        await server.until(lambda: server.posted)
        await server.deliver("events_api", said["payload"])
        await server.until(lambda: len(server.acks) == 2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert len(server.posted) == 1
    assert slack_problems(server.posted[0]["blocks"]) == []
    assert "Spain opposes the ferry subsidy" in server.posted[0]["text"]
