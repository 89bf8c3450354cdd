"""Typed commands: understood in five languages, refused kindly, and never a stop."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.asked import Asker
from bot.answers.plain import plain
from bot.errors import StoreError
from bot.model import Card, Channel, Platform, Source
from handlers.commands import Caller, Commands
from handlers.registry import NAMES
from tests.fakes.house import ADMIN, SOMEBODY, House, offices_of, open_house
from tests.fakes.stories import ferry
from tests.fakes.words import CODES, shipped_phrases

FRENCH_ROOM = Channel(platform=Platform.DISCORD, id="7", language="fr")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, [FRENCH_ROOM]) as opened:
        await opened.keep(ferry())
        yield opened


async def said(
    house: House, text: str, caller: Caller = SOMEBODY, *, addressed: bool = False
) -> str:
    house.clock.now += timedelta(minutes=1)
    card = await house.commands.reply(text, caller, addressed=addressed)
    return plain(card, shipped_phrases()[card.language]) if card else ""


TITLES = {
    "!positions ferry": "Positions: Ferry line",
    "!POSITIONS ferry": "Positions: Ferry line",
    "!Positions  Ferry?": "Positions: Ferry line",
    "!positions: ferry": "Positions: Ferry line",
    "!status?": "Status",
    "!positionen Fähre": "Positions: Ferry line",
    "!citations Marchand": "Quotes: “Marchand”",
    "!chiffres euros": "Figures: “euros”",
    "!cifras euros": "Figures: “euros”",
    "!ultimi 1": "Latest articles",
    "!suche paying": "Search: “paying”",
    "!synthese 7j": "Digest: since 17 November 2026",
    "!fuentes": "Sources",
    "!themes": "Topics",
    "!stato": "Status",
    "!aide": "What you can ask",
    "!help !citas": "Help: !quotes",
}


async def test_every_command_by_many_names(house: House) -> None:
    """Commands are known by name and alias of every language, without regard to case and accents."""
    found = {typed: (await said(house, typed)).splitlines()[0] for typed in TITLES}
    assert found == TITLES


async def test_what_is_not_for_us_gets_no_answer(house: House) -> None:
    """Ordinary talk in a channel is left alone."""
    talk = (
        "",
        "   ",
        "hello",
        "positions ferry",
        "!",
        "!!!",
        "! positions ferry",
        "!?",
        "!3",
        "/help",
    )
    for text in talk:
        assert await house.commands.reply(text, SOMEBODY) is None, text


async def test_spoken_to_directly(house: House) -> None:
    """Without the prefix, and as a free question, where we are spoken to."""
    assert "Positions: Ferry line" in await said(house, "positions ferry", addressed=True)
    assert "Positions: Ferry line" in await said(
        house, "Where does Italy stand on the ferry?", addressed=True
    )
    assert "Search: “paying”" in await said(house, "about paying", addressed=True)
    assert "There is no command !hello." in await said(house, "hello", addressed=True)
    assert await house.commands.reply("  ", SOMEBODY, addressed=True) is None


async def test_unknown_command_suggests(house: House) -> None:
    """One sentence with the nearest name; without one, the way to the list."""
    assert await said(house, "!postions ferry") == (
        "Vigie\n\nThere is no command !postions. Did you mean !positions ferry?"
    )
    assert "!help lists all commands." in await said(house, "!xyzzyq")
    spoken = await said(house, "!figurs on the ferry", addressed=True)
    assert "Did you mean !figures on the ferry?" in spoken
    assert "Positions: Ferry line" in await said(house, "!what about the ferry?", addressed=True)


async def test_missing_argument_shows_usage_and_example(house: House) -> None:
    """A usage error teaches."""
    assert await said(house, "!figures") == (
        "Vigie\n\n"
        "Something is missing after !figures.\n"
        "Usage: !figures TOPIC [since]\n"
        "Example: !figures sanctions"
    )


async def test_the_channels_language_wins(house: House) -> None:
    """A channel's own language stands over the caller's, and that over the settings'."""
    french = Caller(platform=Platform.DISCORD, channel="7", user="1", language="de")
    german = replace(french, channel="8", user="2")
    assert "Ce qu’on peut demander" in await said(house, "!help", french)
    assert "Was man fragen kann" in await said(house, "!help", german)


@pytest.mark.parametrize("code", CODES)
async def test_help_names_every_command(house: House, code: str) -> None:
    """Each language's help lists all commands by a name that works, and its examples run."""
    caller = replace(SOMEBODY, language=code)
    overview = await said(house, "!help", caller)
    for command in house.commands.registry.all(code):
        assert f"!{command.usage}" in overview
        answer = await said(house, f"!{command.example}", caller)
        assert shipped_phrases()[code].errors.failed not in answer
        detail = await said(house, f"!help {command.name}", caller)
        assert command.summary in detail


async def test_addresses_are_for_admins(house: House) -> None:
    """The caller's role reaches the desk."""
    await house.store.sources.sync([Source(id="phare", url="https://phare.example/feed")])
    assert "https://phare.example/feed" in await said(house, "!sources", ADMIN)
    assert "https://phare.example/feed" not in await said(house, "!sources")


async def test_a_place_is_answered_from_its_sources(house: House) -> None:
    """A channel with sources of its own, and a private talk beside it, see nothing else."""
    room = Channel(platform=Platform.SLACK, id="C9", sources=frozenset({"kai"}))
    offices = offices_of(house.store, house.clock, [room])
    commands = Commands(
        house.desk,
        review=house.review,
        offices=offices,
        phrases=shipped_phrases(),
        clock=house.clock,
    )
    for channel in ("C9", "D5"):
        card = await commands.reply("!latest", replace(SOMEBODY, channel=channel))
        assert card is not None
        assert "No article found" in plain(card, shipped_phrases()["en"])
    discord = replace(SOMEBODY, platform=Platform.DISCORD)
    card = await commands.reply("!latest", discord)
    assert card is not None
    assert "Ministers agree" in plain(card, shipped_phrases()["en"])


async def test_flood_is_told_off_once(house: House) -> None:
    """Five answers in ten seconds, one word about it, then silence; others are not concerned."""
    cards = [await house.commands.reply("!status", SOMEBODY) for _ in range(100)]
    answered = [card for card in cards if card]
    assert len(answered) == 6
    assert "Too many questions" in plain(answered[-1], shipped_phrases()["en"])
    assert await house.commands.reply("!status", ADMIN) is not None
    house.clock.now += timedelta(seconds=10)
    assert await house.commands.reply("!status", SOMEBODY) is not None


async def test_a_failing_answer_is_one_sentence(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """When the store fails, people get a sentence, and the log one record with the cause."""
    await house.store.close()

    class Broken:
        def __getattr__(self, name: str) -> Callable[[str, Asker], Awaitable[Card]]:
            async def fail(words: str, asker: Asker) -> Card:
                raise StoreError("the disk is full")

            return fail

    commands = Commands(
        Broken(),  # type: ignore[arg-type]
        review=house.review,
        offices=house.offices,
        phrases=shipped_phrases(),
        clock=house.clock,
    )
    with caplog.at_level(logging.ERROR):
        card = await commands.reply("!positions ferry\nERROR forged\x1b[2J", SOMEBODY)
    assert card is not None
    assert "could not be answered" in plain(card, shipped_phrases()["en"])
    (record,) = caplog.records
    assert record.exc_info
    assert "\n" not in record.getMessage()
    assert "\x1b" not in record.getMessage()


async def test_long_question_says_it_was_cut(house: House) -> None:
    """What is not read is not passed over in silence."""
    answer = await said(house, "!positions ferry " + "salt " * 100)
    assert "A question has at most 300 characters" in answer


async def test_another_prefix(house: House) -> None:
    """The prefix is a setting; usage shows it."""
    commands = Commands(
        house.desk,
        review=house.review,
        offices=house.offices,
        phrases=shipped_phrases(),
        clock=house.clock,
        prefix="?",
    )
    assert await commands.reply("!status", SOMEBODY) is None
    card = await commands.reply("?figures", SOMEBODY)
    assert card is not None
    assert "Usage: ?figures" in plain(card, shipped_phrases()["en"])


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(name=st.sampled_from(NAMES), rest=st.text(max_size=60))
async def test_no_words_break_a_command(house: House, name: str, rest: str) -> None:
    """Any words behind any command get an answer that is no failure."""
    house.clock.now += timedelta(minutes=1)
    card = await house.commands.reply(f"!{name} {rest}", SOMEBODY)
    if card is not None:
        assert "could not be answered" not in plain(card, shipped_phrases()["en"])


HOSTILE = (
    "'; DROP TABLE article; --",
    '" OR 1=1',
    "NEAR(a b)",
    "a* AND b",
    "%_%",
    "title:x",
    "((((",
    "🦀" * 200,
)


async def test_database_syntax_is_only_words(house: House) -> None:
    """Words that mean something to a database mean nothing here."""
    for words in HOSTILE:
        for name in ("positions", "quotes", "search", "latest"):
            answer = await said(house, f"!{name} {words}")
            assert "could not be answered" not in answer, (name, words)
    assert "1 article" in await said(house, "!status")
