"""A chat platform in memory that fails on demand, and what makes a program crash between two calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.model import Card, Platform
from bot.outlet import Declined, Posted, Unsure

NONCES = timedelta(minutes=3)  # for so long the platform compares keys, where it does


@dataclass(frozen=True, slots=True)
class Lost:
    """The card arrives, `late` seconds after the call, but the call gets no answer."""

    late: float = 0.0


Outcome = Declined | Unsure | Lost | Exception


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in a channel from `at` on."""

    channel: str
    key: str
    at: datetime
    id: str


@dataclass(slots=True)
class FakeOutlet:
    """Channels as people see them. `script` holds the outcomes of the next posts, in order."""

    clock: Callable[[], datetime]
    platform: Platform = Platform.SLACK
    remembers_keys: bool = False
    script: list[Outcome] = field(default_factory=list)
    looks: list[Unsure | Exception] = field(default_factory=list)  # of the next look-backs
    kept: int = 0  # so many of the next deletions fail
    messages: list[Message] = field(default_factory=list)
    edit_script: list[Outcome | None] = field(default_factory=list)  # of the next edits
    edited: list[tuple[str, Card, str]] = field(default_factory=list)  # message, card, key
    posts: list[str] = field(default_factory=list)  # keys, each time one was posted
    finds: list[str] = field(default_factory=list)  # keys, each time one was looked for
    _ids: Any = field(default_factory=lambda: count(1))

    async def post(self, channel_id: str, card: Card, key: str) -> Posted | Declined | Unsure:
        """As an outlet does."""
        self.posts.append(key)
        outcome = self.script.pop(0) if self.script else None
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Declined | Unsure):
            return outcome
        at = self.clock() + timedelta(seconds=outcome.late if outcome else 0.0)
        message = self._known(channel_id, key, at)
        if message is None:
            message = Message(channel_id, key, at, f"m{next(self._ids)}")
            self.messages.append(message)
        return Unsure("no answer") if outcome else Posted(message.id)

    async def edit(
        self, channel_id: str, message_id: str, card: Card, *, key: str, posted_as: str
    ) -> Posted | Declined | Unsure:
        """As an outlet does."""
        outcome = self.edit_script.pop(0) if self.edit_script else None
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Declined | Unsure):
            return outcome
        self.edited.append((message_id, card, posted_as))
        return Unsure("no answer") if outcome else Posted(message_id)

    async def find(self, channel_id: str, key: str, since: datetime) -> str | Unsure | None:
        """As an outlet does: what has not arrived yet is not seen."""
        self.finds.append(key)
        outcome = self.looks.pop(0) if self.looks else None
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is not None:
            return outcome
        now = self.clock()
        for message in self.messages:
            if (message.channel, message.key) == (channel_id, key) and since <= message.at <= now:
                return message.id
        return None

    async def copies(self, channel_id: str, key: str, since: datetime) -> Sequence[str] | Unsure:
        """As an outlet does."""
        outcome = self.looks.pop(0) if self.looks else None
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is not None:
            return outcome
        here = [m for m in self.messages if (m.channel, m.key) == (channel_id, key)]
        return [m.id for m in here if since <= m.at <= self.clock()]

    async def take_back(self, channel_id: str, message_id: str) -> Unsure | None:
        """As an outlet does."""
        if self.kept:
            self.kept -= 1
            return Unsure("status 500")
        gone = [m for m in self.messages if (m.channel, m.id) == (channel_id, message_id)]
        for message in gone:
            self.messages.remove(message)
        return None

    def keys(self) -> list[str]:
        """The keys of the messages, in order."""
        return [message.key for message in self.messages]

    def _known(self, channel_id: str, key: str, at: datetime) -> Message | None:
        if not self.remembers_keys:
            return None
        same = (m for m in self.messages if (m.channel, m.key) == (channel_id, key))
        return next((m for m in same if abs(at - m.at) <= NONCES), None)


class Crash(BaseException):
    """The program is gone. Nothing catches it."""


@dataclass(slots=True)
class Fuse:
    """Burns at the `at`-th of the moments it watches over: before and after each call."""

    at: int
    passed: int = 0

    @property
    def burnt(self) -> bool:
        """True once the program is gone."""
        return self.passed > self.at

    def moment(self) -> None:
        """One moment passes."""
        self.passed += 1
        if self.burnt:
            raise Crash


class Fused:
    """Passes every call on to `inner`, and crashes when the fuse burns."""

    def __init__(self, inner: object, fuse: Fuse) -> None:
        self._inner = inner
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return found

        async def call(*args: Any, **kwargs: Any) -> Any:
            self._fuse.moment()
            answer = await found(*args, **kwargs)
            self._fuse.moment()
            return answer

        return call
