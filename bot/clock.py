"""The one place where the wall clock is read; everything else is given a clock."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, timezone-aware."""
    return datetime.now(UTC)  # noqa: TID251  # the one clock
