"""`vigie check`: everything an admin decides, what is wrong with it, and the mend; no secret."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.check import check
from config.environment import fields
from tests.fakes import discord_server as discord
from tests.fakes import slack_server as slack
from tests.fakes.http_server import http_server, page, status

CANARY = "canary-sup3r-s3cret"
FEED = b"""<rss version="2.0"><channel><title>A</title>
<item><title>One</title><link>https://a.example/1</link></item></channel></rss>"""


async def checked(
    folder: Path, *, online: bool = False, **environment: str
) -> tuple[int, list[str]]:
    """Exit code and rows, without the frame; the parts of a row between bars."""
    console = Console(file=io.StringIO(), width=300)
    given = {"VIGIE_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/vigie.db", **environment}
    code = await check(given, folder / ".env", console, online=online)
    assert CANARY not in console.file.getvalue()
    lines = console.file.getvalue().splitlines()
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if "│" in line]
    return code, [" | ".join(row).rstrip(" |") for row in cells]


def row_of(rows: list[str], what: str) -> str:
    """The row on one thing."""
    return next(row for row in rows if row.startswith(f"{what} |"))


async def test_without_any_setting_all_is_fine(tmp_path):
    """The shipped samples, the terminal and a new database need nothing set."""
    code, rows = await checked(tmp_path)
    assert code == 0
    assert row_of(rows, "settings") == f"settings | set: 1 of {len(fields())}: VIGIE_DATABASE_URL"
    assert row_of(rows, "source samples").endswith("articles: 6")
    assert row_of(rows, "database").endswith("articles: 0")


async def test_where_hubs_call_is_said(tmp_path):
    """And what must lead there; nothing is subscribed to without a public address."""
    _, rows = await checked(tmp_path)
    assert row_of(rows, "hubs").startswith("hubs | off: every source is looked at by its rhythm")
    public = {
        "VIGIE_HTTP_ADDRESS": "127.0.0.1:8080",
        "VIGIE_PUBLIC_URL": "https://vigie.example.org/",
    }
    _, rows = await checked(tmp_path, **public)
    said = (
        "hubs are to call https://vigie.example.org/websub/..., which must lead to 127.0.0.1:8080"
    )
    assert row_of(rows, "hubs") == f"hubs | {said}"


async def test_every_wrong_setting_has_a_row_with_an_example(tmp_path):
    """The name, what was expected, and a line to copy."""
    (tmp_path / ".env").write_text(f"VIGIE_LANGUAGE={CANARY}\nDISCORD_TOKN={CANARY}\n")
    code, rows = await checked(tmp_path, VIGIE_MAX_AGE=CANARY)
    assert code == 1
    assert row_of(rows, "VIGIE_LANGUAGE").endswith("| As in VIGIE_LANGUAGE=fr")
    assert row_of(rows, "VIGIE_MAX_AGE").endswith("| As in VIGIE_MAX_AGE=48h")
    assert "Did you mean DISCORD_TOKEN?" in row_of(rows, "DISCORD_TOKN")


async def test_each_file_channel_and_source_that_is_wrong_has_a_row(tmp_path):
    """One mistake does not hide another."""
    code, rows = await checked(
        tmp_path,
        DISCORD_TOKEN=CANARY,
        SLACK_BOT_TOKEN=CANARY,
        VIGIE_ACTORS_FILE=str(tmp_path / "none.toml"),
        VIGIE_SOURCES=str(tmp_path / "missing"),
        VIGIE_CHANNELS="discord:1 topics=nonsense; discord:2 sources=nobody; slack:C1; discord:3",
    )
    assert code == 1
    assert "SLACK_APP_TOKEN is missing" in row_of(rows, "Slack")
    assert "none.toml" in row_of(rows, "actors")
    assert "unknown topic nonsense" in row_of(rows, "channel discord:1")
    assert "unknown source nobody" in row_of(rows, "channel discord:2")
    assert "no token" in row_of(rows, "channel slack:C1")
    assert row_of(rows, "channel discord:3").endswith("instant")
    assert any("is not there" in row for row in rows)


async def test_a_filter_that_is_not_understood_has_a_row(tmp_path):
    """With the place of the mistake; sources are looked up too."""
    code, rows = await checked(
        tmp_path,
        VIGIE_CHANNELS="terminal:a filter=troops AND; terminal:b filter=source:samples OR troops",
    )
    assert code == 1
    assert "At character 11 of the filter" in row_of(rows, "channel terminal:a")
    assert row_of(rows, "channel terminal:b").endswith("instant")


async def test_a_database_that_cannot_be_used_is_told(tmp_path):
    """The sentence of the store, with the setting that names it."""
    (tmp_path / "vigie.db").write_text("no database " * 99)
    code, rows = await checked(tmp_path)
    assert code == 1
    assert "VIGIE_DATABASE_URL" in row_of(rows, "database")


@pytest.mark.parametrize(("text", "warned"), [("VIGIE_LANGUAGE=fr\n", False), ("", True)])
async def test_an_env_file_others_may_read_is_a_warning_when_it_holds_tokens(
    tmp_path, text, warned
):
    """A warning is no error: the exit code stays 0."""
    env_file = tmp_path / ".env"
    env_file.write_text(text or f"DISCORD_TOKEN={CANARY}\n")
    env_file.chmod(0o644)
    code, rows = await checked(tmp_path)
    assert code == 0
    assert any("chmod 600" in row for row in rows) == warned


async def test_online_every_source_is_asked_and_said_what_it_is(tmp_path):
    """A feed, one without entries, a page without links and a refusal are told apart."""
    none = b"<rss version='2.0'><channel><title>A</title></channel></rss>"
    routes = {
        "/feed": page(FEED),
        "/none": page(none),
        "/page": page(b"<html><body>Hi</body></html>"),
    }
    async with http_server({**routes, "/gone": status(410)}) as server:
        code, rows = await checked(
            tmp_path,
            online=True,
            VIGIE_SOURCES=" ".join(map(server.url, ("/feed", "/none", "/page", "/gone"))),
            VIGIE_ALLOWED_HOSTS=server.host,
            VIGIE_HOST_GAP="0s",
        )
    assert code == 1
    assert row_of(rows, "source 127-0-0-1-feed").endswith("feed; entries: 1")
    assert "nothing to read" in row_of(rows, "source 127-0-0-1-none")
    assert "no feed" in row_of(rows, "source 127-0-0-1-page")
    assert "yourself" in row_of(rows, "source 127-0-0-1-gone")


async def test_online_both_platforms_are_asked_about_tokens_and_channels(tmp_path):
    """Good tokens are fine; a channel the bot is not in, and a token refused, have a mend."""
    async with discord.discord_server() as one, slack.slack_server() as other:
        given = {
            "DISCORD_TOKEN": discord.TOKEN,
            "DISCORD_API_BASE": one.api_base,
            "DISCORD_GATEWAY_URL": one.gateway_url,
            "SLACK_BOT_TOKEN": slack.BOT_TOKEN,
            "SLACK_APP_TOKEN": slack.APP_TOKEN,
            "SLACK_API_BASE": other.api_base,
            "VIGIE_CHANNELS": f"discord:{discord.CHANNEL};slack:{slack.CHANNEL}",
        }
        fine, _ = await checked(tmp_path, online=True, **given)
        one.content_allowed = False
        warned, rows = await checked(tmp_path, online=True, **given)
        given["SLACK_BOT_TOKEN"] = CANARY
        wrong, refused = await checked(tmp_path, online=True, **given)
    assert (fine, warned, wrong) == (0, 0, 1)
    assert "Message Content Intent" in row_of(rows, "Discord typed commands")
    assert "SLACK_BOT_TOKEN" in row_of(refused, "Slack bot token")
