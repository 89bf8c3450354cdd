"""Each card once, whenever the program dies and whatever becomes of its calls."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deliver import Deliver
from bot.model import Platform
from bot.outlet import Declined, Unsure
from bot.store.outbox import OutboxCounts, delivery_key
from bot.store.store import Store
from tests.fakes.dice import dice
from tests.fakes.house import NOON, Clock
from tests.fakes.outlets import Crash, FakeOutlet, Fuse, Fused, Lost
from tests.fakes.readings import deliveries

SLOTS = ("a", "b")
KEYS = [delivery_key("slack:C1", slot) for slot in SLOTS]
RESTART = timedelta(minutes=3)  # longer than a lease and than history lags behind


def deliver_of(store: object, outlet: object, clock: Clock) -> Deliver:
    return Deliver(store=store, outlets={Platform.SLACK: outlet}, clock=clock, random=dice())


async def crashing_round(url: str, outlet: FakeOutlet, fuse: Fuse) -> None:
    """A program's whole life, up to the crash."""
    store = await Store.open(url)
    fused = SimpleNamespace(
        outbox=Fused(store.outbox, fuse), verdicts=store.verdicts, edits=store.edits
    )
    with suppress(Crash):
        await deliver_of(fused, Fused(outlet, fuse), outlet.clock).round()
    await store.close()


@pytest.mark.parametrize("remembers_keys", [True, False])
@pytest.mark.parametrize("first", [[], [Lost()], [Unsure("gone")]])
async def test_a_crash_at_any_moment_neither_loses_nor_doubles_a_card(
    tmp_path: Path, empty_database: Path, remembers_keys: bool, first: list
):
    """Before and after every call of the store and the platform, with a restart on the same file."""
    moments = 0
    while True:
        url = f"sqlite+aiosqlite:///{shutil.copy(empty_database, tmp_path / f'{moments}.db')}"
        clock = Clock()
        outlet = FakeOutlet(clock, remembers_keys=remembers_keys, script=list(first))
        store = await Store.open(url)
        await store.outbox.add(deliveries("slack:C1", SLOTS, NOON))
        await store.close()
        fuse = Fuse(moments)
        await crashing_round(url, outlet, fuse)
        store = await Store.open(url)
        for _ in range(3):
            clock.now += RESTART
            await deliver_of(store, outlet, clock).round()
        assert outlet.keys() == KEYS, f"crash at moment {moments}"
        assert await store.outbox.counts() == OutboxCounts(sent=2)
        await store.close()
        if not fuse.burnt:
            break
        moments += 1
    assert moments >= 8


OUTCOMES = st.one_of(
    st.none(),
    st.builds(Lost, st.floats(0, 80)),
    st.just(Unsure("no answer")),
    st.builds(Declined, st.just("slow down"), retry_after=st.floats(0, 300)),
    st.just(Declined("no access", permanent=True, closed=True)),
)
# seconds away: around the ends of the back-off, the history's lag, the lease and the key's memory
AWAY = st.sampled_from((0, 6, 40, 95, 105, 130, 250, 500, 1_000, 5_400))
LIVES = st.lists(st.tuples(st.integers(0, 12), AWAY, st.lists(OUTCOMES, max_size=3)), max_size=6)


@settings(max_examples=40, deadline=None)
@given(lives=LIVES, remembers_keys=st.booleans())
def test_no_series_of_crashes_and_failures_loses_or_doubles_a_card(lives, remembers_keys):
    """Lives of the program: when it crashes, how long it is away, what the platform does meanwhile."""
    asyncio.run(live(lives, remembers_keys=remembers_keys))


async def live(lives, *, remembers_keys: bool) -> None:
    clock = Clock()
    outlet = FakeOutlet(clock, remembers_keys=remembers_keys)
    store = await Store.open("sqlite+aiosqlite://", clock)
    try:
        await store.outbox.add(deliveries("slack:C1", SLOTS, NOON))
        for moments, away, script in lives:
            outlet.script = [outcome for outcome in script if outcome is not None]
            fuse = Fuse(moments)
            fused = SimpleNamespace(
                outbox=Fused(store.outbox, fuse), verdicts=store.verdicts, edits=store.edits
            )
            with suppress(Crash):
                await deliver_of(fused, Fused(outlet, fuse), clock).round()
            clock.now += timedelta(seconds=away)
        outlet.script = []
        for _ in range(8):
            clock.now += timedelta(minutes=16)
            await deliver_of(store, outlet, clock).round()
        assert outlet.keys() == KEYS
        assert await store.outbox.counts() == OutboxCounts(sent=2)
    finally:
        await store.close()
