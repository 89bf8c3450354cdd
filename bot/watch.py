"""The watch: due -> look -> entries -> articles kept -> when to look again. The program on one page.

Every failure of a source or an article is a value that ends in the source's state; none stops the
round.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from structlog.contextvars import bound_contextvars

from bot.errors import SourceError, Unreadable
from bot.intake import Intake, Plan, Read, Retell, SourceReport
from bot.loops import again_and_again, side_by_side
from bot.model import Entry, Listing, Source, SourceKind, SourceState
from bot.revisits import Looked, Revise, Revisits
from bot.schedule import after_poll
from bot.sources.retrieve import Polled, Retriever
from bot.store.archive import article_id
from bot.store.store import Store
from bot.websub import is_live

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)  # a claim on a source; a killed process's claims return after it
RENEWED = timedelta(minutes=5)  # a look that takes longer holds its claim anew
AT_ONCE = 16  # sources looked at side by side
CHILDREN = 50  # feeds taken from one list, sitemaps from one index
IDLE = 5.0  # seconds between two looks at what is due
TIDY = timedelta(days=1)  # between two looks for what has been kept too long
EVENTS = timedelta(
    days=7
)  # what articles told is known for so long, to tell news from the familiar
PROOF = timedelta(days=90)  # deliveries are kept at least so long: they say what was posted

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """What the admin decided about news."""

    max_age: timedelta | None  # older articles are kept, not posted
    first_posts: int  # cards a source may post at first sight, when there is a max_age
    keep: timedelta | None = None  # older articles are deleted; None: kept for ever
    keep_text: timedelta | None = (
        None  # after it, of a text what facts cite is kept; None: for ever
    )
    announced: bool = False  # hubs reach us: what they announce is looked for seldom


Tell = Callable[[SourceReport], None]


def _nobody(_: SourceReport) -> None:
    """Nobody waits for a word."""


class Watch:
    """Looks at sources that are due and keeps what they bring."""

    def __init__(
        self,
        *,
        store: Store,
        retriever: Retriever,
        read: Read,
        plan: Plan,
        retell: Retell,
        revise: Revise,
        clock: Callable[[], datetime],
        options: WatchOptions,
        random: Random,
    ) -> None:
        """`read` turns an article into facts; `plan` says which cards it is worth, and where.

        `retell` says how they are to read when another article tells the same story, `revise` what
        becomes of them when the article changes.
        """
        self._store = store
        self._retriever = retriever
        self._clock = clock
        self._options = options
        self._random = random
        self._intake = Intake(
            store=store,
            retriever=retriever,
            read=read,
            plan=plan,
            retell=retell,
            clock=clock,
            max_age=options.max_age,
        )
        self._revisits = Revisits(
            store=store, retriever=retriever, read=read, revise=revise, clock=clock
        )

    async def forever(self) -> None:
        """Look at what is due and forget what is too old, again and again, until cancelled."""
        tidying = again_and_again(self.tidy, TIDY.total_seconds())
        watching = again_and_again(lambda: self._looks(_nobody, _nobody), IDLE)
        await asyncio.gather(watching, self._revisits.forever(), tidying)

    async def round(self, tell: Tell = _nobody) -> list[SourceReport]:
        """Look at every source that is due, also at those found on the way, then at known articles.

        Args:
            tell: is given what a source brought so far, after each article and at the end.
        """
        reports: list[SourceReport] = []
        await self._looks(tell, reports.append)
        await self._revisits.round()
        return reports

    async def tidy(self) -> None:
        """Delete the articles, texts, deliveries and traces that are older than is to be kept."""
        now, keep = self._clock(), self._options.keep
        await self._store.events.forget_before(now - EVENTS)
        await self._store.traces.forget_before(now - PROOF)
        if self._options.keep_text is not None:
            thinned = await self._store.retention.thin_before(now - self._options.keep_text)
            _say_deleted(thinned, "texts were cut to what their facts cite", "VIGIE_KEEP_TEXT")
        if keep is not None:
            articles = await self._store.archive.forget_before(now - keep)
            _say_deleted(articles, "articles were deleted", "VIGIE_KEEP")
            cards = await self._store.outbox.forget_before(now - max(keep, PROOF))
            _say_deleted(cards, "records of cards were deleted", "VIGIE_KEEP")

    async def _looks(self, tell: Tell, done: Tell) -> None:
        async def look(state: SourceState) -> SourceReport:
            return await self._look(state, tell)

        await side_by_side(self._claim, look, done, at_once=AT_ONCE)

    async def _claim(self, limit: int) -> Sequence[SourceState]:
        return await self._store.sources.claim_due(self._clock(), limit, LEASE)

    async def _look(self, state: SourceState, tell: Tell) -> SourceReport:
        """One look; when it is broken off, the source is due again at once."""
        try:
            with bound_contextvars(source=state.source.id):
                return await self._looked(state, tell)
        except asyncio.CancelledError:
            await asyncio.shield(self._store.sources.record(state))
            raise

    async def _looked(self, state: SourceState, tell: Tell) -> SourceReport:
        report = SourceReport(source=state.source)
        polled = await self._polled(state)
        if polled.listing is not None:
            await self._adopt(state.source, polled.listing)
            report = await self._bring_all(state, polled.listing, tell)
            report = replace(report, problems=(*_lost(polled.listing), *report.problems))
        elif isinstance(polled.outcome, SourceError):
            report = replace(report, problems=(str(polled.outcome),), failed=True)
        await self._store.sources.record(await self._after(state, polled, report))
        report = replace(report, finished=True)
        _log(report)
        tell(report)
        return report

    async def _polled(self, state: SourceState) -> Polled:
        try:
            return await self._retriever.poll(state)
        except Exception as error:  # a defect shown by one source must not keep back the others
            log.exception("source %s could not be read", state.source.id)
            return Polled(outcome=Unreadable(f"It could not be read ({type(error).__name__})."))

    async def _adopt(self, parent: Source, listing: Listing) -> None:
        """Feeds of a list, of a site or of a sitemap index become sources of their own."""
        if parent.id.count("/") >= 2 or not listing.children:
            return
        several = listing.kind is not SourceKind.PAGE  # a page names one feed in several formats
        children = listing.children[: CHILDREN if several else 1]
        await self._store.sources.adopt([_child(parent, url) for url in children])

    async def _bring_all(self, state: SourceState, listing: Listing, tell: Tell) -> SourceReport:
        """Oldest first, as they are to be posted; at first sight only the newest few are."""
        fresh = await self._store.archive.unseen(state.source.id, _entries(listing))
        ordered = _oldest_first(self._young(fresh))
        first_sight = state.last_success is None and not state.source.backfill
        limited = first_sight and self._options.max_age is not None
        unposted = len(ordered) - self._options.first_posts if limited else 0
        report, held = SourceReport(source=state.source), self._clock()
        for index, entry in enumerate(ordered):
            if self._clock() - held > RENEWED:
                held = self._clock()
                await self._store.sources.renew(state.source.id, held, LEASE)
            report = await self._intake.bring(report, entry, post=index >= unposted)
            report = replace(report, left=len(ordered) - index - 1)
            tell(report)
        looked = await self._revisits.told(state.source, _entries(listing))
        return _with_changes(report, looked)

    def _young(self, entries: Sequence[Entry]) -> list[Entry]:
        """Without what would be deleted again at once, only to be found new the next time."""
        if self._options.keep is None:
            return list(entries)
        oldest = self._clock() - self._options.keep
        return [entry for entry in entries if entry.published is None or entry.published >= oldest]

    async def _after(self, state: SourceState, polled: Polled, report: SourceReport) -> SourceState:
        after = after_poll(
            state,
            now=self._clock(),
            outcome=polled.outcome,
            listing=polled.listing,
            random=self._random,
            announced=self._options.announced and await self._is_announced(state.source),
        )
        if report.again:  # ask for the whole list next time, not for what changed in it
            after = replace(after, validators=state.validators)
        return replace(after, articles=state.articles + report.new)

    async def _is_announced(self, source: Source) -> bool:
        subscriptions = await self._store.subscriptions.of(source.id)
        return any(is_live(each, self._clock()) for each in subscriptions)


def _say_deleted(number: int, done: str, why: str) -> None:
    if number:
        log.info("%d %s (%s)", number, done, why)


def _with_changes(report: SourceReport, looked: Sequence[Looked]) -> SourceReport:
    return replace(
        report,
        changed=sum(each.changed for each in looked),
        queued=report.queued + sum(each.queued for each in looked),
        problems=(*report.problems, *(each.problem for each in looked if each.problem)),
        again=report.again or any(each.again for each in looked),
    )


def _log(report: SourceReport) -> None:
    """What a look brought; causes may name addresses and titles, so they are for debugging."""
    told = "failed" if report.failed else "done"
    name = report.source.id
    log.info(
        "look at %s %s: %d new, %d changed, %d cards queued",
        name,
        told,
        report.new,
        report.changed,
        report.queued,
    )
    for problem in report.problems:
        log.debug("%s", problem)


def _entries(listing: Listing) -> Sequence[Entry]:
    return () if listing.kind is SourceKind.PAGE and listing.children else listing.entries


def _lost(listing: Listing) -> tuple[str, ...]:
    """What to say of a list that holds nothing but entries nobody can follow."""
    if listing.entries or listing.children or not listing.dropped:
        return ()
    return (
        f"Nothing in it leads to an article; entries left out: {listing.dropped}. It may be broken.",
    )


def _oldest_first(entries: Sequence[Entry]) -> list[Entry]:
    """By date; what has none comes last, in reverse order of the list (lists begin with the newest)."""
    dated = sorted((e for e in entries if e.published), key=lambda e: e.published or _NEVER)
    return dated + [e for e in reversed(entries) if not e.published]


def _child(parent: Source, url: str) -> Source:
    name = article_id(url)[:8]
    return replace(parent, id=f"{parent.id}/{name}", url=url, kind=SourceKind.AUTO, name="")
