"""Twenty English passages as varied outlets would write them, made without sight of the reader.

Agency, tabloid, broadcaster and business paper; coordination, passives, headlines, nominal cues,
changes of position, and traps. The first run gave 26 positions, 23 right, and found 16 of the 28
any fair reader would agree on; the rules that were mended since are general ones.
"""

from __future__ import annotations

import pytest

from tests.reading.test_positions_blind import passages, read, tally

NAME = "en-outlets"


def test_the_passages_are_whole() -> None:
    """Every span is a piece of its text, and some passages hold no position."""
    every = list(passages(NAME))
    assert len(every) == len({one["id"] for one in every}) == 20
    assert sum(not one["positions"] for one in every) >= 4
    for one in every:
        for position in one["positions"]:
            assert position["evidence"] in one["text"]
            assert position["actor_mention"] in one["text"]


def test_the_reader_stays_as_good_as_it_was_measured() -> None:
    """A little room is left for a change that gains more elsewhere than it loses here."""
    found = tally(NAME)
    assert found.precision >= 0.95
    assert found.recall >= 0.75


@pytest.mark.parametrize(
    "passage",
    [one for one in passages(NAME) if not one["positions"]],
    ids=lambda one: str(one["id"]),
)
def test_a_passage_of_facts_holds_no_position(passage: dict[str, object]) -> None:
    """Courtesy, acts of war, administration, hypotheses and sport are no stands."""
    assert read(passage) == ()
