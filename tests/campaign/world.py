"""The world outside: true time, a wall clock that may be wrong, and two chat platforms.

Discord compares nonces for some minutes. Slack knows no key, shows messages in its history only after
a while. Both let a call land late, refuse, fail and fall silent on demand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.model import Card, Platform
from bot.outlet import Declined, Posted, Unsure
from handlers.chat_common import AHEAD
from tests.fakes.house import NOON

NONCES = 180.0  # seconds for which Discord compares nonces: "the past few minutes"
LATEST = 60.0  # seconds until a call lands whose answer is lost ...
OVERDUE = 4_000.0  # ... and until one lands that nobody reckons with any more
SLOWEST = 20.0  # seconds until Slack's history shows what is there
BAD = "bad"  # what the slot of a card begins with that every platform refuses


@dataclass(frozen=True, slots=True)
class Lost:
    """The card lands, `late` seconds after the call; the answer is lost."""

    late: float = 0.0


Outcome = Declined | Unsure | Lost | None


@dataclass(slots=True)
class Time:
    """True time, and the wall clock of the machine Vigie runs on."""

    true: float = 0.0  # seconds since the beginning
    wrong: float = 0.0  # seconds by which the wall clock differs from it
    journal: list[str] = field(default_factory=list)  # what happened, and when

    def __call__(self) -> datetime:
        """What the wall clock shows."""
        return NOON + timedelta(seconds=self.true + self.wrong)

    def note(self, what: str) -> None:
        """Write down what happens now."""
        self.journal.append(f"{self.true:10.0f} s  {what}")


@dataclass(slots=True)
class Message:
    """What stands in a channel from `at` on, in true time."""

    channel: str
    key: str
    at: float
    id: str
    overdue: bool = False  # it lands so late that another one may stand there by then


@dataclass(slots=True)
class Chat:
    """A platform as an outlet speaks to it."""

    platform: Platform
    time: Time
    lag: float = 0.0  # seconds until the history shows a message
    script: list[Outcome] = field(default_factory=list)  # of the next posts, in order
    blind: int = 0  # of the next look-backs, so many fail
    down_until: float = 0.0  # true time; nothing arrives before
    messages: list[Message] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def remembers_keys(self) -> bool:
        """True for Discord."""
        return self.platform is Platform.DISCORD

    async def post(self, channel_id: str, card: Card, key: str) -> Posted | Declined | Unsure:
        """As an outlet does."""
        answer = self._posted(channel_id, card, key)
        self.time.note(f"{self.platform} {channel_id}: post {key} {card.title} -> {answer}")
        return answer

    def _posted(self, channel_id: str, card: Card, key: str) -> Posted | Declined | Unsure:
        if self.time.true < self.down_until:
            return Unsure("status 503")
        outcome = self.script.pop(0) if self.script else None
        if isinstance(outcome, Declined | Unsure):
            return outcome
        if card.title.startswith(BAD):
            return Declined("invalid form", permanent=True)
        arrived = self._arrive(channel_id, key, outcome.late if outcome else 0.0)
        return Unsure("no answer") if outcome else Posted(arrived.id)

    async def copies(self, channel_id: str, key: str, since: datetime) -> Sequence[str] | Unsure:
        """As an outlet does, by the rules of `find`."""
        if self._is_unreadable():
            return Unsure("the history could not be read")
        here = [m.id for m in self._shown(since) if (m.channel, m.key) == (channel_id, key)]
        self.time.note(f"{self.platform} {channel_id}: copies of {key} since {since} -> {here}")
        return here

    async def take_back(self, channel_id: str, message_id: str) -> Unsure | None:
        """As an outlet does."""
        if self.time.true < self.down_until:
            return Unsure("status 503")
        self.time.note(f"{self.platform} {channel_id}: {message_id} is deleted")
        self.messages = [each for each in self.messages if each.id != message_id]
        return None

    async def find(self, channel_id: str, key: str, since: datetime) -> str | Unsure | None:
        """As an outlet does: what has not arrived or is not shown yet is not found."""
        answer = self._found(channel_id, key, since)
        self.time.note(f"{self.platform} {channel_id}: look for {key} since {since} -> {answer}")
        return answer

    def _found(self, channel_id: str, key: str, since: datetime) -> str | Unsure | None:
        if self._is_unreadable():
            return Unsure("the history could not be read")
        for message in self._shown(since):
            if (message.channel, message.key) == (channel_id, key):
                return message.id
        return None

    def _is_unreadable(self) -> bool:
        blind = self.time.true < self.down_until or self.blind > 0
        self.blind = max(0, self.blind - 1)
        return blind

    def _shown(self, since: datetime) -> list[Message]:
        """What the history shows now of the time from `since` on."""
        oldest = (since - AHEAD - NOON).total_seconds()
        return [m for m in self.messages if oldest <= m.at <= self.time.true - self.lag]

    def _arrive(self, channel: str, key: str, late: float) -> Message:
        at = self.time.true + late
        for message in self.messages if self.remembers_keys else ():
            same = (message.channel, message.key) == (channel, key)
            if same and abs(at - message.at) <= NONCES:
                message.at = min(message.at, at)  # the one that lands first stays
                return message
        message = Message(channel, key, at, f"m{next(self._ids)}", overdue=late > LATEST)
        self.messages.append(message)
        return message
