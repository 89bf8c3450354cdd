"""Buttons and menus below cards, pressed through discord.py: private, in time, after a restart too."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Fault
from handlers.discord_limits import validate
from tests.contracts.validators import discord_problems
from tests.fakes.answers import KEY, LONG, WITH_FACTS, FakeAnswers, FakeReview
from tests.fakes.discord_payloads import CHANNEL, PERSON
from tests.fakes.discord_server import ALL_WE_NEED, DiscordServer, discord_server
from tests.handlers.test_discord_chat import made, running, texts

PRIVATE = 64
THREADS = (1 << 35) | (1 << 38)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as opened:
        yield opened


def buttons(part: Any) -> dict[str, str]:
    """The label of each button and where it leads: its id, or its address."""
    if isinstance(part, list):
        return {label: id_ for one in part for label, id_ in buttons(one).items()}
    found = buttons(part.get("components", []))
    if part.get("type") == 2:
        found[part["label"]] = part.get("custom_id") or part["url"]
    return found


async def last(server: DiscordServer, count: int = 1) -> Any:
    await server.until(lambda: len(server.callbacks) >= count)
    return server.callbacks[count - 1]


async def test_a_delivered_card_shows_its_evidence_to_the_presser_alone(server):
    """Evidence is each fact with its sentence, seen by nobody else, in keeping with the contract."""
    answers = FakeAnswers(review=FakeReview(cards={KEY: WITH_FACTS}))
    chat = made(server, answers)
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        there = buttons(server.posted[0]["components"])
        assert list(there) == [
            "Read on news.example",
            "Evidence",
            "Wrong?",
            "Positions: the ferry",
        ]
        await server.press(there["Evidence"])
        back = await last(server)
    assert back["data"]["flags"] & PRIVATE
    assert discord_problems(back, "CreateMessageInteractionCallbackRequest") == []
    shown = texts(back["data"]["components"])
    assert shown.count("The **sentence** of") == 4
    assert "read by the rule a rule" in shown
    assert "Evidence" not in buttons(back["data"]["components"])


async def test_a_long_answer_is_turned_page_by_page(server):
    """More shows the next page privately; from there pages are turned in place, to the end and back."""
    answers = FakeAnswers(card=LONG)
    async with running(made(server, answers), server):
        await server.say("!quotes Ruiz")
        await server.until(lambda: server.messages)
        first = server.posted[0]
        assert discord_problems(first) == []
        await server.press(buttons(first["components"])["More"])
        second = await last(server)
        await server.press(buttons(second["data"]["components"])["More"], private=True)
        third = await last(server, 2)
        assert third["type"] == 7  # takes the place of the second
        await server.press(buttons(third["data"]["components"])["Back"], private=True)
        again = await last(server, 3)
    words = [texts(page["components"]) for page in (first, second["data"], third["data"])]
    numbers = [n for text in words for n in range(24) if f"number {n}”" in text]
    assert numbers == list(range(24))
    assert "page 2 of 3" in words[1].replace("\\", "")
    assert "More" not in buttons(third["data"]["components"])
    assert texts(again["data"]["components"]) == words[1]


async def test_where_it_may_the_rest_of_a_long_answer_goes_into_a_thread(server):
    """With the permission for threads the further pages stand in one below the answer."""
    server.permissions = ALL_WE_NEED | THREADS
    async with running(made(server, FakeAnswers(card=LONG)), server):
        await server.say("!quotes Ruiz")
        await server.until(lambda: len(server.posted) == 3)
    assert server.threads[0]["name"] == "Quotes: Ruiz"
    assert all(discord_problems(sent) == [] for sent in server.posted)
    assert "number 23”" in texts(server.posted[2]["components"])


async def test_a_verdict_is_two_choices_away_and_survives_a_restart(server):
    """Wrong? asks which fact, then what is wrong with it; each step may reach another process."""
    review = FakeReview(cards={KEY: WITH_FACTS})
    chat = made(server, FakeAnswers(review=review))
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        await server.press(buttons(server.posted[0]["components"])["Wrong?"])
        menu = (await last(server))["data"]
    assert menu["flags"] & PRIVATE
    assert validate(menu) == []
    (select,) = menu["components"][0]["components"]
    assert [option["label"] for option in select["options"]][:2] == [
        "Spain does not rule out: the ferry",
        "Ana Ruiz: “we were never asked about it”",
    ]
    server.commands.clear()
    server.sockets.clear()
    admins = frozenset({PERSON})
    async with running(made(server, FakeAnswers(review=review), admins=admins), server):
        await server.press(select["custom_id"], values=["1"], private=True)
        verdicts = await last(server, 2)
        (select,) = verdicts["data"]["components"][0]["components"]
        assert [o["label"] for o in select["options"]] == [
            "It is right",
            "Wrong speaker",
            "Not a quote",
        ]
        await server.press(select["custom_id"], values=["speaker"], private=True)
        thanks = await last(server, 3)
    assert review.judged == [(("quote.0",), Fault.SPEAKER, f"discord:{PERSON}", True)]
    assert "Noted" in thanks["data"]["content"]
    assert thanks["data"]["components"] == []


@pytest.mark.parametrize("place", ["99", "x", "²"])
async def test_a_choice_that_is_none_gets_a_word(server, place):
    """Whatever a forged or stale press holds, it is answered and judges nothing."""
    review = FakeReview(cards={KEY: WITH_FACTS})
    chat = made(server, FakeAnswers(review=review))
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        await server.press(f"v:{KEY}:=fact:0.0", values=[place], private=True)
        await server.press(f"v:{KEY}:=say:0.0", values=["figure"], private=True)
        await server.press("v:unknown:=evidence:0.0")
        await server.press("v:unknown:=nonsense:0.0")
        await server.until(lambda: len(server.callbacks) == 3)
    assert not review.judged
    assert all("too old" in json.dumps(back) for back in server.callbacks)


async def test_a_slow_look_is_announced_in_time(server, monkeypatch):
    """A press that takes long is acknowledged first and answered then."""
    monkeypatch.setattr("handlers.chat_common.SLOW", 0.02)
    review = FakeReview(cards={KEY: WITH_FACTS}, seconds=0.2)
    chat = made(server, FakeAnswers(review=review))
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        await server.press(f"v:{KEY}:=evidence:0.0")
        await server.until(lambda: server.edits)
    assert server.callbacks[0]["type"] == 5
    assert "sentence" in texts(server.edits[0]["components"])


async def test_a_flood_of_presses_costs_few_looks(server):
    """Who presses thirty times gets twenty answers, and a word for each of the others."""
    review = FakeReview(cards={KEY: WITH_FACTS})
    chat = made(server, FakeAnswers(review=review))
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        for _ in range(30):
            await server.press(f"v:{KEY}:=wrong:0.0")
        await server.until(lambda: len(server.callbacks) == 30)
    told = [back for back in server.callbacks if "Too many" in json.dumps(back)]
    assert len(told) == 10
    assert all(back["data"]["flags"] & PRIVATE for back in told)


async def test_a_failing_press_is_told_and_logged(server, caplog):
    """When the store fails, the presser gets a sentence and the log the cause."""

    class Broken(FakeReview):
        async def find(self, key: str) -> Any:
            raise RuntimeError("no store")

    chat = made(server, FakeAnswers(review=Broken()))
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        await server.press(f"v:{KEY}:=evidence:0.0")
        back = await last(server)
    assert "could not be answered" in back["data"]["content"]
    assert "a press failed" in caplog.text


async def test_embeds_have_the_same_buttons(server):
    """The other form of cards has all of them, within its limits."""
    chat = made(server, FakeAnswers(), card_style="embed")
    async with running(chat, server):
        await chat.post(
            CHANNEL, replace(WITH_FACTS, sections=(*WITH_FACTS.sections, *LONG.sections)), KEY
        )
    sent = server.posted[0]
    assert discord_problems(sent) == []
    assert [len(row["components"]) for row in sent["components"]] == [5]
    assert {"More", "Evidence", "Wrong?"} <= set(buttons(sent["components"]))
