"""When an article is asked for again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadStatus, Refused, Unreachable
from bot.looks import LOOKS, MOST_CHANGES, STRIKES, look_after_failure, may_be_told, next_look

KEPT = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_looks_are_at_one_six_and_twenty_four_hours():
    """Then there are none left."""
    assert next_look(KEPT, KEPT) == KEPT + HOUR
    assert next_look(KEPT, KEPT + HOUR) == KEPT + 6 * HOUR
    assert next_look(KEPT, KEPT + 7 * HOUR) == KEPT + 24 * HOUR
    assert next_look(KEPT, KEPT + 24 * HOUR) is None


def test_what_changed_too_often_is_left_alone():
    """By the clock and by its source's word."""
    assert next_look(KEPT, KEPT, MOST_CHANGES) is None
    assert may_be_told(0, MOST_CHANGES - 1)
    assert not may_be_told(0, MOST_CHANGES)


def test_a_failure_that_stays_waits_for_the_next_look():
    """Forbidden, gone: asking within minutes changes nothing."""
    for error in (Refused("robots.txt"), BadStatus("gone", status=410)):
        found = look_after_failure(KEPT, KEPT + HOUR, error, 0, is_due=True)
        assert found == (KEPT + 6 * HOUR, 0)


def test_a_server_that_asks_for_time_gets_it():
    """Where that is longer than our own pause."""
    error = BadStatus("busy", status=503, retry_after=7_200.0)
    when, failures = look_after_failure(KEPT, KEPT + HOUR, error, 0, is_due=True)
    assert (when, failures) == (KEPT + 3 * HOUR, 1)


@given(st.integers(0, STRIKES), st.integers(0, 2_000))
def test_a_look_after_a_failure_is_later_than_it(failures, minutes):
    """And what is only looked at when told of is never due by itself."""
    now = KEPT + timedelta(minutes=minutes)
    when, _ = look_after_failure(KEPT, now, Unreachable("x"), failures, is_due=True)
    assert when is None or when > now
    assert when is not None or now >= KEPT + LOOKS[-1]
    assert look_after_failure(KEPT, now, Unreachable("x"), failures, is_due=False)[0] is None
