"""OPML lists of feeds, in and out. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from bot.errors import Unreadable
from bot.model import Listing, Source, SourceKind
from bot.sources.plain import one_line
from bot.sources.urls import resolve
from bot.sources.xml import local_name, xml_root

MAX_FEEDS = 5_000


def read_opml(body: bytes, base: str) -> Listing | Unreadable:
    """The feeds of a list as children, folders flattened."""
    outlines = read_outlines(body, base)
    if isinstance(outlines, Unreadable):
        return outlines
    return Listing(kind=SourceKind.OPML, children=tuple(dict.fromkeys(url for url, _ in outlines)))


def read_outlines(body: bytes, base: str) -> list[tuple[str, str]] | Unreadable:
    """Address and title of each feed of a list."""
    root = xml_root(body, damaged=True)
    if root is None or local_name(root).lower() != "opml":
        return Unreadable("The document is no OPML list that can be read.")
    found = []
    for node in root.iter("outline"):
        url = resolve(base, node.get("xmlUrl") or node.get("xmlurl") or "")
        if url:
            found.append((url, one_line(node.get("title") or node.get("text") or "")))
    return found[:MAX_FEEDS]


def write_opml(sources: Iterable[Source]) -> bytes:
    """The sources as an OPML 2.0 list."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Vigie"
    body = etree.SubElement(root, "body")
    for source in sources:
        etree.SubElement(
            body, "outline", type="rss", text=source.label, title=source.label, xmlUrl=source.url
        )
    document: bytes = etree.tostring(
        root, pretty_print=True, xml_declaration=True, encoding="UTF-8"
    )
    return document
