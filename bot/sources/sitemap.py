"""News sitemaps and sitemap indexes -> entries and children. Pure."""

from __future__ import annotations

from lxml import etree

from bot.errors import Unreadable
from bot.model import Entry, Listing, SourceKind
from bot.sources.feed import MAX_ENTRIES
from bot.sources.plain import one_line, parse_date
from bot.sources.urls import resolve, same_site
from bot.sources.xml import local_name, xml_root

MAX_CHILDREN = 50


def read_sitemap(body: bytes, base: str, source_id: str) -> Listing | Unreadable:
    """The pages of a sitemap, newest first, or the sitemaps of an index.

    Addresses on other sites are left out, as the sitemap protocol says.
    """
    root = xml_root(body, damaged=True)
    if root is None:
        return Unreadable("The document is no sitemap that can be read.")
    if local_name(root) == "sitemapindex":
        return Listing(kind=SourceKind.SITEMAP, children=_children(root, base))
    entries = [_entry(node, base, source_id) for node in root if local_name(node) == "url"]
    kept = [entry for entry in entries if entry is not None]
    kept.sort(key=lambda e: e.published.timestamp() if e.published else 0.0, reverse=True)
    return Listing(
        kind=SourceKind.SITEMAP,
        entries=tuple(kept[:MAX_ENTRIES]),
        dropped=len(entries) - min(len(kept), MAX_ENTRIES),
    )


def _children(root: etree._Element, base: str) -> tuple[str, ...]:
    """Newest first; news sitemaps before others."""
    found = []
    for node in root:
        values = _values(node)
        url = resolve(base, values.get("loc", ""))
        if url and same_site(url, base) and url != base:
            found.append((("news" in url.lower()), values.get("lastmod", ""), url))
    return tuple(url for _, _, url in sorted(found, reverse=True)[:MAX_CHILDREN])


def _entry(node: etree._Element, base: str, source_id: str) -> Entry | None:
    values = _values(node)
    url = resolve(base, values.get("loc", ""))
    if url is None or not same_site(url, base):
        return None
    return Entry(
        source_id=source_id,
        url=url,
        title=one_line(values.get("title", "")),
        published=parse_date(values.get("publication_date")) or parse_date(values.get("lastmod")),
        updated=parse_date(values.get("lastmod")),
        language=values.get("language", "")[:2].lower() or None,
    )


def _values(node: etree._Element) -> dict[str, str]:
    """The texts below a node by local name; the first of a name wins."""
    values: dict[str, str] = {}
    for child in node.iter():
        if child is not node and isinstance(child.tag, str) and child.text:
            values.setdefault(local_name(child), child.text.strip())
    return values
