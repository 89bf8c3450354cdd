"""robots.txt: what each answer to it means, and how long it is believed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadStatus, SourceError, TooLarge, Unreachable
from bot.model import Fetched
from bot.sources.robots import MAX_DELAY, Robots

NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


class Site:
    """A robots.txt that can change, and a clock."""

    def __init__(self, answer: bytes | SourceError) -> None:
        self.answer = answer
        self.now = NOON
        self.asked: list[str] = []
        self.robots = Robots(self.get, "Vigie", lambda: self.now)

    async def get(self, url: str) -> Fetched | SourceError:
        """What the fetcher would bring."""
        self.asked.append(url)
        await asyncio.sleep(0)
        if isinstance(self.answer, SourceError):
            return self.answer
        return Fetched(
            url=url, final_url=url, status=200, headers={}, body=self.answer, at=self.now
        )


async def test_the_longest_rule_decides_and_wildcards_count() -> None:
    """Rules are read as RFC 9309 says."""
    site = Site(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a/\nAllow: /a/*.html$\n")
    assert await site.robots.refusal("https://press.example/a/b")
    assert await site.robots.refusal("https://press.example/a/b.html") is None
    assert site.asked == ["https://press.example/robots.txt"]


@pytest.mark.parametrize("code", [401, 403, 404, 410])
async def test_a_site_without_robots_txt_allows_everything(code: int) -> None:
    """An answer that there is none is an answer."""
    site = Site(BadStatus("no", status=code))
    assert await site.robots.refusal("https://press.example/a") is None


@pytest.mark.parametrize(
    "failure", [BadStatus("no", status=503), BadStatus("no", status=429), Unreachable(), TooLarge()]
)
async def test_a_site_that_cannot_say_is_left_alone_for_half_an_hour(failure: SourceError) -> None:
    """A failure allows nothing, and is asked about again soon."""
    site = Site(failure)
    assert "robots.txt" in (await site.robots.refusal("https://press.example/a") or "")
    assert await site.robots.delay("https://press.example/a") == 0
    site.answer = b""
    assert await site.robots.refusal("https://press.example/a")
    site.now += timedelta(minutes=31)
    assert await site.robots.refusal("https://press.example/a") is None


async def test_rules_are_asked_for_again_after_a_day() -> None:
    """No older rules are obeyed."""
    site = Site(b"")
    await site.robots.refusal("https://press.example/a")
    site.now += timedelta(hours=23)
    await site.robots.refusal("https://PRESS.example/b")
    assert len(site.asked) == 1
    site.now += timedelta(hours=2)
    await site.robots.refusal("https://press.example/a")
    assert len(site.asked) == 2


async def test_many_who_ask_at_once_cause_one_request() -> None:
    """They wait for the same answer."""
    site = Site(b"")
    await asyncio.gather(*(site.robots.refusal(f"https://press.example/{n}") for n in range(9)))
    assert len(site.asked) == 1


async def test_one_who_gives_up_does_not_spoil_it_for_the_others() -> None:
    """The request goes on for those who still wait."""
    site = Site(b"")
    first = asyncio.create_task(site.robots.refusal("https://press.example/a"))
    second = asyncio.create_task(site.robots.refusal("https://press.example/b"))
    await asyncio.sleep(0)
    first.cancel()
    assert await second is None
    assert first.cancelled()


@pytest.mark.parametrize(
    ("words", "seconds"), [("2.5", 2.5), ("99999", MAX_DELAY), ("-1", 0), ("nan", 0), ("soon", 0)]
)
async def test_a_crawl_delay_is_kept_within_reason(words: str, seconds: float) -> None:
    """A wish for hours is cut to the longest pause, and nonsense is no wish."""
    site = Site(f"User-agent: *\nCrawl-delay: {words}\n".encode())
    assert await site.robots.delay("https://press.example/a") == seconds


@given(st.binary(max_size=200).map(b"User-agent: *\nDisallow: /".__add__))
def test_no_robots_txt_raises(body: bytes) -> None:
    """Any bytes give rules."""
    refusal = asyncio.run(Site(body).robots.refusal("https://press.example/é?a=1"))
    assert refusal is None or refusal.endswith(".")
