"""Keeps a flood of questions from one person or in one channel away from the store."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

REMEMBERED = 2_000  # persons and channels; the one quiet for longest is forgotten first


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` questions in `window`."""

    most: int
    window: timedelta


PER_PERSON = Limit(5, timedelta(seconds=10))
PER_CHANNEL = Limit(20, timedelta(minutes=1))
PRESSES = Limit(20, timedelta(seconds=20))  # of one person; pages are turned faster than typed


@dataclass(frozen=True, slots=True)
class Refusal:
    """Too many questions. `tell`: the first refusal of a row, which deserves a word."""

    wait: timedelta
    tell: bool


class Limiter:
    """Counts questions by key in a sliding window."""

    def __init__(self, limit: Limit) -> None:
        """One limit for every key."""
        self._limit = limit
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._told: dict[str, datetime] = {}

    def ask(self, key: str, now: datetime) -> Refusal | None:
        """Count a question; None when it may be answered."""
        times = self._asked.setdefault(key, deque())
        self._asked.move_to_end(key)
        while times and now - times[0] >= self._limit.window:
            times.popleft()
        if len(times) < self._limit.most:
            times.append(now)
            self._forget()
            return None
        free = times[0] + self._limit.window
        tell = self._told.get(key) != free
        self._told[key] = free
        return Refusal(free - now, tell)

    def _forget(self) -> None:
        while len(self._asked) > REMEMBERED:
            key, _ = self._asked.popitem(last=False)
            self._told.pop(key, None)
