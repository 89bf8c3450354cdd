"""Who is at work on an SQLite file: a lock beside it that a killed process cannot keep.

Whoever finds nobody else at work knows that every claim still standing was left by a process that is
gone, and may free it at once instead of waiting for the end of its lease.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows has no such lock: claims end with their lease there
    fcntl = None  # type: ignore[assignment]  # looked at before every use

PAUSE = 0.05  # seconds between two tries, while another process looks whether it is alone
# Beside the database and not on it: closing a second handle of the database's own file would drop
# SQLite's locks (https://www.sqlite.org/howtocorrupt.html, 2.2).
SUFFIX = ".lock"


@contextlib.asynccontextmanager
async def at_work(file: Path | None, alone: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Be at work on `file` for the length of the block.

    Args:
        file: the database's file; None for what is no file.
        alone: done first when nobody else is at work; nobody can begin meanwhile.
    """
    handle = None if file is None or fcntl is None else _opened(file)
    if handle is None:
        yield
        return
    with handle:
        if _locked(handle, exclusive=True):
            await alone()
        while not _locked(handle, exclusive=False):  # noqa: ASYNC110  # other processes tell nothing
            await asyncio.sleep(PAUSE)
        yield


def _opened(file: Path) -> IO[bytes] | None:
    """The lock's file; None in a folder that takes none."""
    with contextlib.suppress(OSError):
        return file.with_name(file.name + SUFFIX).open("ab")
    return None


def _locked(handle: IO[bytes], *, exclusive: bool) -> bool:
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
