"""No pattern of the project takes time that grows with the square of a hostile text."""

from __future__ import annotations

import re

import pytest

from tests.hostile.patterns import Known, patterns, slow_on

ROOMS = {
    "bot.sources": "bot.sources",
    "bot.reading": "bot.reading",
    "words": "figures of",
    "rest": "",
}


def room(known: Known) -> str:
    return next(name for name, start in ROOMS.items() if known.place.startswith(start))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("where", ROOMS)
def test_a_pattern_reads_a_hostile_text_at_the_pace_of_an_honest_one(where: str) -> None:
    """Runs of each of its repeated parts, with and without what leads to them."""
    here = [known for known in patterns() if room(known) == where]
    assert len(here) > 10
    assert {known.place: slow for known in here if (slow := slow_on(known))} == {}


@pytest.mark.parametrize(
    "bad",
    [
        r"\s+$",
        r"\S+@\S+",
        r"\s*[,;]\s*",
        r"[a-z]+-[a-z]+-[a-z]+",
        r"\w+@\w+",
        rb"\s+x",
        r"\+(?:-?\d{1,14}){1,7}\b",
    ],
)
def test_a_pattern_that_scans_again_from_each_sign_is_found(bad: str | bytes) -> None:
    """The check above can fail."""
    assert slow_on(Known("bad", re.compile(bad)))


def test_the_patterns_are_found_where_they_are() -> None:
    """In constants, in tables, in calls, and in what is made of a language's words."""
    places = [known.place for known in patterns()]
    assert len(places) > 150
    for part in ("bot.layout._DATE", "bot.sources.metadata line", "figures of fr: number"):
        assert any(place.startswith(part) for place in places)
