"""JSON Feed 1.0 and 1.1 -> entries. Pure. Wrong types are left out, never guessed."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from bot.errors import Unreadable
from bot.model import Entry, Listing, SourceKind
from bot.sources.feed import MAX_ENTRIES
from bot.sources.hublinks import Link, offer
from bot.sources.plain import one_line, paragraphs, parse_date
from bot.sources.urls import resolve


def read_json_feed(body: bytes, base: str, source_id: str) -> Listing | Unreadable:
    """The items of a JSON Feed; other JSON is unreadable."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"), parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return Unreadable("The document is no JSON that can be read.")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Unreadable("The document is JSON, but no JSON Feed.")
    entries = [_entry(item, feed, base, source_id) for item in feed["items"]]
    kept = [entry for entry in entries if entry is not None][:MAX_ENTRIES]
    return Listing(
        kind=SourceKind.FEED,
        title=one_line(_string(feed, "title")),
        entries=tuple(kept),
        dropped=len(entries) - len(kept),
        offer=offer(_links(feed), base),
    )


def _links(feed: Mapping[str, Any]) -> list[Link]:
    """The hubs that speak WebSub, and the feed's own address (JSON Feed 1.1, `hubs`)."""
    hubs = feed.get("hubs")
    named = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    urls = [_string(hub, "url") for hub in named if _string(hub, "type").lower() == "websub"]
    return [*(("hub", url) for url in urls), ("self", _string(feed, "feed_url"))]


def _entry(item: object, feed: Mapping[str, Any], base: str, source_id: str) -> Entry | None:
    if not isinstance(item, dict):
        return None
    url = resolve(
        base, _string(item, "url") or _string(item, "external_url") or _string(item, "id")
    )
    if url is None:
        return None
    content = _string(item, "content_html") or _as_html(_string(item, "content_text"))
    return Entry(
        source_id=source_id,
        url=url,
        guid=_identity(item.get("id")),
        title=one_line(_string(item, "title")),
        summary=paragraphs(_string(item, "summary") or content),
        content_html=content,
        published=parse_date(item.get("date_published")) or parse_date(item.get("date_modified")),
        updated=parse_date(item.get("date_modified")),
        language=(_string(item, "language") or _string(feed, "language"))[:2].lower() or None,
        authors=_authors(item) or _authors(feed),
    )


def _identity(value: object) -> str:
    return str(value)[:512] if isinstance(value, str | int) else ""


def _as_html(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())


def _string(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _authors(holder: Mapping[str, Any]) -> tuple[str, ...]:
    listed = holder.get("authors")
    people = listed if isinstance(listed, list) else [holder.get("author")]
    names = [one_line(_string(person, "name")) for person in people if isinstance(person, dict)]
    return tuple(name for name in names if name)[:10]
