"""Who is at work on a database: a killed process leaves its claims, and nobody else frees them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import Platform, Source
from bot.store.presence import at_work
from bot.store.store import Store
from tests.fakes.readings import deliveries

LEASE = timedelta(minutes=15)


class Alone:
    """Counts how often somebody found that nobody else is at work."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1


async def test_only_who_comes_first_is_alone(tmp_path: Path) -> None:
    """The second finds company; when all have left, the next one is alone again."""
    file, alone = tmp_path / "vigie.db", Alone()
    async with at_work(file, alone), at_work(file, alone):
        assert alone.times == 1
    async with at_work(file, alone):
        assert alone.times == 2


@pytest.mark.parametrize("file", [None, Path("/proc/nowhere/vigie.db")])
async def test_without_a_place_for_the_lock_nobody_is_sure_to_be_alone(file: Path | None) -> None:
    """PostgreSQL, memory, a folder that takes no file: claims end with their lease."""
    alone = Alone()
    async with at_work(file, alone):
        assert alone.times == 0


async def test_claims_of_a_process_that_is_gone_are_free_at_once(tmp_path: Path, noon) -> None:
    """Its source is due again; its card is claimed as one that may have arrived."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'vigie.db'}"
    first = await Store.open(url, lambda: noon)
    await first.sources.sync([Source(id="a", url="https://a.example/feed")])
    await first.outbox.add(deliveries("slack:C1", ["story:1"], noon))
    await first.sources.claim_due(noon, 1, LEASE)
    await first.outbox.claim(noon, 1, LEASE, [Platform.SLACK])
    await first.close()  # and never gave back what it had claimed
    second = await Store.open(url, lambda: noon)
    assert await second.sources.claim_due(noon, 1, LEASE) == []
    async with second.at_work():
        (state,) = await second.sources.claim_due(noon, 1, LEASE)
        (claimed,) = await second.outbox.claim(noon, 1, LEASE, [Platform.SLACK])
    assert state.source.id == "a"
    assert claimed.ambiguous
    await second.close()
