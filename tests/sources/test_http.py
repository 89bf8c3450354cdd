"""The fetcher against honest and hostile servers on loopback."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

import brotli
import pytest

from bot.errors import BadStatus, Refused, SourceError, TooLarge, Unreachable, Unreadable
from bot.model import Fetched, Validators
from bot.sources.http import Fetcher, FetchLimits
from bot.sources.unpack import zstd
from tests.fakes.http_server import (
    Answer,
    HttpServer,
    drip,
    endless,
    hang,
    http_server,
    page,
    raw,
    redirect,
    reset,
    slow,
    status,
    unchanged_when,
)
from tests.fakes.resolver import Says

AGENT = "Vigie/0.1 (+https://press.example/bot)"
NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
LIMITS = FetchLimits(max_bytes=1_000_000, total=0.6, host_gap=0.0)


@asynccontextmanager
async def asking(
    routes: Mapping[str, Answer], *, allowed: bool = True, limits: FetchLimits = LIMITS
) -> AsyncIterator[tuple[HttpServer, Fetcher]]:
    """A server with these routes, and a fetcher that may ask it (or may not)."""
    async with http_server(routes) as server:
        hosts = frozenset({server.host} if allowed else ())
        fetcher = Fetcher(limits=limits, allowed_hosts=hosts, user_agent=AGENT, clock=lambda: NOON)
        async with fetcher:
            yield server, fetcher


async def outcome(answer: Answer) -> Fetched | SourceError:
    """What comes of asking for a page that is answered so."""
    async with asking({"/a": answer}) as (server, fetcher):
        return await fetcher.fetch(server.url("/a"))


async def test_a_document_comes_with_its_bytes_headers_and_validators() -> None:
    """The answer is handed on as it came, validators byte for byte."""
    got = await outcome(page(b"<p>Hello", {"ETag": 'W/"x"', "Last-Modified": "yesterday"}))
    assert isinstance(got, Fetched)
    assert (got.status, got.body, got.content_type) == (200, b"<p>Hello", "text/html")
    assert got.validators == Validators(etag='W/"x"', last_modified="yesterday")
    assert (got.at, got.permanent_url, got.final_url) == (NOON, None, got.url)


async def test_the_second_time_the_server_says_not_modified() -> None:
    """Validators are sent back as they came, and a 304 has no body."""
    async with asking({"/a": unchanged_when('W/"x"', b"news")}) as (server, fetcher):
        first = await fetcher.fetch(server.url("/a"))
        assert isinstance(first, Fetched)
        second = await fetcher.fetch(server.url("/a"), validators=first.validators)
    assert isinstance(second, Fetched)
    assert second.not_modified
    assert second.body == b""


async def test_requests_say_who_asks_and_carry_nothing_else() -> None:
    """The agent and what it takes are told; no cookie, referrer or password is."""
    async with asking({"/a": page(b"x", {"Set-Cookie": "a=1"})}) as (server, fetcher):
        for _ in range(2):
            await fetcher.fetch(f"http://name:word@{server.host}/a", accept="text/html")
    sent = server.asked[1].headers
    assert sent["user-agent"] == AGENT
    assert sent["accept-encoding"] == "gzip, br, zstd"
    assert sent["accept"] == "text/html"
    assert not {"cookie", "authorization", "referer"} & set(sent)


async def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would dial addresses behind the guard's back."""
    async with http_server() as proxy:
        monkeypatch.setenv("http_proxy", f"http://{proxy.host}")
        assert isinstance(await outcome(page(b"x")), Fetched)
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("name", "pack"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)],
)
async def test_packed_answers_are_unpacked(name: str, pack: Callable[[bytes], bytes]) -> None:
    """Each packing comes out as it went in."""
    got = await outcome(page(pack(b"news " * 99), {"Content-Encoding": name}))
    assert isinstance(got, Fetched)
    assert got.body == b"news " * 99


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("gzip", gzip.compress(b"\0" * 200_000_000, 1)),
        ("gzip", gzip.compress(b"\0" * 4_000, 9) * 1_000),
        ("gzip", gzip.compress(b"<rss/>") + b"\0" * 1_200_000),
        ("br", brotli.compress(b"\0" * 200_000_000, quality=1)),
        ("zstd", zstd.compress(b"\0" * 200_000_000)),
    ],
    ids=[
        "gzip",
        "gzip-members",
        "gzip-padding",
        "brotli",
        "zstd",
    ],
)
async def test_a_bomb_is_stopped_at_the_cap_in_no_time(name: str, body: bytes) -> None:
    """Unpacking ends at the cap, long before the memory or the time does."""
    begun = time.monotonic()
    got = await outcome(page(body, {"Content-Encoding": name}))
    assert isinstance(got, TooLarge)
    assert time.monotonic() - begun < 1


OK = b"HTTP/1.1 200 OK\r\n"
GZIP = {"Content-Encoding": "gzip"}
HOSTILE: dict[str, tuple[Answer, type[SourceError]]] = {
    "endless": (endless, TooLarge),
    "drip": (drip, Unreachable),
    "hang": (hang, Unreachable),
    "reset": (reset, Unreachable),
    "nothing": (raw(b""), Unreachable),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), Unreachable),
    "cut": (raw(OK + b"Content-Length: 1000\r\n\r\n<html>"), Unreachable),
    "two lengths": (
        raw(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        Unreachable,
    ),
    "length and chunks": (
        raw(OK + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
        Unreachable,
    ),
    "huge chunk": (
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nx"),
        Unreachable,
    ),
    "huge header": (raw(OK + b"X: " + b"a" * 100_000 + b"\r\n\r\nok"), Unreachable),
    "many headers": (raw(OK + b"X: 1\r\n" * 2_000 + b"\r\nok"), Unreachable),
    "bad checksum": (page(gzip.compress(b"news")[:-6] + b"\0" * 6, GZIP), Unreachable),
    "cut gzip": (page(gzip.compress(bytes(range(256)))[:100], GZIP), Unreachable),
    "cut brotli": (
        page(brotli.compress(bytes(range(256)))[:100], {"Content-Encoding": "br"}),
        Unreachable,
    ),
    "no brotli": (page(b"no brotli at all", {"Content-Encoding": "br"}), Unreachable),
    "cut zstd": (
        page(zstd.compress(bytes(range(256)))[:100], {"Content-Encoding": "zstd"}),
        Unreachable,
    ),
    "no zstd": (page(b"no zstd at all", {"Content-Encoding": "zstd"}), Unreachable),
    "stacked": (page(b"x", {"Content-Encoding": "gzip, gzip"}), Unreadable),
    "empty gzip members": (page(gzip.compress(b"") * 40_000, GZIP), Unreachable),
    "empty zstd frames": (
        page(zstd.compress(b"") * 100_000, {"Content-Encoding": "zstd"}),
        Unreachable,
    ),
    "growing": (page(gzip.compress(b"\0" * 999_000 + b" " * 999_000), GZIP), TooLarge),
    "unknown packing": (page(b"x", {"Content-Encoding": "compress"}), Unreadable),
    "challenge": (page(b"<p>Wait", {"cf-mitigated": "challenge"}), BadStatus),
    "unasked 304": (status(304), BadStatus),
    "204": (status(204), BadStatus),
    "403": (status(403), BadStatus),
    "500": (status(500), BadStatus),
    "redirect to nowhere": (status(302), BadStatus),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_damage_and_malice_are_failures_with_a_sentence(name: str) -> None:
    """Each is a value of the right kind whose sentence shows no address."""
    answer, kind = HOSTILE[name]
    got = await outcome(answer)
    assert isinstance(got, kind)
    assert str(got)[0].isupper()
    assert str(got).endswith(".")
    assert "127.0.0.1" not in str(got)


async def test_a_validator_that_cannot_be_sent_back_is_dropped() -> None:
    """Bytes that are no text could neither be stored nor sent."""
    head = b'HTTP/1.1 200 OK\r\nETag: "\xff"\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx'
    got = await outcome(raw(head))
    assert isinstance(got, Fetched)
    assert got.validators.etag is None


@pytest.mark.parametrize(("code", "wait"), [(429, 120.0), (503, 120.0), (500, None)])
async def test_the_wait_a_server_asks_for_is_told(code: int, wait: float | None) -> None:
    """Retry-After counts for 429 and 503, where it has a meaning."""
    got = await outcome(status(code, {"Retry-After": "120"}))
    assert isinstance(got, BadStatus)
    assert (got.status, got.retry_after) == (code, wait)


# ---------------------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("codes", "learnt"), [((301,), True), ((301, 308), True), ((302,), False), ((301, 307), False)]
)
async def test_a_new_address_is_learnt_from_permanent_redirects_only(
    codes: tuple[int, ...], *, learnt: bool
) -> None:
    """One passing redirect on the way is enough to keep the old address."""
    routes = {f"/{n}": redirect(f"/{n + 1}", code) for n, code in enumerate(codes)}
    async with asking({**routes, f"/{len(codes)}": page(b"news")}) as (server, fetcher):
        got = await fetcher.fetch(server.url("/0"))
    assert isinstance(got, Fetched)
    end = server.url(f"/{len(codes)}")
    assert (got.url, got.final_url) == (server.url("/0"), end)
    assert got.permanent_url == (end if learnt else None)


async def test_a_loop_ends_after_five_redirects() -> None:
    """The first address and five more are asked."""
    async with asking({"/a": redirect("/a")}) as (server, fetcher):
        assert isinstance(await fetcher.fetch(server.url("/a")), Unreachable)
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://x/", "data:,x", "javascript:1", "http://[::1", "\\\\x"],
)
async def test_a_redirect_to_no_web_address_is_refused(to: str) -> None:
    """Files, scripts and broken addresses are never followed."""
    assert isinstance(await outcome(redirect(to)), Refused)


# ---------------------------------------------------------------------------- addresses


async def test_a_private_address_is_never_touched() -> None:
    """Without the admin's word loopback gets no request."""
    async with asking({"/a": page(b"x")}, allowed=False) as (server, fetcher):
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]"):
            for port in (server.port, 80, 8080):
                got = await fetcher.fetch(f"http://{host}:{port}/a")
                assert isinstance(got, Refused)
    assert server.asked == []


async def test_a_redirect_into_the_private_network_is_refused() -> None:
    """A trusted server cannot send the fetcher to another private one."""
    async with (
        http_server({"/secret": page(b"x")}) as inside,
        asking({"/a": redirect(inside.url("/secret"))}) as (server, fetcher),
    ):
        assert isinstance(await fetcher.fetch(server.url("/a")), Refused)
    assert inside.asked == []


@pytest.mark.parametrize(
    "answers", [[["127.0.0.1"]], [["93.184.216.34", "127.0.0.1"]], [["::1"]], [["::ffff:7f00:1"]]]
)
async def test_a_name_that_leads_inside_is_refused(answers: list[list[str]]) -> None:
    """On a usual port, so that nothing but the guard stands in the way."""
    fetcher = Fetcher(
        limits=LIMITS,
        allowed_hosts=frozenset(),
        user_agent=AGENT,
        clock=lambda: NOON,
        resolver=lambda: Says(*answers),
    )
    async with fetcher:
        got = await fetcher.fetch("http://press.example:8080/")
    assert isinstance(got, Refused)
    assert "VIGIE_ALLOWED_HOSTS" in str(got)


async def test_only_the_named_host_reaches_a_trusted_address() -> None:
    """Another name for the same address and port stays outside."""
    async with http_server({"/a": page(b"x")}) as server:
        fetcher = Fetcher(
            limits=LIMITS,
            allowed_hosts=frozenset({f"intranet.example:{server.port}"}),
            user_agent=AGENT,
            clock=lambda: NOON,
            resolver=lambda: Says(["127.0.0.1"]),
        )
        async with fetcher:
            named = await fetcher.fetch(f"http://Intranet.example:{server.port}/a")
            for host in ("other.example", "127.0.0.1"):
                got = await fetcher.fetch(f"http://{host}:{server.port}/a")
                assert isinstance(got, Refused)
    assert isinstance(named, Fetched)
    assert len(server.asked) == 1


async def test_an_unknown_host_is_said_to_be_unknown() -> None:
    """A misspelt name is told from a server that is down."""
    fetcher = Fetcher(
        limits=LIMITS,
        allowed_hosts=frozenset(),
        user_agent=AGENT,
        clock=lambda: NOON,
        resolver=lambda: Says([]),
    )
    async with fetcher:
        got = await fetcher.fetch("http://press.example/")
    assert isinstance(got, Unreachable)
    assert "host name" in str(got)


async def test_a_trusted_name_is_trusted_on_its_port_only() -> None:
    """The same host on another port stays outside."""
    resolver = Says(["127.0.0.1"])
    async with http_server({"/a": page(b"x")}) as server:
        fetcher = Fetcher(
            limits=LIMITS,
            allowed_hosts=frozenset({f"press.example:{server.port}"}),
            user_agent=AGENT,
            clock=lambda: NOON,
            resolver=lambda: resolver,
        )
        async with fetcher:
            assert isinstance(await fetcher.fetch(f"http://press.example:{server.port}/a"), Fetched)
            assert isinstance(await fetcher.fetch("http://press.example:8080/a"), Refused)
    assert len(server.asked) == 1


# ---------------------------------------------------------------------------- manners


async def test_one_host_is_asked_one_at_a_time_and_a_slow_one_starves_nobody() -> None:
    """Requests to a host queue up; another host is answered meanwhile."""
    routes = {"/slow": slow(0.2, page(b"x")), "/a": page(b"x")}
    async with http_server(routes) as server, http_server({"/b": page(b"x")}) as other:
        fetcher = Fetcher(
            limits=LIMITS,
            allowed_hosts=frozenset({server.host, other.host}),
            user_agent=AGENT,
            clock=lambda: NOON,
        )
        async with fetcher:
            begun = time.monotonic()
            paths = ("/slow", "/slow", "/a")
            pending = [asyncio.create_task(fetcher.fetch(server.url(path))) for path in paths]
            await asyncio.sleep(0)
            assert isinstance(await fetcher.fetch(other.url("/b")), Fetched)
            assert time.monotonic() - begun < 0.2
            await asyncio.gather(*pending)
    assert server.most_open == 1


async def test_a_closed_fetcher_says_so() -> None:
    """Outside its context there is nothing to ask with."""
    fetcher = Fetcher(
        limits=LIMITS, allowed_hosts=frozenset(), user_agent=AGENT, clock=lambda: NOON
    )
    assert isinstance(await fetcher.fetch("http://press.example/"), Unreachable)
    async with fetcher:
        pass
    assert isinstance(await fetcher.fetch("http://press.example/"), Unreachable)


async def test_a_cancelled_request_frees_its_host() -> None:
    """Who gives up does not block those who ask next."""
    async with asking({"/h": hang, "/a": page(b"x")}) as (server, fetcher):
        task = asyncio.create_task(fetcher.fetch(server.url("/h")))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert isinstance(await fetcher.fetch(server.url("/a")), Fetched)


@pytest.mark.parametrize(
    "url", ["", "http://[::1", "http://x\ud800/", "file:///x", "http://a@b@c:0"]
)
async def test_what_is_no_address_is_refused(url: str) -> None:
    """Anything that is no web address is refused before a socket is made."""
    async with asking({}) as (_, fetcher):
        assert isinstance(await fetcher.fetch(url), Refused)


# ---------------------------------------------------------------------------- robots.txt


async def test_robots_txt_is_read_once_and_obeyed_for_pages() -> None:
    """Its rules hold for pages; a feed the admin named is asked for all the same."""
    rules = page(b"User-agent: vigie\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
    routes = {"/robots.txt": rules, "/a": page(b"x"), "/private/b": page(b"x")}
    async with asking(routes) as (server, fetcher):
        both = await asyncio.gather(
            *(fetcher.fetch(server.url(path), obey_robots=True) for path in ("/a", "/private/b"))
        )
        feed = await fetcher.fetch(server.url("/private/b"))
    assert isinstance(both[0], Fetched)
    assert isinstance(both[1], Refused)
    assert isinstance(feed, Fetched)
    assert sorted(server.paths()) == ["/a", "/private/b", "/robots.txt"]


async def test_a_redirect_does_not_lead_around_robots_txt() -> None:
    """The rules are looked at anew at each hop."""
    routes = {
        "/robots.txt": page(b"User-agent: *\nDisallow: /private"),
        "/a": redirect("/private"),
        "/private": page(b"x"),
    }
    async with asking(routes) as (server, fetcher):
        assert isinstance(await fetcher.fetch(server.url("/a"), obey_robots=True), Refused)
    assert "/private" not in server.paths()


async def test_a_crawl_delay_is_kept_between_pages() -> None:
    """The site's own wish holds also where no gap is set."""
    routes = {
        "/robots.txt": page(b"User-agent: *\nCrawl-delay: 0.15"),
        "/a": page(b"x"),
        "/b": page(b"x"),
    }
    async with asking(routes) as (server, fetcher):
        begun = time.monotonic()
        for path in routes:
            assert isinstance(await fetcher.fetch(server.url(path), obey_robots=True), Fetched)
    assert time.monotonic() - begun >= 0.15
