"""A sliding window by key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers.limiter import REMEMBERED, Limit, Limiter

START = datetime(2026, 11, 24, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_window_slides() -> None:
    """The oldest question frees its place when it is old enough, and the wait says when."""
    limiter = Limiter(Limit(2, 10 * SECOND))
    assert limiter.ask("a", START) is None
    assert limiter.ask("a", START + 4 * SECOND) is None
    refusal = limiter.ask("a", START + 5 * SECOND)
    assert refusal is not None
    assert (refusal.wait, refusal.tell) == (5 * SECOND, True)
    again = limiter.ask("a", START + 6 * SECOND)
    assert again is not None
    assert not again.tell
    assert limiter.ask("b", START + 6 * SECOND) is None
    assert limiter.ask("a", START + 10 * SECOND) is None


def test_memory_is_bounded() -> None:
    """Many callers do not fill the memory."""
    limiter = Limiter(Limit(1, SECOND))
    for number in range(REMEMBERED + 50):
        assert limiter.ask(str(number), START) is None
    assert limiter.ask("0", START) is None
    assert limiter.ask(str(REMEMBERED + 49), START) is not None
