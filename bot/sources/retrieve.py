"""A source's listing and an entry's article: fetched or read from disk, parsed where it can be killed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.errors import BadStatus, Refused, SourceError, Unreadable
from bot.model import (
    NO_VALIDATORS,
    Article,
    Entry,
    Fetched,
    Listing,
    Source,
    SourceKind,
    SourceState,
    Validators,
)
from bot.sources.article import extract, from_plain
from bot.sources.http import Fetcher
from bot.sources.kinds import HEAD, NAMES, read_listing, sniff
from bot.sources.local import list_local, load_local
from bot.sources.preflight import in_ascii_form
from bot.sources.standin import NAMED, forward
from bot.sources.urls import resolve, without_tracking
from bot.sources.worker import Parser

LISTING_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
PAGE_TYPES = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5"
CLOSED = frozenset({401, 402, 403, 404, 406, 410, 451})  # answers that do not change soon
WHOLE = 600  # characters; a feed's content with less is a summary
_HTML = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What came of one look at a source. `listing` is None when nothing changed or it failed."""

    outcome: Fetched | SourceError | None  # None: a local source, nothing was fetched
    listing: Listing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """An article, and what its server gave to ask by whether it changed."""

    article: Article
    validators: Validators = NO_VALIDATORS


class Retriever:
    """Brings listings and articles from the network or the disk."""

    def __init__(self, fetcher: Fetcher, parser: Parser) -> None:
        """Use `fetcher` for everything that leaves the machine and `parser` for foreign bytes."""
        self._fetcher = fetcher
        self._parser = parser

    async def poll(self, state: SourceState) -> Polled:
        """Look at a source once. Failures are values; a 304 has no listing."""
        source = state.source
        if source.kind is SourceKind.FILE:
            found = await self._parser.run(list_local, source.url, source)
            return (
                Polled(outcome=found)
                if isinstance(found, SourceError)
                else Polled(outcome=None, listing=found)
            )
        fetched = await self._fetcher.fetch(
            state.address, validators=state.validators, accept=LISTING_TYPES
        )
        if isinstance(fetched, SourceError) or fetched.not_modified:
            return Polled(outcome=fetched)
        listing = await self._parser.run(read_listing, source, fetched)
        if isinstance(listing, SourceError):
            return Polled(outcome=listing)
        return Polled(outcome=fetched, listing=listing)

    async def article(self, entry: Entry, source: Source) -> Brought | SourceError:
        """The article of an entry, with what the feed said of it where the page is silent.

        When the page stays away or shows a part only, the whole article that some feeds carry
        stands in for it.
        """
        brought = await self.again(entry, source, NO_VALIDATORS)
        return brought or Unreadable("The server calls the page unchanged without being asked.")

    async def again(
        self, entry: Entry, source: Source, validators: Validators
    ) -> Brought | SourceError | None:
        """As `article`, of a page that was brought before; None when its server says it is the same.

        Args:
            entry: what the feed says of it.
            source: where the entry stands.
            validators: what the page's server gave the last time.
        """
        brought = await self._bring(entry, source, validators)
        if brought is None:
            return None
        if entry.content_html and _is_lacking(brought):
            carried = await self._carried(entry)
            if isinstance(carried, Article) and len(carried.text) >= WHOLE:
                brought = Brought(article=carried)
        if isinstance(brought, SourceError):
            return brought
        return replace(brought, article=with_entry(brought.article, entry, source))

    async def address(self, url: str) -> Article | SourceError:
        """The article at one web address or local path, as `vigie read` wants it."""
        if not url.lower().startswith(("http://", "https://")):
            entry = Entry(source_id="", url=await asyncio.to_thread(_as_file_address, url))
            return await self._parser.run(load_local, entry)
        page = await self._followed(url, NO_VALIDATORS)
        if isinstance(page, SourceError):
            return page
        return await self._read(page, Entry(source_id="", url=url))

    async def _bring(
        self, entry: Entry, source: Source, validators: Validators
    ) -> Brought | SourceError | None:
        if source.kind is SourceKind.FILE and entry.url.startswith("file:"):
            return _brought(await self._parser.run(load_local, entry))
        if source.full_text and entry.content_html:
            return _brought(await self._carried(entry))
        return await self._fetch_article(entry, validators)

    async def _carried(self, entry: Entry) -> Article | SourceError:
        """The article as the feed itself carries it."""
        html = f"<html><body><article>{entry.content_html}</article></body></html>"
        return await self._parser.run(
            extract, html.encode("utf-8", "replace"), entry.url, entry, "utf-8"
        )

    async def _fetch_article(
        self, entry: Entry, validators: Validators
    ) -> Brought | SourceError | None:
        page = await self._followed(entry.url, validators)
        if isinstance(page, SourceError):
            return page
        if page.not_modified:
            return None
        return _brought(await self._read(page, entry), page.validators)

    async def _followed(self, url: str, validators: Validators) -> Fetched | SourceError:
        """The page at an address, or the one it forwards its readers to."""
        page = await self._page(url, validators)
        if isinstance(page, Fetched) and (target := forward(page.body, page.final_url)):
            return await self._page(target, NO_VALIDATORS)
        return page

    async def _read(self, page: Fetched, entry: Entry) -> Article | SourceError:
        charset, head = _charset(page), in_ascii_form(page.body[: 2 * HEAD])
        found = sniff(head, is_text=page.content_type == "text/plain")
        if found not in (None, "page"):
            return Unreadable(NAMED.format(NAMES[found]))
        if found == "page" or page.content_type in _HTML:
            return await self._parser.run(extract, page.body, page.final_url, entry, charset)
        if page.content_type != "text/plain":
            return Unreadable(
                f"The address leads to {page.content_type}, which is no article that can be read."
            )
        return await self._parser.run(from_plain, page.body, page.final_url, entry, charset)

    async def _page(self, url: str, validators: Validators) -> Fetched | SourceError:
        return await self._fetcher.fetch(
            url, validators=validators, accept=PAGE_TYPES, obey_robots=True
        )


def _brought(
    article: Article | SourceError, validators: Validators = NO_VALIDATORS
) -> Brought | SourceError:
    if isinstance(article, SourceError):
        return article
    return Brought(article=article, validators=validators)


def _is_lacking(brought: Brought | SourceError) -> bool:
    """True when asking the page again would bring no more: it is closed, gone, or shows a part."""
    if isinstance(brought, BadStatus):
        return brought.status in CLOSED
    if isinstance(brought, SourceError):
        return isinstance(brought, Refused | Unreadable)
    return brought.article.partial


def with_entry(article: Article, entry: Entry, source: Source) -> Article:
    """Fill what the page left open from the feed's entry and the source's settings."""
    return replace(
        article,
        url=without_tracking(article.url),
        source_id=source.id,
        source_name=article.source_name or source.label,
        title=article.title or entry.title,
        language=source.language or article.language or entry.language,
        published=article.published or entry.published,
        authors=article.authors or entry.authors,
        guid=entry.guid,
    )


def summary_only(entry: Entry, source: Source, now: datetime) -> Article:
    """What is kept of an article that cannot be fetched: the feed's own words, marked partial."""
    article = Article(
        url=resolve(entry.url, "") or entry.url,
        text=entry.summary,
        title=entry.title,
        published=entry.published or now,
        partial=True,
    )
    return with_entry(article, entry, source)


def _charset(page: Fetched) -> str | None:
    _, found, value = page.headers.get("content-type", "").lower().partition("charset=")
    return value.split(";")[0].strip("\"' ") or None if found else None


def _as_file_address(path: str) -> str:
    return Path(path).resolve().as_uri()
