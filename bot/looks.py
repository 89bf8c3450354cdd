"""When an article is asked for again, and when that ends. Pure.

Most corrections come within the first hours. Later, and beside these looks, the source's own word
that an article changed is what leads to it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import BadStatus, Refused, SourceError, Unreadable

LOOKS = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))  # after it was kept
# A page that changes at every look (a ticker, a rotating paragraph) is left alone after so many
# changes, and so is one whose source calls it changed at every poll. The feed reader `reader`
# (github.com/lemon24/reader) stops at the same number of changes of an entry.
MOST_CHANGES = MOST_TOLD = 24
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=6)  # after a passing failure
STRIKES = 3  # of them in a row; then the next look is the next there is
LONGEST_ASKED = timedelta(days=1)  # a server that asks for more is asked after a day
_FINAL = frozenset({401, 402, 403, 404, 410, 451})  # statuses that no try within hours changes


def next_look(kept_at: datetime, now: datetime, changes: int = 0) -> datetime | None:
    """The first look after `now`; None when there is none left, or too much changed already."""
    if changes >= MOST_CHANGES:
        return None
    return next((kept_at + after for after in LOOKS if kept_at + after > now), None)


def look_after_failure(
    kept_at: datetime, now: datetime, error: SourceError, failures: int, *, is_due: bool
) -> tuple[datetime | None, int]:
    """When an article that could not be brought is looked at again, and the failures that count.

    Args:
        kept_at: when the article was first kept.
        now: the moment of the failure.
        error: what went wrong.
        failures: in a row, before this one.
        is_due: False for an article that is only looked at when its source says that it changed.
    """
    final = isinstance(error, Refused | Unreadable) or (
        isinstance(error, BadStatus) and error.status in _FINAL
    )
    if final or failures + 1 >= STRIKES:
        return next_look(kept_at, now) if is_due else None, 0
    wait = min(FIRST_WAIT * 2**failures, LONGEST_WAIT)
    if isinstance(error, BadStatus) and error.retry_after:
        wait = max(wait, min(timedelta(seconds=error.retry_after), LONGEST_ASKED))
    return now + wait if is_due else None, failures + 1


def may_be_told(told: int, changes: int) -> bool:
    """True when a source's word that an article changed is still followed."""
    return told < MOST_TOLD and changes < MOST_CHANGES
