"""What comes next for a card, and what an outcome means for it: decisions without a chat or a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attempts import (
    CLOSED,
    LAG,
    GivenUp,
    Later,
    Sent,
    Step,
    unless_unsettled,
    verdict,
    what_next,
)
from bot.model import Delivery
from bot.outlet import Declined, Posted, Unsure
from bot.store.outbox import Claimed
from tests.fakes.dice import dice
from tests.fakes.house import NOON
from tests.fakes.readings import card

DELIVERY = Delivery(
    key="a" * 20,
    channel="discord:1",
    slot="story:1",
    card=card(),
    created=NOON,
    attempts=1,
    first_attempt=NOON,
)


def after(seconds: float):
    return NOON + timedelta(seconds=seconds)


def decided(outcome, *, seconds: float = 10, keys: bool = False, **changes):
    delivery = replace(DELIVERY, **changes)
    return verdict(delivery, outcome, after(seconds), remembers_keys=keys, random=dice())


@pytest.mark.parametrize(
    ("ambiguous", "keys", "first", "previous", "step"),
    [
        (False, False, 0, None, Step.POST),
        (False, True, -9_999, -9_999, Step.POST),
        (True, True, -119, -5, Step.POST),  # the platform still knows the key
        (True, True, -121, -95, Step.LOOK),
        (True, True, -121, -20, Step.WAIT),  # the last attempt may not show yet
        (True, True, 60, -95, Step.LOOK),  # the clock was set back: nothing is known of its window
        (True, False, -100, -100, Step.LOOK),
        (True, False, -100, -89, Step.WAIT),
        (True, False, -100, 3600, Step.WAIT),
    ],
)
def test_a_card_is_posted_looked_for_or_left_alone(ambiguous, keys, first, previous, step):
    """Only where an earlier attempt may have arrived is there anything to decide."""
    claimed = Claimed(
        delivery=replace(DELIVERY, first_attempt=after(first)),
        ambiguous=ambiguous,
        previous=None if previous is None else after(previous),
    )
    assert what_next(claimed, NOON, remembers_keys=keys) is step


def test_a_card_that_was_taken_is_sent():
    """With the platform's own id for it."""
    assert decided(Posted("m1")) == Sent("m1")


def test_a_card_the_platform_cannot_take_is_given_up():
    """The reason stays with it."""
    assert decided(Declined("too odd", permanent=True)) == GivenUp("too odd")


def test_a_closed_channel_keeps_its_cards():
    """They wait until somebody mends it, asked for now and then."""
    outcome = Declined("no access", permanent=True, closed=True)
    assert decided(outcome) == Later(after(10) + CLOSED, "no access", known=True)


def test_what_the_platform_asks_for_is_kept():
    """A little later than asked, never sooner, and no number it sends does harm."""
    later = decided(Declined("slow down", retry_after=30))
    assert isinstance(later, Later)
    assert later.known
    assert after(40) <= later.at <= after(43)
    for odd in (float("inf"), float("nan"), -5.0):
        assert isinstance(decided(Declined("odd", retry_after=odd)), Later)


def test_an_attempt_without_an_answer_is_repeated_only_with_a_remembered_key():
    """Elsewhere, and later, the history needs time first."""
    soon = decided(Unsure("gone"), seconds=20, keys=True)
    late = decided(Unsure("gone"), seconds=118, keys=True)
    blind = decided(Unsure("gone"), seconds=20)
    assert soon.at <= after(25)
    assert late.at >= after(118 + 90)
    assert blind.at >= after(20 + 90)
    assert [outcome.known for outcome in (soon, late, blind)] == [False] * 3


@given(attempts=st.integers(1, 500), seed=st.integers())
def test_the_back_off_grows_to_a_quarter_of_an_hour(attempts, seed):
    """It is never longer, never nothing, and spread."""
    delivery = replace(DELIVERY, attempts=attempts)
    later = verdict(delivery, Declined("no"), NOON, remembers_keys=False, random=Random(seed))  # noqa: S311  # no secret
    assert isinstance(later, Later)
    wait = (later.at - NOON).total_seconds()
    full = min(5 * 2.0 ** (attempts - 1), 900)
    assert full / 2 <= wait <= full


@pytest.mark.parametrize("outcome", [Declined("no"), Declined("no", closed=True)])
def test_a_card_tried_for_days_does_not_hold_up_its_channel_for_ever(outcome):
    """It is given up by age and attempts together, so that a card that just waited is not."""
    days = 2 * 86_400 + 60
    assert isinstance(decided(outcome, seconds=days, attempts=10), GivenUp)
    assert isinstance(decided(outcome, seconds=days, attempts=9), Later)
    assert isinstance(decided(outcome, seconds=3_600, attempts=99), Later)


def test_a_card_that_may_have_arrived_is_not_given_up():
    """However long it was tried: it is looked for first."""
    assert isinstance(decided(Unsure("no"), seconds=9 * 86_400, attempts=99), Later)
    assert unless_unsettled(GivenUp("too odd"), NOON) == Later(NOON + LAG, "too odd", known=True)
    assert unless_unsettled(Sent("m1"), NOON) == Sent("m1")
