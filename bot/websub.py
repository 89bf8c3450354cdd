"""What to do about hubs (https://www.w3.org/TR/websub/, the subscriber's side). Pure.

A subscription is asked for, confirmed by the hub at an address of ours that nobody can guess, and
asked for again before its lease ends. What comes to nothing is tried again ever more seldom.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.errors import BadStatus, Refused, SourceError
from bot.model import Offer, SourceState, Subscription, SubscriptionState

LEASE = timedelta(days=10)  # asked for; the hub decides
LONGEST_LEASE = timedelta(days=30)  # a hub that promises more is asked again after it
RENEWED = (0.7, 0.8)  # the part of a lease after which it is renewed, drawn between these
PATIENCE = timedelta(minutes=10)  # until an unanswered request is made again; doubled each time
LONGEST_WAIT = timedelta(days=7)
REFUSED = timedelta(days=1)  # a hub that said no is not asked again sooner
MOST_DOUBLINGS = 10
WINDOW = timedelta(days=1)  # a hub may take so long to confirm what it was asked
GOODBYES = 3  # tries to end a subscription; after them it ends with its lease
MAX_CHALLENGE = 1_024  # characters; a hub's are a few dozen
MAX_REASON = 200
SILENT = "The hub did not confirm the subscription. It will be asked again later."
CONFIRMED = SubscriptionState.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A hub's question, answered: what to send back, and what is remembered."""

    challenge: str  # sent back
    after: Subscription | None  # None: it is over


def wish(state: SourceState, base: str, draw: Callable[[], str]) -> Subscription | None:
    """The subscription a source is to have; None when it offers none, or is not looked at.

    Args:
        state: the source.
        base: the address under which hubs reach us, without a slash at its end.
        draw: gives words that nobody can guess, fit for an address.
    """
    if state.offer is None or state.disabled:
        return None
    token = draw()
    return Subscription(
        id=_identity(state.source.id, state.offer, base),
        source_id=state.source.id,
        feed=state.address,
        topic=state.offer.topic,
        hub=state.offer.hub,
        token=token,
        callback=f"{base}/websub/{token}",
        secret=draw(),
    )


def form(subscription: Subscription) -> dict[str, str]:
    """What the hub is sent.

    The secret goes to hubs without TLS too: whoever overhears it could make us look at the source,
    as could anybody if nothing were signed.
    """
    asked = {
        "hub.mode": "subscribe" if subscription.wanted else "unsubscribe",
        "hub.topic": subscription.topic,
        "hub.callback": subscription.callback,
    }
    if subscription.wanted:
        asked["hub.secret"] = subscription.secret
        asked["hub.lease_seconds"] = str(int(LEASE.total_seconds()))
    return asked


def is_live(subscription: Subscription, now: datetime) -> bool:
    """True while one may rely on the hub: it confirmed, the lease runs, and nothing failed since."""
    return subscription.wanted and hears(subscription, now) and not subscription.error


def is_lost(before: Subscription, after: Subscription | None, now: datetime) -> bool:
    """True when one relied on the hub until now and may no longer: the source is to be looked at."""
    relied = before.wanted and before.state is CONFIRMED and not before.error
    return relied and (after is None or not is_live(after, now))


def hears(subscription: Subscription, now: datetime) -> bool:
    """True while the hub may send us news."""
    end = subscription.lease_end
    return subscription.state is CONFIRMED and end is not None and end > now


def dropped(subscription: Subscription, now: datetime) -> Subscription:
    """As it is when it is wanted no more: to be ended at the hub."""
    return replace(subscription, wanted=False, attempts=0, error="", asked_at=None, next_ask=now)


def wanted_again(subscription: Subscription, now: datetime) -> Subscription:
    """As it is when it was to be ended, and is to be kept after all."""
    return replace(subscription, wanted=True, attempts=0, error="", next_ask=now)


def asking(subscription: Subscription, now: datetime) -> Subscription | None:
    """As it is when its hub is about to be asked; None when there is nothing left to ask.

    An attempt that was not confirmed until now has come to nothing.
    """
    if not subscription.wanted and _is_over(subscription, now):
        return None
    state, error = subscription.state, subscription.error
    if state is CONFIRMED and not hears(subscription, now):
        state = SubscriptionState.LAPSED
    return replace(
        subscription,
        state=state,
        attempts=subscription.attempts + 1,
        error=error or (SILENT if subscription.attempts else ""),
        asked_at=now,
        next_ask=_in_time(subscription, now, _patience(subscription.attempts)),
    )


def failed(subscription: Subscription, error: SourceError, now: datetime) -> Subscription:
    """As it is after an attempt that came to nothing."""
    wait = _patience(subscription.attempts)
    state = subscription.state
    if _is_no(error):
        wait = max(wait, REFUSED)
        state = state if hears(subscription, now) else SubscriptionState.REFUSED
    if isinstance(error, BadStatus) and error.retry_after:
        wait = max(wait, timedelta(seconds=error.retry_after))
    return replace(
        subscription, state=state, error=str(error), next_ask=_in_time(subscription, now, wait)
    )


def refused(subscription: Subscription, reason: str, now: datetime) -> Subscription | None:
    """As it is after the hub said no, which it may do at any time; None when it was to end anyway."""
    if not subscription.wanted:
        return None
    said = " ".join(reason.split())[:MAX_REASON] or "no reason given"
    error = Refused(f"The hub refuses the subscription: {said}")
    ended = replace(subscription, state=SubscriptionState.REFUSED, lease_end=None)
    return failed(ended, error, now)


def verified(
    subscription: Subscription, query: Mapping[str, str], now: datetime, random: Random
) -> Verified | None:
    """The answer to a hub that wants to know whether we asked for this; None when we did not.

    Args:
        subscription: the one at whose address the hub called.
        query: `hub.mode`, `hub.topic`, `hub.challenge`, and `hub.lease_seconds` of a subscription.
        now: the moment.
        random: spreads the renewals.
    """
    mode = "subscribe" if subscription.wanted else "unsubscribe"
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != mode or query.get("hub.topic") != subscription.topic:
        return None
    if not 0 < len(challenge) <= MAX_CHALLENGE or not _was_asked(subscription, now):
        return None
    if not subscription.wanted:
        return Verified(challenge=challenge, after=None)
    lease = _lease(query.get("hub.lease_seconds", ""))
    if lease is None:
        return None
    after = replace(
        subscription,
        state=CONFIRMED,
        attempts=0,
        error="",
        confirmed_at=now,
        lease_end=now + lease,
        next_ask=now + max(lease * random.uniform(*RENEWED), PATIENCE),
    )
    return Verified(challenge=challenge, after=after)


def _identity(source_id: str, offer: Offer, base: str) -> str:
    told = f"{source_id}\n{offer.topic}\n{offer.hub}\n{base}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _is_no(error: SourceError) -> bool:
    """True for what asking again soon would not change."""
    if isinstance(error, BadStatus):
        return 400 <= error.status < 500 and error.status not in (408, 429)
    return isinstance(error, Refused)


def _was_asked(subscription: Subscription, now: datetime) -> bool:
    """True when the hub was asked lately; it may ask back twice, when our first answer got lost."""
    return subscription.asked_at is not None and now - subscription.asked_at <= WINDOW


def _is_over(subscription: Subscription, now: datetime) -> bool:
    """True when the hub knows nothing of it, or has been told to end it often enough."""
    return not hears(subscription, now) or subscription.attempts >= GOODBYES


def _lease(seconds: str) -> timedelta | None:
    """How long the hub will announce; None when it is no time at all."""
    if not (seconds.isascii() and seconds.isdigit()) or len(seconds) > 12 or int(seconds) == 0:
        return None
    return min(timedelta(seconds=int(seconds)), LONGEST_LEASE)


def _patience(attempts: int) -> timedelta:
    """The wait after so many attempts that were not confirmed."""
    doubled: timedelta = PATIENCE * 2 ** min(attempts, MOST_DOUBLINGS)
    return min(doubled, LONGEST_WAIT)


def _in_time(subscription: Subscription, now: datetime, wait: timedelta) -> datetime:
    """After `wait`, but no later than the lease ends: that moment must not pass unnoticed."""
    end = subscription.lease_end
    when = now + wait
    return min(when, end) if end is not None and end > now else when
