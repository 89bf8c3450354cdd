"""From a source's address to its articles, over a server on loopback and from the disk."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import Refused, SourceError, Unreadable
from bot.model import Article, Entry, Fetched, Listing, Source, SourceKind, SourceState
from bot.sources.http import Fetcher, FetchLimits
from bot.sources.retrieve import Retriever, summary_only
from bot.sources.standin import NO_TEXT
from bot.sources.worker import Parser
from tests.fakes.http_server import Answer, HttpServer, http_server, page, status, unchanged_when
from tests.fakes.pages import PARAGRAPHS, record, rss
from tests.fakes.pages import page as article_page

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMITS = FetchLimits(max_bytes=1_000_000, total=5.0, host_gap=0.0)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
TITLES = ("The northern quay is closed", "The cranes will come by sea")


@asynccontextmanager
async def retrieving(
    routes: Mapping[str, Answer], parser: Parser
) -> AsyncIterator[tuple[HttpServer, Retriever]]:
    """A server with these routes, and a retriever that may ask it."""
    async with http_server(routes) as server:
        fetcher = Fetcher(
            limits=LIMITS,
            allowed_hosts=frozenset({server.host}),
            user_agent="Vigie/0.1",
            clock=lambda: NOON,
        )
        async with fetcher:
            yield server, Retriever(fetcher, parser)


async def listing(
    retriever: Retriever, url: str, kind: SourceKind = SourceKind.AUTO
) -> Listing | SourceError:
    """What one look at a source brings."""
    polled = await retriever.poll(SourceState(source=Source(id="quay", url=url, kind=kind)))
    if polled.listing is not None:
        return polled.listing
    assert isinstance(polled.outcome, SourceError)
    return polled.outcome


async def read(retriever: Retriever, url: str) -> Article | str:
    """The article at an address, or why there is none."""
    found = await retriever.address(url)
    return str(found) if isinstance(found, SourceError) else found


def links(form: str) -> str:
    """Both articles in one form."""
    return "".join(form.format(n=n, title=title) for n, title in enumerate(TITLES, 1))


ITEMS = links("<item><title>{title}</title><link>/2026/quay-{n}</link></item>")
ENTRIES = links("<entry><title>{title}</title><link href='/2026/quay-{n}'/></entry>")
ANCHORS = links("<a href='/2026/quay-{n}'>{title}</a>")
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
SOURCES = {
    "rss": rss(ITEMS),
    "atom": f"<feed {ATOM}><title>Q</title>{ENTRIES}</feed>".encode(),
    "rdf": f"<rdf:RDF {RDF}><channel><title>Q</title></channel>{ITEMS}</rdf:RDF>".encode(),
    "json": json.dumps(
        {"items": [{"id": n, "url": f"/2026/quay-{n}", "title": TITLES[n - 1]} for n in (1, 2)]}
    ).encode(),
    "page": f"<html><body>{ANCHORS}</body></html>".encode(),
}


def site() -> dict[str, Answer]:
    """Two articles, and the same list of them in each form."""
    pages = {
        f"/2026/quay-{n}": page(article_page(title=title)) for n, title in enumerate(TITLES, 1)
    }
    return {**pages, **{f"/{name}": page(body) for name, body in SOURCES.items()}}


async def article_of(retriever: Retriever, entry: Entry, source: Source) -> Article | SourceError:
    """What an entry leads to, without how to ask for it again."""
    brought = await retriever.article(entry, source)
    return brought if isinstance(brought, SourceError) else brought.article


@pytest.mark.parametrize("name", SOURCES)
async def test_every_kind_of_source_leads_to_the_same_articles(name: str, parser: Parser) -> None:
    """Whatever lists them, the articles are the pages' own."""
    async with retrieving(site(), parser) as (server, retriever):
        found = await listing(retriever, server.url(f"/{name}"))
        assert isinstance(found, Listing), found
        source = Source(id="quay", url="")
        articles = [await article_of(retriever, entry, source) for entry in found.entries]
    read_ = [(a.url, a.title, a.text) for a in articles if isinstance(a, Article)]
    text = "\n".join(PARAGRAPHS)
    assert read_ == [(server.url(f"/2026/quay-{n}"), TITLES[n - 1], text) for n in (1, 2)]


async def test_lists_of_sources_lead_to_the_sources(parser: Parser) -> None:
    """OPML lists, sitemap indexes and the feeds a page names are children, not entries."""
    named = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    )
    routes = {
        "/front": page(named),
        "/opml": page(b'<opml version="2.0"><body><outline xmlUrl="/rss"/></body></opml>'),
        "/index": page(f"<sitemapindex {SITEMAP}><sitemap><loc>/rss</loc></sitemap>".encode()),
    }
    async with retrieving(routes, parser) as (server, retriever):
        for path in routes:
            found = await listing(retriever, server.url(path))
            assert isinstance(found, Listing), found
            assert found.children == (server.url("/rss"),)


async def test_a_page_configured_as_one_is_read_for_its_links(parser: Parser) -> None:
    """Also when it names a feed; a page without article links then says what to do."""
    head = b'<head><link rel="alternate" type="application/rss+xml" href="/rss"></head>'
    routes = {
        "/list": page(SOURCES["page"].replace(b"<body>", head + b"<body>")),
        "/front": page(b"<html>" + head + b"</html>"),
    }
    async with retrieving(routes, parser) as (server, retriever):
        found = await listing(retriever, server.url("/list"), SourceKind.PAGE)
        empty = await listing(retriever, server.url("/front"), SourceKind.PAGE)
    assert isinstance(found, Listing)
    assert ([e.title for e in found.entries], found.children) == (list(TITLES), ())
    assert isinstance(empty, Unreadable)
    assert "kind to auto" in str(empty)


async def test_what_did_not_change_is_not_read_again(parser: Parser) -> None:
    """The second look sends what the first one was given, and brings no listing."""
    async with retrieving({"/rss": unchanged_when('"1"', SOURCES["rss"])}, parser) as (server, r):
        state = SourceState(source=Source(id="quay", url=server.url("/rss")))
        first = await r.poll(state)
        assert isinstance(first.outcome, Fetched)
        second = await r.poll(SourceState(source=state.source, validators=first.outcome.validators))
    assert isinstance(second.outcome, Fetched)
    assert (second.outcome.not_modified, second.listing) == (True, None)


async def test_the_feed_fills_what_the_page_leaves_open(parser: Parser) -> None:
    """The page's own word comes first, the source's setting of the language before both."""
    stated = record(headline="Q", author="Ida Moor", datePublished="2026-11-23T08:00:00Z")
    routes = {"/bare": page(article_page()), "/full": page(article_page(head=stated))}
    async with retrieving(routes, parser) as (server, retriever):
        source = Source(id="quay", url="", name="The Quay", language="de")

        async def brought(path: str) -> Article:
            entry = Entry(
                source_id="quay", url=server.url(path), guid="7", published=NOON, authors=("Ole",)
            )
            found = await article_of(retriever, entry, source)
            assert isinstance(found, Article), found
            return found

        bare, full = await brought("/bare"), await brought("/full")
    assert (bare.published, bare.authors, bare.guid) == (NOON, ("Ole",), "7")
    assert (bare.language, bare.source_name, bare.source_id) == ("de", "The Quay", "quay")
    assert full.published == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert full.authors == ("Ida Moor",)


async def test_a_date_the_page_only_mentions_gives_way_to_the_feeds(parser: Parser) -> None:
    """A guess from the text would make today's article an old one."""
    body = "<p>Published in the yearbook of the port: 3 May 2019</p>"
    async with retrieving({"/a": page(article_page(body=body))}, parser) as (server, retriever):
        entry = Entry(source_id="quay", url=server.url("/a"), published=NOON)
        found = await article_of(retriever, entry, Source(id="quay", url=""))
    assert isinstance(found, Article)
    assert found.published == NOON


async def test_entries_with_whole_articles_need_no_page(parser: Parser) -> None:
    """When the source says so, nothing is asked for."""
    html = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    async with retrieving({}, parser) as (server, retriever):
        entry = Entry(source_id="q", url=server.url("/a"), title=TITLES[0], content_html=html)
        found = await article_of(retriever, entry, Source(id="q", url="", full_text=True))
    assert isinstance(found, Article)
    assert (found.title, found.text) == (TITLES[0], "\n".join(PARAGRAPHS))
    assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "carried"),
    [
        (status(403), True),
        (page(b"<html><body><p>Soon.</p></body></html>"), True),
        (page(article_page(head=record(headline="Q", isAccessibleForFree="False"))), True),
        (status(503), False),
    ],
    ids="forbidden stub paywall busy".split(),
)
async def test_the_whole_article_in_a_feed_stands_in_for_a_closed_page(
    answer: Answer, *, carried: bool, parser: Parser
) -> None:
    """A page that is only busy is asked again; a short content is a summary and no article."""
    html = "".join(f"<p>{n}: {paragraph}</p>" for n in range(3) for paragraph in PARAGRAPHS)
    async with retrieving({"/a": answer}, parser) as (server, retriever):
        whole = Entry(source_id="q", url=server.url("/a"), title=TITLES[0], content_html=html)
        short = Entry(source_id="q", url=server.url("/a"), content_html=html[:500])
        source = Source(id="q", url="")
        found, part = [await article_of(retriever, each, source) for each in (whole, short)]
    assert (isinstance(found, Article) and found.text.startswith("0: The harbour")) is carried
    assert isinstance(part, SourceError) or part.partial


async def test_a_page_that_forwards_leads_to_the_article(parser: Parser) -> None:
    """Once, and never to where the fetcher may not ask."""
    routes = {
        "/go": page(b'<meta http-equiv="refresh" content="0;url=/2026/quay-1">'),
        "/in": page(b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:80/">'),
        "/loop": page(b'<meta http-equiv="refresh" content="0;url=/loop?again">'),
    }
    async with retrieving({**site(), **routes}, parser) as (server, retriever):
        found = await retriever.address(server.url("/go"))
        inside = await retriever.address(server.url("/in"))
        loop = await retriever.address(server.url("/loop"))
    assert isinstance(found, Article)
    assert found.url == server.url("/2026/quay-1")
    assert isinstance(inside, Refused)
    assert str(loop) == NO_TEXT


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page(SOURCES["rss"], {"Content-Type": "application/rss+xml"}), "leads to a feed"),
        (page(SOURCES["json"], {"Content-Type": "application/feed+json"}), "leads to JSON"),
        (status(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), "application/pdf"),
        (page(b"<html><body><p>Soon.</p></body></html>"), "no article text"),
        (page(b""), "empty"),
        (status(404), "404"),
    ],
    ids="feed json pdf stub empty absent".split(),
)
async def test_what_is_no_article_says_so_in_a_sentence(
    answer: Answer, words: str, parser: Parser
) -> None:
    """The sentence names what it is, and ends."""
    async with retrieving({"/a": answer}, parser) as (server, retriever):
        found = await read(retriever, server.url("/a"))
    assert isinstance(found, str)
    assert words in found
    assert found.endswith(".")


async def test_content_decides_over_a_label_of_plain_text(parser: Parser) -> None:
    """Markup sent as text is a page; a text that holds markup or a bracket stays a text."""
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    text = "[The Quay] " + "\n\n".join(PARAGRAPHS) + "\n\nThe page begins with <body> and ends."
    routes = {
        "/page": status(200, plain, article_page()),
        "/text": status(200, plain, text.encode()),
    }
    async with retrieving(routes, parser) as (server, retriever):
        as_page = await read(retriever, server.url("/page"))
        as_text = await read(retriever, server.url("/text"))
    assert isinstance(as_page, Article)
    assert isinstance(as_text, Article)
    assert as_page.text == "\n".join(PARAGRAPHS)
    assert as_text.text.startswith("[The Quay] ")
    assert as_text.text.endswith("<body> and ends.")


async def test_links_of_a_feed_on_the_disk_are_asked_for_and_never_opened(
    tmp_path: Path, parser: Parser
) -> None:
    """An address whose path is that of a local file is still an address."""
    secret = tmp_path / "secret.txt"
    secret.write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    async with retrieving({}, parser) as (server, retriever):
        item = f"<item><title>t</title><link>{server.url(str(secret))}</link></item>"
        (tmp_path / "feed.xml").write_bytes(rss(item))
        place = str(tmp_path / "feed.xml")
        found = await listing(retriever, place, SourceKind.FILE)
        assert isinstance(found, Listing), found
        source = Source(id="disk", url=place, kind=SourceKind.FILE)
        brought = await article_of(retriever, found.entries[0], source)
    assert isinstance(brought, SourceError)
    assert server.paths() == ["/robots.txt", str(secret)]


def test_the_summary_stands_in_for_a_page_that_stays_away() -> None:
    """It is marked as a part, and dated when nobody else dates it."""
    entry = Entry(source_id="quay", url="https://quay.test/1", title="T", summary="Wall.")
    kept = summary_only(entry, Source(id="quay", url="", name="The Quay"), NOON)
    assert (kept.partial, kept.text, kept.published) == (True, "Wall.", NOON)
    assert kept.source_name == "The Quay"
