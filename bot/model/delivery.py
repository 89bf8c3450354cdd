"""Where cards go, and the life of a card on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.model.cards import Card
from bot.model.conditions import Condition


class Platform(StrEnum):
    """Where a channel lives."""

    TERMINAL = "terminal"
    DISCORD = "discord"
    SLACK = "slack"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local times between which nothing is posted; may wrap midnight. Minutes since midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """At most `most` cards within the local hour or day; the rest waits and comes as one."""

    most: int
    per: Literal["hour", "day"] = "hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One place cards go to, and what it wants. Empty filters take everything."""

    platform: Platform
    id: str
    cadence: Literal["instant", "hourly", "daily", "weekly", "off"] = "instant"
    at: int = 8 * 60  # minutes since local midnight, for daily and weekly
    weekday: int = 0  # Monday = 0, for weekly
    time_zone: str = "UTC"  # IANA
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    filter: str = ""  # as written; `condition` is what it means
    condition: Condition | None = None
    muted: frozenset[str] = frozenset()  # ids of topics that are not wanted for now
    cap: Cap | None = None
    quiet: QuietHours | None = None
    announce: bool = False  # it is told there when a source begins to fail, and when it recovers
    since: datetime | None = None  # when its cadence was set in chat; older news is past for it
    language: str | None = None  # of our own words there; None: the settings' language

    @property
    def key(self) -> str:
        """`platform:id`, unique."""
        return f"{self.platform}:{self.id}"


class DeliveryState(StrEnum):
    """The life of an outbox row."""

    PENDING = "pending"
    IN_FLIGHT = "in_flight"  # a call was or is under way: its outcome is not known
    SENT = "sent"
    PARKED = "parked"  # refused for good; the reason is kept
    HELD = "held"  # back, by quiet hours or a cap
    FOLDED = "folded"  # into one card with others that were held
    OVERTAKEN = "overtaken"  # an edit in whose place a newer one stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One card for one channel. `key` is a pure function of (channel, slot) and never changes.

    With `edits` it is no post of its own: the message of the delivery with that key is to read so.
    """

    key: str  # 20 characters of base32: Discord's nonce, Slack's metadata
    channel: str  # Channel.key
    slot: str  # "article:<id>", "digest:2026-11-24T08:00"
    card: Card
    created: datetime
    not_before: datetime | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    first_attempt: datetime | None = None
    last_attempt: datetime | None = None
    message_id: str | None = None
    error: str = ""
    edits: str = ""  # the key of the delivery whose message it changes; "": a post


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A decision an admin made in chat. `value` None: back to what the env file says."""

    channel: str  # Channel.key
    name: str  # of the setting; "mute:<topic id>" for a muted topic
    value: str | None
    who: str  # "platform:id"
    at: datetime
