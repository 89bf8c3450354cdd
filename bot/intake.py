"""One entry of a source: its article brought, read, compared with what is known, kept.

What is to be posted of it is queued in the same transaction. A failure is a value: a passing one is
tried again next time, of what stays away the source's own summary is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.answers.events import numbered
from bot.answers.routing import is_news, settled_date
from bot.errors import BadStatus, Refused, SourceError, StoreError, Unreadable
from bot.joining import Joining
from bot.looks import LONGEST_ASKED, next_look
from bot.model import Article, Card, Delivery, Entry, Reading, Source, Validators
from bot.sources.retrieve import Brought, Retriever, summary_only
from bot.sources.urls import clean_url
from bot.store.archive import article_id
from bot.store.rows import identified
from bot.store.store import Store
from bot.store.traces import Trace

log = logging.getLogger(__name__)

STRIKES = 3  # tries for an article before its summary is kept instead
EMPTY = timedelta(days=90)  # an address with nothing to show is not asked again for so long
PASSED_OVER = "passed-over"
GONE = frozenset({401, 402, 410, 451})  # statuses that no further try changes

Read = Callable[[Article], Awaitable[Reading | SourceError]]
Plan = Callable[[Reading, str, datetime], Awaitable[Sequence[Delivery]]]  # reading, story id, now
Retell = Callable[[Article, str], Awaitable[Mapping[str, Card]]]  # article, story id


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one look at a source brought, or has brought so far."""

    source: Source
    new: int = 0  # articles kept
    known: int = 0  # the same articles under another address
    changed: int = 0  # articles known before that read otherwise now
    queued: int = 0  # cards for channels
    problems: tuple[str, ...] = ()  # a sentence each
    again: bool = False  # an article is to be tried again
    failed: bool = False  # the source itself could not be read
    left: int = 0  # articles still to be brought
    finished: bool = False


@dataclass(frozen=True, slots=True)
class _Fresh:
    """An article that was read, before it is known whether it is a new one."""

    entry: Entry
    reading: Reading
    key: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class _Strikes:
    """What is noted of an entry whose article stayed away so far."""

    number: int = 0
    passed_over: bool = False  # not to be posted when it was seen first, and no news later
    until: datetime | None = None  # its server asked us not to come before

    def written(self) -> str:
        """As a note: "2 passed-over -", "1 - 2026-05-01T12:00:00+00:00"."""
        words = [str(self.number), PASSED_OVER if self.passed_over else "-"]
        return " ".join([*words, self.until.isoformat() if self.until else "-"])

    @classmethod
    def read(cls, note: str) -> _Strikes:
        """What a note says."""
        number, passed_over, until = [*note.split(), "-", "-"][:3]
        return cls(
            int(number),
            passed_over == PASSED_OVER,
            datetime.fromisoformat(until) if until != "-" else None,
        )


class Intake:
    """Brings and keeps articles."""

    def __init__(
        self,
        *,
        store: Store,
        retriever: Retriever,
        read: Read,
        plan: Plan,
        retell: Retell,
        joining: Joining,
        clock: Callable[[], datetime],
        max_age: timedelta | None,
    ) -> None:
        """`read` turns an article into facts; `plan` says which cards it is worth, and where.

        `retell` says how the posted cards of a story are to read when an article joins it.
        """
        self._store = store
        self._retriever = retriever
        self._read = read
        self._plan = plan
        self._retell = retell
        self._clock = clock
        self._max_age = max_age
        self._joining = joining
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def bring(self, report: SourceReport, entry: Entry, *, post: bool) -> SourceReport:
        """Keep the article of an entry.

        Args:
            report: what its source brought so far.
            entry: what the source says of it.
            post: False: it is kept and not posted, even when it is news.

        Returns:
            The report with what became of it.

        Raises:
            StoreError: when it cannot be kept because of the store.
        """
        try:
            if not _tells(entry) and await self._seen_empty(entry):
                return report
            strikes = await self._strikes(entry)
            if strikes.until is not None and self._clock() < strikes.until:
                return replace(report, again=True)
            post = post and not strikes.passed_over
            async with self._turn(entry.url):
                return await self._brought(report, entry, post=post)
        except StoreError:
            raise
        except Exception as error:  # a defect shown by one article must not keep back the others
            log.exception("an article of %s could not be kept", report.source.id)
            problem = Unreadable(f"It could not be kept ({type(error).__name__}).")
            return await self._missed(report, entry, problem, post=post)

    def _turn(self, url: str) -> asyncio.Lock:
        """Several lists may name an article at once: one asks for it, the others find it known."""
        return self._turns.setdefault(clean_url(url), asyncio.Lock())

    async def _brought(self, report: SourceReport, entry: Entry, *, post: bool) -> SourceReport:
        known = await self._store.archive.by_address(entry.url)
        if known is not None:
            await self._remember(known.article_id, entry, known.reading.article)
            return replace(report, known=report.known + 1)
        brought = await self._retriever.article(entry, report.source)
        if isinstance(brought, SourceError):
            return await self._missed(report, entry, brought, post=post)
        return await self._keep(report, entry, brought, post=post)

    async def _keep(
        self, report: SourceReport, entry: Entry, brought: Brought, *, post: bool
    ) -> SourceReport:
        now, article = self._clock(), brought.article
        key = article_id(article.canonical_url or article.url)
        if await self._store.archive.reading(key) is not None:
            await self._remember(key, entry, article)
            return replace(report, known=report.known + 1)
        article = replace(article, published=settled_date(article.published, now))
        reading = await self._read(article)
        if isinstance(reading, SourceError):
            return await self._missed(report, entry, reading, post=post)
        fresh = _Fresh(entry, reading, key, brought.validators)
        # two sources that bring one text at once tell one story, whoever brings it
        async with self._joining.alone():
            return await self._settle(report, fresh, post=post)

    async def _settle(self, report: SourceReport, fresh: _Fresh, *, post: bool) -> SourceReport:
        """Keep a new article, or remember that a known one stands here too."""
        entry, reading, key = fresh.entry, fresh.reading, fresh.key
        now, article = self._clock(), reading.article
        place = await self._joining.place(reading, key, now)
        if place.same_as:
            await self._remember(place.same_as, entry, article)
            return replace(report, known=report.known + 1)
        story = place.story
        young = report.source.backfill or is_news(reading, now, self._max_age)
        news = post and young
        deliveries = await self._plan(identified(reading, key), story, now) if news else ()
        has_page = not (report.source.full_text and entry.content_html)
        kept = await self._store.archive.keep(
            reading,
            article_id=key,
            story_id=story,
            aliases=_addresses(entry, article),
            shingles=place.sample,
            traits=numbered(place.traits),
            deliveries=deliveries,
            cards=await self._retell(article, story) if story != key else {},
            next_look=next_look(now, now) if young and has_page else None,
            validators=fresh.validators,
        )
        if not kept:  # another source brought it at the same moment
            await self._remember(key, entry, article)
            return replace(report, known=report.known + 1)
        return replace(report, new=report.new + 1, queued=report.queued + len(deliveries))

    async def _missed(
        self, report: SourceReport, entry: Entry, error: SourceError, *, post: bool
    ) -> SourceReport:
        """Try a passing failure again next time; keep the feed's summary of what stays away.

        What would be posted is looked at again later: the page may come yet. Where the source says
        nothing of it either, only its address is remembered.
        """
        problem = f"{entry.title or entry.url}: {error}"
        report = replace(report, problems=(*report.problems, problem))
        now = self._clock()
        trace = Trace(source_id=report.source.id, cause=str(error), at=now)
        await self._store.traces.leave(entry.url, trace)
        if not await self._is_final(entry, error, post=post):
            return replace(report, again=True)
        if not _tells(entry):
            await self._store.notebook.once(_nothing(entry), now, EMPTY)
            return report
        article = summary_only(entry, report.source, now)
        key = article_id(article.url)
        summary = Reading(article=article, notes=(str(error),))
        young = report.source.backfill or is_news(summary, now, self._max_age)
        await self._store.archive.keep(
            summary,
            article_id=key,
            story_id=key,
            aliases=_addresses(entry, article),
            next_look=next_look(now, now) if post and young and not _is_closed(error) else None,
        )
        return report

    async def _seen_empty(self, entry: Entry) -> bool:
        return await self._store.notebook.seen(_nothing(entry), self._clock())

    async def _is_final(self, entry: Entry, error: SourceError, *, post: bool) -> bool:
        untold = isinstance(error, Unreadable) and not _tells(entry)  # a link to no article
        if untold or _is_closed(error):
            return True
        number, key = (await self._strikes(entry)).number + 1, _strikes_of(entry)
        if number >= STRIKES:
            await self._store.notebook.remove(key)
            return True
        asked = error.retry_after if isinstance(error, BadStatus) else None
        until = self._clock() + min(timedelta(seconds=asked), LONGEST_ASKED) if asked else None
        note = _Strikes(number, passed_over=not post, until=until)
        await self._store.notebook.set(key, note.written())
        return False

    async def _strikes(self, entry: Entry) -> _Strikes:
        note = await self._store.notebook.get(_strikes_of(entry))
        return _Strikes.read(note) if note else _Strikes()

    async def _remember(self, key: str, entry: Entry, article: Article) -> None:
        for url in _addresses(entry, article):
            await self._store.archive.add_alias(
                key, url=url, source_id=entry.source_id, guid=entry.guid
            )


def _is_closed(error: SourceError) -> bool:
    """True when no further try can bring the page: it is gone, or we may not have it."""
    return isinstance(error, Refused) or (isinstance(error, BadStatus) and error.status in GONE)


def _tells(entry: Entry) -> bool:
    """True when the source itself says something of the article."""
    return bool(entry.title or entry.summary)


def _strikes_of(entry: Entry) -> str:
    return f"strikes:{clean_url(entry.url)}"


def _nothing(entry: Entry) -> str:
    """The note that an entry of a source leads to nothing; a file that changed is another entry."""
    return f"nothing:{entry.source_id}:{entry.guid or clean_url(entry.url)}"


def _addresses(entry: Entry, article: Article) -> tuple[str, ...]:
    urls = (entry.url, article.url, article.canonical_url)
    return tuple(dict.fromkeys(clean_url(url) for url in urls if url))
