"""Twenty more passages each in French, Spanish and Italian, which the reader was tuned with sight of.

`blind_second/<language>.jsonl` was written without sight of the reader. What the reader of then made of
it at the first run, at the confidence from which positions are shown: French 22 of 25 right and 18 of
30 found, Spanish 20 of 23 and 17 of 31, Italian 11 of 13 and 10 of 28. Rules were made with its misses
in view since, so the floors guard what was mended; they are no measure of unseen text.
"""

from __future__ import annotations

import pytest

from tests.reading.test_positions_blind import passages, tally

FOLDER = "blind_second"


@pytest.mark.parametrize("code", ["es", "fr", "it"])
def test_the_second_passages_are_whole(code: str) -> None:
    """Twenty a file, every span a piece of the text."""
    every = list(passages(code, FOLDER))
    assert len(every) == len({one["id"] for one in every}) == 20
    for one in every:
        for position in one["positions"]:
            assert position["evidence"] in one["text"]
            assert position["actor_mention"] in one["text"]


@pytest.mark.parametrize(
    ("code", "precision", "recall"), [("es", 0.93, 0.80), ("fr", 0.93, 0.83), ("it", 0.91, 0.75)]
)
def test_what_was_mended_stays_mended(code: str, precision: float, recall: float) -> None:
    """One position more or fewer is allowed for a change that gains more elsewhere."""
    found = tally(code, FOLDER)
    assert found.precision >= precision
    assert found.recall >= recall
