"""`make soak`: the program at work for a while among random faults; its memory stays flat, no card is lost.

Feeds grow, servers and platforms fail at random, and mend. Each minute the memory of the program and of
its parser is told. In the end all faults are over, and every article's card stands in both channels once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median

from tests.campaign.kills import Chats, both_chats
from tests.campaign.press import Press, press
from tests.fakes.discord_server import Fault
from tests.fakes.http_server import Answer, drip, raw, reset, status
from tests.fakes.program import Program, start
from tests.fakes.slack_server import SlackFault

SOURCES, ARTICLES = 60, 25  # feeds; articles a minute
WARM = 0.25  # share of the time after which memory counts
GROWTH = 0.05  # of memory that is no leak: the allocator's own play
REST = 300.0  # seconds in which all that waits must have come at the end
PAGE = 4096  # bytes

# Not 403 and 404: a source that is forbidden or not there is asked again after an hour only.
BROKEN: tuple[Answer, ...] = (
    status(500),
    status(503, {"Retry-After": "2"}),
    status(429, {"Retry-After": "3"}),
    reset,
    drip,
    raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss>"),
    raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"),
    status(200, {"Content-Type": "text/html"}, b"<html><body>We will be back</body></html>"),
)


async def soak(folder: Path, minutes: float, random: Random) -> bool:
    """Let the program work; True when its memory stayed flat and every card came once."""
    async with both_chats() as chats, press() as news:
        chats.discord.seconds = chats.slack.seconds = 0.02
        for number in range(SOURCES):
            news.publish(f"/feed/{number}")
        settings = {
            **chats.settings(),
            **news.settings(),
            "VIGIE_EVERY": "3s",
            "VIGIE_TIMEOUT": "3s",
        }
        program = await start(folder, "run", env=settings)
        steps = round(minutes * 60)
        memory: list[tuple[float, ...]] = []
        healing: list[tuple[int, str, Answer]] = []
        for second in range(steps):
            await asyncio.sleep(1)
            for _, path, answer in [each for each in healing if each[0] <= second]:
                news.server.routes[path] = answer
            healing = [each for each in healing if each[0] > second]
            _disturb(news, chats, random, healing, second)
            memory.append(_memory(program))
            if second % 60 == 59:
                _tell(second // 60 + 1, memory[-60:], news, chats)
        for _, path, answer in healing:
            news.server.routes[path] = answer
        chats.discord.faults, chats.slack.faults = [], []
        complete = await _ends(chats, news.published)
        program.process.terminate()
        said = await program.end()
        return _judge(memory, news, chats, complete, said.err)


def _disturb(
    news: Press, chats: Chats, random: Random, healing: list[tuple[int, str, Answer]], now: int
) -> None:
    """A second in the life of the world."""
    if random.random() < ARTICLES / 60:
        free = [path for path in news.feeds if all(path != each[1] for each in healing)]
        news.publish(random.choice(free))
    if random.random() < 0.15:
        newest = f"/a/{news.published}"
        path = random.choice([*news.feeds, *[newest] * 5])
        if all(path != each[1] for each in healing):
            # an article that fails three times is not posted
            heals = now + (random.randint(2, 5) if path == newest else random.randint(2, 20))
            healing.append((heals, path, news.server.routes[path]))
            news.server.routes[path] = random.choice(BROKEN)
    if random.random() < 0.05 and len(chats.discord.faults) < 3:
        chats.discord.faults.append(Fault(status=500, stored=random.random() < 0.5))
    if random.random() < 0.01 and len(chats.slack.faults) < 3:
        slow_down = SlackFault(error="ratelimited", status=429, retry_after=2)
        chats.slack.faults.append(random.choice([SlackFault(stored=True), slow_down]))


async def _ends(chats: Chats, cards: int) -> bool:
    end = asyncio.get_running_loop().time() + REST
    while min(map(len, chats.standing())) < cards:
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(0.5)
    await asyncio.sleep(3)
    return True


def _memory(program: Program) -> tuple[float, ...]:
    """Megabytes the program and each of its children hold."""
    held = []
    for pid in (program.process.pid, *program.children()):
        try:
            statm = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
        except OSError:
            continue  # a parser that was just replaced
        held.append(int(statm.split()[1]) * PAGE / 1e6)
    return tuple(held)


def _tell(minute: int, memory: list[tuple[float, ...]], news: Press, chats: Chats) -> None:
    discord, slack = map(len, chats.standing())
    parts = " + ".join(f"{held:.0f}" for held in memory[-1])
    _say(
        f"minute {minute}: {median(map(sum, memory)):.1f} MB ({parts}), {_polls(news)} polls,"
        f" {news.published} articles, cards {discord} and {slack}"
    )


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a command's own output


def _polls(news: Press) -> int:
    return sum(path.startswith("/feed/") for path in news.server.paths())


def _judge(
    memory: list[tuple[float, ...]], news: Press, chats: Chats, complete: bool, said: str
) -> bool:
    warm = [sum(held) for held in memory[int(len(memory) * WARM) :]]
    part = max(1, len(warm) // 5)
    before, after = median(warm[:part]), median(warm[-part:])
    odd = [key for keys in chats.standing() for key, times in keys.items() if times != 1]
    _say(f"memory {before:.1f} -> {after:.1f} MB ({after / before - 1:+.1%})")
    _say(f"{_polls(news)} polls, {news.published} articles, {len(odd)} not once, {complete=}")
    _say(f"lines the program said: {len(said.splitlines())}, the last: {said.splitlines()[-1:]}")
    return complete and not odd and after / before - 1 < GROWTH


def main() -> None:
    """Soak for as long as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        flat = asyncio.run(soak(Path(folder), asked.minutes, Random(asked.seed)))  # noqa: S311
    sys.exit(0 if flat else "The memory grew, or a card was lost or doubled.")


if __name__ == "__main__":
    main()
