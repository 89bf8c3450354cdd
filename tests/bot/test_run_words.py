"""What the command line says around the work, and which platforms the settings ask for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.app import open_app
from bot.cli.chat import drained, parts
from bot.cli.platforms import history_file, platforms_of, waiting
from bot.cli.progress import ReadingProgress, summary, welcome
from bot.cli.stopping import until_told
from bot.cli.tasks import background, kept_going
from bot.clock import utc_now
from bot.deliver import Deliver, DeliveryReport
from bot.errors import SettingsError
from bot.intake import SourceReport
from bot.model import Platform, Source
from bot.outlet import Declined
from tests.fakes.dice import dice
from tests.fakes.env import settings_of
from tests.fakes.outlets import FakeOutlet
from tests.fakes.readings import deliveries

POST = Source(id="post", url="https://post.example/feed", name="The Vell Post")
NOT_YET = Declined("not connected yet", retry_after=0.05)
MUCH_LATER = Declined("slow down", retry_after=3_600)
REPORT = SourceReport(source=POST, new=3, known=1, queued=2, finished=True)


def test_parts_are_named_with_commas():
    """A wrong word is told with the right ones."""
    assert parts("watch, deliver") == {"watch", "deliver"}
    for wrong in ("", ",", "watch,cook"):
        with pytest.raises(SettingsError, match="watch, deliver, chat"):
            parts(wrong)


def test_the_welcome_names_what_is_watched():
    """A few of many, and how to ask where questions are typed."""
    many = [replace(POST, id=f"s{n}", name=f"Source {n}") for n in range(7)]
    assert "7 sources: Source 0, Source 1, Source 2, Source 3, Source 4 and 2 more." in welcome(
        many, "!", asks=True
    )
    assert "?help" in welcome([POST], "?", asks=True)
    assert "help" not in welcome([POST], "?", asks=False)


def test_the_summary_counts_and_lists_problems():
    """A sentence each, and not without end."""
    failed = SourceReport(source=POST, failed=True, problems=("No answer.",) * 30)
    words = summary([REPORT, failed], DeliveryReport(sent=1, problems=("slack:C1: slow down",)))
    first, *problems = words.splitlines()
    assert first == "1 source read, 3 new articles, 1 card sent."
    assert problems[0] == "The Vell Post: No answer."
    assert problems[-1] == "And 11 more problems."


def test_progress_is_shown_on_a_terminal_only():
    """Elsewhere nothing is written."""
    for terminal in (True, False):
        out = StringIO()
        console = Console(file=out, force_terminal=terminal, width=100)
        with ReadingProgress(console) as progress:
            progress.tell(replace(REPORT, left=4))
        assert ("Reading The Vell Post" in out.getvalue()) is terminal


async def platforms(folder: Path, clock, **values: str):
    """The platforms of some settings, and what is said of them."""
    async with open_app(settings_of(folder, **values), clock) as app:
        made = platforms_of(app, Console(file=StringIO()))
        return made, waiting(app, made)


async def test_without_a_token_the_terminal_talks(tmp_path, clock):
    """Cards for a platform without a token wait, and that is said."""
    made, said = await platforms(tmp_path, clock, VIGIE_CHANNELS="discord:1\nslack:C1")
    assert made.talks
    assert set(made.outlets) == {Platform.TERMINAL}
    assert said == [
        "Cards for discord:1 wait until DISCORD_TOKEN is set.",
        "Cards for slack:C1 wait until SLACK_BOT_TOKEN is set.",
    ]


async def test_with_tokens_the_platforms_talk(tmp_path, clock):
    """The terminal shows cards when a channel asks for it."""
    tokens = {"DISCORD_TOKEN": "a", "SLACK_BOT_TOKEN": "b", "SLACK_APP_TOKEN": "c"}
    made, said = await platforms(tmp_path, clock, VIGIE_CHANNELS="terminal:main", **tokens)
    assert not made.talks
    assert set(made.outlets) == set(Platform)
    assert said == []
    made, said = await platforms(tmp_path, clock, DISCORD_TOKEN="a")
    assert set(made.outlets) == {Platform.DISCORD}
    assert "No channel is set in VIGIE_CHANNELS" in said[0]


async def test_slack_needs_both_tokens(tmp_path, clock):
    """The missing one is named."""
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN is missing"):
        await platforms(tmp_path, clock, SLACK_BOT_TOKEN="b")
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is missing"):
        await platforms(tmp_path, clock, SLACK_SIGNING_SECRET="c")


async def test_slack_may_call_instead_and_needs_an_address_for_that(tmp_path, clock):
    """With the signing secret in the app token's place Vigie listens; with both, it connects."""
    called = {"SLACK_BOT_TOKEN": "b", "SLACK_SIGNING_SECRET": "c"}
    with pytest.raises(SettingsError, match="VIGIE_HTTP_ADDRESS is missing"):
        await platforms(tmp_path, clock, **called)
    address = {"VIGIE_HTTP_ADDRESS": "127.0.0.1:8080"}
    made, _ = await platforms(tmp_path, clock, **called, **address)
    assert list(made.doors) == ["/slack/events"]
    made, _ = await platforms(tmp_path, clock, **called, **address, SLACK_APP_TOKEN="d")
    assert not made.doors


async def test_several_workspaces_bring_their_own_tokens(tmp_path, clock):
    """Vigie then needs the app's three secrets and an address, and no token; what is missing is named."""
    several = {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "a",
        "SLACK_SIGNING_SECRET": "b",
        "VIGIE_HTTP_ADDRESS": "127.0.0.1:8080",
    }
    made, _ = await platforms(tmp_path, clock, **several)
    assert set(made.outlets) == {Platform.SLACK}
    assert list(made.doors) == ["/slack/events"]
    assert list(made.pages) == ["/slack/install", "/slack/oauth_redirect"]
    for name in several:
        lacking = {other: value for other, value in several.items() if other != name}
        with pytest.raises(SettingsError, match=f"{name} is missing"):
            await platforms(tmp_path, clock, **lacking)
    with pytest.raises(SettingsError, match="for one workspace"):
        await platforms(tmp_path, clock, **several, SLACK_BOT_TOKEN="c")


def test_the_history_of_questions_lies_beside_the_database(tmp_path):
    """Or in the current folder, when the database is elsewhere."""
    assert history_file(settings_of(tmp_path)) == tmp_path / ".vigie" / "history"
    remote = settings_of(tmp_path, VIGIE_DATABASE_URL="postgresql+asyncpg://v@db.example/v")
    assert history_file(remote) == Path(".vigie/history")


async def test_a_part_that_fails_starts_again(monkeypatch, caplog):
    """Its failure is in the log, and the others did not notice."""
    monkeypatch.setattr("bot.cli.tasks.RESTART", 0.0)
    starts, enough = [], asyncio.Event()

    async def part() -> None:
        starts.append(1)
        if len(starts) == 3:
            enough.set()
            await asyncio.Event().wait()
        raise ValueError("a defect")

    async with background([kept_going("a part", part)]):
        await enough.wait()
    assert caplog.text.count("a part failed and starts again") == 2


async def test_work_in_the_background_ends_with_its_block():
    """Before what stands around it."""
    order = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            order.append("work")

    async with background([work(), work()]) as together:
        await asyncio.sleep(0)
        assert not together.done()
    order.append("block")
    assert order == ["work", "work", "block"]


async def test_work_that_somebody_else_breaks_off_is_not_taken_for_done():
    """Only a signal is a wish to end."""

    async def work() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await until_told(work())


async def test_one_round_waits_for_what_is_tried_again_soon(store, monkeypatch):
    """Every channel's card, and not for what is tried again much later."""
    monkeypatch.setattr("bot.cli.chat.GLANCE", 0.01)
    outlet = FakeOutlet(utc_now, script=[NOT_YET, NOT_YET, MUCH_LATER])
    for channel in ("slack:C1", "slack:C2", "slack:C3"):
        await store.outbox.add(deliveries(channel, ["a"], utc_now()))
    outlets = {Platform.SLACK: outlet}
    deliver = Deliver(store=store, outlets=outlets, clock=utc_now, random=dice())
    report = await drained(deliver)
    assert report.sent == 2
    assert len(outlet.posts) == 5
