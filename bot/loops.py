"""Two ways to go on for ever: many pieces of work side by side, and one step again and again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from bot.errors import StoreError

log = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks for more work while some is under way
AFTER_FAILURE = 20.0  # seconds until a store that failed is asked again

Work = TypeVar("Work")
Result = TypeVar("Result")


async def side_by_side(
    claim: Callable[[int], Awaitable[Sequence[Work]]],
    do: Callable[[Work], Coroutine[Any, Any, Result]],
    tell: Callable[[Result], None],
    *,
    at_once: int,
    grace: float = 0.0,
) -> None:
    """Claim work and do it until none is left; one that takes long holds up no other.

    Args:
        claim: gives up to so many pieces of work; asked again whenever there is room.
        do: does one. Its exception ends everything and is raised.
        tell: is given each result as it comes.
        at_once: pieces under way at most.
        grace: seconds the pieces under way may take to end when all is broken off.
    """
    running: set[asyncio.Task[Result]] = set()
    try:
        while True:
            free = at_once - len(running)
            claimed = await claim(free) if free else ()
            running |= {asyncio.create_task(do(work)) for work in claimed}
            if not running:
                return
            done, running = await asyncio.wait(
                running, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                tell(task.result())
    finally:
        await _end(running, grace)


async def again_and_again(step: Callable[[], Awaitable[object]], pause: float) -> None:
    """Do `step`, wait `pause` seconds, and so on until cancelled; a failing store is waited for."""
    said = ""
    while True:
        wait = pause
        try:
            await step()
            said = ""
        except StoreError as error:
            if str(error) != said:  # a full disk is told of once, not every few seconds
                said = str(error)
                log.warning("%s", error)
            wait = max(pause, AFTER_FAILURE)
        await asyncio.sleep(wait)


async def _end(running: set[asyncio.Task[Result]], grace: float) -> None:
    if running and grace:
        await asyncio.wait(running, timeout=grace)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
