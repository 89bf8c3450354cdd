"""A program that is killed loses nothing it said it had kept."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import Platform
from bot.store.outbox import delivery_key
from bot.store.store import Store

WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from bot.store.store import Store
from tests.fakes.readings import deliveries, ferry

async def main():
    store = await Store.open(sys.argv[1])
    print("ready", flush=True)
    for number in range(int(sys.argv[2]), 10**9):
        cards = deliveries("slack:C1", [f"story:{number}"], datetime(2026, 11, 24, tzinfo=UTC))
        await store.archive.keep(
            ferry(number), article_id=str(number), story_id=str(number), deliveries=cards
        )
        print(number, flush=True)

asyncio.run(main())
"""


async def write_and_die(url: str, first: int, after: float) -> list[int]:
    """Let a program keep articles and kill it; give the numbers it acknowledged."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WRITER,
        url,
        str(first),
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    await asyncio.sleep(after)
    process.kill()
    lines = (await process.stdout.read()).decode().split("\n")[:-1]
    await process.wait()
    return [int(line) for line in lines]


@pytest.mark.slow
async def test_every_acknowledged_article_is_there_whole_after_a_kill(sqlite_url):
    acknowledged: list[int] = []
    for after in (0.05, 0.2, 0.35):
        acknowledged += await write_and_die(sqlite_url, len(acknowledged) * 10, after)
    assert len(acknowledged) > 3
    store = await Store.open(sqlite_url)
    try:
        for number in acknowledged:
            reading = await store.archive.reading(str(number))
            assert reading is not None
            assert (len(reading.quotes), len(reading.figures), len(reading.positions)) == (1, 1, 1)
            key = delivery_key("slack:C1", f"story:{number}")
            assert await store.outbox.find(key) is not None
        counts = await store.archive.counts()
        queued = (await store.outbox.counts()).pending
        assert counts.articles == counts.quotes == queued
        assert counts.articles - len(acknowledged) in range(4)  # kept, killed before saying so
        lease = datetime(2026, 11, 25, tzinfo=UTC) - datetime(2026, 11, 24, tzinfo=UTC)
        now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        (head,) = await store.outbox.claim(now, 5, lease, tuple(Platform))
        assert head.delivery.slot == f"story:{acknowledged[0]}"
    finally:
        await store.close()
