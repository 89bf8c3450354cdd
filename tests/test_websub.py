"""The decisions about hubs, by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import websub
from bot.errors import BadStatus, Refused, SourceError, Unreachable
from bot.model import Offer, Source, SourceState, Subscription, SubscriptionState

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
STATE = SourceState(
    source=Source(id="quay", url="https://quay.test/feed"),
    offer=Offer(topic="https://quay.test/feed", hub="https://hub.test/"),
)
BASE = "https://vigie.test"
ERRORS = (
    Unreachable("no"),
    Refused("private"),
    BadStatus("down", status=503, retry_after=7200.0),
    BadStatus("no", status=400),
)


def wish(state: SourceState = STATE, base: str = BASE) -> Subscription:
    """The subscription a source wants."""
    found = websub.wish(state, base, lambda: "drawn")
    assert found is not None
    return found


def question(subscription: Subscription, **other: str) -> dict[str, str]:
    """The hub's question, as it should be."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": subscription.topic,
        "hub.challenge": "x",
        "hub.lease_seconds": "864000",
        **{f"hub.{name}": value for name, value in other.items()},
    }


def confirmed(subscription: Subscription, now: datetime, lease: int = 864_000) -> Subscription:
    """Asked for and confirmed at one moment."""
    asked = websub.asking(subscription, now)
    assert asked is not None
    random = Random(1)  # noqa: S311  # a known one, for known waits
    answer = websub.verified(asked, question(asked, lease_seconds=str(lease)), now, random)
    assert answer is not None
    assert answer.after is not None
    return answer.after


def test_one_source_offer_and_address_are_one_subscription() -> None:
    """Whoever wishes it, however often; another of the three makes another one."""
    moved = replace(STATE, offer=Offer(topic="https://quay.test/feed", hub="https://b.test/"))
    other = replace(STATE, source=Source(id="wall", url="https://quay.test/feed"))
    assert wish().id == wish().id
    assert len({wish().id, wish(moved).id, wish(other).id, wish(base="https://c.test").id}) == 4


@pytest.mark.parametrize("state", [replace(STATE, offer=None), replace(STATE, disabled=True)])
def test_what_is_not_offered_or_not_looked_at_is_not_wished(state: SourceState) -> None:
    assert websub.wish(state, BASE, lambda: "drawn") is None


def test_the_secret_is_sent_with_a_wish_and_not_with_a_goodbye() -> None:
    assert websub.form(wish())["hub.secret"] == "drawn"
    goodbye = websub.form(websub.dropped(wish(), NOON))
    assert goodbye["hub.mode"] == "unsubscribe"
    assert {"hub.secret", "hub.lease_seconds"}.isdisjoint(goodbye)


@given(st.integers(1, 10**9))
def test_a_renewal_comes_before_the_end_of_a_lease_that_lasts(lease: int) -> None:
    """One of less than the patience is renewed after it: no hub makes us ask without pause."""
    made = confirmed(wish(), NOON, lease)
    assert made.lease_end is not None
    assert made.next_ask is not None
    assert made.next_ask >= NOON + websub.PATIENCE
    assert made.lease_end <= NOON + websub.LONGEST_LEASE
    if made.lease_end - NOON > websub.PATIENCE:
        assert made.next_ask < made.lease_end


@given(st.sampled_from(ERRORS), st.floats(0, 9.99))
def test_the_end_of_a_lease_never_passes_unnoticed(error: SourceError, days: float) -> None:
    """However long the wait after a failure: when the lease ends it is the turn of the hub."""
    now = NOON + timedelta(days=days)
    asked = websub.asking(confirmed(wish(), NOON), now)
    assert asked is not None
    after = websub.failed(asked, error, now)
    for each in (asked, after):
        assert each.next_ask is not None
        assert each.lease_end is not None
        assert now < each.next_ask <= each.lease_end
    ended = websub.asking(after, after.lease_end or NOON)
    assert ended is not None
    assert ended.state is SubscriptionState.LAPSED
    assert not websub.is_live(after, now)


@given(st.lists(st.sampled_from(ERRORS), max_size=30))
def test_waits_grow_to_a_week_and_no_further(errors: list[SourceError]) -> None:
    """A hub that never confirms costs ever less, and is never given up wholly."""
    now, made = NOON, wish()
    for error in errors:
        asked = websub.asking(made, now)
        assert asked is not None
        made = websub.failed(asked, error, now)
        assert made.next_ask is not None
        assert websub.PATIENCE <= made.next_ask - now <= websub.LONGEST_WAIT
        now = made.next_ask
    if len(errors) > websub.MOST_DOUBLINGS:
        assert made.next_ask == now
        asked = websub.asking(made, now)
        assert asked is not None
        assert asked.next_ask == now + websub.LONGEST_WAIT


def test_a_renewal_under_way_is_relied_on_until_it_fails() -> None:
    """The first silence or failure ends that: from then on the source is polled."""
    made = confirmed(wish(), NOON)
    now = NOON + timedelta(days=8)
    asked = websub.asking(made, now)
    assert asked is not None
    assert websub.is_live(asked, now)
    assert not websub.is_lost(made, asked, now)
    silent = websub.asking(asked, now + websub.PATIENCE)
    assert silent is not None
    assert silent.error == websub.SILENT
    assert websub.is_lost(asked, silent, now)
    assert not websub.is_lost(silent, websub.asking(silent, now), now)


def test_a_goodbye_is_not_made_where_nothing_was_agreed() -> None:
    """The hub never confirmed, or its lease has ended by itself."""
    assert websub.asking(websub.dropped(wish(), NOON), NOON) is None
    made = confirmed(wish(), NOON)
    assert websub.asking(websub.dropped(made, NOON), NOON) is not None
    assert websub.asking(websub.dropped(made, NOON), NOON + timedelta(days=11)) is None
