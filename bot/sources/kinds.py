"""What a fetched source is, by what is in it, and the reader for it. Pure.

Content decides, not the header: publishers label feeds as text/html and error pages as feeds.
To add a kind: one module with a `read_...` function, and one line each in `_READERS`, `_ROOTS` and
`NAMES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.errors import SourceError, Unreadable
from bot.model import Fetched, Listing, Source, SourceKind
from bot.sources.feed import read_feed
from bot.sources.hublinks import in_header, offer
from bot.sources.jsonfeed import read_json_feed
from bot.sources.opml import read_opml
from bot.sources.page import read_page
from bot.sources.preflight import in_ascii_form, is_too_deep, refusal, trimmed
from bot.sources.sitemap import read_sitemap

_ROOT = re.compile(
    rb"<(?:[a-z]+:)?(rss|feed|rdf|urlset|sitemapindex|opml|html|head|body|channel)\b", re.IGNORECASE
)
HEAD = 16_384  # bytes in which the root element must appear

_READERS: dict[str, Callable[[bytes, str, str], Listing | Unreadable]] = {
    "feed": read_feed,
    "json": read_json_feed,
    "sitemap": read_sitemap,
    "opml": lambda body, base, _: read_opml(body, base),
    "page": read_page,
}
_ROOTS = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "channel": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "opml": "opml",
    "html": "page",
    "head": "page",
    "body": "page",
}
_XML = ("feed", "sitemap", "opml")
NAMES = {
    "feed": "a feed",
    "json": "JSON",
    "sitemap": "a sitemap",
    "opml": "an OPML list",
    "page": "a web page",
}
_EXPECTED = {
    SourceKind.FEED: ("feed", "json"),
    SourceKind.SITEMAP: ("sitemap",),
    SourceKind.OPML: ("opml",),
    SourceKind.PAGE: ("page",),
}


def read_listing(source: Source, fetched: Fetched) -> Listing | SourceError:
    """The listing in an answer. What does not fit the configured kind is an error with the mend.

    A page that is configured as one is read for its links, also when it names feeds.
    """
    body = trimmed(in_ascii_form(fetched.body))
    problem = refusal(body)
    if problem:
        return Unreadable(problem)
    found = sniff(body)
    if found is None:
        return Unreadable(
            "The answer is neither a feed nor a sitemap, an OPML list or a page. Check the address."
        )
    expected = _EXPECTED.get(source.kind)
    if expected and found not in expected:
        return Unreadable(
            f"The answer is {NAMES[found]}, not {NAMES[expected[0]]}."
            " Check the address, or set the source's kind to auto."
        )
    if found in _XML and is_too_deep(body):
        return Unreadable("The document's elements nest too deep to be read.")
    listing = _READERS[found](body, fetched.final_url, source.id)
    if isinstance(listing, Unreadable):
        return listing
    links = in_header(fetched.headers.get("link", ""))
    listing = replace(listing, offer=offer(links, fetched.final_url) or listing.offer)
    if source.kind is not SourceKind.PAGE:
        return listing
    if not listing.entries:
        return Unreadable(
            "The page has no links that look like articles. Set the source's kind to auto, so that"
            " the feed it names is read."
        )
    return replace(listing, children=())


def sniff(body: bytes, *, is_text: bool = False) -> str | None:
    """The name of the reader for a document; None when there is none for it.

    Args:
        body: the document, or its first `HEAD` bytes.
        is_text: it is labelled as plain text, which may hold brackets and tags: only markup at its
            very start counts.
    """
    head = body[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if is_text and not head.startswith(b"<"):
        return None
    if head[:1] in (b"{", b"["):
        return "json"
    match = _ROOT.search(head)
    return _ROOTS[match[1].decode().lower()] if match else None
