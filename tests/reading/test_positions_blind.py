"""Short news passages in five languages, written without sight of the reader: how well it does.

`blind/<language>.jsonl` holds 40 passages each; about a third hold no position. `blind/de-press.jsonl`
holds 40 more, dense with positions, as an agency, a regional paper, a tabloid or a broadcaster would
write them; rules were made with these in view since, so they are no measure of unseen text. A position is right when its actor, its stance and its sentence are; recall is over those
any fair reader would agree on. The floors are what was measured, so that no change to the reader falls below it unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.model import Article, Position, Span
from bot.reading.text import fold
from config.reader import ReaderRecipe, build_reader

FOLDERS = Path(__file__).parent
CODES = ("de", "en", "es", "fr", "it")
SHOWN = 0.65  # the confidence from which a position is shown


@dataclass
class Tally:
    """Positions given and right, required and found."""

    given: int = 0
    right: int = 0
    required: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """Share of the given ones that are right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the required ones that are found."""
        return self.found / self.required


def passages(code: str, folder: str = "blind") -> Iterator[dict[str, Any]]:
    """The passages of a language."""
    for line in (FOLDERS / folder / f"{code}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def read(passage: dict[str, Any]) -> tuple[Position, ...]:
    """The positions that would be shown."""
    reader = build_reader(ReaderRecipe(languages=CODES))
    article = Article(url=passage["id"], text=passage["text"], language=passage["lang"])
    return tuple(p for p in reader.read(article).positions if p.confidence >= SHOWN)


def agrees(gold: dict[str, Any], given: Position, text: str) -> bool:
    """The same actor (by id, mention or name), stance and sentence."""
    if gold["stance"] != given.stance.value:
        return False
    start = text.index(gold["evidence"])
    if not given.evidence.overlaps(Span(start, start + len(gold["evidence"]))):
        return False
    mention, name = fold(gold["actor_mention"]), fold(given.actor_name)
    said = fold(given.actor_span.of(text)) if given.actor_span else name
    same = gold["actor"] in (given.actor, given.country)
    return same or any(one in other or other in one for one in (said, name) for other in (mention,))


@cache
def tally(code: str, folder: str = "blind") -> Tally:
    """What the reader makes of a language's passages."""
    count = Tally()
    for passage in passages(code, folder):
        text, wanted = passage["text"], passage["positions"]
        given = read(passage)
        hits = [[n for n, g in enumerate(wanted) if agrees(g, p, text)] for p in given]
        found = {n for of_one in hits for n in of_one}
        count.given += len(given)
        count.right += sum(bool(of_one) for of_one in hits)
        count.required += sum(g["required"] for g in wanted)
        count.found += sum(wanted[n]["required"] for n in found)
    return count


@pytest.mark.parametrize(("code", "empty"), [*((code, 10) for code in CODES), ("de-press", 6)])
def test_the_passages_are_whole(code: str, empty: int) -> None:
    """Forty a file, some of them without a position, every span a piece of the text."""
    every = list(passages(code))
    assert len(every) == len({one["id"] for one in every}) == 40
    assert sum(not one["positions"] for one in every) >= empty
    for one in every:
        for position in one["positions"]:
            assert position["evidence"] in one["text"]
            assert position["actor_mention"] in one["text"]
            assert position["stance"] in {"support", "open", "oppose", "undecided"}


@pytest.mark.parametrize(
    ("code", "precision", "recall"),
    [("de", 0.95, 0.75), ("de-press", 0.93, 0.65), ("en", 0.95, 0.75), ("es", 0.88, 0.75), ("fr", 0.92, 0.75), ("it", 0.95, 0.85)],
)  # fmt: skip
def test_the_reader_stays_as_good_as_it_was_measured(
    code: str, precision: float, recall: float
) -> None:
    """A little room is left for a change that gains more elsewhere than it loses here."""
    found = tally(code)
    assert found.precision >= precision
    assert found.recall >= recall
