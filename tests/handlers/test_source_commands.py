"""Sources in chat: tried before they are added, behind the guards of the watch, by admins only."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.answers.plain import plain
from bot.model import Source
from handlers.commands import Caller, Commands
from tests.fakes.house import (
    ADMIN,
    CONFIGURED,
    SOMEBODY,
    House,
    offices_of,
    open_house_at,
)
from tests.fakes.http_server import HttpServer, http_server, page
from tests.fakes.newsroom import item
from tests.fakes.pages import rss
from tests.fakes.words import shipped_phrases


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    """A house that watches what is configured, on either engine."""
    async with open_house_at(url) as opened:
        await opened.store.sources.sync(CONFIGURED)
        yield opened


@pytest.fixture
async def server(house: House) -> AsyncIterator[HttpServer]:
    """A server with a feed, which an admin allowed."""
    async with http_server() as opened:
        news = item(1, "https://quay.example/1", house.clock())
        opened.routes["/news/rss.xml"] = page(rss(news))
        opened.routes["/empty.xml"] = page(rss(""))
        yield opened


async def said(
    house: House, text: str, caller: Caller = ADMIN, server: HttpServer | None = None
) -> str:
    house.clock.now += timedelta(minutes=1)
    allowed = () if server is None else (server.host,)
    offices = offices_of(house.store, house.clock, allowed=allowed)
    commands = Commands(
        house.desk,
        review=house.review,
        offices=offices,
        phrases=shipped_phrases(),
        clock=house.clock,
    )
    answer = await commands.reply(text, caller)
    return plain(answer, shipped_phrases()[answer.language]) if answer else ""


async def due(house: House) -> list[str]:
    """The ids of the sources that are looked at now; nobody has claimed one afterwards."""
    now = house.clock()
    claimed = await house.store.sources.claim_due(now, 9, timedelta(minutes=15))
    await house.store.sources.free()
    return sorted(state.source.id for state in claimed)


async def test_a_source_is_added_once_it_was_read(
    house: House, server: HttpServer, caplog: pytest.LogCaptureFixture
) -> None:
    """It is watched at once, also after a restart; who added it is kept and logged."""
    url = server.url("/news/rss.xml")
    with caplog.at_level(logging.INFO):
        answer = await said(house, f"!source add {url}", ADMIN, server)
    assert "The Quay: a feed, 1 article" in answer
    assert "Newest there: Quay number 1 is closed" in answer
    assert "is watched from now on, as 127-0-0-1-news-rss." in answer
    assert "slack:U2 set added of source 127-0-0-1-news-rss" in caplog.text
    await house.store.sources.sync(CONFIGURED)
    assert await due(house) == ["127-0-0-1-news-rss", "phare"]
    assert url in await said(house, "!source list")
    again = await said(house, f"!source add {url}/", ADMIN, server)
    assert "is watched already, as 127-0-0-1-news-rss" in again
    (kept,) = await house.store.arrangements.history("source:127-0-0-1-news-rss")
    assert (kept.name, kept.value, kept.who) == ("added", url, "slack:U2")


async def test_what_cannot_be_read_is_not_added(house: House, server: HttpServer) -> None:
    """With the cause; a look that is only a try adds nothing either."""
    missing = await said(house, f"!source add {server.url('/none.xml')}", ADMIN, server)
    assert "cannot be read" in missing
    assert "It was not added." in missing
    empty = await said(house, f"!source add {server.url('/empty.xml')}", ADMIN, server)
    assert "There is nothing to read" in empty
    tried = await said(house, f"!source test {server.url('/news/rss.xml')}", ADMIN, server)
    assert "a feed, 1 article" in tried
    assert await due(house) == ["phare"]


async def test_chat_reaches_no_private_address_and_no_file(
    house: House, server: HttpServer
) -> None:
    """The guard of the watch stands before it; nothing of this machine is a source from chat."""
    answer = await said(house, f"!source test {server.url('/news/rss.xml')}")
    assert "cannot be read" in answer
    assert server.asked == []
    for place in ("/etc", "file:///etc/passwd", "ftp://quay.example/", "quay.example"):
        assert "Give a web address" in await said(house, f"!source add {place}")
    assert await due(house) == ["phare"]


async def test_a_source_is_paused_and_resumed_with_those_found_through_it(house: House) -> None:
    """By id or name; a configured one too."""
    await house.store.sources.adopt([Source(id="phare/1", url="https://phare.example/1")])
    assert "Le Phare is paused" in await said(house, "!source pause phare")
    assert await due(house) == []
    await house.store.sources.sync(CONFIGURED)
    assert await due(house) == []
    assert "switched off" in await said(house, "!sources", SOMEBODY)
    assert "Le Phare is read again" in await said(house, "!source resume le phare")
    assert await due(house) == ["phare", "phare/1"]
    assert "There is no source “kai”" in await said(house, "!source pause kai")


async def test_only_what_was_added_in_chat_is_removed_there(house: House) -> None:
    """Its articles stay; added again it has its old id."""
    assert "stands in the env file" in await said(house, "!source remove phare")
    await house.store.sources.add(Source(id="kai", url="https://kai.example/feed"))
    await house.store.sources.adopt([Source(id="kai/1", url="https://kai.example/1")])
    assert await due(house) == ["kai", "kai/1", "phare"]
    assert "kai is removed" in await said(house, "!source remove kai")
    assert await due(house) == ["phare"]
    await house.store.sources.sync(CONFIGURED)
    assert await due(house) == ["phare"]
    await house.store.sources.add(Source(id="kai", url="https://kai.example/feed"))
    assert await due(house) == ["kai", "phare"]


async def test_everyone_sees_the_list_and_admins_change_it(house: House) -> None:
    """The refusal says how to become one; a wrong word shows the usage."""
    assert "Le Phare: not read yet" in await said(house, "!source", SOMEBODY)
    assert "phare: https://phare.example/feed" in await said(house, "!source list")
    assert "phare.example" not in await said(house, "!source liste", SOMEBODY)
    for words in ("add https://quay.example/", "test https://quay.example/", "pause phare"):
        refused = await said(house, f"!source {words}", SOMEBODY)
        assert "adding slack:U1 to VIGIE_ADMINS" in refused
    assert "Usage: source [add URL" in await said(house, "!source nonsense")
    assert "Usage: source [add URL" in await said(house, "!source add")
    assert await due(house) == ["phare"]
