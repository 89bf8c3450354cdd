"""Politeness: one connection a host, a pause between two requests, a cap over all hosts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MAX_AT_ONCE = 20  # requests under way over all hosts
MAX_HOSTS = 10_000  # hosts remembered


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic seconds


class Turns:
    """Gives each request its turn. Times are monotonic seconds: clock jumps change nothing."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Use `monotonic` for time."""
        self._monotonic = monotonic
        self._hosts: dict[str, _Host] = {}
        self._all = asyncio.Semaphore(MAX_AT_ONCE)

    @asynccontextmanager
    async def turn(self, host: str, gap: float) -> AsyncIterator[None]:
        """Wait for the host to be free, hold it, and keep it free for `gap` seconds after."""
        if len(self._hosts) >= MAX_HOSTS:
            now = self._monotonic()
            self._hosts = {
                name: entry
                for name, entry in self._hosts.items()
                if entry.lock.locked() or entry.free_at > now
            }
        entry = self._hosts.setdefault(host, _Host())
        async with entry.lock:
            await asyncio.sleep(max(0.0, entry.free_at - self._monotonic()))
            try:
                async with self._all:
                    yield
            finally:
                entry.free_at = self._monotonic() + gap
