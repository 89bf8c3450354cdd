"""Forms sent by the fetcher: the same guards as for everything else that leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.errors import BadStatus, Refused, Unreachable
from bot.sources.http import MAX_HOPS, Fetcher, FetchLimits

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class Desk:
    """A server that takes forms at /take and sends others on."""

    port: int = 0
    taken: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """`/status/N` has that status, `/to/N/PLACE` leads on, `/take` takes."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        match request.path.strip("/").split("/", 2):
            case ["status", code]:
                return web.Response(status=int(code), headers={"Retry-After": "120"})
            case ["to", code, place]:
                to = place if ":" in place else f"/{place}"
                return web.Response(status=int(code), headers={"Location": to})
            case ["loop"]:
                return web.Response(status=307, headers={"Location": "/loop"})
            case ["endless"]:
                return await self._endless(request)
            case ["hang"]:
                await asyncio.sleep(30)
        self.taken.append(form)
        self.headers.append(dict(request.headers))
        return web.Response(status=202)

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=202)
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)


@asynccontextmanager
async def posting(*, allowed: bool = True) -> AsyncIterator[tuple[Desk, Fetcher]]:
    """The server, and a fetcher that may ask it (or may not)."""
    desk = Desk()
    app = web.Application()
    app.router.add_post("/{path:.*}", desk.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    desk.port = runner.addresses[0][1]
    hosts = frozenset({f"127.0.0.1:{desk.port}"} if allowed else ())
    limits = FetchLimits(total=0.6, host_gap=0)
    try:
        async with Fetcher(
            limits=limits, allowed_hosts=hosts, user_agent="Vigie/test", clock=lambda: NOON
        ) as fetcher:
            yield desk, fetcher
    finally:
        await runner.cleanup()


FORM = {"hub.mode": "subscribe", "hub.topic": "https://a.example/?a=1&b=é"}


async def test_a_form_arrives_as_it_is() -> None:
    """Encoded as forms are, with our name and no cookie."""
    async with posting() as (desk, fetcher):
        assert await fetcher.post(desk.url("/take"), FORM, named_by=desk.url("/feed")) is None
    assert desk.taken == [FORM]
    (headers,) = desk.headers
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["User-Agent"] == "Vigie/test"
    assert "Cookie" not in headers


@pytest.mark.parametrize("code", [307, 308])
async def test_a_redirect_that_keeps_the_form_is_followed(code: int) -> None:
    async with posting() as (desk, fetcher):
        assert (
            await fetcher.post(desk.url(f"/to/{code}/take"), FORM, named_by=desk.url("/feed"))
            is None
        )
    assert desk.taken == [FORM]


@pytest.mark.parametrize("code", [301, 302, 303])
async def test_a_redirect_that_would_lose_the_form_is_a_failure(code: int) -> None:
    async with posting() as (desk, fetcher):
        failure = await fetcher.post(desk.url(f"/to/{code}/take"), FORM, named_by=desk.url("/feed"))
    assert isinstance(failure, BadStatus)
    assert failure.status == code
    assert desk.taken == []


async def test_a_loop_of_redirects_ends() -> None:
    async with posting() as (desk, fetcher):
        failure = await fetcher.post(desk.url("/loop"), FORM, named_by=desk.url("/feed"))
    assert isinstance(failure, Unreachable)
    assert MAX_HOPS == 5


async def test_no_private_address_is_reached_directly_or_by_redirect() -> None:
    """The form holds a secret: it goes to nobody the guard refuses."""
    async with posting() as (desk, fetcher), posting() as (other, _):
        failure = await fetcher.post(
            desk.url(f"/to/307/{other.url('/take')}"), FORM, named_by=desk.url("/feed")
        )
        assert isinstance(failure, Refused)
        assert other.taken == []
    async with posting(allowed=False) as (desk, fetcher):
        assert isinstance(
            await fetcher.post(desk.url("/take"), FORM, named_by=desk.url("/feed")), Refused
        )
        assert desk.taken == []


async def test_a_document_of_the_internet_makes_us_send_nothing_inside() -> None:
    """A host the admin trusts for reading is posted to for its own kind only."""
    async with posting() as (desk, fetcher):
        for stranger in ("https://press.example/feed", "", "./articles", desk.url("")[:-1]):
            failure = await fetcher.post(desk.url("/take"), FORM, named_by=stranger)
            assert isinstance(failure, Refused)
    assert desk.taken == []


@pytest.mark.parametrize("code", [400, 404, 429, 500, 503])
async def test_a_status_that_is_no_success_is_a_failure(code: int) -> None:
    async with posting() as (desk, fetcher):
        failure = await fetcher.post(desk.url(f"/status/{code}"), FORM, named_by=desk.url("/feed"))
    assert isinstance(failure, BadStatus)
    assert failure.status == code
    assert failure.retry_after == (120.0 if code in (429, 503) else None)


async def test_an_answer_without_end_is_hung_up_on_and_silence_has_an_end() -> None:
    """Its head says that the form was taken; without one there is a deadline."""
    async with posting() as (desk, fetcher):
        assert await fetcher.post(desk.url("/endless"), FORM, named_by=desk.url("/feed")) is None
        assert isinstance(
            await fetcher.post(desk.url("/hang"), FORM, named_by=desk.url("/feed")), Unreachable
        )
