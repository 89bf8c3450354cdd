"""One question, three places: the terminal, Discord and Slack say the same, and nothing more."""

from __future__ import annotations

import asyncio
import html
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from rich.console import Console

from bot.model import Card, Stance
from handlers.discord_chat import DiscordChat, DiscordOptions
from handlers.registry import NAMES
from handlers.slack_chat import SlackChat, SlackOptions
from handlers.terminal import Terminal
from tests.contracts.validators import discord_problems, slack_problems
from tests.fakes.discord_server import TOKEN, DiscordServer, discord_server
from tests.fakes.house import House, open_house
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.fakes.stories import ferry
from tests.fakes.words import shipped_phrases

QUESTIONS = {
    "positions": "!positions ferry",
    "who": "!who Italy",
    "changes": "!changes ferry",
    "quotes": "!quotes Marchand",
    "figures": "!figures harbour",
    "latest": "!latest 5",
    "search": "!search islands",
    "digest": "!digest since:2026-01-01",
    "sources": "!sources",
    "topics": "!topics ferry",
    "status": "!status",
    "accuracy": "!accuracy",
    "help": "!help positions",
}


@dataclass
class Everywhere:
    """The same house behind three chats."""

    house: House
    discord: DiscordServer
    slack: SlackServer

    async def on_discord(self, question: str) -> str:
        self.house.clock.now += timedelta(minutes=2)
        before = len(self.discord.posted)
        await self.discord.say(question)
        await self.discord.until(lambda: len(self.discord.posted) > before)
        (sent,) = self.discord.posted[before:]
        assert discord_problems(sent) == []
        return seen_on_discord(sent)

    async def on_slack(self, question: str) -> tuple[str, str]:
        """What the blocks show, and what the top-level text says."""
        self.house.clock.now += timedelta(minutes=2)
        before = len(self.slack.posted)
        await self.slack.say(question.replace("&", "&amp;"))
        await self.slack.until(lambda: len(self.slack.posted) > before)
        (sent,) = self.slack.posted[before:]
        assert slack_problems(sent["blocks"]) == []
        return seen_in_blocks(sent["blocks"]), html.unescape(sent["text"])

    async def in_the_terminal(self, question: str) -> str:
        self.house.clock.now += timedelta(minutes=2)
        out = io.StringIO()
        terminal = Terminal(
            self.house.commands, phrases=shipped_phrases(), console=Console(file=out, width=500)
        )
        await terminal.run(io.StringIO(question + "\n"))
        return out.getvalue()


def seen_on_discord(sent: Any) -> str:
    """The words of a message as Discord's client shows them."""

    def words(part: Any) -> str:
        if isinstance(part, list):
            return "\n".join(map(words, part))
        return "\n".join((part.get("content", ""), words(part.get("components", []))))

    text = re.sub(r"\]\(https?://[^)]*\)", "]", words(sent["components"]))
    text = re.sub(r"(?m)^(#{1,3}|>|-#) ", "", text).replace("**", "")
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


def seen_in_blocks(part: Any) -> str:
    """The words of blocks in order."""
    if isinstance(part, list):
        return "".join(map(seen_in_blocks, part))
    inner = part.get("text", "")
    own = seen_in_blocks(inner) if isinstance(inner, dict) else inner
    end = "\n" if part.get("type") in ("plain_text", "rich_text_quote") else ""
    skipped = [] if part.get("type") == "actions" else part.get("elements", [])
    return own + seen_in_blocks(skipped) + end


def quoted(text: str) -> list[str]:
    """All that stands between quotation marks, in order."""
    return re.findall(r"“([^”]+)”", " ".join(text.split()))


def claims(card: Card) -> list[str]:
    """The words of every item that must be read wherever the card is."""
    names = ("text", "words", "speaker", "actor", "evidence", "what", "reported_by", "summary")
    found = [card.title, card.footer]
    for section in card.sections:
        found.append(section.heading)
        for item in section.items:
            found += [value for name in names if (value := getattr(item, name, None))]
            origin = getattr(item, "origin", None)
            found += [origin.source] if origin else []
    return [" ".join(line.split()) for words in found if words for line in words.splitlines()]


@pytest.fixture
async def everywhere(tmp_path: Path) -> AsyncIterator[Everywhere]:
    async with open_house(tmp_path) as house, discord_server() as one, slack_server() as other:
        now = ferry(url="https://phare.example/2", source="Der Kai", french=Stance.OPPOSE)
        later = now.article.published + timedelta(hours=20)
        await house.keep(ferry(), replace(now, article=replace(now.article, published=later)))
        discord = DiscordOptions(
            token=SecretStr(TOKEN),
            api_base=one.api_base,
            gateway_url=one.gateway_url,
            settle=0.05,
        )
        slack = SlackOptions(
            bot_token=SecretStr(BOT_TOKEN),
            app_token=SecretStr(APP_TOKEN),
            api_base=other.api_base,
        )

        async def once(_: str) -> bool:
            return True

        chats = (
            DiscordChat(discord, house.commands, phrases=shipped_phrases()),
            SlackChat(slack, house.commands, phrases=shipped_phrases(), once=once),
        )
        tasks = [asyncio.create_task(chat.run()) for chat in chats]
        await one.connected()
        await other.connected()
        yield Everywhere(house, one, other)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_every_command_gives_the_same_facts_everywhere(everywhere):
    """Each word of an answer's items is read in all three places, and no other quoted word is."""
    assert set(QUESTIONS) >= set(NAMES) - {"watch", "watches", "mute", "lang", "tz", "source", "why"}
    for name, question in QUESTIONS.items():
        shown = {"discord": await everywhere.on_discord(question)}
        shown["slack"], shown["slack, read aloud"] = await everywhere.on_slack(question)
        shown["terminal"] = await everywhere.in_the_terminal(question)
        card = await everywhere.house.desk.positions("ferry", asker()) if name == "x" else None
        assert card is None
        reference = quoted(shown["terminal"])
        for place, text in shown.items():
            assert quoted(text) == reference, (name, place)
