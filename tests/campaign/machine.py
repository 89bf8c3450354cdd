"""Each card exactly once: schedules of crashes, faults and clocks over the real outbox and delivery.

A schedule queues cards, lets platforms fail, time pass and clocks jump, and runs one or two processes
that deliver and may die at any moment. In the end all faults are over, and every card has come once,
in its channel's order; one that every platform refuses is given up with a reason.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.attempts import COPIES, STALE
from bot.copies import CopyWatch
from bot.deliver import Deliver
from bot.model import Delivery, DeliveryState, Platform
from bot.outlet import Declined, Unsure
from bot.store.copies import Copies
from bot.store.outbox import Outbox
from bot.store.store import Store
from tests.campaign.turns import Process, Stage, WatchedChat, WatchedDatabase, WatchedVerdicts
from tests.campaign.world import BAD, LATEST, OVERDUE, SLOWEST, Chat, Lost, Time
from tests.fakes.dice import dice
from tests.fakes.house import emptied
from tests.fakes.outlets import Crash
from tests.fakes.readings import deliveries

CHANNELS = ("discord:1", "discord:2", "slack:C1", "slack:C2")
PLATFORMS = (Platform.DISCORD, Platform.SLACK)
OUTCOMES = st.one_of(
    st.none(),
    st.builds(Lost, st.sampled_from((0.0, 1.0, 20.0, LATEST, 130.0, 500.0, OVERDUE))),
    st.just(Unsure("status 500")),
    st.builds(Declined, st.just("status 429"), retry_after=st.sampled_from((0.0, 2.0, 300.0))),
    st.just(Declined("no access", permanent=True, closed=True)),
)
# seconds: around the ends of the back-off, the history's lag, the lease and the memory for keys
AWAY = st.sampled_from((1, 6, 40, 95, 105, 130, 200, 500, 1_000, 5_400, 40_000))
STALLS = {"none": (0,), "short": (0, 0, 0, 1, 4), "long": (0,) * 12 + (2, 30, 80, 130, 400)}
WRONG = st.sampled_from((-3_600.0, 0.0, 86_400.0))  # seconds the wall clock is ahead
DEATHS = st.one_of(st.none(), st.integers(0, 25))
LONGEST = 400  # rounds until all that waits must have come: an hour's wait after a jump included


@dataclass(slots=True)
class Ground:
    """What schedules are run on: one event loop, and two ways to one database."""

    loop: asyncio.Runner
    stores: tuple[Store, Store]
    is_file: bool  # claims of dead processes are freed when one starts alone
    made: type[Deliver] = Deliver
    watches: type[CopyWatch] = CopyWatch
    schedules: int = 0
    done: Callable[[int], None] = lambda _: None  # is told the number of schedules so far


@dataclass(slots=True)
class Life:
    """One process from its start to its death."""

    process: Process
    deliver: Deliver
    copies: CopyWatch

    async def round(self) -> None:
        """All it has to do now."""
        await self.deliver.round()
        await self.copies.round()


class Schedule(RuleBasedStateMachine):
    """One schedule."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.time = Time()
        self.chats = {platform: Chat(platform, self.time) for platform in PLATFORMS}
        self.queued: dict[str, list[str]] = {channel: [] for channel in CHANNELS}
        self.alive: dict[int, Life] = {}
        self.random = Random(0)  # noqa: S311
        self.stalls_left = 0
        self.ground.loop.run(emptied(self.ground.stores[0]))

    def teardown(self) -> None:
        """Mend everything, and look whether each card came."""
        try:
            self.settle()
            self.check()
        except AssertionError as error:
            error.add_note("\n".join(["What happened:", *self.time.journal[-80:]]))
            raise
        finally:
            self.ground.schedules += 1
            self.ground.done(self.ground.schedules)

    @initialize(
        lag=st.sampled_from((0.0, 5.0, SLOWEST)),
        seed=st.integers(0, 2**32),
        channels=st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=5),
        troubles=st.lists(OUTCOMES, min_size=1, max_size=4),
    )
    def begin(self, lag: float, seed: int, channels: list[str], troubles: list[Any]) -> None:
        """Something is at stake from the start: cards wait, and not every call goes well."""
        self.chats[Platform.SLACK].lag = lag
        self.random = Random(seed)  # noqa: S311
        for channel in channels:
            self.queue(channel, bad=False)
        for chat in self.chats.values():
            chat.script = list(troubles)

    @rule(channel=st.sampled_from(CHANNELS), bad=st.sampled_from((False, False, False, True)))
    def queue(self, channel: str, bad: bool) -> None:
        slots = self.queued[channel]
        slots.append(f"{BAD if bad else 'card'}:{len(slots)}")
        new = deliveries(channel, slots[-1:], self.time())
        assert self.ground.loop.run(self.ground.stores[0].outbox.add(new)) == 1

    @rule(platform=st.sampled_from(PLATFORMS), outcomes=st.lists(OUTCOMES, min_size=1, max_size=4))
    def fail(self, platform: Platform, outcomes: list[Any]) -> None:
        self.chats[platform].script = outcomes

    @rule(platform=st.sampled_from(PLATFORMS), times=st.integers(1, 3))
    def hide_history(self, platform: Platform, times: int) -> None:
        self.chats[platform].blind = times

    @rule(platform=st.sampled_from(PLATFORMS), hours=st.integers(1, 12))
    def go_down(self, platform: Platform, hours: int) -> None:
        self.chats[platform].down_until = self.time.true + hours * 3600.0

    @rule(seconds=AWAY)
    def wait(self, seconds: int) -> None:
        self.time.true += seconds

    @precondition(lambda self: self.nothing_is_under_way())
    @rule(wrong=WRONG)
    def jump(self, wrong: float) -> None:
        self.time.wrong = wrong
        self.time.note(f"the wall clock jumps and is {wrong:.0f} s ahead")

    @rule(dies_at=DEATHS, stalls=st.sampled_from(sorted(STALLS)))
    def deliver(self, dies_at: int | None, stalls: str) -> None:
        """One process works, alone or not."""
        self.play({0: dies_at}, stalls)

    @rule(first=DEATHS, second=DEATHS, stalls=st.sampled_from(sorted(STALLS)))
    def deliver_both(self, first: int | None, second: int | None, stalls: str) -> None:
        """Two processes work at once."""
        self.play({0: first, 1: second}, stalls)

    @rule(which=st.integers(0, 1))
    def end(self, which: int) -> None:
        """A process ends as it should."""
        self.time.note(f"process {which} ends")
        self.alive.pop(which, None)

    def nothing_came_twice(self, *, overdue: bool = False) -> None:
        """No key stands there twice; with `overdue` not even by a call that landed long after it."""
        for chat in self.chats.values():
            there = Counter(m.key for m in chat.messages if overdue or not m.overdue)
            doubled = [key for key, n in there.items() if n > 1]
            assert not doubled, f"doubled: {doubled}"

    def nothing_is_under_way(self) -> bool:
        """True when every call has landed and is shown.

        A wall clock that jumps in the minute and a half before that can make a look back come early.
        """
        landed = max((m.at for chat in self.chats.values() for m in chat.messages), default=0.0)
        return self.time.true >= landed + SLOWEST

    def play(self, deaths: Mapping[int, int | None], stalls: str) -> None:
        """A round of each process; one that died is started anew."""
        self.stalls_left = 8
        stage = Stage(self.random, lambda: self.pass_time(STALLS[stalls]))
        for which, dies_at in deaths.items():
            if which not in self.alive:
                self.alive[which] = self.started(which, stage)
            self.alive[which].process.enter(stage, dies_at)
        self.ground.loop.run(stage.play(self.alive[which].round() for which in deaths))
        for which in deaths:
            if self.alive[which].process.dead:
                self.time.note(f"process {which} dies")
                del self.alive[which]
        self.nothing_came_twice()

    def started(self, which: int, stage: Stage) -> Life:
        """A new process; on a file it frees what was claimed when nobody else is at work."""
        store = self.ground.stores[which]
        if self.ground.is_file and not self.alive:
            self.ground.loop.run(store._free())
        process = Process(stage)
        watched = copy(store)
        watched.outbox = Outbox(WatchedDatabase(store._database, process))
        watched.verdicts = WatchedVerdicts(store.verdicts, process)
        watched.copies = Copies(WatchedDatabase(store._database, process))
        outlets = {name: WatchedChat(chat, process) for name, chat in self.chats.items()}
        made = self.ground.made(store=watched, outlets=outlets, clock=self.time, random=dice())
        copies = self.ground.watches(store=watched, outlets=outlets, clock=self.time)
        return Life(process, made, copies)

    def pass_time(self, stalls: tuple[int, ...]) -> None:
        """A process is held up for a while, a few times in a round."""
        seconds = self.random.choice(stalls) if self.stalls_left else 0
        self.time.true += seconds
        self.stalls_left -= seconds > 0

    def settle(self) -> None:
        """All faults end; one process works on until nothing waits."""
        for chat in self.chats.values():
            chat.script, chat.blind, chat.down_until = [], 0, 0.0
        for _ in range(LONGEST):
            self.time.true += 16 * 60.0
            self.play({0: None}, "none")
            counts = self.ground.loop.run(self.ground.stores[0].outbox.counts())
            if not counts.pending and not counts.in_flight:
                break
        if self.ground.loop.run(self.ground.stores[0].copies.count()):
            self.time.true += max(OVERDUE, COPIES[-1].total_seconds()) + 16 * 60.0
            self.play({0: None}, "none")

    def check(self) -> None:
        """Every card is there once, in order; what is not is given up, with a reason."""
        self.nothing_came_twice(overdue=True)
        for channel, slots in self.queued.items():
            found = self.ground.loop.run(self.ground.stores[0].outbox.for_slots(slots))
            mine = {each.slot: each for each in found if each.channel == channel}
            good = [slot for slot in slots if not slot.startswith(BAD)]
            for slot in slots:
                self.check_state(mine[slot], good=slot in good)
            stale = {slot for slot in good if mine[slot].state is DeliveryState.PARKED}
            platform, _, id_ = channel.partition(":")
            there = sorted(self.chats[Platform(platform)].messages, key=lambda m: m.at)
            came = [m.key for m in there if m.channel == id_]
            assert came == [mine[s].key for s in good if s not in stale], (
                f"{channel}: lost, or out of order"
            )

    def check_state(self, each: Delivery, *, good: bool) -> None:
        """A card that can be taken is sent, unless its platform took nothing for days."""
        said = f"{each.channel} {each.slot} is {each.state}: {each.error}"
        if each.error.startswith("tried"):
            assert each.state is DeliveryState.PARKED, said
            assert self.time() - each.created > STALE, said
        elif good:
            assert each.state is DeliveryState.SENT, said
        else:
            assert (each.state, each.error) == (DeliveryState.PARKED, "invalid form"), said


@contextmanager
def ground_on(url: str) -> Iterator[Ground]:
    """The database at `url`, which loses what it holds."""
    ours = logging.getLogger("bot")
    before = ours.level
    ours.setLevel(logging.CRITICAL)  # failing is what schedules are for
    with asyncio.Runner() as loop:
        loop.get_loop().set_exception_handler(_but_crashes)
        stores = (loop.run(Store.open(url)), loop.run(Store.open(url)))
        try:
            yield Ground(loop, stores, is_file=url.startswith("sqlite"))
        finally:
            ours.setLevel(before)
            for store in stores:
                loop.run(store.close())


def _but_crashes(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Nobody asks the tasks of a dead process how they ended."""
    if not isinstance(context.get("exception"), Crash):
        loop.default_exception_handler(context)


def run_schedules(ground: Ground, number: int, start: int, *, shrink: bool = True) -> None:
    """Run so many schedules, drawn from the seed `start`; the first that fails is shown.

    With `shrink` it is made small first, which takes up to five minutes.

    Raises:
        AssertionError: when a card was lost, doubled or out of order.
    """
    machine = seed(start)(type("Drawn", (Schedule,), {"ground": ground}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=number,
            stateful_step_count=20,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
