"""News that is announced to us: what a feed offers, and what was agreed with a hub (WebSub)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed's word that a hub announces what is new in it (https://www.w3.org/TR/websub/)."""

    topic: str  # the address under which the hub knows the feed
    hub: str  # where one subscribes


class SubscriptionState(StrEnum):
    """What was last heard of the hub."""

    ASKED = "asked"  # nothing yet
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LAPSED = "lapsed"  # it was confirmed, and not again before its lease ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One source's subscription at one hub."""

    id: str  # the same for the same source, offer and address of ours
    source_id: str
    feed: str  # the source's own address
    topic: str
    hub: str
    token: str = field(repr=False)  # the last part of the callback's path; nobody can guess it
    callback: str = field(repr=False)  # the address the hub calls
    secret: str = field(repr=False)  # what the hub signs with
    wanted: bool = True  # False: it is to be ended
    state: SubscriptionState = SubscriptionState.ASKED
    attempts: int = 0  # requests since the hub last confirmed
    error: str = ""  # why the last one came to nothing; empty while it may still be confirmed
    next_ask: datetime | None = None  # when the hub is asked (again); None: at once
    asked_at: datetime | None = None  # the last request
    confirmed_at: datetime | None = None  # the hub's last confirmation
    lease_end: datetime | None = None  # until when it announces
    pinged_at: datetime | None = None  # the last word of it that made us look
