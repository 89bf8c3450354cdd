"""What a fetched document is, by what is in it."""

from __future__ import annotations

import json

import pytest

from bot.errors import Unreadable
from bot.model import Listing, SourceKind
from bot.sources.kinds import read_listing, sniff
from bot.sources.opml import read_outlines, write_opml
from tests.fakes.pages import fetched, page, rss, source

ITEM = "<item><title>Quay closed</title><link>https://quay.test/1</link></item>"
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(body: bytes, kind: SourceKind = SourceKind.AUTO) -> Listing:
    """The listing; the test fails when there is none."""
    found = read_listing(source(kind), fetched(body))
    assert isinstance(found, Listing), found
    return found


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"\xef\xbb\xbf \n" + rss(""), "feed"),
        (b"<!-- made by hand --><feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b"<?xml version='1.0'?><rdf:RDF>", "feed"),
        (b"<urlset>", "sitemap"),
        (b"<opml version='2.0'>", "opml"),
        (b"<!DOCTYPE HTML><HTML>", "page"),
        (b' {"version": 1}', "json"),
        (b"/etc/hostname", None),
        (b"PK\x03\x04\0\0", None),
    ],
)
def test_the_content_decides(body: bytes, name: str | None) -> None:
    """No header is asked."""
    assert sniff(body) == name


def test_utf16_feeds_are_read() -> None:
    """A wide feed is as good as a narrow one."""
    body = rss(ITEM.replace("closed", "fermé")).decode().encode("utf-16")
    assert read(body).entries[0].title == "Quay fermé"


@pytest.mark.parametrize(
    "start",
    [
        '<?xml version="1.0" encoding="utf-16"?>',
        '<?xml version="1.0" encoding="klingon"?>',
        '<?xml version="1.0" encoding="zlib_codec"?>',
        '<?xml version="1.0" encoding="idna"?>',
        '<?xml version="1.0" encoding="utf-8\0"?>',
        "\ufeff \n<?xml version='1.0'?>",
    ],
)
def test_a_false_encoding_loses_no_entry(start: str) -> None:
    """The bytes are what they are, whatever the declaration says."""
    assert read(rss(ITEM, start=start)).entries[0].title == "Quay closed"


def test_controls_and_deep_nesting_lose_no_entry() -> None:
    """What no text has is taken out, and a feed around a bomb is still a feed."""
    deep = "<a>" * 5_000 + "x" + "</a>" * 5_000
    dirty = ITEM.replace("closed", "clo\0s\x08ed")
    assert read(rss(dirty)).entries[0].title == "Quay closed"
    assert read(rss(ITEM, channel=deep)).entries[0].title == "Quay closed"


def test_a_page_in_a_feeds_place_is_an_error_with_the_mend() -> None:
    """A challenge page is never an empty feed."""
    found = read_listing(source(SourceKind.FEED), fetched(page()))
    assert isinstance(found, Unreadable)
    assert "a web page" in str(found)


def test_a_page_names_its_feeds_and_its_articles() -> None:
    """Feeds become children, headlines become entries, menus stay out."""
    links = (
        "<nav><a href='/all-the-news-of-the-day'>All the news of the long day</a></nav>"
        "<main><a href='/2026/quay-closed-for-winters'><h3>The quay is closed for winters</h3>"
        "<p>Three winters without ships are ahead.</p></a>"
        "<a href='/2026/cranes-come-by-sea?utm_source=x'>The cranes will come by sea</a>"
        "<a href='/2026/cranes-come-by-sea'>The cranes will come by sea</a>"
        "<a href='/fishermen-ask-for-money'>The fishermen ask for their money</a>"
        "<a href='/about'>All there is to know about us</a>"
        "<a href='/harbour'>Everything from the harbour</a>"
        "<a href='https://other.test/2026/x-y-z'>A story on another site altogether</a></main>"
    )
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
    )
    listing = read(
        f"<html><head>{head}<title>Quay</title></head><body>{links}</body></html>".encode()
    )
    assert listing.kind is SourceKind.PAGE
    assert listing.children == ("https://quay.test/rss.xml",)
    assert [e.title for e in listing.entries] == [
        "The quay is closed for winters",
        "The cranes will come by sea",
        "The fishermen ask for their money",
    ]


def test_a_page_without_a_label_keeps_its_letters() -> None:
    """Valid UTF-8 needs no meta element."""
    links = "<a href='/2026/der-kai-ist-zu'>Der Kai bleibt für drei Winter geschlossen</a>"
    assert "für drei" in read(f"<html><body>{links}</body></html>".encode()).entries[0].title


def test_news_sitemaps_give_titles_and_dates() -> None:
    """The newest stands first and other sites' pages are left out."""
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    url = (
        "<url><loc>{}</loc><news:news><news:publication><news:name>Quay</news:name>"
        "<news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-11-2{}</news:publication_date><news:title>T{}</news:title>"
        "</news:news></url>"
    )
    listing = read(
        (
            f"<urlset {SITEMAP} {news}>"
            + url.format("https://quay.test/1", 1, 1)
            + url.format("https://quay.test/2", 2, 2)
            + url.format("https://other.test/3", 3, 3)
            + "</urlset>"
        ).encode()
    )
    assert [(e.title, e.language) for e in listing.entries] == [("T2", "en"), ("T1", "en")]
    assert listing.dropped == 1


def test_a_page_configured_as_one_gives_its_links_only() -> None:
    """The feed it names is left alone, because the admin chose the page."""
    head = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    link = "<a href='/2026/quay-closed'>The quay is closed for winters</a>"
    body = f"<html><head>{head}</head><body>{link}</body></html>".encode()
    listing = read(body, SourceKind.PAGE)
    assert (len(listing.entries), listing.children) == (1, ())
    bare = read_listing(
        source(SourceKind.PAGE), fetched(f"<html><head>{head}</head></html>".encode())
    )
    assert isinstance(bare, Unreadable)
    assert "auto" in str(bare)


@pytest.mark.parametrize(
    "damage", [b"<nes:news>x</nes:news>", b"<a&#55296;b/>", b"<lo\xed\xa0\x80/>", b"<a b='\xed'/>"]
)
def test_a_damaged_sitemap_is_read_as_far_as_it_goes(damage: bytes) -> None:
    """A prefix nobody declared, or bytes that are no character, cost one element at most."""
    good = b"<url><loc>https://quay.test/1</loc></url>"
    body = f"<urlset {SITEMAP}>".encode() + good + damage + b"</urlset>"
    assert [entry.url for entry in read(body).entries] == ["https://quay.test/1"]


def test_a_sitemap_index_gives_children_but_never_itself() -> None:
    """News sitemaps stand first; their number is bounded."""
    locs = ["feed.xml", "old.xml", "news.xml", *(f"s{i}.xml" for i in range(100))]
    body = f"<sitemapindex {SITEMAP}>" + "".join(
        f"<sitemap><loc>https://quay.test/{loc}</loc></sitemap>" for loc in locs
    )
    children = read((body + "</sitemapindex>").encode()).children
    assert children[0] == "https://quay.test/news.xml"
    assert "https://quay.test/feed.xml" not in children
    assert len(children) == 50


def test_opml_out_and_in() -> None:
    """What is written is read back."""
    assert read_outlines(write_opml([source()]), "https://quay.test/") == [
        ("https://quay.test/feed.xml", "quay")
    ]
    assert read(write_opml([source()])).children == ("https://quay.test/feed.xml",)


def test_json_feeds_keep_what_has_the_right_type() -> None:
    """Wrong types are left out, never guessed."""
    items = [
        {"id": 7, "url": "/a", "title": "A", "content_text": "x < y", "authors": [{"name": "Ida"}]},
        {"id": {"a": 1}, "url": 7, "title": None, "authors": "x"},
        None,
        3,
    ]
    listing = read(json.dumps({"version": "1.1", "title": ["t"], "items": items}).encode())
    assert [(e.guid, e.summary, e.authors) for e in listing.entries] == [("7", "x < y", ("Ida",))]
    assert listing.dropped == 3


@pytest.mark.parametrize(
    "body",
    [b'{"items":' + b"[" * 100_000, b'{"items":[{"id":' + b"9" * 5_000 + b"}]}", b'{"a":1}', b""],
    ids=["deep", "long-number", "no-feed", "empty"],
)
def test_other_json_is_unreadable(body: bytes) -> None:
    """Bombs and strangers are errors."""
    assert isinstance(read_listing(source(), fetched(body)), Unreadable)
