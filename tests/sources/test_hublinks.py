"""Hubs and topics as feeds and headers name them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Listing, Offer
from bot.sources.hublinks import in_header, offer
from bot.sources.kinds import read_listing
from tests.fakes.pages import fetched, page, rss, source

HUB, TOPIC, BASE = "https://hub.test/", "https://quay.test/topic", "https://quay.test/feed.xml"
OFFER = Offer(topic=TOPIC, hub=HUB)
ITEM = "<item><title>Quay closed</title><link>https://quay.test/1</link></item>"
LINKS = (
    '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.test/"/>'
    '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://quay.test/topic"/>'
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title>{}'
    '<entry><title>Quay closed</title><link href="https://quay.test/1"/><id>1</id>'
    '<link rel="self" href="https://quay.test/entry"/></entry></feed>'
)
RDF = (
    '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    "<channel><title>The Quay</title>{}</channel>"
    '<item rdf:about="https://quay.test/1"><title>Quay closed</title>'
    "<link>https://quay.test/1</link></item></rdf:RDF>"
)


def offered(body: bytes, link: str = "") -> Offer | None:
    """What the listing of an answer with this `Link` header offers."""
    answer = replace(fetched(body, BASE), headers={"link": link} if link else {})
    found = read_listing(source(), answer)
    assert isinstance(found, Listing), found
    return found.offer


def json_feed(**more: object) -> bytes:
    """A JSON Feed of one item."""
    item = {"id": "1", "url": "https://quay.test/1", "title": "Quay closed"}
    return json.dumps({"title": "The Quay", "items": [item], **more}).encode()


@pytest.mark.parametrize(
    "body",
    [
        rss(ITEM, LINKS),
        rss(ITEM + LINKS),
        ATOM.format(f'<link rel="self" href="{TOPIC}"/><link rel="HUB" href=" {HUB} "/>').encode(),
        ATOM.format(f'<link href="{HUB}" rel="hub"/><link rel="self" href="/topic"/>').encode(),
        RDF.format(LINKS).encode(),
        json_feed(hubs=[{"type": "WebSub", "url": HUB}], feed_url=TOPIC),
    ],
)
def test_each_kind_of_feed_names_its_hub_and_topic(body: bytes) -> None:
    assert offered(body) == OFFER


def test_a_damaged_feed_names_them_too() -> None:
    """An offer that came and went with the damage would end the subscription."""
    body = rss(ITEM.replace("Quay closed", "Quay & wall closed"), LINKS)
    assert offered(body) == OFFER


def test_the_first_of_several_hubs_is_taken() -> None:
    more = LINKS.replace(HUB, "https://second.test/")
    assert offered(rss(ITEM, LINKS + more)) == OFFER


def test_a_header_goes_before_the_document_and_is_known_for_every_kind() -> None:
    """Also of what holds no links of its own."""
    link = '<https://other.test/hub>; rel="hub", <https://quay.test/t2>; rel=self'
    other = Offer(topic="https://quay.test/t2", hub="https://other.test/hub")
    assert offered(rss(ITEM, LINKS), link) == other
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    assert offered(page(head=head), link) == other
    assert offered(rss(ITEM, LINKS), "<https://quay.test/next>; rel=next") == OFFER


def test_without_a_topic_of_its_own_a_feed_is_known_by_its_address() -> None:
    assert offered(rss(ITEM), f"<{HUB}>; rel=hub") == Offer(topic=BASE, hub=HUB)
    assert offered(json_feed(hubs=[{"type": "websub", "url": HUB}])) == Offer(topic=BASE, hub=HUB)


@pytest.mark.parametrize(
    "body",
    [
        rss(ITEM),
        rss(ITEM, LINKS.replace("hub.test/", "hub.test\\x")),
        rss(ITEM, LINKS.replace(HUB, "javascript:alert(1)")),
        rss(ITEM, LINKS.replace(HUB, "file:///etc/passwd")),
        rss(ITEM, LINKS.replace(HUB, "")),
        rss(ITEM.replace("<link>", f"{LINKS}<link>")),  # an article's links are its own
        json_feed(hubs="https://hub.test/"),
        json_feed(hubs=[1, None, {"type": "rssCloud", "url": HUB}, {"type": "WebSub", "url": 7}]),
    ],
)
def test_what_is_no_hub_is_not_offered(body: bytes) -> None:
    assert offered(body) is None


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ('<https://a/>; rel="hub"', [("hub", "https://a/")]),
        (
            "<https://a/>;rel=hub,<https://b/>;rel=self",
            [("hub", "https://a/"), ("self", "https://b/")],
        ),
        ('<https://a/>; rel="self hub next"', [("self", "https://a/"), ("hub", "https://a/")]),
        ('<https://a/,b>; title="x, y; rel=hub"; REL=Self', [("self", "https://a/,b")]),
        ('<https://a/>; rel=next; rel="hub"', []),
        ("<https://a/>", []),
        ("https://a/; rel=hub", []),
        ("", []),
    ],
)
def test_the_header_is_read_by_its_grammar(header: str, links: list[tuple[str, str]]) -> None:
    assert in_header(header) == links


@given(st.text(max_size=300), st.text(alphabet='<>;,="rel hubself', max_size=200))
def test_any_header_is_read_without_a_fault_and_names_web_addresses_only(
    free: str, almost: str
) -> None:
    for header in (free, almost):
        found = in_header(header)
        assert {relation for relation, _ in found} <= {"hub", "self"}
        offered = offer(found, BASE)
        assert offered is None or offered.hub.startswith(("http://", "https://"))
