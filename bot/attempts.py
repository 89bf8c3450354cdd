"""What comes next for a card, and what the outcome of an attempt means for it. Pure.

When a call's outcome is not known, the card may be in its channel already. A platform that remembers
keys is then asked again with the same key, for as long as it surely remembers; later, and on every
other platform, the channel is read back, once its history has had time to show what came late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from bot.model import Delivery, DeliveryState
from bot.outlet import Declined, Posted, Unsure
from bot.store.outbox import Claimed

REMEMBERED = timedelta(minutes=2)  # of the "few minutes" for which Discord compares nonces
LAG = timedelta(seconds=90)  # until a channel's history shows a message that arrived late
CLOSED = timedelta(minutes=15)  # until a channel that takes nothing is tried again
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0  # seconds of back-off: doubled each time
LONGEST_ASKED = 86_400.0  # seconds; a platform that asks for more is asked after a day
COPIES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=12))  # after a card was sent
STALE, ENOUGH = timedelta(days=2), 10  # age and attempts after which a card is given up


class Step(StrEnum):
    """What comes next for a claimed card."""

    POST = "post"
    LOOK = "look"  # whether it is there already
    WAIT = "wait"  # until a look can be trusted


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Later:
    """Again at `at`. `known`: this attempt certainly came to nothing."""

    at: datetime
    reason: str
    known: bool


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It will not be posted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An edit that need not be made: a newer one of the same message is there."""


Verdict = Sent | Later | GivenUp | Overtaken


def what_next(claimed: Claimed, now: datetime, *, remembers_keys: bool) -> Step:
    """Whether a claimed card is posted, looked for or left alone for now."""
    first = claimed.delivery.first_attempt
    if not claimed.ambiguous or first is None:
        return Step.POST
    if remembers_keys and timedelta() <= now - first <= REMEMBERED:
        return Step.POST
    if claimed.previous is not None and now - claimed.previous < LAG:
        return Step.WAIT
    return Step.LOOK


def verdict(
    delivery: Delivery,
    outcome: Posted | Declined | Unsure,
    now: datetime,
    *,
    remembers_keys: bool,
    random: Random,
) -> Verdict:
    """What a post's outcome means for the card."""
    match outcome:
        case Posted(message_id):
            return Sent(message_id)
        case Declined(reason, permanent=True, closed=False):
            return GivenUp(reason)
        case Declined(reason, closed=closed):
            wait = CLOSED if closed else back_off(delivery, outcome.retry_after, random)
            return unless_stale(delivery, Later(now + wait, reason, known=True), now)
        case Unsure(reason):
            again = now + back_off(delivery, None, random)
            first = delivery.first_attempt or now
            same_key = remembers_keys and again - first <= REMEMBERED
            at = again if same_key else max(again, now + LAG)
            return Later(at, reason, known=False)


def message_of(
    edit: Delivery, post: Delivery | None, now: datetime, random: Random
) -> str | Later | GivenUp:
    """The id of the message an edit changes; what to do where there is none.

    Args:
        edit: the edit.
        post: the delivery whose message it changes; None when it is kept no more.
        now: the moment.
        random: for the jitter.
    """
    if post is None:
        return GivenUp("the card it changes is so old that it is known no more")
    if post.state is DeliveryState.SENT and post.message_id is not None:
        return post.message_id
    if post.state in (DeliveryState.PENDING, DeliveryState.IN_FLIGHT, DeliveryState.HELD):
        later = Later(now + back_off(edit, None, random), "its card is on its way", known=True)
        return unless_stale(edit, later, now)
    return GivenUp("the card it changes was never posted")


def look_for_copies(sent: datetime, now: datetime) -> datetime | None:
    """When a channel is looked at next for a copy of a card that may come late; None: no more."""
    return next((sent + after for after in COPIES if sent + after > now), None)


def surplus(found: Sequence[str], kept: str) -> tuple[str, ...]:
    """The messages of a card that are one too many; none while the one to be kept is not seen."""
    return tuple(each for each in found if each != kept) if kept in found else ()


def back_off(delivery: Delivery, asked: float | None, random: Random) -> timedelta:
    """What the platform asks for, a little later; else a back-off with jitter."""
    if asked is not None:
        return timedelta(seconds=min(max(0.0, asked), LONGEST_ASKED) * random.uniform(1.0, 1.1))
    doubled = FIRST_WAIT * 2.0 ** min(max(0, delivery.attempts - 1), 20)
    return timedelta(seconds=min(doubled, LONGEST_WAIT) * random.uniform(0.5, 1.0))


def unless_unsettled(reached: Verdict, now: datetime) -> Verdict:
    """A card is not given up while an earlier attempt may have arrived: that is looked for first."""
    if isinstance(reached, GivenUp):
        return Later(now + LAG, reached.reason, known=True)
    return reached


def unless_stale(delivery: Delivery, later: Later, now: datetime) -> Later | GivenUp:
    """A card that was tried for days is given up, lest it hold up its channel for ever."""
    if now - delivery.created > STALE and delivery.attempts >= ENOUGH:
        return GivenUp(f"tried {delivery.attempts} times in {STALE.days} days: {later.reason}")
    return later
