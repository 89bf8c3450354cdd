"""Buttons and the form below cards, pressed through slack-bolt: private, acknowledged, from the store."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.model import Fault
from handlers.slack_limits import validate
from tests.contracts.validators import slack_problems
from tests.fakes.answers import KEY, LONG, WITH_FACTS, FakeAnswers, FakeReview
from tests.fakes.slack_server import CHANNEL, DM, PERSON, SlackServer, slack_server
from tests.handlers.test_slack_chat import made, running


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as opened:
        yield opened


def buttons(sent: Any) -> dict[str, Any]:
    """The buttons of a message by their labels."""
    rows = [block["elements"] for block in sent["blocks"] if block["type"] == "actions"]
    return {button["text"]["text"]: button for row in rows for button in row}


async def answered(server: SlackServer, count: int = 1) -> Any:
    await server.until(lambda: len(server.responses) >= count)
    return server.responses[count - 1]


async def test_a_delivered_card_shows_its_evidence_to_the_presser_alone(server):
    """Evidence is each fact with its sentence, seen by nobody else, and the card stays as it is."""
    chat = made(server, FakeAnswers(review=FakeReview(cards={KEY: WITH_FACTS})))
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        there = buttons(server.posted[0])
        assert list(there) == [
            "Read on news.example",
            "Evidence",
            "Wrong?",
            "Positions: the ferry",
        ]
        assert slack_problems(server.posted[0]["blocks"]) == []
        await server.press(there["Evidence"])
        back = await answered(server)
    assert (back["response_type"], back["replace_original"]) == ("ephemeral", False)
    assert slack_problems(back["blocks"]) == []
    assert validate(back["text"], back["blocks"]) == []
    assert back["text"].count("“The sentence of") == 4
    assert "Evidence" not in buttons(back)


async def test_a_long_answer_is_turned_page_by_page(server):
    """More shows the next page privately; from there pages are turned in place, to the end and back."""
    async with running(made(server, FakeAnswers(card=LONG)), server):
        await server.say("!quotes Ruiz", channel=DM, channel_type="im")
        await server.until(lambda: server.posted)
        await server.press(buttons(server.posted[0])["More"])
        second = await answered(server)
        await server.press(buttons(second)["More"], private=True)
        third = await answered(server, 2)
        await server.press(buttons(third)["Back"], private=True)
        again = await answered(server, 3)
    places = [back["replace_original"] for back in (second, third, again)]
    assert places == [False, True, True]
    words = [sent["text"] for sent in (server.posted[0], second, third)]
    numbers = [n for text in words for n in range(24) if f"number {n}”" in text]
    assert numbers == list(range(24))
    assert again["text"] == words[1]
    assert len(server.posted) == 1  # a direct talk has no threads


async def test_in_a_channel_the_rest_of_a_long_answer_goes_into_its_thread(server):
    """The further pages stand below the first, in the question's thread."""
    async with running(made(server, FakeAnswers(card=LONG)), server):
        said = await server.say("!quotes Ruiz")
        await server.until(lambda: len(server.posted) == 3)
    thread = said["payload"]["event"]["ts"]
    assert {sent["thread_ts"] for sent in server.posted} == {thread}
    assert "number 23”" in server.posted[2]["text"]


async def test_a_verdict_is_one_form_away_and_survives_a_restart(server):
    """Wrong? opens a form of the card's facts; it may be sent to another process."""
    review = FakeReview(cards={KEY: WITH_FACTS})
    chat = made(server, FakeAnswers(review=review))
    async with running(chat, server):
        await chat.post(CHANNEL, WITH_FACTS, KEY)
        await server.press(buttons(server.posted[0])["Wrong?"])
        await server.until(lambda: server.views and server.acks)
    fact, verdict = server.views[0]["view"]["blocks"]
    labels = [option["text"]["text"] for option in fact["element"]["options"]]
    assert labels[:2] == [
        "Spain does not rule out: the ferry",
        "Ana Ruiz: “we were never asked about it”",
    ]
    assert len(verdict["element"]["options"]) == len(Fault)
    admins = frozenset({PERSON})
    async with running(made(server, FakeAnswers(review=review), admins=admins), server):
        await server.submit(fact="1", verdict="figure")
        await server.until(lambda: len(server.answers) == 2)
        await server.submit(fact="1", verdict="quote")
        await server.until(lambda: len(server.answers) == 3)
    _, misfit, thanks = server.answers
    assert misfit["response_action"] == "errors"
    assert thanks["response_action"] == "update"
    assert "Noted" in json.dumps(thanks["view"])
    assert review.judged == [(("quote.0",), Fault.QUOTE, f"slack:{PERSON}", True)]


async def test_a_press_on_a_forgotten_card_gets_a_word(server):
    """Whatever a forged or stale press holds, it is answered and judges nothing."""
    review = FakeReview()
    async with running(made(server, FakeAnswers(review=review)), server):
        for verb in ("evidence", "more", "wrong"):
            value = f"unknown:={verb}:3.0"
            await server.press({"action_id": "act:x:0", "value": value})
        await server.press({"action_id": "act:x:0", "value": "nonsense"})
        await server.until(lambda: len(server.responses) == 3 and len(server.acks) == 4)
    assert all("too old" in back["text"] for back in server.responses)
    assert not server.views


async def test_a_failing_press_is_told_and_logged(server, caplog):
    """When the store fails, the presser gets a sentence and the log the cause."""

    class Broken(FakeReview):
        async def find(self, key: str) -> Any:
            raise RuntimeError("no store")

    async with running(made(server, FakeAnswers(review=Broken())), server):
        await server.press({"action_id": "act:x:0", "value": f"{KEY}:=evidence:0.0"})
        back = await answered(server)
    assert "could not be answered" in back["text"]
    assert "a press failed" in caplog.text
