"""Endless runs and hostile questions: read in time that grows with their length, and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SourceError
from bot.model import Article, Reading
from bot.sources.article import extract, from_plain
from config.reader import ReaderRecipe, build_reader
from tests.fakes.house import ADMIN, SOMEBODY, open_house
from tests.fakes.pages import page
from tests.hostile.texts import COMMANDS

# With any step that grows with the square of the length, each of these takes far longer than the
# test may last; now the slowest takes a second.
RUN = 100_000
RUNS = {
    "dots": "." * RUN,
    "dots and marks": "..”" * (RUN // 3),
    "ends of sentences": "A. " * (RUN // 3),
    "a word": "a" * RUN,
    "names": "Jean" * (RUN // 4),
    "initials": "a." * (RUN // 2),
    "hyphens": "a-" * (RUN // 2),
    "numbers": "1." * (RUN // 2),
    "blanks": " " * RUN,
    "open marks": "“" * RUN,
    "apostrophes": "l'" * (RUN // 2),
}


def _page(run: str) -> Article | SourceError:
    body = page(body=f"<p>{run}x</p><p>The wall is old. {run}</p>")
    return extract(body, "https://q.test/a-b-c.html", None, "utf-8")


def _plain(run: str) -> Article | SourceError:
    text = f"Title of a text\n\nBy Dora {run}x\n\nThe wall is old. {run}"
    return from_plain(text.encode(), "https://q.test/a", None, None)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("way", [_page, _plain])
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_run_without_end_is_read_or_refused(
    run: str, way: Callable[[str], Article | SourceError]
) -> None:
    """From the bytes to the facts; what cannot be read is said."""
    article = way(run)
    if isinstance(article, SourceError):
        assert str(article)
        return
    reader = build_reader(ReaderRecipe(languages=("en", "fr", "de", "es", "it")))
    reading = reader.read(replace(article, language="en"))
    assert isinstance(reading, Reading)
    assert not [note for note in reading.notes if "could not be read" in note]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("caller", [SOMEBODY, ADMIN], ids=["somebody", "admin"])
async def test_every_hostile_question_gets_a_card(tmp_path: Path, caller) -> None:
    """None fails, and none changes what is kept."""
    async with open_house(tmp_path) as house:
        for typed in COMMANDS:
            card = await house.commands.reply(typed, caller, addressed=True)
            assert card is not None, typed[:40]
            assert card.title or card.sections, typed[:40]
            house.clock.now += timedelta(minutes=1)  # no flood
        assert (await house.store.archive.counts()).articles == 0
