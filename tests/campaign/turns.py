"""Processes that take turns: only one moves between two moments, and any of them may die there.

A moment stands before and after every transaction and every call of a platform, and around every
statement inside a transaction. What moves next is drawn from a seed, so that a schedule can be run
again exactly, although the database underneath is a real one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.store.database import Database
from bot.store.verdicts import Verdicts
from tests.campaign.world import Chat
from tests.fakes.outlets import Crash

SETTLED = 8  # turns of the event loop after which whoever can move has come to a moment


@dataclass(slots=True)
class Stage:
    """Where processes take turns. `between` is called before each turn: time may pass there."""

    random: Random
    between: Callable[[], None]
    waiting: list[asyncio.Future[None]] = field(default_factory=list)
    busy: int = 0  # transactions under way

    async def play(self, lives: Iterable[Coroutine[Any, Any, object]]) -> None:
        """Let processes run to their end, by turns; one that crashes has ended."""
        tasks = [asyncio.create_task(_life(life)) for life in lives]
        while True:
            await self._settle()
            # what ran beside a crash in the same process was cancelled, and moves no more
            self.waiting = [turn for turn in self.waiting if not turn.done()]
            if not self.waiting:
                break
            self.between()
            turn = self.waiting.pop(self.random.randrange(len(self.waiting)))
            turn.set_result(None)
        await asyncio.gather(*tasks)

    async def _settle(self) -> None:
        quiet = 0
        while quiet < SETTLED:
            await asyncio.sleep(0.0002 if self.busy else 0)
            quiet = 0 if self.busy else quiet + 1


async def _life(work: Coroutine[Any, Any, object]) -> None:
    with suppress(Crash):
        await work


@dataclass(eq=False, slots=True)
class Process:
    """One process: it dies at the `dies_at`-th of its moments, with everything it does."""

    stage: Stage
    dies_at: int | None = None
    moments: int = 0

    def enter(self, stage: Stage, dies_at: int | None) -> None:
        """Begin a round on a stage."""
        self.stage, self.dies_at, self.moments = stage, dies_at, 0

    @property
    def dead(self) -> bool:
        """True once it crashed."""
        return self.dies_at is not None and self.moments > self.dies_at

    def moment(self) -> None:
        """A moment at which it may die."""
        self.moments += 1
        if self.dead:
            raise Crash

    async def turn(self) -> None:
        """A moment at which others may move."""
        self.moment()
        waits = asyncio.get_running_loop().create_future()
        self.stage.waiting.append(waits)
        await waits
        if self.dead:
            raise Crash


class WatchedDatabase:
    """A database whose transactions are made of moments."""

    def __init__(self, inner: Database, process: Process) -> None:
        self._inner = inner
        self._process = process

    def read(self) -> AbstractAsyncContextManager[Any]:
        """As the database does."""
        return self._watched(self._inner.read)

    def promise(self) -> AbstractAsyncContextManager[Any]:
        """As the database does."""
        return self._watched(self._inner.promise)

    def write(self) -> AbstractAsyncContextManager[Any]:
        """As the database does."""
        return self._watched(self._inner.write)

    @asynccontextmanager
    async def _watched(self, begin: Callable[[], Any]) -> AsyncIterator[Any]:
        await self._process.turn()
        self._process.stage.busy += 1
        try:
            async with begin() as connection:
                self._process.moment()
                yield _WatchedConnection(connection, self._process)
                self._process.moment()  # whoever dies here leaves nothing behind
        finally:
            self._process.stage.busy -= 1
        await self._process.turn()


class _WatchedConnection:
    """Each statement with a moment before and after."""

    def __init__(self, inner: Any, process: Process) -> None:
        self._inner = inner
        self._process = process
        self.dialect = inner.dialect

    async def execute(self, *given: Any) -> Any:
        return await self._moments(self._inner.execute(*given))

    async def scalars(self, *given: Any) -> Any:
        return await self._moments(self._inner.scalars(*given))

    async def scalar(self, *given: Any) -> Any:
        return await self._moments(self._inner.scalar(*given))

    async def _moments(self, call: Coroutine[Any, Any, Any]) -> Any:
        try:
            self._process.moment()
        except Crash:
            call.close()
            raise
        answer = await call
        self._process.moment()
        return answer


class WatchedVerdicts:
    """The verdicts on facts; to ask for them is a moment, also where a card shows no fact."""

    def __init__(self, inner: Verdicts, process: Process) -> None:
        self._inner = inner
        self._process = process

    async def fallen(self, facts: Collection[str]) -> frozenset[str]:
        """As the verdicts do."""
        await self._process.turn()
        return await self._inner.fallen(facts)


class WatchedChat:
    """A platform whose calls are moments. A call that was begun is made, whoever dies then."""

    def __init__(self, inner: Chat, process: Process) -> None:
        self._inner = inner
        self._process = process
        self.platform, self.remembers_keys = inner.platform, inner.remembers_keys

    async def post(self, *given: Any) -> Any:
        """As the platform does."""
        self._process.moment()
        answer = await self._inner.post(*given)
        await self._process.turn()
        return answer

    async def find(self, *given: Any) -> Any:
        """As the platform does."""
        self._process.moment()
        answer = await self._inner.find(*given)
        await self._process.turn()
        return answer

    async def copies(self, *given: Any) -> Any:
        """As the platform does."""
        self._process.moment()
        answer = await self._inner.copies(*given)
        await self._process.turn()
        return answer

    async def take_back(self, *given: Any) -> Any:
        """As the platform does."""
        self._process.moment()
        answer = await self._inner.take_back(*given)
        await self._process.turn()
        return answer
