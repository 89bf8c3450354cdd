"""Texts that were broken at a fixed width."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Article
from bot.sources.article import from_text
from bot.sources.wrap import unwrapped
from tests.fakes.pages import LEAD, PARAGRAPHS

LONG = [f"{LEAD} {paragraph}" for paragraph in PARAGRAPHS]


@pytest.mark.parametrize("width", [40, 72, 100])
def test_wrapped_paragraphs_come_back_whole(width: int) -> None:
    """Whatever the width was; the empty lines between them stay."""
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in LONG)
    assert unwrapped(text) == "\n\n".join(LONG)


def test_a_wrapped_file_is_an_article_of_whole_sentences() -> None:
    """The title stays apart, and what is said is in one piece."""
    text = "\n\n".join(textwrap.fill(part, 60) for part in ("Quay closed", *LONG))
    found = from_text(text, "file:///q.txt", None)
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("Quay closed", "\n\n".join(LONG))


def test_a_break_behind_a_hyphen_adds_no_space() -> None:
    """The word is written as before."""
    words = (
        "The cease-fire between the harbour-masters was well-kept by the fisher-folk of the port."
    )
    assert unwrapped(textwrap.fill(words, 14)) == words


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        "\n".join(LONG),
        "Boats\nQuays\nCranes and their drivers\nWalls\nThe sea\n\n" + LONG[0],
        "1. Skip to content\n2. Skip to menu\nHarbour\n\nTitle\n\nIda Moor\n3 May 2026\n\n"
        + LONG[1],
        "",
    ],
    ids="lines long-lines list dump empty".split(),
)
def test_other_line_breaks_stay(text: str) -> None:
    """Lists, dumps and texts with a paragraph a line are as they were."""
    assert unwrapped(text) == text


@given(st.text(alphabet="ab .-\n1", max_size=300))
def test_no_word_is_lost(text: str) -> None:
    """Only white space changes."""
    assert "".join(unwrapped(text).split()) == "".join(text.split())
