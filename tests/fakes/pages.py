"""Pages and feeds of our own making, as bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bot.model import Fetched, Source, SourceKind

PARAGRAPHS = (
    "The harbour council decided on Monday to close the northern quay for three winters in a row.",
    "Engineers had warned since spring that the wall could not carry the new cranes any longer.",
    "“We cannot wait for the wall to fall,” said Dora Quint, who chairs the council of the port.",
    "The works will cost 14 million euros, of which the region pays one half and the town the rest.",
)
LEAD = (
    "Three winters without ships: the northern quay is closed, and the fishermen want to be paid."
)


def page(
    *, head: str = "", body: str = "", title: str = "Quay closed for three winters", lead: str = ""
) -> bytes:
    """An article page: head, h1, an optional lead, our four paragraphs, and what `body` adds."""
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><header><h1>{title}</h1>{lead}</header><article>{text}{body}</article></body></html>"
    ).encode()


def record(**values: object) -> str:
    """A JSON-LD block that describes an article."""
    return (
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", **values})
        + "</script>"
    )


def rss(items: str, channel: str = "", start: str = '<?xml version="1.0"?>') -> bytes:
    """An RSS 2.0 feed around the given items."""
    return (
        f'{start}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>The Quay</title>{channel}{items}</channel></rss>"
    ).encode()


def fetched(body: bytes, url: str = "https://quay.test/feed.xml") -> Fetched:
    """An answer that holds `body`."""
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return Fetched(url=url, final_url=url, status=200, headers={}, body=body, at=at)


def source(kind: SourceKind = SourceKind.AUTO) -> Source:
    """A source called quay."""
    return Source(id="quay", url="https://quay.test/feed.xml", kind=kind)
