"""Foreign bytes are parsed where they can be killed: worker processes with a deadline.

A page that makes a parser hang, crash or eat memory costs its own answer and a new process, never
the event loop and never another page.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import resource
from collections.abc import Callable
from types import TracebackType
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.errors import SourceError, Unreadable

DEADLINE = 20.0  # seconds of wall time for one document
MEMORY = 2 * 1024**3  # bytes of address space of one worker
TASKS = 2_000  # documents after which a worker is replaced: leaks end there
NICE = 10  # the event loop goes first

P = ParamSpec("P")
R = TypeVar("R")


def _prepare() -> None:
    """Bound the worker's memory and let others go first."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.nice(NICE)


class Parser:
    """Runs top-level functions in worker processes. Use as an async context manager."""

    def __init__(self, workers: int = 1, deadline: float = DEADLINE) -> None:
        """`workers` processes; each call is killed after `deadline` seconds."""
        self._workers = workers
        self._deadline = deadline
        self._pool: ProcessPool | None = None

    async def __aenter__(self) -> Parser:
        """Make the pool; its processes start with the first call."""
        self._pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=TASKS,
            initializer=_prepare,
            context=multiprocessing.get_context("spawn"),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the processes, at once when the work was broken off."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it open
            await asyncio.to_thread(self._pool.join)

    async def run(
        self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R | SourceError:
        """Call `function` in a worker; a hang, a crash or an exception is an `Unreadable`."""
        if self._pool is None:
            return Unreadable("The parser is closed.")
        future = self._pool.schedule(
            function, args=list(args), kwargs=dict(kwargs), timeout=self._deadline
        )
        try:
            answer: R = await asyncio.wrap_future(future)
        except TimeoutError:
            return Unreadable(
                f"The document could not be read within {self._deadline:.0f} seconds."
            )
        except ProcessExpired:
            return Unreadable("The document made the parser fail.")
        except asyncio.CancelledError:
            future.cancel()  # type: ignore[no-untyped-call]  # pebble leaves it open
            raise
        except Exception as error:  # noqa: BLE001  # a parser may raise anything on foreign bytes
            return Unreadable(f"The document could not be read ({type(error).__name__}).")
        return answer
