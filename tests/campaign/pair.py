"""Two programs on one PostgreSQL database share many sources: nothing read or posted twice.

One of them may be killed; what it had claimed returns with its leases, and the other goes on.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from bot.clock import utc_now
from bot.watch import LEASE
from tests.campaign.kills import Chats, both_chats
from tests.campaign.press import Press, press
from tests.fakes.program import Program, start

QUIET = 40.0  # seconds after which only what the dead program claimed is claimed since its death
PATIENCE = 600.0  # seconds until all cards must stand there


@dataclass(frozen=True, slots=True)
class Shared:
    """What two programs did together."""

    articles: int
    kept: int
    read_again: int  # pages asked for more than once
    cards: tuple[int, int]  # on Discord, on Slack
    odd: int  # keys that do not stand there once
    looked: tuple[int, ...]  # sources each program looked at, as the server saw them


async def shared(
    folder: Path,
    url: str,
    *,
    sources: int,
    each: int,
    kill_after: int | None = None,
) -> Shared:
    """Let two programs watch and deliver until every card stands in both channels.

    Args:
        folder: an empty one.
        url: the database, which is empty.
        sources: how many feeds there are ...
        each: ... and how many articles each has at first.
        kill_after: one program is killed when so many cards stand on Discord; its claims on sources
            end once the other has done all else, those on cards in their own time.
    """
    async with both_chats() as chats, press() as news:
        chats.discord.seconds = chats.slack.seconds = 0.0
        for number in range(sources):
            news.publish(f"/feed/{number}", each)
        common = {**chats.settings(), **news.settings(), "VIGIE_DATABASE_URL": url}
        common["VIGIE_EVERY"] = "20s"
        programs = []
        for name in ("first", "second"):
            named = {**common, "VIGIE_CONTACT": f"https://{name}.example/"}
            programs.append(await start(folder, "run", "--only", "watch,deliver", env=named))
        await _work(programs, url, news, chats, kill_after)
        await asyncio.sleep(3)  # what comes twice comes now
        for program in programs:
            program.process.terminate()
            await program.end()
        agents = [asked.headers.get("user-agent", "") for asked in news.server.asked]
        both = chats.standing()
        return Shared(
            articles=news.published,
            kept=await ask(url, "SELECT count(*) FROM article") or 0,
            read_again=sum(times - 1 for times in news.read().values()),
            cards=(len(both[0]), len(both[1])),
            odd=sum(times != 1 for keys in both for times in keys.values()),
            looked=tuple(sum(name in a for a in agents) for name in ("first", "second")),
        )


async def _work(
    programs: list[Program], url: str, news: Press, chats: Chats, kill_after: int | None
) -> None:
    """Wait until every card stands in both channels; kill the first program on the way."""
    loop = asyncio.get_running_loop()
    end, died = loop.time() + PATIENCE, None
    while loop.time() < end:
        await asyncio.sleep(0.1)
        standing = tuple(map(len, chats.standing()))
        if min(standing) >= news.published:
            return
        if kill_after is not None and len(programs) == 2 and standing[0] >= kill_after:
            await programs.pop(0).kill()
            died = utc_now()
        if died is not None and utc_now() - died > timedelta(seconds=QUIET):
            await end_leases(url, died)
            died = None


async def end_leases(url: str, died: datetime) -> None:
    """As if a quarter of an hour had passed for the claims of a dead program on sources.

    No claim of the living is as old as its death by now; claims on cards wait for themselves.
    """
    oldest = (died + LEASE).isoformat()
    await ask(url, f"UPDATE source SET lease_until = NULL WHERE lease_until <= '{oldest}'")  # noqa: S608


async def ask(url: str, statement: str) -> int | None:
    """Run one statement; give the first value of its answer."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        value: int | None = await connection.fetchval(statement)
        return value
    finally:
        await connection.close()
