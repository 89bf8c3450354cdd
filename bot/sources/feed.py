"""RSS, Atom and RDF -> entries. Pure.

A well-formed document goes to fastfeedparser (tens of times faster), everything else to feedparser,
which recovers what the other loses. Both are always given bytes: either would take text for an
address or a file name. A feed parser may raise anything; that is a failed parser, not a failure.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import fastfeedparser
import feedparser

from bot.errors import Unreadable
from bot.model import Entry, Listing, SourceKind
from bot.sources.feedhead import Head, author_name, damaged_head, read_head
from bot.sources.hublinks import offer
from bot.sources.plain import one_line, paragraphs, parse_date
from bot.sources.urls import resolve
from bot.sources.xml import with_sound_references

MAX_ENTRIES = 500  # the newest of a feed
_NEWEST = datetime.max.replace(tzinfo=UTC)  # entries without a date stand first
_SLOW_NAMESPACES = (b"http://purl.org/atom/ns#", b"http://my.netscape.com/rdf/simple/0.9/")


def read_feed(body: bytes, base: str, source_id: str) -> Listing | Unreadable:
    """The entries of a feed.

    Args:
        body: the document.
        base: the feed's own address; relative links are resolved against it.
        source_id: for the entries.
    """
    body = with_sound_references(_without_open_end(body))
    head = read_head(body)
    is_sound = head is not None and _is_plain(body)
    parsed = _fast(body) if is_sound else None
    if parsed is None or not parsed.get("entries"):
        slow = _slow(body)
        parsed = slow if slow.get("entries") else (_fast(body) or slow)
    entries = [raw for raw in parsed.get("entries") or () if isinstance(raw, Mapping)]
    meta = parsed.get("feed") or {}
    if not entries and (head is None or not meta.get("title")):
        return Unreadable("The document is no feed that can be read.")
    head = head or damaged_head(body)
    offered = offer(head.links, base)
    base = resolve(base, head.base) or base
    made = [_entry(raw, base, source_id, head.language) for raw in entries]
    made = _with_authors(made, head)
    kept = [entry for entry in made if entry is not None]
    kept.sort(key=lambda e: e.published or _NEWEST, reverse=True)
    return Listing(
        kind=SourceKind.FEED,
        title=one_line(str(meta.get("title") or "")),
        entries=tuple(kept[:MAX_ENTRIES]),
        dropped=len(made) - min(len(kept), MAX_ENTRIES),
        ttl=head.ttl,
        skip_hours=head.skip_hours,
        skip_days=head.skip_days,
        offer=offered,
    )


def _without_open_end(body: bytes) -> bytes:
    """Without the entry in which a document breaks off inside CDATA or a comment.

    What follows an open section is swallowed by it: such an entry would hold all later ones.
    """
    for opened, closed in ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->")):
        last = body.rfind(opened)
        if last >= 0 and body.find(closed, last) < 0:
            item = max(body.rfind(b"<item", 0, last), body.rfind(b"<entry", 0, last))
            body = body[: item if item >= 0 else last]
    return body


def _is_plain(body: bytes) -> bool:
    """True when a well-formed document has nothing that the fast parser is known to get wrong."""
    start = body[:4096]
    return not (
        any(namespace in start for namespace in _SLOW_NAMESPACES)
        or b"<!ENTITY" in body[:65_536]
        or b'type="application/octet-stream"' in body
        or b"xmlns:xhtml" in start
        or b"<div xmlns=" in body
        or b"<xhtml:" in body
    )


def _with_authors(made: list[Entry | None], head: Head) -> list[Entry | None]:
    """All authors of each entry: the parsers hand on the first only."""
    if len(head.authors) != len(made):
        return made
    return [
        replace(entry, authors=names) if entry and len(names) > 1 else entry
        for entry, names in zip(made, head.authors, strict=True)
    ]


def _fast(body: bytes) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = fastfeedparser.parse(body)
    except Exception:  # noqa: BLE001  # it may raise anything; the other parser has its turn
        return None
    return found


def _slow(body: bytes) -> Mapping[str, Any]:
    try:
        found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001  # known to raise on damaged character references
        return {}
    # Its own mapping answers for keys that are absent with values of others, and warns.
    return {**found, "entries": [dict(entry.items()) for entry in found.get("entries") or ()]}


def _entry(raw: Mapping[str, Any], base: str, source_id: str, language: str | None) -> Entry | None:
    url = resolve(base, _link(raw))
    title = one_line(str(raw.get("title") or ""))
    if url is None:
        return None
    content = _content(raw)
    return Entry(
        source_id=source_id,
        url=url,
        guid=str(raw.get("id") or "")[:512],
        title=title,
        summary=paragraphs(_text(raw.get("summary") or raw.get("description")) or content),
        content_html=content,
        published=_date(raw, "published") or _date(raw, "updated") or _date(raw, "created"),
        updated=_date(raw, "updated"),
        language=_language(raw) or language,
        authors=_authors(raw),
    )


def _link(raw: Mapping[str, Any]) -> str:
    """The address of the entry's page: its alternate link, its link, or an id that is one."""
    links = [(str(o.get("rel") or ""), str(o.get("href") or "")) for o in _dicts(raw.get("links"))]
    for relation in ("alternate", ""):
        for rel, href in links:
            if rel == relation and href:
                return href
    link, identity = str(raw.get("link") or ""), str(raw.get("id") or "")
    if link and link not in [href for _, href in links]:
        return link
    return identity if identity.startswith(("http://", "https://")) else link


def _content(raw: Mapping[str, Any]) -> str:
    values = [_text(part.get("value")) for part in _dicts(raw.get("content"))]
    return max(values, key=len, default="")


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("value")
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> Iterable[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list | tuple) else ()


def _authors(raw: Mapping[str, Any]) -> tuple[str, ...]:
    names = [one_line(str(a.get("name") or "")) for a in _dicts(raw.get("authors"))]
    names = [name for name in names if name] or [one_line(str(raw.get("author") or ""))]
    return tuple(dict.fromkeys(name for name in map(author_name, names) if name))[:10]


def _language(raw: Mapping[str, Any]) -> str | None:
    detail = raw.get("title_detail")
    value = detail.get("language") if isinstance(detail, Mapping) else raw.get("language")
    return str(value)[:2].lower() if value else None


def _date(raw: Mapping[str, Any], name: str) -> datetime | None:
    parsed = raw.get(f"{name}_parsed")
    if isinstance(parsed, struct_time):
        try:
            return datetime(*parsed[:6], tzinfo=UTC)
        except ValueError:
            return None
    return parse_date(raw.get(name))
