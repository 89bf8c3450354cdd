"""The program itself, killed again and again while it reads and posts: each card exactly once.

It is killed at any moment, and at the worst ones: with a post on its way, before or after the platform
has stored it. In the end it runs on until nothing waits.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.campaign.press import press
from tests.fakes.discord_payloads import CHANNEL as DISCORD_CHANNEL
from tests.fakes.discord_server import TOKEN, DiscordServer, discord_server
from tests.fakes.program import Program, start
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.fakes.slack_server import CHANNEL as SLACK_CHANNEL

MIDWAY = 0.7  # share of the kills that come while a post is under way
ANSWER = 0.25  # seconds a platform takes for a post
LIFE = 6.0  # seconds until a program is killed that posts nothing
REST = 300.0  # seconds in which all that waits must have come, once nobody kills any more


@dataclass(slots=True)
class Chats:
    """Both platforms."""

    discord: DiscordServer
    slack: SlackServer

    def posts(self) -> int:
        """How many posts were begun."""
        return len(self.discord.posted) + len(self.slack.posted)

    def standing(self) -> tuple[Counter[str], Counter[str]]:
        """How often each key stands in the channel, on Discord and on Slack."""
        slack = (m["metadata"]["event_payload"]["key"] for m in self.slack.messages)
        return Counter(m["nonce"] for m in self.discord.messages), Counter(slack)

    def settings(self) -> dict[str, str]:
        """How the program finds them."""
        return {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_BASE": self.discord.api_base,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_BASE": self.slack.api_base,
            "VIGIE_CHANNELS": f"discord:{DISCORD_CHANNEL}\nslack:{SLACK_CHANNEL}",
        }


@asynccontextmanager
async def both_chats() -> AsyncIterator[Chats]:
    """Both platforms, which take a moment for each post."""
    async with discord_server() as discord, slack_server() as slack:
        discord.seconds = slack.seconds = ANSWER
        yield Chats(discord, slack)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands in the channels in the end."""

    articles: int
    cards: tuple[int, int]  # on Discord, on Slack
    odd: list[str]  # keys that do not stand there once
    midway: int  # lives that ended with a post begun
    said: str


async def kill_again_and_again(
    start_one: Callable[[], Awaitable[Program]], chats: Chats, kills: int, random: Random
) -> AsyncIterator[bool]:
    """Start the program and kill it, so many times; say of each whether a post was begun in its life.

    Most are killed with a post under way, the others at any moment.
    """
    loop = asyncio.get_running_loop()
    for _ in range(kills):
        before, midway = chats.posts(), random.random() < MIDWAY
        program = await start_one()
        end = loop.time() + (2 * LIFE if midway else random.uniform(0.2, LIFE))
        while loop.time() < end and not (midway and chats.posts() > before):  # noqa: ASYNC110  # the server tells only of answers
            await asyncio.sleep(0.005)
        if midway:
            await asyncio.sleep(random.uniform(0, 2 * ANSWER))
        posted = chats.posts() > before
        await program.kill()
        yield posted


async def run_out(
    start_one: Callable[[], Awaitable[Program]], chats: Chats, cards: int
) -> tuple[list[str], str]:
    """Let the program run until so many cards stand in each channel.

    Returns:
        The keys that do not stand there once, and what the program said.
    """
    program = await start_one()
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(REST):
                while min(map(len, chats.standing())) < cards:  # noqa: ASYNC110  # two servers
                    await asyncio.sleep(0.2)
        await asyncio.sleep(3)  # what comes twice comes now
    finally:
        program.process.terminate()
        said = await program.end()
    return [key for keys in chats.standing() for key, times in keys.items() if times != 1], said.err


async def killed(folder: Path, kills: int, random: Random) -> Outcome:
    """One article a life; the program is killed so many times, then it runs on to the end."""
    async with both_chats() as chats, press() as news:

        async def start_one() -> Program:
            news.publish("/feed")
            return await start(folder, "run", env={**news.settings(), **chats.settings()})

        lives = kill_again_and_again(start_one, chats, kills, random)
        midway = sum([posted async for posted in lives])
        odd, said = await run_out(start_one, chats, kills + 1)
        cards = tuple(map(len, chats.standing()))
        return Outcome(news.published, (cards[0], cards[1]), odd, midway, said)
