"""Outbox -> chat: each card once, in order within its channel, and posted cards kept true.

A claimed card is marked in flight on the disk before the call that posts it, so that a crash at any
moment leaves a trace. What comes next is decided by the pure functions of `bot.attempts`; this module
carries it out. An edit of a posted card may be made twice without harm: when its outcome is not
known, it is simply made again. The terminal cannot be read back after a crash: a card that was in flight then is
shown again, never lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from structlog.contextvars import bound_contextvars

from bot.answers.facts_shown import without
from bot.attempts import (
    LAG,
    GivenUp,
    Later,
    Overtaken,
    Sent,
    Step,
    Verdict,
    back_off,
    look_for_copies,
    message_of,
    unless_stale,
    unless_unsettled,
    verdict,
    what_next,
)
from bot.loops import again_and_again, side_by_side
from bot.model import Delivery, Platform
from bot.outlet import Declined, Outlet, Posted, Unsure
from bot.store.outbox import Claimed
from bot.store.store import Store

log = logging.getLogger(__name__)

LONGEST_POST = 65.0  # seconds for one post, both forms of a card included
LONGEST_LOOK = 30.0  # seconds for one look back
LEASE = timedelta(seconds=100)  # both calls fit in; shorter than keys are remembered
LATEST_START = LEASE - timedelta(seconds=LONGEST_POST)  # of a post, after its claim
AT_ONCE = 20  # posts under way, one a channel
GRACE = 5.0  # seconds a post under way has to end when the program does
IDLE = 1.0  # seconds between two looks at an empty outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What one round brought."""

    sent: int = 0
    edited: int = 0  # posted cards that read otherwise now
    given_up: int = 0
    problems: tuple[str, ...] = ()  # a sentence for each channel that did not take its card
    again: tuple[datetime, ...] = ()  # when what was not taken is tried again, soonest first


class _Tally:
    """Counts what a round brings, and keeps the last word on each channel."""

    def __init__(self) -> None:
        self._sent = self._edited = self._given_up = 0
        self._problems: dict[str, Later | GivenUp] = {}

    def add(self, done: tuple[Delivery, Verdict]) -> None:
        """A card of a channel has come so far."""
        delivery, reached = done
        channel = delivery.channel
        self._sent += isinstance(reached, Sent) and not delivery.edits
        self._edited += isinstance(reached, Sent) and bool(delivery.edits)
        self._given_up += isinstance(reached, GivenUp)
        if isinstance(reached, Later | GivenUp):
            self._problems[channel] = reached
        elif isinstance(self._problems.get(channel), Later):
            del self._problems[channel]

    def report(self) -> DeliveryReport:
        """All of it."""
        waiting = [each.at for each in self._problems.values() if isinstance(each, Later)]
        return DeliveryReport(
            sent=self._sent,
            edited=self._edited,
            given_up=self._given_up,
            problems=tuple(f"{key}: {each.reason}" for key, each in self._problems.items()),
            again=tuple(sorted(waiting)),
        )


class Deliver:
    """Brings the cards of the outbox to the platforms that are connected."""

    def __init__(
        self,
        *,
        store: Store,
        outlets: Mapping[Platform, Outlet],
        clock: Callable[[], datetime],
        random: Random,
    ) -> None:
        """Cards of a platform without an outlet wait."""
        self._outbox = store.outbox
        self._edits = store.edits
        self._verdicts = store.verdicts
        self._outlets = outlets
        self._clock = clock
        self._random = random
        self._said: dict[str, str] = {}  # channel -> what was last logged of it

    async def forever(self) -> None:
        """Post what is due, again and again, until cancelled."""
        await again_and_again(self.round, IDLE)

    async def round(self) -> DeliveryReport:
        """Post what is due, until nothing is; a channel that must wait holds up no other."""
        tally = _Tally()
        await side_by_side(self._claim, self._deliver, tally.add, at_once=AT_ONCE, grace=GRACE)
        return tally.report()

    async def _claim(self, limit: int) -> Sequence[Claimed]:
        return await self._outbox.claim(self._clock(), limit, LEASE, tuple(self._outlets))

    async def _deliver(self, claimed: Claimed) -> tuple[Delivery, Verdict]:
        delivery = claimed.delivery
        with bound_contextvars(channel=delivery.channel, delivery=delivery.key):
            return delivery, await self._settled(claimed)

    async def _settled(self, claimed: Claimed) -> Verdict:
        delivery = claimed.delivery
        platform, _, channel_id = delivery.channel.partition(":")
        outlet = self._outlets[Platform(platform)]
        bring = self._changed if delivery.edits else self._reached
        reached = await bring(claimed, outlet, channel_id)
        self._log(delivery, reached)
        key, attempt, now = delivery.key, delivery.attempts, self._clock()
        match reached:
            case Sent(message_id):
                copies = None if delivery.edits else look_for_copies(now, now)
                await self._outbox.sent(key, message_id, now, look_again=copies)
            case GivenUp(reason):
                await self._outbox.parked(key, reason, attempt=attempt)
            case Overtaken():
                await self._outbox.overtaken(key)
            case Later(at, reason, known=True):
                await self._outbox.refused(key, reason, at, attempt=attempt)
            case Later(at, reason):
                await self._outbox.unsure(key, reason, at, attempt=attempt, at=now)
        return reached

    async def _reached(self, claimed: Claimed, outlet: Outlet, channel_id: str) -> Verdict:
        delivery, now = claimed.delivery, self._clock()
        step = what_next(claimed, now, remembers_keys=outlet.remembers_keys)
        if step is Step.WAIT:
            return Later(
                now + LAG, "waiting to see whether an earlier attempt arrived", known=False
            )
        if step is Step.LOOK:
            found = await _looked_for(outlet, channel_id, delivery)
            if isinstance(found, Unsure):
                later = Later(
                    now + back_off(delivery, None, self._random), found.reason, known=False
                )
                return unless_stale(delivery, later, now)
            if found is not None:
                return Sent(found)
            now = self._clock()
            if not await self._outbox.absent(delivery.key, now, attempt=delivery.attempts):
                return Later(now, "another process has taken it over", known=False)
            again = unless_stale(delivery, Later(now, delivery.error, known=True), now)
            if isinstance(again, GivenUp):
                return again
            delivery = replace(delivery, first_attempt=now)
        standing = await self._standing(delivery)
        if self._clock() - (claimed.delivery.last_attempt or now) > LATEST_START:
            return Later(self._clock(), "held up for too long; claimed anew", known=True)
        outcome = await _posted(outlet, channel_id, standing)
        now = self._clock()
        reached = verdict(
            delivery,
            outcome,
            now,
            remembers_keys=outlet.remembers_keys,
            random=self._random,
        )
        repeated = step is Step.POST and claimed.ambiguous
        return unless_unsettled(reached, now) if repeated else reached

    async def _changed(self, claimed: Claimed, outlet: Outlet, channel_id: str) -> Verdict:
        """A posted card is to read otherwise: by the newest edit there is of it."""
        edit = claimed.delivery
        if await self._edits.is_overtaken(edit):
            return Overtaken()
        post = await self._outbox.find(edit.edits)
        message = message_of(edit, post, self._clock(), self._random)
        if not isinstance(message, str):
            return message
        outcome = await _edited(outlet, channel_id, message, await self._standing(edit))
        # that it is made again does no harm, as with a post whose key is remembered
        return verdict(edit, outcome, self._clock(), remembers_keys=True, random=self._random)

    async def _standing(self, delivery: Delivery) -> Delivery:
        """The delivery without facts that were said to be wrong, or deleted, while it waited."""
        fallen = await self._verdicts.fallen(delivery.card.facts)
        return replace(delivery, card=without(delivery.card, fallen))

    def _log(self, delivery: Delivery, reached: Verdict) -> None:
        """Say it once when a channel begins to fail, and every time a card is lost."""
        if isinstance(reached, Overtaken):
            return
        if isinstance(reached, Sent):
            done = "edited in" if delivery.edits else "posted to"
            log.info("%s %s: %s", done, delivery.channel, delivery.slot)
            self._said.pop(delivery.channel, None)
        elif isinstance(reached, GivenUp):
            log.warning(
                "%s for %s was given up (%s): %s",
                "an edit" if delivery.edits else "a card",
                delivery.channel,
                reached.reason,
                delivery.slot,
            )
        elif self._said.get(delivery.channel) != reached.reason:
            self._said[delivery.channel] = reached.reason
            log.warning("cards for %s wait: %s", delivery.channel, reached.reason)


async def _posted(
    outlet: Outlet, channel_id: str, delivery: Delivery
) -> Posted | Declined | Unsure:
    """The outcome of a post, whatever happens in it."""
    return await _outcome(outlet.post(channel_id, delivery.card, delivery.key), delivery)


async def _edited(
    outlet: Outlet, channel_id: str, message: str, edit: Delivery
) -> Posted | Declined | Unsure:
    """The outcome of an edit, whatever happens in it."""
    call = outlet.edit(channel_id, message, edit.card, key=edit.key, posted_as=edit.edits)
    return await _outcome(call, edit)


async def _outcome(
    call: Awaitable[Posted | Declined | Unsure], delivery: Delivery
) -> Posted | Declined | Unsure:
    try:
        async with asyncio.timeout(LONGEST_POST):
            return await call
    except TimeoutError:
        return Unsure("no answer in time")
    except Exception as error:  # a defect in one card's way must not end all deliveries
        log.exception("posting to %s failed", delivery.channel)
        return Unsure(f"posting failed ({type(error).__name__})")


async def _looked_for(outlet: Outlet, channel_id: str, delivery: Delivery) -> str | Unsure | None:
    """What a look back says, whatever happens in it."""
    since = delivery.first_attempt or delivery.created
    try:
        async with asyncio.timeout(LONGEST_LOOK):
            return await outlet.find(channel_id, delivery.key, since)
    except TimeoutError:
        return Unsure("the channel could not be read in time")
    except Exception as error:  # as above
        log.exception("looking back in %s failed", delivery.channel)
        return Unsure(f"looking back failed ({type(error).__name__})")
