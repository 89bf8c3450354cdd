"""The running program: it answers, ends cleanly, and survives being killed."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.discord_payloads import CHANNEL as DISCORD_CHANNEL
from tests.fakes.discord_server import TOKEN, DiscordServer, discord_server
from tests.fakes.program import Program, all_end, start, states, write_articles
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.fakes.slack_server import CHANNEL as SLACK_CHANNEL

pytestmark = pytest.mark.slow

Start = Callable[..., Awaitable[Program]]

ARTICLES = 6
WATCHED = {"VIGIE_SOURCES": "./articles", "VIGIE_MAX_AGE": "none"}


def on_discord(server: DiscordServer, token: str = TOKEN) -> dict[str, str]:
    """The settings for a server."""
    return {
        "DISCORD_TOKEN": token,
        "DISCORD_API_BASE": server.api_base,
        "DISCORD_GATEWAY_URL": server.gateway_url,
        "VIGIE_CHANNELS": f"discord:{DISCORD_CHANNEL}",
    }


def on_slack(server: SlackServer) -> dict[str, str]:
    """The settings for a workspace."""
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_BASE": server.api_base,
        "VIGIE_CHANNELS": f"slack:{SLACK_CHANNEL}",
    }


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture
async def vigie(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts the program in a folder of its own; what still runs at the end is killed."""
    programs: list[Program] = []

    async def started(*words: str, **env: str) -> Program:
        programs.append(await start(tmp_path, *words, env={**WATCHED, **env}))
        return programs[-1]

    yield started
    for program in programs:
        if program.process.returncode is None:
            await program.kill()


async def test_questions_on_a_pipe_are_answered_from_what_was_just_read(
    vigie: Start, tmp_path: Path
) -> None:
    """Cards first, then the answers in order, then the end; a source that fails is told of."""
    write_articles(tmp_path / "articles", 2)
    program = await vigie("run", VIGIE_SOURCES="./articles, ./nowhere")
    ended = await program.end("!latest\n" + "!topics\n" * 6 + "!help\nexit\n!status\n")
    assert ended.code == 0, ended.err
    assert ended.err == "nowhere: ./nowhere is not there. Check the path.\n"
    card, answer = "Quay number 1 is closed\n", "What you can ask"
    assert ended.out.count(card) == 2  # its card, and the list of the newest
    assert ended.out.index(card) < ended.out.index(answer)
    assert "Too many questions" not in ended.out
    assert "Status" not in ended.out
    assert set(states(tmp_path / "vigie.db").values()) == {"sent"}


async def test_one_round_says_what_it_brought(vigie: Start, tmp_path: Path) -> None:
    """It fails when no source could be read, and not when there was nothing to do."""
    write_articles(tmp_path / "articles", 2)
    ended = await (await vigie("once")).end()
    assert ended.code == 0, ended.err
    assert "1 source read, 2 new articles, 2 cards sent." in ended.out
    missing = await (await vigie("once", VIGIE_SOURCES="./nowhere")).end()
    assert missing.code == 1
    assert "nowhere is not there" in missing.out
    assert missing.err == "vigie: No source could be read.\n"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
async def test_a_signal_ends_it_cleanly(vigie: Start, tmp_path: Path, name: str) -> None:
    """With nothing left running, and without a word."""
    async with discord_server() as server:
        write_articles(tmp_path / "articles", 2)
        program = await vigie("run", **on_discord(server))
        await server.until(lambda: len(server.messages) == 2, seconds=20)
        children = program.children()
        program.process.send_signal(signal.Signals[name])
        ended = await program.end()
    assert (ended.code, ended.err) == (0, "")
    assert children
    await all_end(children)


async def test_a_refused_token_ends_one_platform_only(vigie: Start, tmp_path: Path) -> None:
    """One sentence says which; the other goes on, and with none left the program fails."""
    write_articles(tmp_path / "articles", 1)
    async with discord_server() as discord, slack_server() as slack:
        refused = on_discord(discord, token="another")
        both = f"discord:{DISCORD_CHANNEL}\nslack:{SLACK_CHANNEL}"
        settings = {**refused, **on_slack(slack), "VIGIE_CHANNELS": both}
        program = await vigie("run", **settings)
        await slack.until(lambda: slack.messages and slack.sockets, seconds=20)
        program.process.send_signal(signal.SIGTERM)
        ended = await program.end()
        assert ended.code == 0
        sentence = "Discord does not accept the token; set DISCORD_TOKEN anew."
        assert ended.err.splitlines().count(sentence) == 1
        assert "client" not in ended.err  # a library's own worries
        alone = await (await vigie("run", **refused)).end()
        assert alone.code == 1
        assert "vigie: No chat platform is left." in alone.err
        assert "Traceback" not in ended.err + alone.err


async def test_it_listens_where_the_settings_say_and_says_when_it_cannot(
    vigie: Start, tmp_path: Path
) -> None:
    """Its health and Slack's door are at the address; one that is taken is a sentence."""
    write_articles(tmp_path / "articles", 1)
    async with slack_server() as slack, aiohttp.ClientSession() as session:
        settings = {
            **on_slack(slack),
            "SLACK_APP_TOKEN": "",
            "SLACK_SIGNING_SECRET": "secret",
            "VIGIE_HTTP_ADDRESS": f"127.0.0.1:{free_port()}",
        }
        program = await vigie("run", **settings)
        await slack.until(lambda: slack.messages, seconds=20)
        url = f"http://{settings['VIGIE_HTTP_ADDRESS']}"
        async with session.get(f"{url}/health") as got:
            assert got.status == 200
        async with session.post(f"{url}/slack/events", data="{}") as got:
            assert got.status == 401
        second = await (await vigie("run", **settings)).end()
        assert second.code == 2
        assert "VIGIE_HTTP_ADDRESS: nothing can listen at" in second.err
        program.process.send_signal(signal.SIGTERM)
        ended = await program.end()
    assert ended.code == 0
    assert "did not sign" in ended.err
    assert not slack.sockets


async def test_workspaces_find_where_to_install_it(vigie: Start, tmp_path: Path) -> None:
    """With an app for several workspaces the program serves its page, and waits for the first one."""
    write_articles(tmp_path / "articles", 1)
    async with slack_server() as slack, aiohttp.ClientSession() as session:
        settings = {
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "the client secret",
            "SLACK_SIGNING_SECRET": "secret",
            "SLACK_API_BASE": slack.api_base,
            "VIGIE_HTTP_ADDRESS": f"127.0.0.1:{free_port()}",
            "VIGIE_CHANNELS": "slack:T1/C1",
        }
        program = await vigie("run", **settings)
        url = f"http://{settings['VIGIE_HTTP_ADDRESS']}/slack/install"
        async with asyncio.timeout(20):
            while True:
                try:
                    async with session.get(url) as got:
                        page = await got.text()
                        break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.1)
        program.process.send_signal(signal.SIGTERM)
        ended = await program.end()
    assert ended.code == 0
    assert "/oauth/v2/authorize?" in page
    assert "the client secret" not in page + ended.out + ended.err
    assert "Traceback" not in ended.err
    assert not slack.calls


async def test_a_program_killed_at_any_moment_loses_and_doubles_no_card(
    vigie: Start, tmp_path: Path
) -> None:
    """Killed while it reads, with the first card on its way, and later; then it runs to its end."""
    write_articles(tmp_path / "articles", ARTICLES)
    file = tmp_path / "vigie.db"
    async with discord_server() as server:
        settings = on_discord(server)
        for messages in (0, 1, 3):
            program = await vigie("run", "--only", "watch,deliver", **settings)
            await server.until(
                lambda count=messages: (
                    len(server.messages) >= count and "GET /oauth2/applications/@me" in server.calls
                ),
                seconds=20,
            )
            await program.kill()
            server.calls.clear()
        ended = await (await vigie("once", **settings)).end()
        assert ended.code == 0, ended.err
        nonces = Counter(message["nonce"] for message in server.messages)
    assert states(file) == dict.fromkeys(nonces, "sent")
    assert set(nonces.values()) == {1}
    assert len(nonces) == ARTICLES
