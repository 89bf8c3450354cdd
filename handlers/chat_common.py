"""What the two chat platforms share: how they reach the answers, and what a self-check says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from bot.answers.phrases import Phrases
from bot.model import Card
from bot.outlet import Declined
from handlers.chat_presses import Reviewing
from handlers.commands import Caller
from handlers.registry import Registry

T = TypeVar("T")
Once = Callable[[str], Awaitable[bool]]  # True the first time it is given an id, in any process

# as far as our clock may have been ahead when a card was sent: a wrong date, a wrong time zone
AHEAD = timedelta(hours=25)
SLOW = 1.5  # seconds after which a person is told that the answer is being looked for


class Answers(Protocol):
    """The typed commands, as a platform needs them; `handlers.commands.Commands` is one."""

    @property
    def prefix(self) -> str:
        """What a typed command begins with."""
        ...

    @property
    def language(self) -> str:
        """The settings' language."""
        ...

    @property
    def registry(self) -> Registry:
        """The commands, for slash commands and completion."""
        ...

    @property
    def review(self) -> Reviewing:
        """Cards that were shown, for their buttons."""
        ...

    def phrases_of(self, caller: Caller) -> Phrases:
        """Our words for a caller."""
        ...

    def topic_names(self, language: str) -> tuple[str, ...]:
        """Names of the topics, for completion."""
        ...

    async def reply(self, text: str, caller: Caller, *, addressed: bool = False) -> Card | None:
        """The answer; None when the text is no command for us."""
        ...


class Memory(Protocol):
    """Values that outlive the process; the store's notebook is one."""

    async def get(self, key: str) -> str | None:
        """The value; None when there is none."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Keep a value."""
        ...


class ShortMemory:
    """A memory that ends with the process, for want of a better one."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._values: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        """The value; None when there is none."""
        return self._values.get(key)

    async def set(self, key: str, value: str) -> None:
        """Keep a value."""
        self._values[key] = value


@dataclass(frozen=True, slots=True)
class Rejected(Declined):
    """A refusal with the platform's own `code` for it: "403", "channel_not_found"."""

    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing a self-check looked at. `problem` is empty when it is fine; `mend` says what to do.

    A `warning` is a problem that keeps nothing from working.
    """

    what: str
    problem: str = ""
    mend: str = ""
    warning: bool = False


async def in_time(work: Coroutine[Any, Any, T], when_slow: Callable[[], Awaitable[object]]) -> T:
    """What `work` gives; `when_slow` is called once when it takes longer than `SLOW`."""
    task = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=SLOW)
        if not done:
            await when_slow()
        return await task
    finally:
        task.cancel()


class Waits:
    """Growing pauses between attempts to connect: doubled each time, short again after a success."""

    def __init__(self, first: float, longest: float) -> None:
        """Pauses in seconds."""
        self._first = first
        self._longest = longest
        self._next = first

    def next(self) -> float:
        """How long to wait now."""
        wait, self._next = self._next, min(self._next * 2, self._longest)
        return wait

    def reset(self) -> None:
        """The connection stood: begin anew next time."""
        self._next = self._first
