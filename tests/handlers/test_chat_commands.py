"""The real commands, asked over both platforms, answer from the real store."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from pydantic import SecretStr

from bot.answers.cards import article_card
from bot.deliver import Deliver
from bot.model import Delivery
from bot.store.archive import article_id
from bot.store.outbox import delivery_key
from bot.store.rows import identified
from handlers.discord_chat import DiscordChat, DiscordOptions
from handlers.slack_chat import SlackChat, SlackOptions
from tests.contracts.validators import discord_problems, metadata_problems, slack_problems
from tests.fakes import discord_payloads, discord_server, slack_server
from tests.fakes.dice import dice
from tests.fakes.house import House, open_house
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.readings import ferry
from tests.fakes.stories import ferry as story
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


async def delivered(house: House, chat: DiscordChat | SlackChat) -> None:
    """What is queued, posted as the program posts it."""
    outlets = {chat.platform: chat}
    deliver = Deliver(store=house.store, outlets=outlets, clock=house.clock, random=dice())
    report = await deliver.round()
    assert report.sent + report.edited == 1


async def queued(house: House, channel: str) -> str:
    """The card of a kept article is in the outbox as the watch puts it there; gives its key."""
    reading = story()
    key, now = article_id(reading.article.url), house.clock()
    card = article_card(
        identified(reading, key),
        topics=TOPICS,
        actors=ACTORS,
        phrases=shipped_phrases()["en"],
        min_confidence=0.65,
    )
    name = delivery_key(channel, "story:1")
    waiting = Delivery(key=name, channel=channel, slot="story:1", card=card, created=now)
    await house.keep(reading)
    await house.store.outbox.add([waiting])
    return name


async def test_from_a_delivered_card_to_a_verdict_on_discord(tmp_path):
    """Its buttons find the kept sentence, and what is called wrong there is answered no more."""
    channel = discord_payloads.CHANNEL
    async with open_house(tmp_path) as house, discord_server.discord_server() as server:
        key = await queued(house, f"discord:{channel}")
        options = DiscordOptions(
            token=SecretStr(discord_server.TOKEN),
            api_base=server.api_base,
            gateway_url=server.gateway_url,
            settle=0.05,
        )
        chat = DiscordChat(options, house.commands, phrases=shipped_phrases())
        task = asyncio.create_task(chat.run())
        await server.connected()
        await delivered(house, chat)
        await server.press(f"v:{key}:=evidence:0.0")
        await server.until(lambda: len(server.callbacks) == 1)
        await server.press(f"v:{key}:=fact:0.0", values=["2"], private=True)
        await server.until(lambda: len(server.callbacks) == 2)
        await server.press(f"v:{key}:=say:0.2", values=["speaker"], private=True)
        await server.until(lambda: len(server.callbacks) == 3)
        await delivered(house, chat)
        house.clock.now += timedelta(minutes=1)
        await server.slash("quotes", topic="Marchand")
        await server.until(lambda: len(server.callbacks) == 4)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert discord_problems(server.posted[0]) == []
    assert "winter” — **Odile" in str(server.posted[0])
    (changed,) = map(str, server.changes)
    assert "winter” — **Odile" not in changed
    assert "Corrected" in changed
    edit = delivery_key(f"discord:{channel}", f"verdict:{key}:0")
    assert f"v:{edit}:=evidence" in changed  # its buttons go on working
    evidence, menu, thanks, answer = map(str, server.callbacks)
    assert "said Odile Marchand, the French transport" in evidence
    assert "Wrong speaker" in menu
    assert "no longer shown" in thanks
    assert "No quote found" in answer


async def test_from_a_delivered_card_to_a_verdict_on_slack(tmp_path):
    """The same by Slack's form."""
    channel = slack_server.CHANNEL
    async with open_house(tmp_path) as house, slack_server.slack_server() as server:
        key = await queued(house, f"slack:{channel}")
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
        await delivered(house, chat)
        await server.press({"action_id": "act:evidence:0", "value": f"{key}:=evidence:0.0"})
        await server.until(lambda: server.responses)
        await server.press({"action_id": "act:wrong:0", "value": f"{key}:=wrong:0.0"})
        await server.until(lambda: server.views)
        await server.submit(fact="2", verdict="speaker")
        await server.until(lambda: len(server.answers) == 3)
        await delivered(house, chat)
        house.clock.now += timedelta(minutes=1)
        await server.slash("quotes Marchand")
        await server.until(lambda: len(server.responses) == 2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    (changed,) = server.changes
    assert slack_problems(changed["blocks"]) == []
    assert metadata_problems(changed["metadata"]) == []
    assert changed["ts"] == server.messages[0]["ts"]
    assert "winter” — Odile" in server.posted[0]["text"]
    assert "winter” — Odile" not in changed["text"]
    assert "Corrected" in changed["text"]
    assert "said Odile Marchand, the French transport" in server.responses[0]["text"]
    assert "no longer shown" in str(server.answers[2])
    assert "No quote found" in server.responses[1]["text"]
