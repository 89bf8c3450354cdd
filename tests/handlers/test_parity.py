"""One question, three places: the terminal, Discord and Slack say the same, and nothing more."""

from __future__ import annotations

import asyncio
import html
import io
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from rich.console import Console

from bot.answers.cards import article_card
from bot.model import Card, Platform, Reading, Span, Stance
from bot.outlet import Posted
from handlers.discord_chat import DiscordChat, DiscordOptions
from handlers.registry import NAMES
from handlers.slack_chat import SlackChat, SlackOptions
from handlers.terminal import Terminal
from tests.contracts.validators import discord_problems, slack_problems
from tests.fakes.discord_payloads import CHANNEL
from tests.fakes.discord_server import TOKEN, DiscordServer, discord_server
from tests.fakes.house import SOMEBODY, House, open_house
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.fakes.slack_server import CHANNEL as SLACK_CHANNEL
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
    "source": "!source list",
    "watch": "!watch try ferry",
    "mute": "!mute",
    "quiet": "!quiet",
    "lang": "!lang",
    "tz": "!tz",
    "cap": "!cap",
    "announce": "!announce",
    "why": "!why https://phare.example/ferry",
    "help": "!help positions",
}
FOR_ADMINS = {"unmute"}  # anybody else is told who they are on their platform


@dataclass
class Everywhere:
    """The same house behind three chats."""

    house: House
    discord: DiscordServer
    slack: SlackServer
    chats: tuple[DiscordChat, SlackChat]

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


def words_of(card: Card) -> list[str]:
    """What must be read wherever a card is: the words of its items, and where they come from."""
    names = ("text", "words", "speaker", "actor", "evidence", "what", "reported_by", "summary")
    found = [card.title, card.footer]
    for section in card.sections:
        found.append(section.heading)
        for item in section.items:
            found += [getattr(item, name, None) or "" for name in names]
            origin = getattr(item, "origin", None)
            found += [origin.source] if origin else []
    lines = [line for words in found for line in words.splitlines()]
    return [" ".join(line.split()) for line in lines if line.strip()]


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
        yield Everywhere(house, one, other, chats)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_every_command_gives_the_same_facts_everywhere(everywhere):
    """Each word of an answer's items is read in all three places, and no other quoted word is."""
    assert set(QUESTIONS) | FOR_ADMINS == set(NAMES)
    house = everywhere.house
    for name, question in QUESTIONS.items():
        house.clock.now += timedelta(minutes=2)
        card = await house.commands.reply(question, replace(SOMEBODY, platform=Platform.TERMINAL))
        assert card is not None
        assert card.kind == "answer" or name == "digest", name
        shown = {"discord": await everywhere.on_discord(question)}
        shown["slack"], shown["slack, read aloud"] = await everywhere.on_slack(question)
        shown["terminal"] = await everywhere.in_the_terminal(question)
        for place, text in shown.items():
            plainly = " ".join(text.split())
            lacking = [words for words in words_of(card) if words not in plainly]
            assert not lacking, (name, place)
            assert quoted(text) == quoted(shown["terminal"]), (name, place)


LOCALES = {"en": "en-US", "fr": "fr", "de": "de", "es": "es-ES", "it": "it"}


@pytest.mark.parametrize("code", LOCALES)
async def test_everybody_on_discord_is_answered_in_their_own_language(everywhere, code):
    """Answer, evidence, both menus of a verdict, and an error that only the asker sees."""
    words, discord = shipped_phrases()[code], everywhere.discord
    title = words.titles.positions.format(about=TOPICS.name("ferry", code))

    async def pressed_on_discord(custom_id: str, **given: Any) -> str:
        before = len(discord.callbacks)
        await discord.press(custom_id, locale=LOCALES[code], private=True, **given)
        await discord.until(lambda: len(discord.callbacks) > before)
        return json.dumps(discord.callbacks[-1], ensure_ascii=False)

    await discord.slash("positions", locale=LOCALES[code], topic="ferry")
    await discord.until(lambda: discord.callbacks)
    (answer,) = discord.callbacks
    assert title in seen_on_discord(answer["data"])
    ids = re.findall(r'"custom_id": "([^"]+)"', json.dumps(answer))
    evidence = next(each for each in ids if ":=evidence" in each)
    wrong = next(each for each in ids if ":=wrong" in each)
    about = words.titles.evidence.format(about=title)
    assert about in re.sub(r"\\\\", "", await pressed_on_discord(evidence))
    assert words.buttons.which in await pressed_on_discord(wrong)
    fault = words.faults.stance
    assert fault in await pressed_on_discord(wrong.replace("wrong", "fact"), values=["0"])
    everywhere.house.clock.now += timedelta(minutes=2)
    await discord.slash("unmute", locale=LOCALES[code], topic="ferry")
    await discord.until(lambda: len(discord.callbacks) > 4)
    assert discord.callbacks[-1]["data"]["flags"] & 64  # seen by the asker alone
    refused = words.settings.say.admins_only.partition("{who}")[0][:20]
    assert refused in seen_on_discord(discord.callbacks[-1]["data"])


@pytest.mark.parametrize("code", LOCALES)
async def test_everybody_on_slack_is_answered_in_their_own_language(everywhere, code):
    """Answer, evidence, the form for a verdict, an error that only the asker sees, and Home."""
    words, slack = shipped_phrases()[code], everywhere.slack
    title = words.titles.positions.format(about=TOPICS.name("ferry", code))
    slack.locale = LOCALES[code]
    await slack.say("!positions ferry")
    await slack.until(lambda: slack.posted)
    assert title in slack.posted[-1]["text"]
    buttons = {
        element["text"]["text"]: element
        for block in slack.posted[-1]["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }
    for label in (words.buttons.evidence, words.buttons.wrong):
        button = buttons[label]
        await slack.press({"action_id": button["action_id"], "value": button["value"]})
    await slack.until(lambda: slack.responses and slack.views)
    assert words.titles.evidence.format(about=title) in html.unescape(slack.responses[-1]["text"])
    assert words.buttons.which in json.dumps(slack.views[-1], ensure_ascii=False)
    everywhere.house.clock.now += timedelta(minutes=2)
    await slack.slash("unmute ferry")
    await slack.until(lambda: len(slack.responses) > 1)
    assert slack.responses[-1]["response_type"] == "ephemeral"
    refused = words.settings.say.admins_only.partition("{who}")[0][:20]
    assert refused in html.unescape(slack.responses[-1]["text"])
    await slack.event({"type": "app_home_opened", "tab": "home", "user": "UPERSON", "channel": "D"})
    await slack.until(lambda: len(slack.views) > 1)
    home = json.dumps(slack.views[-1], ensure_ascii=False)
    assert words.commands["positions"].summary in home


HOSTILE = (
    "@everyone @here <@1> <@&2> <#3> <!channel> <!here> <@U1> <!subteam^S1> "
    "**b** __u__ ~~s~~ ||x|| `c` ```d``` # h > q - l [bank](https://evil.example) "
    "<https://evil.example|bank> <t:0:R> </delete:4> *s* _i_ &lt;!channel&gt; "
    "\u202egnp.exe \u2066x\u2069 \u200b\u00ad\U000e0041 z" + "\u0301" * 40
)


@pytest.mark.parametrize("title", [HOSTILE, "é@everyone **x** " * 640_000], ids=["signs", "10 MB"])
async def test_a_hostile_article_only_shows_its_words(everywhere, title):
    """Its words ping nobody, format nothing, link nowhere and break no card, however many they are."""
    reading = ferry(url="https://evil.example/3", source="The Vell Post")
    text = f"{HOSTILE} France opposes the ferry."
    article = replace(reading.article, title=title, text=text, source_name=HOSTILE, image=None)
    span = Span(0, len(text))
    position = replace(
        reading.positions[0], actor_name=HOSTILE, evidence=span, cue=Span(len(text) - 26, len(text))
    )
    quote = replace(reading.quotes[0], span=span, speaker=None, speaker_name=HOSTILE)
    hostile = Reading(article=article, quotes=(quote,), positions=(position,), sentences=(span,))
    card = article_card(
        hostile, topics=TOPICS, actors=ACTORS, phrases=shipped_phrases()["en"], min_confidence=0
    )
    began = time.monotonic()
    assert isinstance(await everywhere.chats[0].post(CHANNEL, card, "k" * 20), Posted)
    assert isinstance(await everywhere.chats[1].post(SLACK_CHANNEL, card, "k" * 20), Posted)
    assert time.monotonic() - began < 5
    (sent,) = everywhere.discord.posted
    assert discord_problems(sent) == []
    assert sent["allowed_mentions"] == {"parse": []}
    raw = json.dumps(sent["components"], ensure_ascii=False)
    bare = re.sub(r"\\\\[^0-9A-Za-z\s]", "", raw)  # what is escaped does nothing
    assert not re.search(r"[@`|~]|<[@#!t/:]|\]\(https://evil|://evil\.example\|", bare)
    (told,) = everywhere.slack.posted
    assert slack_problems(told["blocks"]) == []
    assert not re.search(r"[<>]", told["text"])
    assert "mrkdwn" not in json.dumps(told["blocks"])
    everything = raw + json.dumps(told["blocks"], ensure_ascii=False) + told["text"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u00ad\U000e0041]", everything)
    assert "\u0301" * 5 not in everything
