"""Articles of one event become one story, in whatever language; those of another never do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.events import Trait, numbered, same_event, traits
from tests.fakes.events import TOLD, event, read
from tests.fakes.readings import ferry

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    story_id: str
    source_id: str
    begun: datetime
    shared: frozenset[int]
    weight: float


def known(path: Path, story: str, told: frozenset[Trait], begun: datetime = NOON) -> Known:
    """An article as the store knows it, by what it shares with the traits of another."""
    own = numbered(traits(read(path)))
    shared = frozenset(own) & {trait.number for trait in told}
    return Known(story, path.stem, begun, shared, sum(own.values()))


def stories(order: Sequence[Path]) -> dict[Path, str]:
    """The story of each article, when they come in this order."""
    found: dict[Path, str] = {}
    for path in order:
        told = traits(read(path))
        story = same_event(
            told, NOON, path.stem, [known(one, of, told) for one, of in found.items()]
        )
        found[path] = story or path.stem
    return found


@pytest.mark.parametrize("turn", range(len(TOLD)))
def test_whatever_comes_first_one_event_is_one_story(turn: int) -> None:
    """In several languages, beside other news of the same people on the same day."""
    order = [*TOLD[turn:], *TOLD[:turn]]
    found = stories(order)
    for one, other in permutations(TOLD, 2):
        assert (found[one] == found[other]) == (event(one) == event(other)), (one.name, other.name)


def test_what_comes_long_after_is_news_again() -> None:
    """A story ends; its sequel gets a card of its own."""
    first, second = (path for path in TOLD if event(path) == "3-ferry" and path.stem[-2:] != "it")
    told = traits(read(second))
    assert same_event(told, NOON, "another", [known(first, "s", told)]) == "s"
    before = known(first, "s", told, NOON - timedelta(hours=37))
    assert same_event(told, NOON, "another", [before]) is None


def test_what_a_source_adds_to_its_own_story_is_news() -> None:
    """Also when others told the story after it."""
    one, other, third = (path for path in TOLD if event(path) == "3-ferry")
    told = traits(read(third))
    both = [known(one, "s", told), known(other, "s", told)]
    assert same_event(told, NOON, third.stem, both) == "s"
    assert same_event(told, NOON, one.stem, both) is None


def test_what_every_story_of_these_days_tells_proves_nothing() -> None:
    """The number of delegates a candidate needs stands in each report of a campaign."""
    first, second = (path for path in TOLD if event(path) == "3-ferry" and path.stem[-2:] != "it")
    told = traits(read(second))
    one = known(first, "s", told)
    others = [replace(one, story_id=f"other {n}") for n in range(3)]
    assert same_event(told, NOON, "another", [one, *others]) is None


def test_one_kind_of_trait_is_no_proof() -> None:
    """Two polls may give the same five figures."""
    told = frozenset(Trait("figure", f"{n}123 voter", 2.0) for n in range(5))
    own = numbered(told)
    one = Known("s", "first", NOON, frozenset(own), sum(own.values()))
    assert same_event(told, NOON, "another", [one]) is None


def test_an_article_without_facts_tells_of_no_known_event() -> None:
    """Nothing is no proof either."""
    reading = replace(ferry(), quotes=(), figures=(), positions=())
    assert traits(reading) == frozenset()
    assert same_event(frozenset(), NOON, "another", []) is None


@given(st.lists(st.sampled_from(TOLD), max_size=6))
def test_a_story_is_one_of_those_known(order: list[Path]) -> None:
    """Or there is none."""
    told = traits(read(TOLD[0]))
    candidates = [known(path, path.stem, told) for path in order]
    assert same_event(told, NOON, "another", candidates) in {None, *(path.stem for path in order)}
