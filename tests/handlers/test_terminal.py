"""The terminal: cards that read well without colour, and a chat that ends cleanly."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from rich.console import Console

from bot.answers.cards import article_card
from bot.model import Card, PositionItem, Section, Stance, TextItem
from bot.outlet import Posted
from handlers.terminal import CommandCompleter, Terminal
from handlers.terminal_cards import render
from tests.fakes.house import NOON, House, open_house
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.stories import ferry
from tests.fakes.words import shipped_phrases

ENGLISH = shipped_phrases()["en"]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.keep(ferry())
        yield opened


def terminal(house: House, out: StringIO) -> Terminal:
    return Terminal(house.commands, phrases=shipped_phrases(), console=Console(file=out, width=80))


def card() -> Card:
    return article_card(ferry(), topics=TOPICS, actors=ACTORS, phrases=ENGLISH, min_confidence=0.65)


def shown(what: Card, width: int = 80) -> str:
    out = StringIO()
    Console(file=out, width=width, no_color=True).print(render(what, ENGLISH))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_card_without_colour() -> None:
    """The rendering on 60 columns, as it stands on paper."""
    assert (
        shown(card(), 60)
        == """\
Ministers agree on the ferry
Le Phare · 23 November 2026 · English
https://phare.example/ferry

Positions
  France does not rule out: Ferry line
    “France does not rule out paying for the ferry.”

  Italy opposes: Ferry line
    “Italy, however, opposes the ferry line.”

Quotes
  “We will not let the islands wait another winter” — Odile
  Marchand

Figures
  More than 12 million euros — harbour · last year ·
  according to the Tide Institute
"""
    )


def test_foreign_text_is_harmless() -> None:
    """No markup, escape sequence or bidirectional sign of an article reaches the terminal."""
    hostile = "[bold]x[/bold] [link=https://evil.example]y[/link] \x1b[2J\u202e\x07z"
    item = PositionItem(
        actor=hostile,
        stance=Stance.OPPOSE,
        topic=hostile,
        evidence=hostile,
        cue=(0, 6),
        change=hostile,
    )
    text = shown(
        Card(
            kind="answer",
            title=hostile,
            byline=hostile,
            url=hostile,
            sections=(Section(heading=hostile, items=(item, TextItem(text=hostile))),),
            footer=hostile,
        ),
        400,
    )
    assert text.count("[bold]x[/bold] [link=https://evil.example]y[/link] [2Jz") == 10
    assert not {"\x1b", "\u202e", "\x07"} & set(text)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200), st.integers(60, 120))
def test_any_words_render(words: str, start: int, end: int, width: int) -> None:
    """Whatever stands in an article, the card fits the columns."""
    cue = (min(start, end), max(start, end))
    item = PositionItem(actor=words, stance=Stance.OPEN, topic="", evidence=words, cue=cue)
    text = shown(Card(kind="answer", title=words, sections=(Section(items=(item,)),)), width)
    assert "does not rule out" in " ".join(text.split())


async def test_posted_cards_are_known_by_key(house: House) -> None:
    """The same key is shown once, and found again."""
    out = StringIO()
    screen = terminal(house, out)
    assert await screen.find("main", "k1", NOON) is None
    assert await screen.post("main", card(), "k1") == Posted("1")
    assert await screen.post("main", card(), "k1") == Posted("1")
    assert await screen.find("main", "k1", NOON) == "1"
    assert out.getvalue().count("Ministers agree on the ferry") == 1
    assert await screen.post("main", card(), "k2") == Posted("2")


async def test_lines_of_a_pipe_are_answered_until_its_end(house: House) -> None:
    """Every line is a question, with or without the prefix; the end of the input ends the chat."""
    reading, writing = os.pipe()
    os.write(writing, b"!positions ferry\n\nstatus\n")
    os.write(writing, b"\xff\xfe\n")
    os.close(writing)
    out = StringIO()
    with os.fdopen(reading) as pipe:
        await asyncio.wait_for(terminal(house, out).run(pipe), 5)
    assert "Positions: Ferry line" in out.getvalue()
    assert "Kept: 1 article" in out.getvalue()


async def test_waiting_for_a_line_holds_nothing_up(house: House) -> None:
    """While nobody types, cards are shown; cancelling ends the wait at once."""
    reading, writing = os.pipe()
    out = StringIO()
    screen = terminal(house, out)
    with os.fdopen(reading) as pipe:
        chat = asyncio.create_task(screen.run(pipe))
        await asyncio.sleep(0.01)
        await screen.post("main", card(), "k")
        assert "Ministers agree" in out.getvalue()
        chat.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(chat, 1)
    os.close(writing)


async def test_a_file_is_a_list_of_questions(house: House, tmp_path: Path) -> None:
    """Standard input may be a file; `exit` ends it early."""
    questions = tmp_path / "questions.txt"
    questions.write_text("!status\nexit\n!topics\n", encoding="utf-8")
    out = StringIO()
    with questions.open(encoding="utf-8") as stream:
        await terminal(house, out).run(stream)
    assert "Status" in out.getvalue()
    assert "Topics" not in out.getvalue()


async def test_completion(house: House) -> None:
    """Commands by their beginning, topics behind a command that takes one."""
    completer = CommandCompleter(house.commands, ENGLISH)

    def offered(typed: str) -> list[str]:
        return [c.text for c in completer.get_completions(Document(typed), CompleteEvent())]

    assert offered("!po") == ["positions"]
    assert offered("st") == ["status"]
    assert offered("!positions fer") == ["Ferry line", "ferry_night"]
    assert offered("!quotes dues") == ["Harbour dues"]
    assert offered("!status x") == []
    assert offered("!help fi") == ["figures"]
    assert "positions" in offered("")


async def test_language_of_the_card_is_the_language_of_its_words(house: House) -> None:
    """A French card is rendered with French words."""
    out = StringIO()
    french = replace(card(), language="fr")
    await terminal(house, out).post("main", french, "k")
    assert "n’exclut pas" in out.getvalue()
