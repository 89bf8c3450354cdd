"""Slack calls Vigie: signed requests are answered as a socket's are, all others are refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from pydantic import SecretStr

from bot.clock import utc_now
from bot.model import Usage
from handlers.slack_chat import SlackChat, SlackOptions
from handlers.slack_http import is_signed
from handlers.web import LARGEST, open_web
from tests.contracts.validators import slack_problems
from tests.fakes.answers import KEY, WITH_FACTS, FakeAnswers, FakeReview
from tests.fakes.house import open_house
from tests.fakes.slack_server import BOT_TOKEN, SlackServer, slack_server
from tests.fakes.words import shipped_phrases
from tests.handlers.test_slack_chat import replay_table

SECRET = "the signing secret"
PATH = "/slack/events"


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as opened:
        yield opened


def signed(body: str, *, secret: str = SECRET, age: float = 0.0) -> dict[str, str]:
    stamp = str(int(utc_now().timestamp() - age))
    made = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}


def form_of(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """A payload as Slack posts it: body and content type."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    given = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(given), "application/x-www-form-urlencoded"


@asynccontextmanager
async def called(server: SlackServer, answers: FakeAnswers, tmp_path) -> AsyncIterator[str]:
    """An app in HTTP mode that the server calls; gives its address."""
    options = SlackOptions(
        bot_token=SecretStr(BOT_TOKEN),
        signing_secret=SecretStr(SECRET),
        api_base=server.api_base,
    )
    chat = SlackChat(options, answers, phrases=shipped_phrases(), once=replay_table())
    assert chat.door is not None
    async with (
        open_house(tmp_path) as house,
        open_web("127.0.0.1:0", house.store, {PATH: chat.door.answer}) as address,
        aiohttp.ClientSession() as session,
    ):

        async def call(kind: str, payload: dict[str, Any]) -> tuple[int, str]:
            body, content_type = form_of(kind, payload)
            headers = {**signed(body), "Content-Type": content_type}
            url = f"http://{address}{PATH}"
            async with session.post(url, data=body.encode(), headers=headers) as got:
                return got.status, await got.text()

        server.calls_to = call
        yield f"http://{address}"


async def test_every_way_to_ask_works_without_a_socket(server, tmp_path):
    """Messages, mentions, slash commands, buttons and forms are acknowledged and answered."""
    answers = FakeAnswers(review=FakeReview(cards={KEY: WITH_FACTS}))
    async with called(server, answers, tmp_path):
        await server.say("!positions troops")
        await server.until(lambda: server.posted)
        await server.slash("positions troops")
        await server.press({"action_id": "act:x:0", "value": f"{KEY}:=evidence:0.0"})
        await server.until(lambda: len(server.responses) == 2)
        await server.press({"action_id": "act:x:0", "value": f"{KEY}:=wrong:0.0"})
        await server.until(lambda: server.views)
        await server.submit(fact="1", verdict="quote")
    assert server.statuses == [200] * 5
    assert server.answers[-1]["response_action"] == "update"
    assert len(answers.review.judged) == 1
    assert not server.sockets


async def test_an_event_slack_sends_again_is_answered_once(server, tmp_path):
    """Retries with the same event id are acknowledged and no more."""
    answers = FakeAnswers()
    async with called(server, answers, tmp_path):
        said = await server.say("!positions troops")
        await server.until(lambda: server.posted)
        await server.deliver("events_api", said["payload"])
        await server.deliver("events_api", said["payload"])
    assert server.statuses == [200] * 3
    assert len(answers.asked) == 1


async def test_slacks_question_whether_we_are_there_is_answered(server, tmp_path):
    """The challenge comes back when a request URL is entered."""
    async with called(server, FakeAnswers(), tmp_path):
        await server.deliver("events_api", {"type": "url_verification", "challenge": "abc"})
    assert (server.statuses, server.answers[0]) == ([200], {"challenge": "abc"})


FORGED: dict[str, Callable[[str], dict[str, str]]] = {
    "unsigned": lambda _: {},
    "with another secret": lambda body: signed(body, secret="another"),
    "for another body": lambda body: signed(body + " "),
    "too old": lambda body: signed(body, age=301),
    "from the future": lambda body: signed(body, age=-301),
    "at no time": lambda body: {**signed(body), "X-Slack-Request-Timestamp": "abc"},
    "at an odd time": lambda body: {**signed(body), "X-Slack-Request-Timestamp": "1e9"},
    "without a time": lambda body: {**signed(body), "X-Slack-Request-Timestamp": ""},
    "with an odd sign": lambda body: {**signed(body), "X-Slack-Signature": "v0=\u00e9"},
    "with an empty one": lambda body: {**signed(body), "X-Slack-Signature": ""},
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_what_slack_did_not_sign_is_refused(server, tmp_path, forge, caplog):
    """Unsigned, stale or oddly signed requests learn nothing and do nothing."""
    answers, body = FakeAnswers(), '{"type": "event_callback"}'
    async with called(server, answers, tmp_path) as url, aiohttp.ClientSession() as session:
        headers = {"Content-Type": "application/json", **forge(body)}
        async with session.post(url + PATH, data=body, headers=headers) as got:
            assert got.status == 401
    assert not answers.asked
    assert "did not sign" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "body",
    ["", "[1, 2]", '{"a":', "[" * 100_000, '"x"', "\ud800".encode("utf-8", "replace").decode()],
)
async def test_a_signed_body_that_is_no_object_is_refused(server, tmp_path, body):
    """Whatever is signed is still read with care."""
    async with called(server, FakeAnswers(), tmp_path) as url, aiohttp.ClientSession() as session:
        headers = {"Content-Type": "application/json", **signed(body)}
        async with session.post(url + PATH, data=body.encode(), headers=headers) as got:
            assert got.status == 400


async def test_a_body_too_large_is_not_read(server, tmp_path):
    """Nobody fills our memory."""
    large = b"x" * (LARGEST + 1)
    async with (
        called(server, FakeAnswers(), tmp_path) as url,
        aiohttp.ClientSession() as session,
        session.post(url + PATH, data=large) as got,
    ):
        assert got.status == 413


def test_the_time_of_a_signature_counts():
    """A signature is good for five minutes."""
    headers = signed("x")
    now = utc_now()
    assert is_signed(SecretStr(SECRET), headers, b"x", now)
    assert not is_signed(SecretStr(SECRET), headers, b"x", now + timedelta(minutes=6))


async def test_health_and_numbers_are_told_and_nothing_else(server, tmp_path):
    """Monitoring gets what it needs in its own form; other paths are not there."""
    async with called(server, FakeAnswers(), tmp_path) as url, aiohttp.ClientSession() as session:
        async with session.get(f"{url}/health") as got:
            assert (got.status, await got.text()) == (200, "ok\n")
        async with session.get(f"{url}/metrics") as got:
            lines = (await got.text()).splitlines()
            assert got.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        async with session.get(f"{url}/") as got:
            assert got.status == 404
    assert "vigie_articles 0.0" in lines
    assert 'vigie_facts{kind="quote"} 0.0' in lines
    assert 'vigie_cards{state="pending"} 0.0' in lines
    assert all(line.startswith("#") or len(line.split(" ")) == 2 for line in lines)


async def test_what_a_model_costs_and_brings_is_told_over_all_days(tmp_path):
    """Each model by itself; where none was ever asked, nothing is told of one."""
    day = Usage(articles=2, requests=3, tokens_in=900, tokens_out=80, seconds=4.5, dropped=1)
    async with (
        open_house(tmp_path) as house,
        open_web("127.0.0.1:0", house.store) as address,
        aiohttp.ClientSession() as session,
    ):
        async with session.get(f"http://{address}/metrics") as got:
            before = await got.text()
        for date in ("2026-11-23", "2026-11-24"):
            await house.store.second.spend(date, "mini/1", day)
        await house.store.second.spend("2026-11-24", "maxi/1", Usage(added=5))
        async with session.get(f"http://{address}/metrics") as got:
            lines = (await got.text()).splitlines()
    assert "vigie_reader" not in before
    assert {
        'vigie_reader_articles{reader="mini/1"} 4.0',
        'vigie_reader_requests{reader="mini/1"} 6.0',
        'vigie_reader_wait_seconds{reader="mini/1"} 9.0',
        'vigie_reader_failed{reader="mini/1"} 0.0',
        'vigie_reader_tokens{reader="mini/1",way="sent"} 1800.0',
        'vigie_reader_tokens{reader="mini/1",way="received"} 160.0',
        'vigie_reader_facts{outcome="dropped",reader="mini/1"} 2.0',
        'vigie_reader_facts{outcome="added",reader="maxi/1"} 5.0',
    } <= set(lines)


async def test_a_store_that_fails_is_unhealthy(tmp_path):
    """A load balancer hears of it."""
    async with open_house(tmp_path) as house, open_web("127.0.0.1:0", house.store) as address:
        await house.store.close()
        (tmp_path / "vigie.db").unlink()
        (tmp_path / "vigie.db").mkdir()
        async with aiohttp.ClientSession() as session:
            for path in ("health", "metrics"):
                async with session.get(f"http://{address}/{path}") as got:
                    assert got.status == 503


async def test_the_home_shows_examples_in_the_visitors_language(server, tmp_path):
    """Who opens the app's Home sees what can be asked; its other tab shows nothing new."""
    server.locale = "fr-FR"

    class ByLanguage(FakeAnswers):
        def phrases_of(self, caller):
            return shipped_phrases()[(caller.language or "en")[:2]]

    answers = ByLanguage()
    async with called(server, answers, tmp_path):
        opened = {"type": "app_home_opened", "user": "UPERSON", "channel": "D1"}
        await server.event({**opened, "tab": "messages"})
        await server.event({**opened, "tab": "home"})
        await server.until(lambda: server.views)
        await server.slash("positions troops")
        await server.until(lambda: answers.asked)
    (sent,) = server.views
    assert sent["user_id"] == "UPERSON"
    assert slack_problems(sent["view"]["blocks"]) == []
    text = json.dumps(sent["view"], ensure_ascii=False)
    for command in answers.registry.all("fr"):
        assert command.summary in text
        assert f"!{command.example}".replace('"', '\\"') in text
    assert answers.asked[0][1].language == "fr-FR"
    assert server.calls.count("users.info") == 1  # and then remembered


async def test_without_the_scope_for_languages_it_is_said_once(server, tmp_path, caplog):
    """Answers come in the settings' language, and Slack is not asked again."""
    answers = FakeAnswers()
    async with called(server, answers, tmp_path):
        for _ in range(2):
            await server.slash("positions troops")
        await server.until(lambda: len(server.responses) == 2)
    assert server.calls.count("users.info") == 1
    assert caplog.text.count("users:read") == 1
    assert answers.asked[0][1].language is None
