"""Foreign markup and dates as plain values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.plain import clean, one_line, paragraphs, parse_date


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Fish &amp; ships", "Fish & ships"),
        ("<b>Quay</b>\n closed", "Quay closed"),
        ("5 < 6 and 7 > 4", "5 < 6 and 7 > 4"),
        ("a<script>alert(1)</script>b", "a b"),
        ("a<style>p{}", "a"),
        ("a\u202eb\x00c", "abc"),
        ("\u3164\u2800", ""),
    ],
)
def test_one_line(markup: str, text: str) -> None:
    """Tags, scripts and hidden characters go, words stay."""
    assert one_line(markup) == text


def test_blocks_become_lines() -> None:
    """A summary keeps its paragraphs."""
    assert paragraphs("<p>One.</p><p>Two<br>three.</p>") == "One.\nTwo\nthree."


def test_a_summary_never_ends_inside_a_tag() -> None:
    """Where markup is cut for its length, the tag under the knife goes."""
    assert set(paragraphs("<p><i>x</i></p>" * 9_000)) == {"x", "\n"}
    assert set(one_line("<b>x</b>" * 9_000)) == {"x", " "}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-23T03:00:00Z", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("2026-11-23T03:00:00+0200", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 03:00:00 GMT", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 03:00:00 CET", datetime(2026, 11, 23, 2, tzinfo=UTC)),
        ("2026-11-23 03:00:00", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        (f"Mon, 23 Nov 2026 03:00:{'0' * 9}{'9' * 30}", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0000-00-00T00:00:00Z", None),
        ("yesterday-ish", None),
        ("9" * 5_000, None),
        ("Mon, 23 Nov 2026 03:00:00 +9999", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_dates_are_aware_or_nothing(value: object, expected: datetime | None) -> None:
    """What is no date is None, whatever it is."""
    assert parse_date(value) == expected


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Clean text is clean, and no text raises."""
    assert clean(clean(text)) == clean(text)
    one_line(text)
    paragraphs(text)
    parse_date(text)
