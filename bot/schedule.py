"""When a source is looked at again, and what is remembered of the last look. Pure.

The next look is the longest of what the publisher asks (ttl, max-age, Expires) and what the
source's own rhythm suggests, within ten minutes and a day, spread by a tenth so that many sources
do not come due together. A source whose news a hub announces is looked at after six hours at the
soonest, unless it is announced. An interval the admin set for a source stands before all of these;
only Retry-After stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from random import Random
from statistics import median

from bot.errors import BadStatus, Refused, SourceError
from bot.model import Fetched, Listing, SourceState, Validators

SHORTEST = 600.0  # seconds
LONGEST = 86_400.0
ANNOUNCED = 7 * 3_600.0  # six hours and the jitter: a hub may lose a word of what it announces
DEFAULT = 1_800.0  # before a rhythm is known
LOCAL = 60.0  # a folder on disk costs nothing to look at
JITTER = 0.1
RECENT = 10  # item times kept for the rhythm
MOVED_AFTER = 3  # polls that must see a permanent redirect before the address is changed
FORBIDDEN = 3_600.0  # seconds; what is forbidden or absent does not change within minutes
MOST_DOUBLINGS = 8  # of the wait after a failure; the day's limit is reached by then
_WEEK = 24 * 7  # hours
_MAX_AGE = re.compile(r"(?<![\w-])max-age\s*=\s*\"?([0-9]{1,9})")


def after_poll(
    state: SourceState,
    *,
    now: datetime,
    outcome: Fetched | SourceError | None,
    listing: Listing | None,
    random: Random,
    announced: bool = False,
) -> SourceState:
    """The state after a look.

    Args:
        state: the state before it.
        now: the moment of the look.
        outcome: the answer, or the failure; None for a local source.
        listing: what it held; None when nothing changed or it failed.
        random: for the jitter.
        announced: a hub tells us of news (WebSub), so that we need not come to look for it.
    """
    if isinstance(outcome, SourceError):
        return _after_failure(state, now, outcome, random)
    fresh = replace(
        state,
        last_check=now,
        last_success=now,
        failures=0,
        error="",
        recent=_recent(state, listing),
        offer=state.offer if listing is None else listing.offer,
    )
    wait = _wait(fresh, outcome, listing, now)
    if announced and state.source.every is None:
        wait = max(wait, ANNOUNCED)
    when = _spread(now, wait, random)
    if listing is not None and state.source.every is None:
        when = _allowed(when, listing)
    fresh = replace(fresh, next_check=when)
    return _with_answer(fresh, outcome) if outcome is not None else fresh


def http_date(value: str) -> datetime | None:
    """The moment an HTTP date names, in UTC; None when it is none."""
    try:
        when = parsedate_to_datetime(value)
        # A date without a zone is UTC by RFC 9110, 5.6.7.
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError, TypeError):  # years and zones no calendar has
        return None


def asked_interval(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds the caching headers ask us to wait; 0 when they do not.

    no-cache and no-store stand before max-age, and any of them before Expires.
    """
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return 0.0
    if found := _MAX_AGE.search(control):
        return float(found[1])
    expires = http_date(headers.get("expires", ""))
    return max(0.0, (expires - now).total_seconds()) if expires else 0.0


def rhythm(recent: tuple[datetime, ...]) -> float:
    """Half the median gap between the newest items, in seconds."""
    gaps = [abs((a - b).total_seconds()) for a, b in pairwise(recent)]
    return median(gaps) / 2 if gaps else DEFAULT


def _after_failure(
    state: SourceState, now: datetime, error: SourceError, random: Random
) -> SourceState:
    failures = state.failures + 1
    status = error.status if isinstance(error, BadStatus) else 0
    base = state.source.every if state.source.every is not None else SHORTEST
    wait = base * 2.0 ** min(failures - 1, MOST_DOUBLINGS)
    if isinstance(error, Refused) or status in (401, 403, 404):
        wait = max(wait, FORBIDDEN)
    when = _spread(now, min(wait, LONGEST), random)
    if isinstance(error, BadStatus) and error.retry_after:
        # Spread to the later side only: never sooner than the server asked.
        when = max(when, now + timedelta(seconds=error.retry_after * random.uniform(1, 1 + JITTER)))
    failed = replace(state, last_check=now, failures=failures, error=str(error), next_check=when)
    if status == 410 and not _moved(state):
        return replace(failed, disabled=True)
    if _moved(state) and (failures >= MOVED_AFTER or status == 410):
        # The new address is no good after all: back to the one the admin wrote.
        return replace(failed, permanent_url="", permanent_seen=0, validators=Validators())
    return failed


def _wait(
    state: SourceState, answer: Fetched | None, listing: Listing | None, now: datetime
) -> float:
    if state.source.every is not None:
        return state.source.every
    if answer is None:
        return LOCAL
    ttl = (listing.ttl or 0.0) if listing else 0.0
    wait = max(rhythm(state.recent), ttl, asked_interval(answer.headers, now))
    return min(max(wait, SHORTEST), LONGEST)


def _spread(now: datetime, wait: float, random: Random) -> datetime:
    return now + timedelta(seconds=wait * random.uniform(1 - JITTER, 1 + JITTER))


def _allowed(when: datetime, listing: Listing) -> datetime:
    """The first moment from `when` in steps of an hour that the publisher does not ask us to skip.

    The minutes stay, so that sources which wait for the same hour do not come due together.
    """
    for hours in range(_WEEK):
        later = (when + timedelta(hours=hours)).astimezone(UTC)
        if later.hour not in listing.skip_hours and later.weekday() not in listing.skip_days:
            return later
    return when  # every hour of the week is to be skipped: no publisher means that


def _recent(state: SourceState, listing: Listing | None) -> tuple[datetime, ...]:
    if listing is None:
        return state.recent
    seen = {entry.published for entry in listing.entries if entry.published}
    return tuple(sorted(seen | set(state.recent), reverse=True)[:RECENT])


def _moved(state: SourceState) -> bool:
    """True when the source is read from the address it moved to."""
    return state.permanent_seen >= MOVED_AFTER


def _with_answer(state: SourceState, answer: Fetched) -> SourceState:
    """Keep the validators, and count looks that were led elsewhere for good."""
    validators = state.validators if answer.not_modified else answer.validators
    state = replace(state, validators=validators)
    if _moved(state):
        return state  # already there; a further redirect is followed, not learnt
    target = answer.permanent_url
    if target is None:
        return replace(state, permanent_url="", permanent_seen=0)
    seen = state.permanent_seen + 1 if target == state.permanent_url else 1
    return replace(state, permanent_url=target, permanent_seen=seen)
