"""What is a button on Discord and Slack is typed in the terminal, and does the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.answers.cards import article_card
from bot.answers.plain import plain
from bot.model import Card, Delivery, Platform, QuoteItem
from bot.store.outbox import delivery_key
from handlers.commands import Caller
from handlers.terminal import Terminal
from handlers.terminal_presses import TerminalPresses
from tests.fakes.answers import LONG, NOTICE
from tests.fakes.house import NOON, House, open_house
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.stories import ferry
from tests.fakes.words import CODES, shipped_phrases

ME = Caller(platform=Platform.TERMINAL, channel="main", user="terminal", is_admin=True)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.keep(ferry())
        yield opened


async def typed(house: House, *lines: str) -> list[str]:
    """What a pipe of these lines is answered, an answer each."""
    answers = []
    out = StringIO()
    screen = Terminal(house.commands, phrases=shipped_phrases(), console=Console(file=out))
    for line in lines:
        out.seek(0)
        out.truncate()
        await screen.run(StringIO(f"{line}\n"))
        answers.append(out.getvalue())
    return answers


async def test_the_evidence_of_all_facts_or_of_one(house):
    """Each has its number and its sentence; the numbers go by the order on the card."""
    answer, every, second = await typed(house, "!positions ferry", "!evidence", "!evidence 2")
    assert answer.index("France") < answer.index("Italy")
    assert "1. France does not rule out" in every
    assert "2. Italy opposes" in every
    assert "Italy, however, opposes the ferry line." in second
    assert "does not rule out" not in second


async def test_a_verdict_is_typed_step_by_step_or_at_once(house):
    """The fact, then what is wrong with it; what is refuted is gone from the next answer."""
    _, facts, verdicts, said, again = await typed(
        house, "!positions ferry", "!wrong", "!wrong 2", "!wrong 2 stance", "!positions ferry"
    )
    assert "!wrong 2: Italy opposes" in facts
    assert "!wrong 2 2: Wrong stance" in verdicts
    assert "Noted: Wrong stance" in said
    assert "France" in again
    assert "Italy" not in again
    _, said, counted = await typed(house, "!quotes Marchand", "wrong 1 1", "!accuracy")
    assert "Noted: it is right" in said
    assert "Quotes: 1" in counted or "1 quote" in counted.lower()


@pytest.mark.parametrize("line", ["!wrong 9", "!evidence 9", "!wrong 2 nonsense", "!wrong 0"])
async def test_what_is_no_choice_shows_the_choices(house, line):
    """Nothing is kept of it."""
    (_, answer) = await typed(house, "!positions ferry", line)
    assert "!wrong 2" in answer
    (counted,) = await typed(house, "!accuracy")
    assert "Nobody has judged" in counted


async def test_before_any_card_there_is_nothing_to_look_into(house):
    """And what begins with such a word is still a question."""
    nothing, question = await typed(house, "!evidence", "more about the ferry")
    assert "ask again" in nothing
    assert "ferry" in question


async def presses_on(house: House, card: Card) -> TerminalPresses:
    presses = TerminalPresses(house.commands, shipped_phrases(), ME)
    await presses.noted(card)
    return presses


async def press(presses: TerminalPresses, text: str) -> str:
    found = presses.read(text)
    assert found is not None, text
    answer = await presses.answer(found)
    return plain(answer, shipped_phrases()[answer.language])


async def test_a_long_answer_is_turned_page_by_page(house):
    """Every item once and in order; at either end a sentence says so."""
    presses = await presses_on(house, LONG)
    seen = [plain(LONG, shipped_phrases()["en"])]
    assert "no such page" in await press(presses, "!back")
    seen += [await press(presses, "!more"), await press(presses, "!more")]
    assert "no such page" in await press(presses, "!more")
    quotes = [item for section in LONG.sections for item in (*section.items, *section.rest)]
    for item in quotes:
        if isinstance(item, QuoteItem):
            assert sum(f"“{item.words}”" in page for page in seen) == 1
    assert await press(presses, "back") == seen[1]


async def test_a_posted_card_is_looked_into_by_its_own_key(house):
    """As a press on Discord: what counts is the delivery that is kept."""
    key = delivery_key("terminal:main", "story:1")
    kept = await house.store.archive.by_address("https://phare.example/ferry")
    assert kept is not None
    card = article_card(
        kept.reading,
        topics=TOPICS,
        actors=ACTORS,
        phrases=shipped_phrases()["en"],
        min_confidence=0.65,
    )
    delivery = Delivery(key=key, channel="terminal:main", slot="story:1", card=card, created=NOON)
    await house.store.outbox.add([delivery])
    out = StringIO()
    screen = Terminal(house.commands, phrases=shipped_phrases(), console=Console(file=out))
    await screen.post("main", delivery.card, key)
    await screen.post("main", replace(NOTICE, title="A word"), "other")  # has no facts
    await screen.run(StringIO("!evidence 1\n"))
    assert "1. " in out.getvalue()
    assert "rule" in out.getvalue().lower()


@pytest.mark.parametrize("code", CODES)
async def test_the_buttons_words_are_typed_in_every_language(house, code):
    """They are no command's name, and what can be typed stands below a card on a screen."""
    words = shipped_phrases()[code].buttons
    presses = await presses_on(house, LONG)
    for name in ("more", "back", "evidence", "wrong"):
        found = presses.read(f"!{getattr(words, name)}")
        assert found is not None
        assert found.name == name
        assert house.commands.registry.find(getattr(words, name).strip("?¿ \u00a0")) is None
    hint = presses.hint(replace(LONG, language=code))
    assert [presses.read(part) is not None for part in hint.split(" · ")] == [True] * 3
    out = StringIO()
    console = Console(file=out, width=80, force_terminal=True)
    screen = Terminal(house.commands, phrases=shipped_phrases(), console=console)
    await screen.post("main", replace(LONG, language=code), "k")
    assert hint in out.getvalue()
