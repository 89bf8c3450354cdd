"""Work in the background of a command: kept going, and ended before what it uses is closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger(__name__)

RESTART = 60.0  # seconds until a part that failed is started again


@asynccontextmanager
async def background(
    work: Sequence[Coroutine[Any, Any, None]],
) -> AsyncIterator[asyncio.Future[list[None]]]:
    """Run all of `work` until the block ends; what is given is done when all of it is."""
    tasks = [asyncio.create_task(each) for each in work]
    together = asyncio.gather(*tasks)
    try:
        yield together
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, together, return_exceptions=True)


async def kept_going(name: str, part: Callable[[], Awaitable[object]]) -> None:
    """Run a part for ever; one that ends by a defect is logged and started again."""
    while True:
        try:
            await part()
        except Exception:  # the other parts go on, whatever failed in this one
            log.exception("%s failed and starts again in %.0f seconds", name, RESTART)
        await asyncio.sleep(RESTART)
