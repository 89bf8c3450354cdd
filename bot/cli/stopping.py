"""Work that ends cleanly when it is told to: by Ctrl-C, a closed window, or the system's request."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def until_told(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` to its end; on a signal break it off, let it close everything and return.

    A second Ctrl-C does not wait for that. A signal that was ignored when we began (nohup) stays so.
    """
    loop = asyncio.get_running_loop()
    heard = [name for name in _SIGNALS if signal.getsignal(name) is not signal.SIG_IGN]
    task = asyncio.create_task(work)
    told = False

    def deaf() -> None:
        for name in heard:
            loop.remove_signal_handler(name)

    def stop() -> None:
        nonlocal told
        told = True
        deaf()
        task.cancel()

    for name in heard:
        loop.add_signal_handler(name, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not told:  # somebody else ended us
            raise
    finally:
        deaf()
