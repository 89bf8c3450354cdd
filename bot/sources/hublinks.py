"""The hub and the topic a feed names, in its own links or in HTTP's `Link` header. Pure.

WebSub, 4: `rel=hub` says who announces what is new, `rel=self` under which address. A header goes
before what stands in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.model import Offer
from bot.sources.urls import resolve

MAX_HEADER = 8_192  # characters of the joined header that are read
RELATIONS = frozenset({"hub", "self"})
_LINK = re.compile(r'<([^<>"]{1,2048})>((?:[^<>,"]|"[^"]{0,512}")*)')
_PARAMETER = re.compile(r';\s*([\w*-]{1,32})\s*=\s*(?:"([^"]{0,512})"|([^\s;,"]{0,512}))')
_TAG = re.compile(r"<(?:\w{1,16}:)?link\b([^<>]{1,4096})>")
_ATTRIBUTE = re.compile(r"\b(rel|href)\s*=\s*(?:\"([^\"]{0,2048})\"|'([^']{0,2048})')")

Link = tuple[str, str]  # relation, address as written


def offer(links: Iterable[Link], base: str) -> Offer | None:
    """The first hub that is a web address, with the topic; None without one.

    Args:
        links: relations and addresses; relative addresses are resolved against `base`.
        base: the document's address, which is the topic too when no `self` names another.
    """
    found: dict[str, str] = {}
    for relation, href in links:
        url = resolve(base, href)
        if url and relation not in found:
            found[relation] = url
    hub = found.get("hub")
    return Offer(topic=found.get("self", base), hub=hub) if hub else None


def in_header(value: str) -> list[Link]:
    """The links of a `Link` header (RFC 8288) that name a hub or a topic."""
    links: list[Link] = []
    for href, parameters in _LINK.findall(value[:MAX_HEADER]):
        given = _PARAMETER.findall(parameters)
        relations = [quoted or plain for name, quoted, plain in given if name.lower() == "rel"]
        links += named(relations[0] if relations else "", href)  # a second rel does not count
    return links


def in_text(start: str) -> Iterator[Link]:
    """The same of link elements in the start of a damaged document."""
    for tag in _TAG.findall(start):
        given = {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}
        yield from named(given.get("rel", ""), given.get("href", "").replace("&amp;", "&"))


def named(relations: str, href: str) -> list[Link]:
    """A link for each relation of interest among words separated by spaces."""
    return [(rel, href) for rel in relations.lower().split() if rel in RELATIONS]
