"""What a failed request leaves to read: the wait a server asks for."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.sentences import retry_after

NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


@pytest.mark.parametrize(
    ("given_value", "seconds"),
    [
        ("120", 120),
        ("0", 60),
        ("-1", None),
        ("999999999999", 86_400),
        ("Tue, 24 Nov 2026 12:10:00 GMT", 600),
        ("Tue, 24 Nov 2020 12:10:00 GMT", 60),
        ("Tue, 24 Nov 99999 12:10:00 GMT", None),
        ("²", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_and_clamped(given_value: str, seconds: float | None) -> None:
    """Numbers and dates count, within a minute and a day; other words do not."""
    assert retry_after(given_value, NOON) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_raises(value: str) -> None:
    """Any header gives a wait within the bounds or none."""
    found = retry_after(value, NOON)
    assert found is None or 60 <= found <= 86_400
