"""No way of writing or hiding an address leads into a private network: the target counts its hits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.clock import utc_now
from bot.errors import Refused, SourceError
from bot.model import Fetched, Source, SourceKind, SourceState
from bot.sources import guard, urls
from bot.sources.http import Fetcher, FetchLimits
from bot.sources.retrieve import Retriever
from bot.sources.worker import Parser
from tests.fakes.http_server import Answer, HttpServer, page, redirect
from tests.fakes.pages import page as article_page
from tests.fakes.pages import rss
from tests.fakes.resolver import Says
from tests.hostile.addresses import INSIDE, NO_WEB, PORTS

OUTSIDE = "::1"  # stands for the public internet in these tests; 127.0.0.1 is inside


@dataclass
class Net:
    """A server outside, and one inside on the same port that must never be reached."""

    outside: HttpServer
    hits: list[str] = field(default_factory=list)  # who reached the server inside

    @property
    def port(self) -> int:
        return self.outside.port

    def inside(self, host: str = "127.0.0.1", path: str = "/secret") -> str:
        return f"http://{host}:{self.port}{path}"

    def fetcher(self, resolver: AbstractResolver | None = None, *allowed: str) -> Fetcher:
        return Fetcher(
            limits=FetchLimits(total=5.0, host_gap=0.0),
            allowed_hosts=frozenset(allowed),
            user_agent="Vigie/0.1",
            clock=utc_now,
            resolver=lambda: resolver or Says([OUTSIDE]),
        )


@pytest.fixture
async def net(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Net]:
    """Every check but the guard lets both servers through: any port is fine, and ::1 is public."""
    made = Net(HttpServer({}))

    def reached(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.hits.append(str(writer.get_extra_info("peername")))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
        writer.close()

    inside = await asyncio.start_server(reached, "127.0.0.1", 0)
    made.outside.port = inside.sockets[0].getsockname()[1]
    outside = await asyncio.start_server(made.outside.serve, OUTSIDE, made.outside.port)
    public = guard.is_public
    monkeypatch.setattr(guard, "is_public", lambda found: found == OUTSIDE or public(found))
    monkeypatch.setattr(urls, "PORTS", frozenset({80, 443, made.port}))
    yield made
    inside.close()
    outside.close()


async def test_the_target_counts_hits(net: Net) -> None:
    """The checks below can fail: who is let in by name is counted, and outside is reached."""
    net.outside.routes["/a"] = page(b"news")
    async with net.fetcher(None, f"127.0.0.1:{net.port}") as fetcher:
        assert isinstance(await fetcher.fetch(net.inside()), Fetched)
        assert isinstance(await fetcher.fetch(net.inside("press.example", "/a")), Fetched)
    assert len(net.hits) == 1


@pytest.mark.parametrize("host", [host for host in INSIDE if host not in ("[::1]", "[::1%250]")])
async def test_no_notation_of_an_address_leads_inside(net: Net, host: str) -> None:
    """Literals, names, and what only some parsers take for an address."""
    async with net.fetcher(Says(["127.0.0.1"])) as fetcher:
        assert isinstance(await fetcher.fetch(net.inside(host)), SourceError)
    assert net.hits == []


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], [OUTSIDE, "127.0.0.1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["0.0.0.0"]],  # noqa: S104  # an answer of a name server
    ids=" ".join,
)
async def test_no_name_leads_inside(net: Net, answer: list[str]) -> None:
    """One bad record among good ones refuses the whole answer."""
    net.outside.routes["/secret"] = page(b"x")
    async with net.fetcher(Says(answer)) as fetcher:
        assert isinstance(await fetcher.fetch(net.inside("press.example")), Refused)
    assert (net.hits, net.outside.asked) == ([], [])


async def test_a_name_that_turns_inside_later_is_refused_then(net: Net) -> None:
    """Rebinding: each connection looks at the address that it dials."""
    net.outside.routes["/a"] = page(b"x")

    class Turning(AbstractResolver):
        calls = 0

        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            self.calls += 1
            return await Says([OUTSIDE] if self.calls == 1 else ["127.0.0.1"]).resolve(host, port)

        async def close(self) -> None:
            """Nothing to close."""

    async with net.fetcher(Turning()) as fetcher:
        first = await fetcher.fetch(net.inside("press.example", "/a"))
        assert isinstance(first, Fetched)
        await asyncio.sleep(0)
        later = [await fetcher.fetch(net.inside(f"{n}.example", "/a")) for n in range(2)]
    assert all(isinstance(got, Refused) for got in later)
    assert net.hits == []


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:7f00:1]", "a@127.0.0.1"])
async def test_no_redirect_leads_inside(net: Net, code: int, host: str) -> None:
    """Each hop is checked like the first."""
    net.outside.routes["/a"] = redirect(net.inside(host), code)
    async with net.fetcher() as fetcher:
        assert isinstance(await fetcher.fetch(net.inside("press.example", "/a")), Refused)
    assert net.hits == []


@pytest.mark.parametrize("url", NO_WEB)
async def test_what_is_no_web_address_is_refused(net: Net, url: str) -> None:
    """Typed by an admin, or sent as a redirect."""
    net.outside.routes["/a"] = redirect(url)
    async with net.fetcher() as fetcher:
        assert isinstance(await fetcher.fetch(url), Refused)
        assert isinstance(await fetcher.fetch(net.inside("press.example", "/a")), SourceError)
    assert net.hits == []


@pytest.mark.parametrize("port", PORTS)
async def test_odd_ports_are_refused(net: Net, port: int) -> None:
    """Mail servers and databases speak other languages, and some understand this one."""
    async with net.fetcher() as fetcher:
        assert isinstance(await fetcher.fetch(f"http://press.example:{port}/"), Refused)


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
async def test_no_proxy_is_asked(net: Net, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would dial what the guard refuses."""
    monkeypatch.setenv(variable, f"http://127.0.0.1:{net.port}")
    net.outside.routes["/a"] = page(b"x")
    async with net.fetcher() as fetcher:
        assert isinstance(await fetcher.fetch(net.inside("press.example", "/a")), Fetched)
    assert net.hits == []


def documents(to: str) -> dict[str, bytes]:
    """Documents that name an address in every place where one may stand."""
    link = f"<item><title>Quay</title><link>{to}</link></item>"
    enclosed = (
        "<item><title>Quay</title><link>http://press.example/gone</link>"
        f'<enclosure url="{to}" type="audio/mpeg" length="1"/></item>'
    )
    hub = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="hub" href="{to}"/>'
    site = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    found = f'<link rel="alternate" type="application/rss+xml" href="{to}">'
    return {
        "entry": rss(link),
        "enclosure": rss(enclosed),
        "hub": rss(enclosed, channel=hub + f"<cloud domain='{to}'/><image><url>{to}</url></image>"),
        "discovery": article_page(head=found),
        "base": article_page(
            head=f'<base href="{to}">', body='<a href="x">A long enough link text</a>'
        ),
        "opml": f'<opml><body><outline type="rss" xmlUrl="{to}"/></body></opml>'.encode(),
        "sitemap": f"<urlset {site}><url><loc>{to}</loc></url></urlset>".encode(),
        "index": f"<sitemapindex {site}><sitemap><loc>{to}</loc></sitemap></sitemapindex>".encode(),
        "json": f'{{"items":[{{"url":"{to}","title":"Quay","image":"{to}"}}]}}'.encode(),
    }


@pytest.mark.parametrize("name", documents(""))
async def test_no_document_leads_inside(net: Net, name: str) -> None:
    """Entries and children of hostile documents are followed as the watch follows them."""
    for to in (net.inside(), net.inside("[::ffff:7f00:1]"), "file:///etc/passwd"):
        net.outside.routes["/list"] = page(documents(to)[name])
        async with net.fetcher() as fetcher, Parser() as parser:
            retriever = Retriever(fetcher, parser)
            source = Source(id="s", url=net.inside("press.example", "/list"), kind=SourceKind.AUTO)
            polled = await retriever.poll(SourceState(source=source))
            for child in polled.listing.children if polled.listing else ():
                inner = Source(id="c", url=child, kind=SourceKind.AUTO)
                assert (await retriever.poll(SourceState(source=inner))).listing is None
            for entry in polled.listing.entries if polled.listing else ():
                assert isinstance(await retriever.article(entry, source), SourceError)
    assert "/list" in net.outside.paths()
    assert net.hits == []


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="0;url={}">',
        '<link rel="canonical" href="{}">',
        '<meta property="og:image" content="{}"><meta property="og:url" content="{}">',
        '<link rel="amphtml" href="{}"><link rel="next" href="{}">',
    ],
    ids=["refresh", "canonical", "picture", "other pages"],
)
async def test_no_page_leads_inside(net: Net, head: str) -> None:
    """What a page says of itself is not followed inside, nor kept as its address."""
    net.outside.routes["/a"] = page(article_page(head=head.replace("{}", net.inside())))
    async with net.fetcher() as fetcher, Parser() as parser:
        found = await Retriever(fetcher, parser).address(net.inside("press.example", "/a"))
    assert isinstance(found, SourceError) or "127.0.0.1" not in found.canonical_url
    assert net.hits == []


async def test_a_password_is_neither_sent_nor_told(
    net: Net, caplog: pytest.LogCaptureFixture
) -> None:
    """Not to the server, not after a redirect, not in the log, not in a failure."""
    routes: dict[str, Answer] = {"/a": redirect(net.inside("name:hunter2@press.example", "/b"))}
    net.outside.routes.update({**routes, "/b": page(b"x")})
    with caplog.at_level(logging.DEBUG):
        async with net.fetcher() as fetcher:
            got = await fetcher.fetch(net.inside("name:hunter2@press.example", "/a"))
            missed = await fetcher.fetch(net.inside("name:hunter2@127.0.0.1"))
    assert isinstance(got, Fetched)
    assert (
        "hunter2" not in f"{got.url} {got.final_url} {got.permanent_url} {missed!r} {caplog.text}"
    )
    assert all("authorization" not in asked.headers for asked in net.outside.asked)
