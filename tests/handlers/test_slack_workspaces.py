"""Several Slack workspaces: each installs Vigie, is answered with its own token, and may leave."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.clock import utc_now
from bot.outlet import Declined, Posted
from bot.store.store import Store
from handlers import slack_workspaces
from handlers.slack_chat import SlackChat, SlackOptions
from handlers.slack_workspaces import ASKED, INSTALL, RETURN, Workspaces
from handlers.web import open_web
from tests.contracts.validators import slack_problems
from tests.fakes.answers import ARTICLE, KEY, WITH_FACTS, FakeAnswers, FakeReview
from tests.fakes.slack_server import CHANNEL, PERSON, SlackServer, slack_server
from tests.fakes.words import shipped_phrases
from tests.handlers.test_slack_chat import replay_table
from tests.handlers.test_slack_http import PATH, SECRET, form_of, signed

CLIENT_SECRET = "the client secret"
VELL, KAI = "T0VELL", "T0KAI"


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as opened:
        opened.tokens.clear()
        yield opened


@pytest.fixture
async def url(url: str) -> AsyncIterator[str]:
    """A database on either engine; the library's own tables do not outlive a test."""
    yield url
    store = await Store.open(url)
    async with store.engine.begin() as connection:
        for table in ("slack_bots", "slack_installations", "slack_oauth_states"):
            await connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    await store.close()


@dataclass
class Served:
    """An app for several workspaces, behind its own port."""

    chat: SlackChat
    answers: FakeAnswers
    server: SlackServer
    address: str
    session: aiohttp.ClientSession

    async def begin(self) -> tuple[str, str]:
        """Open the page with the button: the state, and the cookie the browser was given."""
        async with self.session.get(f"{self.address}{INSTALL}") as got:
            assert got.status == 200
            found = re.search(r'href="([^"]+authorize[^"]+)"', await got.text())
            assert found
            cookie = SimpleCookie(got.headers["Set-Cookie"])
        there = urlsplit(found[1].replace("&amp;", "&"))
        asked = parse_qs(there.query)
        assert f"{there.scheme}://{there.netloc}/" in self.server.api_base
        assert there.path == "/oauth/v2/authorize"
        assert set(asked["scope"][0].split(",")) == set(ASKED)
        (state,) = asked["state"]
        return state, "; ".join(f"{name}={morsel.value}" for name, morsel in cookie.items())

    async def end(self, query: str, cookie: str) -> tuple[int, str]:
        url = f"{self.address}{RETURN}?{query}"
        async with self.session.get(url, headers={"Cookie": cookie}) as got:
            return got.status, await got.text()

    async def install(self, team: str, token: str) -> None:
        self.server.codes[f"code of {team}"] = (team, token)
        state, cookie = await self.begin()
        status, _ = await self.end(f"code=code+of+{team}&state={state}", cookie)
        assert status == 200


@asynccontextmanager
async def serving(
    server: SlackServer, url: str, answers: FakeAnswers | None = None
) -> AsyncIterator[Served]:
    store = await Store.open(url)
    options = SlackOptions(
        bot_token=None,
        signing_secret=SecretStr(SECRET),
        api_base=server.api_base,
        admins=frozenset({f"{VELL}/{PERSON}"}),
    )
    workspaces = Workspaces(
        client_id=f"1.{server.port}",
        client_secret=SecretStr(CLIENT_SECRET),
        engine=store.engine,
        api_base=server.api_base,
    )
    answers = answers or FakeAnswers()
    chat = SlackChat(
        options, answers, phrases=shipped_phrases(), once=replay_table(), workspaces=workspaces
    )
    assert chat.door is not None
    async with (
        AsyncExitStack() as stack,
        open_web("127.0.0.1:0", store, {PATH: chat.door.answer}, chat.pages) as address,
        aiohttp.ClientSession() as session,
    ):

        async def call(kind: str, payload: dict[str, Any]) -> tuple[int, str]:
            body, content_type = form_of(kind, payload)
            headers = {**signed(body), "Content-Type": content_type}
            sent = session.post(f"http://{address}{PATH}", data=body.encode(), headers=headers)
            async with sent as got:
                return got.status, await got.text()

        server.calls_to = call
        stack.push_async_callback(store.close)
        yield Served(chat, answers, server, f"http://{address}", session)


async def test_each_workspace_installs_it_and_is_answered_with_its_own_token(server, url):
    """Places and people bear their workspace, an admin of one is none in the other."""
    async with serving(server, url) as served:
        await served.install(VELL, "xoxb-vell")
        await served.install(KAI, "xoxb-kai")
        for team in (VELL, KAI):
            server.team = team
            await server.say("!positions troops")
            await server.until(lambda: len(served.answers.asked) == len(server.posted))
    callers = [caller for _, caller, _ in served.answers.asked]
    assert [(c.channel, c.user) for c in callers] == [
        (f"{team}/{CHANNEL}", f"{team}/{PERSON}") for team in (VELL, KAI)
    ]
    assert [c.is_admin for c in callers] == [True, False]
    tokens = [token for method, token in server.used if method == "chat.postMessage"]
    assert tokens == ["xoxb-vell", "xoxb-kai"]
    assert all(sent["channel"] == CHANNEL for sent in server.posted)


async def test_cards_go_to_the_workspace_they_are_for_and_are_found_there(server, url):
    """Each with its token, also after a restart; no installation, no card, and the cause said."""
    async with serving(server, url) as served:
        await served.install(VELL, "xoxb-vell")
        await served.install(KAI, "xoxb-kai")
    server.used.clear()
    async with serving(server, url) as served:
        place, chat = f"{KAI}/{CHANNEL}", served.chat
        posted = await chat.post(place, ARTICLE, KEY)
        assert isinstance(posted, Posted)
        assert await chat.find(place, KEY, utc_now()) == posted.message_id
        nobody = await chat.post(f"T0NONE/{CHANNEL}", ARTICLE, KEY)
        assert isinstance(nobody, Declined)
        assert nobody.closed
        assert "T0NONE has not installed Vigie" in nobody.reason
        bare = await chat.post(CHANNEL, ARTICLE, KEY)
        assert isinstance(bare, Declined)
        assert f"slack:TEAM/{CHANNEL}" in bare.reason
    assert server.used == [("chat.postMessage", "xoxb-kai"), ("conversations.history", "xoxb-kai")]
    assert slack_problems(server.posted[0]["blocks"]) == []


async def test_a_newer_installation_counts_and_a_workspace_that_leaves_is_forgotten(server, url):
    """Installing again replaces the token; after the app is removed there is none."""
    async with serving(server, url) as served:
        await served.install(VELL, "xoxb-old")
        await served.install(KAI, "xoxb-kai")
        await served.install(VELL, "xoxb-new")
        place = f"{VELL}/{CHANNEL}"
        assert isinstance(await served.chat.post(place, ARTICLE, KEY), Posted)
        assert server.used[-1] == ("chat.postMessage", "xoxb-new")
        server.team = VELL
        await server.event({"type": "app_uninstalled"})
        async with asyncio.timeout(8):  # the event is acknowledged before it is acted on
            outcome = await served.chat.post(place, ARTICLE, KEY)
            while not isinstance(outcome, Declined):
                await asyncio.sleep(0.02)
                outcome = await served.chat.post(place, ARTICLE, KEY)
        assert isinstance(await served.chat.post(f"{KAI}/{CHANNEL}", ARTICLE, KEY), Posted)
    assert server.statuses == [200]


async def test_a_token_that_one_workspace_revoked_stops_no_other(server, url):
    """Its channels are closed, the others' cards go on."""
    async with serving(server, url) as served:
        await served.install(VELL, "xoxb-vell")
        await served.install(KAI, "xoxb-kai")
        del server.tokens["xoxb-vell"]
        refused = await served.chat.post(f"{VELL}/{CHANNEL}", ARTICLE, KEY)
        assert isinstance(refused, Declined)
        assert refused.closed
        assert isinstance(await served.chat.post(f"{KAI}/{CHANNEL}", ARTICLE, KEY), Posted)
        rows = {each.what: each for each in await served.chat.check([f"{VELL}/C1", f"{KAI}/C1"])}
    assert rows[f"Slack bot token of {VELL}"].problem
    assert not rows[f"Slack bot token of {KAI}"].problem


async def test_an_installation_that_nobody_began_is_refused(server, url):
    """Without our state and the cookie of the browser it was given to, and with a used code."""
    async with serving(server, url) as served:
        server.codes["good"] = (VELL, "xoxb-vell")
        state, cookie = await served.begin()
        assert (await served.end("code=good&state=forged", cookie))[0] == 400
        assert (await served.end(f"code=good&state={state}", ""))[0] == 400
        assert (await served.end(f"error=access_denied&state={state}", cookie))[0] == 200
        assert server.codes
        assert (await served.end(f"code=good&state={state}", cookie))[0] == 200
        assert (await served.end(f"code=good&state={state}", cookie))[0] == 401
        state, cookie = await served.begin()
        assert (await served.end(f"code=good&state={state}", cookie))[0] == 401


async def test_installations_that_were_never_ended_do_not_pile_up(server, url, monkeypatch):
    """Whoever opens the page again and again fills no table."""
    async with serving(server, url) as served:
        state, cookie = await served.begin()
        later = utc_now() + timedelta(minutes=11)
        monkeypatch.setattr(slack_workspaces, "utc_now", lambda: later)
        await served.begin()
        server.codes["good"] = (VELL, "xoxb-vell")
        assert (await served.end(f"code=good&state={state}", cookie))[0] == 401


async def test_a_verdict_in_one_workspace_is_its_own_persons(server, url):
    """The form carries the place it was opened in; whoever sends it is named with the workspace."""
    answers = FakeAnswers(review=FakeReview(cards={KEY: WITH_FACTS}))
    async with serving(server, url, answers) as served:
        await served.install(KAI, "xoxb-kai")
        server.team = KAI
        await server.press({"action_id": "act:x:0", "value": f"{KEY}:=wrong:0.0"})
        await server.until(lambda: server.views)
        await server.submit(fact="1", verdict="quote")
    ((_, _, person, is_admin),) = answers.review.judged
    assert (person, is_admin) == (f"slack:{KAI}/{PERSON}", False)
    assert json.loads(json.dumps(server.answers[-1]))["response_action"] == "update"
