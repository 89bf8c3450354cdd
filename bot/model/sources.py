"""Where articles come from: sources, answers, listings, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.subscriptions import Offer


class SourceKind(StrEnum):
    """How a source is read. `AUTO` looks at what comes back."""

    AUTO = "auto"
    FEED = "feed"  # RSS, Atom, RDF, JSON Feed
    SITEMAP = "sitemap"  # news sitemap or sitemap index
    PAGE = "page"  # a listing page whose links are the articles
    OPML = "opml"  # a list of feeds
    FILE = "file"  # a local article, feed or folder of articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One configured source. `id` is a stable slug, unique among sources."""

    id: str
    url: str  # http(s) address, or a local path for `FILE`
    name: str = ""
    kind: SourceKind = SourceKind.AUTO
    language: str | None = None  # when the publisher's pages do not say it
    every: float | None = None  # seconds between polls; None: adaptive
    backfill: bool = False  # post what it holds at first sight, whatever its age
    full_text: bool = False  # entries carry whole articles: fetch no page

    @property
    def label(self) -> str:
        """The name people see."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "has it changed?": opaque, sent back byte for byte."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer before parsing: bytes and what the headers said. Header names are lower case."""

    url: str  # as asked
    final_url: str  # after redirects
    status: int
    headers: Mapping[str, str]
    body: bytes  # decoded (no content-encoding), empty when not modified
    at: datetime
    permanent_url: str | None = None  # where only 301/308 led; None when no such hop
    validators: Validators = field(default_factory=Validators)

    @property
    def not_modified(self) -> bool:
        """True for 304: what we have is still right."""
        return self.status == 304

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; empty when none was given."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed, sitemap, listing or folder: what it says of an article."""

    source_id: str
    url: str
    guid: str = ""
    title: str = ""
    summary: str = ""  # plain text
    content_html: str = ""  # the whole article when the feed carries it
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a fetched source holds: entries, or addresses of further sources to read instead."""

    kind: SourceKind
    title: str = ""
    entries: tuple[Entry, ...] = ()
    children: tuple[str, ...] = ()  # feeds of an OPML list, of a site, sitemaps of an index
    ttl: float | None = None  # seconds the publisher asks us to wait
    skip_hours: frozenset[int] = frozenset()  # UTC hours without news
    skip_days: frozenset[int] = frozenset()  # Monday = 0
    dropped: int = 0  # entries without an address or a title, or over the limit
    offer: Offer | None = None  # who announces what is new in it


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the store remembers of a source, so that a restart does not poll again."""

    source: Source
    validators: Validators = field(default_factory=Validators)
    next_check: datetime | None = None  # None: never read
    last_check: datetime | None = None
    last_success: datetime | None = None
    failures: int = 0  # in a row
    error: str = ""  # the sentence of the last failure; empty when the last poll went well
    permanent_url: str = ""  # a new address seen by 301/308 ...
    permanent_seen: int = 0  # ... this many polls in a row
    recent: tuple[datetime, ...] = ()  # publication times of the newest items, newest first
    articles: int = 0  # kept so far
    disabled: bool = False  # 410, or an admin's word
    offer: Offer | None = None  # who announces what is new in it, when it was last read

    @property
    def address(self) -> str:
        """Where to ask: the configured address, or the one it moved to for good."""
        return self.permanent_url if self.permanent_seen >= 3 else self.source.url
