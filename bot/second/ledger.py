"""What is remembered of the model: its answers, and what it has cost today."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Protocol

from bot.model import Usage


class Ledger(Protocol):
    """Keeps answers by key, and usage by day and reader. May raise a `StoreError`."""

    async def answer(self, key: str) -> str | None:
        """The answer that was kept."""

    async def keep(self, key: str, answer: str) -> None:
        """Keep an answer."""

    async def spent(self, day: str, reader: str) -> Usage:
        """What a reader has cost on a day (ISO 8601, UTC)."""

    async def spend(self, day: str, reader: str, usage: Usage) -> None:
        """Add to it."""


class MemoryLedger:
    """A ledger that lasts as long as the process: for a command that keeps nothing."""

    def __init__(self) -> None:
        """Begin empty."""
        self._answers: dict[str, str] = {}
        self._spent: dict[tuple[str, str], Usage] = defaultdict(Usage)

    async def answer(self, key: str) -> str | None:
        """The answer that was kept."""
        return self._answers.get(key)

    def in_all(self) -> Usage:
        """What everything has cost."""
        return sum(self._spent.values(), Usage())

    async def keep(self, key: str, answer: str) -> None:
        """Keep an answer."""
        self._answers[key] = answer

    async def spent(self, day: str, reader: str) -> Usage:
        """What a reader has cost on a day."""
        return self._spent[day, reader]

    async def spend(self, day: str, reader: str, usage: Usage) -> None:
        """Add to it."""
        self._spent[day, reader] += usage


def answer_key(task: str, reader: str, data: str) -> str:
    """The key of an answer: the task, the model with the prompt's version, and all it was given."""
    whole = f"{task}\0{reader}\0{data}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
