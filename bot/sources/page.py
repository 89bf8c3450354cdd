"""A site's page that lists articles: the feeds it names and the links that look like articles. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree, html

from bot.errors import Unreadable
from bot.model import Entry, Listing, SourceKind
from bot.sources.charset import settled
from bot.sources.feed import MAX_ENTRIES
from bot.sources.plain import one_line
from bot.sources.preflight import flattened, refusal
from bot.sources.urls import clean_url, resolve, same_site

_FEEDS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
)
_SKIPPED = ("nav", "footer", "aside", "form")
MIN_TITLE = 20  # characters of a link's text; shorter ones are menus
MIN_LIKELY = 3  # links whose address looks like an article's, for the others to be left out
_ARTICLE = re.compile(r"\d{4}|[^/-]-[^/-]+-[^/-]|[^/_]_[^/_]+_[^/_]|\.html?$")
_NO_ARTICLE = re.compile(
    r"(?i)/(?:tag|tags|author|authors|category|login|signin|register|account|search|newsletter|about"
    r"|contact|privacy|imprint|impressum|terms|cookies?|abo|subscribe)(?:/|$)"
)


def read_page(body: bytes, base: str, source_id: str) -> Listing | Unreadable:
    """Feeds named by the page as children, and its article links as entries, in their order."""
    problem = refusal(body)
    if problem:
        return Unreadable(problem)
    try:
        body, encoding = settled(flattened(body), None)
        parser = html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Unreadable("The page is empty. Check the address.")
    title = root.findtext(".//title") or ""
    base = _stated_base(root, base)
    children = _feeds(root, base)
    entries = _links(root, base, source_id)
    if not children and not entries:
        return Unreadable(
            "The page names no feed and has no links that look like articles."
            " Give the address of a feed or of a page that lists articles."
        )
    return Listing(
        kind=SourceKind.PAGE,
        title=one_line(title),
        children=children,
        entries=entries[:MAX_ENTRIES],
    )


def _stated_base(root: html.HtmlElement, base: str) -> str:
    """The page's own `<base>`, when it is an address on the same site."""
    for element in root.iter("base"):
        stated = resolve(base, element.get("href") or "")
        if stated and same_site(stated, base):
            return stated
    return base


def _feeds(root: html.HtmlElement, base: str) -> tuple[str, ...]:
    found = []
    for link in root.iter("link"):
        kind = (link.get("type") or "").lower().split(";")[0].strip()
        if kind in _FEEDS and "alternate" in (link.get("rel") or "").lower().split():
            url = resolve(base, link.get("href") or "")
            if url and not re.search(r"(?i)comments?", url):
                found.append(url)
    return tuple(dict.fromkeys(found))


def _links(root: html.HtmlElement, base: str, source_id: str) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    own = clean_url(base)
    for anchor in root.iter("a"):
        if any(parent.tag in _SKIPPED for parent in anchor.iterancestors()):
            continue
        url = resolve(base, anchor.get("href") or "")
        title = _headline(anchor)
        if not url or len(title) < MIN_TITLE or not same_site(url, base):
            continue
        key = clean_url(url)
        if key == own or _NO_ARTICLE.search(url) or key in found:
            continue
        found[key] = Entry(source_id=source_id, url=url, title=title)
    likely = [entry for key, entry in found.items() if _ARTICLE.search(urlsplit(key).path)]
    return tuple(likely if len(likely) >= MIN_LIKELY else found.values())


def _headline(anchor: html.HtmlElement) -> str:
    """The heading inside a link that holds a whole teaser, else all of its text."""
    heading = next(anchor.iter("h1", "h2", "h3", "h4"), anchor)
    return one_line(heading.text_content())
