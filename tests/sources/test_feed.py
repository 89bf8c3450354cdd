"""Feeds: whole ones, damaged ones, and what they say of themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.model import Listing
from bot.sources.feed import MAX_ENTRIES, read_feed
from tests.fakes.pages import rss

BASE = "https://quay.test/news/feed.xml"
ITEM = (
    "<item><title>Quay {0} closed</title><link>https://quay.test/{0}</link><guid>g{0}</guid>"
    "<pubDate>Mon, 23 Nov 2026 0{0}:00:00 GMT</pubDate><description>Wall {0}.</description></item>"
)


def read(body: bytes) -> Listing:
    """The listing; the test fails when there is none."""
    found = read_feed(body, BASE, "quay")
    assert isinstance(found, Listing), found
    return found


def test_rss_items_become_entries_newest_first() -> None:
    """Title, link, guid, date and summary come along."""
    listing = read(rss(ITEM.format(1) + ITEM.format(2)))
    assert [e.url for e in listing.entries] == ["https://quay.test/2", "https://quay.test/1"]
    entry = listing.entries[1]
    assert (entry.title, entry.guid, entry.summary) == ("Quay 1 closed", "g1", "Wall 1.")
    assert entry.published == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert listing.title == "The Quay"


def test_atom_takes_the_alternate_link_and_the_base() -> None:
    """An enclosure is no article, and relative links follow xml:base."""
    listing = read(
        b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="/de/" xml:lang="de-AT">'
        b"<title>Kai</title><entry><title>A</title><link rel='enclosure' href='a.mp3'/>"
        b"<link href='a'/><id>urn:a</id><updated>2026-11-23T03:00:00Z</updated>"
        b"<author><name>Ida Moor</name></author><author><name>Ole Sund</name></author></entry></feed>"
    )
    entry = listing.entries[0]
    assert entry.url == "https://quay.test/de/a"
    assert entry.authors == ("Ida Moor", "Ole Sund")
    assert entry.language == "de"


def test_rdf_is_a_feed() -> None:
    """RSS 1.0 keeps its items beside the channel."""
    listing = read(
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        b' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<channel><title>T</title><dc:language>it</dc:language></channel><item><title>A</title>"
        b"<link>https://quay.test/a</link><dc:date>2026-11-23T03:00:00Z</dc:date></item></rdf:RDF>"
    )
    assert listing.entries[0].published == datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert listing.entries[0].language == "it"


def test_an_entity_of_the_feed_itself_is_kept() -> None:
    """A harmless declaration must not lose letters."""
    start = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY eacute "&#233;">]>'
    body = rss("<item><title>Caf&eacute;</title><link>/a</link></item>", start=start)
    assert read(body).entries[0].title == "Café"


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body.replace(b"Quay 1", b"Quay & Co 1"),
        lambda body: body.replace(b"Quay 1", b"Quay &#xD800; 1"),
        lambda body: body.replace(b"Quay 1", b"Quay &#1114112; 1"),
        lambda body: body.replace(b"</item>", b"", 1),
        lambda body: b"Warning: something in line 3\n" + body,
        lambda body: body.replace(b"Quay 1", b"Quay \xe9 1"),
        lambda body: body.replace(b"</channel></rss>", b""),
        lambda body: body.replace(b"Wall 1.", b"<a href=x y>Wall 1."),
        lambda body: body.replace(b'"1.0"?>', b'"1.0" encoding="us-ascii"?>').replace(
            b"Quay 1", "Quäy 1".encode()
        ),
    ],
    ids="ampersand surrogate too-big unclosed warning bad-utf8 cut attribute ascii-lie".split(),
)
def test_damage_loses_no_item(damage: object) -> None:
    """Both items of a damaged feed come through."""
    assert callable(damage)
    listing = read(damage(rss(ITEM.format(1) + ITEM.format(2))))
    assert {e.url for e in listing.entries} == {"https://quay.test/1", "https://quay.test/2"}


def test_waiting_times_are_read_and_bounded() -> None:
    """Ttl is in seconds and never for ever; hours and days without news are kept."""
    hints = (
        "<ttl>90</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours>"
        "<skipDays><day>Sunday</day></skipDays>"
    )
    listing = read(rss(ITEM.format(1), hints))
    assert listing.ttl == 5400.0
    assert (sorted(listing.skip_hours), sorted(listing.skip_days)) == ([0, 1], [6])
    assert read(rss(ITEM.format(1), "<ttl>99999999999999999999</ttl>")).ttl == 7 * 86_400
    assert read(rss(ITEM.format(1), "<ttl>-5</ttl>")).ttl is None


def test_a_damaged_feed_keeps_its_waiting_times() -> None:
    """They are read off the start of the document."""
    assert read(rss(ITEM.format(1) + "<item>&", "<ttl>60</ttl>")).ttl == 3600.0


def test_a_feed_without_items_is_a_listing_and_junk_is_not() -> None:
    """An empty feed is honest; what cannot be parsed and has nothing is an error."""
    assert read(rss("")).entries == ()
    assert isinstance(read_feed(b"<rss><channel><title>T</title><!--", BASE, "quay"), Unreadable)


def test_the_newest_of_a_huge_feed_are_kept() -> None:
    """The rest is counted."""
    items = "".join(f"<item><title>t</title><link>/{i}</link></item>" for i in range(600))
    listing = read(rss(items))
    assert (len(listing.entries), listing.dropped) == (MAX_ENTRIES, 100)


def test_authors_are_names_not_addresses() -> None:
    """The mail form of RSS gives the name in its brackets."""
    item = "<item><title>t</title><link>/a</link><author>ida@quay.test (Ida Moor)</author></item>"
    assert read(rss(item)).entries[0].authors == ("Ida Moor",)


def test_foreign_schemes_are_no_entries() -> None:
    """A link that is no web address is dropped and counted."""
    listing = read(rss("<item><title>t</title><link>javascript:alert(1)</link></item>"))
    assert (listing.entries, listing.dropped) == ((), 1)


@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_bytes_raise(junk: bytes, at: int) -> None:
    """A feed with anything anywhere in it gives a listing or an error, never an exception."""
    body = rss(ITEM.format(1))
    found = read_feed(body[:at] + junk + body[at:], BASE, "quay")
    assert isinstance(found, Listing | Unreadable)
