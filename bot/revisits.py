"""Articles asked for again: brought, compared, and, where they read otherwise, read and kept anew.

What becomes of a change in chat is queued in the same transaction. A text that did not change costs
no reading, and a page whose server says so not even a look at its text. An article of which only the
source's summary could be kept is new when its page comes at last: it joins its story and is posted.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from structlog.contextvars import bound_contextvars

from bot.answers.events import numbered, traits
from bot.answers.revision import carried_over, reads_otherwise
from bot.answers.stories import shingles
from bot.errors import SourceError, StoreError, Unreadable
from bot.joining import Joining, Place
from bot.looks import look_after_failure, may_be_told, next_look
from bot.loops import again_and_again, side_by_side
from bot.model import Article, Card, Delivery, Entry, Reading, Source
from bot.sources.retrieve import Brought, Retriever
from bot.sources.urls import clean_url
from bot.store.codec import storable
from bot.store.rows import identified
from bot.store.store import Store
from bot.store.versions import Outlook, Revision, Visit

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)  # a claim on an article; a killed process's claims return after it
AT_ONCE = 8  # articles asked for side by side; every host is asked one at a time anyway
IDLE = 20.0  # seconds between two looks at what is due

Read = Callable[[Article], Awaitable[Reading | SourceError]]
Plan = Callable[[Reading, str, datetime], Awaitable[Sequence[Delivery]]]  # reading, story id, now
Retell = Callable[[Article, str], Awaitable[Mapping[str, Card]]]  # article, story id
Revise = Callable[[Visit, Reading, datetime], Awaitable[Revision]]  # as it was, as it is, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look brought."""

    changed: bool = False
    edited: int = 0  # cards that are to read otherwise
    queued: int = 0  # new messages
    problem: str = ""  # a sentence
    again: bool = False  # it could not be brought, and is tried again


class Revisits:
    """Looks at kept articles again."""

    def __init__(
        self,
        *,
        store: Store,
        retriever: Retriever,
        read: Read,
        plan: Plan,
        retell: Retell,
        revise: Revise,
        joining: Joining,
        clock: Callable[[], datetime],
    ) -> None:
        """`read` turns an article into facts; `revise` says what its change means for the cards.

        `plan` and `retell` say which cards one is worth that could not be read before.
        """
        self._store = store
        self._retriever = retriever
        self._read = read
        self._plan = plan
        self._retell = retell
        self._revise = revise
        self._joining = joining
        self._clock = clock

    async def forever(self) -> None:
        """Look at what is due, again and again, until cancelled."""
        await again_and_again(self.round, IDLE)

    async def round(self) -> list[Looked]:
        """Look at every article that is due."""
        found: list[Looked] = []
        await side_by_side(self._claim, self._look, found.append, at_once=AT_ONCE)
        return found

    async def told(self, source: Source, entries: Sequence[Entry]) -> list[Looked]:
        """Look at the articles of which a source says something else than before.

        What could not be brought stays unheard, and is looked at again the next time.
        """
        found = []
        for article_id, entry in await self._store.versions.retold(source.id, entries):
            looked = await self._told(article_id, source, entry)
            if not looked.again:
                await self._store.versions.hear(source.id, entry)
            found.append(looked)
        return found

    async def _claim(self, limit: int) -> Sequence[Visit]:
        return await self._store.versions.claim_due(self._clock(), limit, LEASE)

    async def _look(self, visit: Visit) -> Looked:
        article, now = visit.reading.article, self._clock()
        with bound_contextvars(source=article.source_id):
            state = await self._store.sources.find(article.source_id)
            if state is None or state.disabled:  # nobody wants it to be asked any more
                left = next_look(visit.kept_at, now) if state else None
                await self._store.versions.settle(
                    visit.article_id,
                    Outlook(next_look=left, validators=visit.validators, told=visit.told),
                )
                return Looked()
            return await self._compared(visit, _entry(article), state.source)

    async def _told(self, article_id: str, source: Source, entry: Entry) -> Looked:
        visit = await self._store.versions.find(article_id)
        if visit is None or not may_be_told(visit.told, visit.changes):
            return Looked()
        article = visit.reading.article
        if not _is_of(entry, article):  # another address of it: its own one is asked
            if source.full_text:
                return Looked()
            entry = _entry(article)
        entry = replace(entry, url=article.url)
        return await self._compared(replace(visit, told=visit.told + 1), entry, source)

    async def _compared(self, visit: Visit, entry: Entry, source: Source) -> Looked:
        """Bring an article and, when it reads otherwise, keep it anew."""
        try:
            brought = await self._retriever.again(entry, source, visit.validators)
            if isinstance(brought, SourceError):
                return await self._missed(visit, brought)
            if brought is None:
                return await self._unchanged(visit, None)
            after = _in_place_of(visit.reading.article, brought.article)
            if not visit.is_awaited and not reads_otherwise(visit.reading.article, after):
                return await self._unchanged(visit, brought)
            reading = await self._read(after)
            if isinstance(reading, SourceError):
                return await self._missed(visit, reading)
            if visit.is_awaited:
                return await self._came(visit, reading, brought)
            return await self._changed(visit, reading, brought)
        except StoreError:
            raise
        except Exception as error:  # a defect shown by one article must not keep back the others
            log.exception("an article of %s could not be looked at again", source.id)
            problem = Unreadable(f"It could not be compared ({type(error).__name__}).")
            return await self._missed(visit, problem)

    async def _changed(self, visit: Visit, reading: Reading, brought: Brought) -> Looked:
        now = self._clock()
        reading = carried_over(visit.reading, reading, visit.article_id, visit.ordinals)
        revision = await self._revise(visit, reading, now)
        place = Place(
            story=visit.story_id,
            sample=shingles(reading.article.text),
            traits=traits(reading),
        )
        if not await self._renewed(visit, reading, place, brought, revision):
            return Looked()
        edited, queued = len(revision.cards), len(revision.notices)
        log.info("an article changed: %d cards to edit, %d cards queued", edited, queued)
        return Looked(changed=True, edited=edited, queued=queued)

    async def _came(self, visit: Visit, reading: Reading, brought: Brought) -> Looked:
        """An article is here of which only the source's summary was: it is kept as a new one."""
        now, key = self._clock(), visit.article_id
        reading = identified(reading, key)
        async with self._joining.alone():
            place = await self._joining.place(reading, key, now)
            is_again = place.story != key and not place.same_as
            revision = Revision(
                cards=await self._retell(reading.article, place.story) if is_again else {},
                notices=() if place.same_as else await self._plan(reading, place.story, now),
            )
            visit = replace(visit, story_id=place.story, kept_at=now)
            if not await self._renewed(visit, reading, place, brought, revision):
                return Looked()
        log.info("an article came that was away: %d cards queued", len(revision.notices))
        return Looked(changed=True, edited=len(revision.cards), queued=len(revision.notices))

    async def _renewed(
        self, visit: Visit, reading: Reading, place: Place, brought: Brought, revision: Revision
    ) -> bool:
        """Keep the new version; False when somebody else saw the change at the same moment."""
        outlook = Outlook(
            next_look=self._next(visit, visit.changes + 1),
            validators=brought.validators,
            told=visit.told,
        )
        return await self._store.versions.renew(
            visit,
            reading,
            shingles=place.sample,
            traits=numbered(place.traits),
            outlook=outlook,
            revision=revision,
        )

    async def _unchanged(self, visit: Visit, brought: Brought | None) -> Looked:
        validators = brought.validators if brought else visit.validators
        left = self._next(visit, visit.changes)
        outlook = Outlook(next_look=left, validators=validators, told=visit.told)
        await self._store.versions.settle(visit.article_id, outlook)
        return Looked()

    async def _missed(self, visit: Visit, error: SourceError) -> Looked:
        when, failures = look_after_failure(
            visit.kept_at, self._clock(), error, visit.failures, is_due=visit.next_look is not None
        )
        outlook = Outlook(
            next_look=when, validators=visit.validators, failures=failures, told=visit.told
        )
        await self._store.versions.settle(visit.article_id, outlook)
        title = visit.reading.article.title or visit.reading.article.url
        return Looked(problem=f"{title}: {error}", again=failures > 0)

    def _next(self, visit: Visit, changes: int) -> datetime | None:
        """The next look there is; an article that is looked at only when told of stays so."""
        if visit.next_look is None:
            return None
        return next_look(visit.kept_at, self._clock(), changes)


def _entry(article: Article) -> Entry:
    """What leads to an article again, without a list that says something of it."""
    return Entry(
        source_id=article.source_id,
        url=article.url,
        guid=article.guid,
        title=article.title,
        published=article.published,
        language=article.language,
        authors=article.authors,
    )


def _is_of(entry: Entry, article: Article) -> bool:
    """True when an entry is the one an article was kept from."""
    if entry.source_id != article.source_id:
        return False
    known = {clean_url(url) for url in (article.url, article.canonical_url) if url}
    return bool(entry.guid and entry.guid == article.guid) or clean_url(entry.url) in known


def _in_place_of(before: Article, after: Article) -> Article:
    """The new version under the name of the old one: where it stands and when it was published.

    Publishers date an article anew when they change it; it stays the news of its day.
    """
    return replace(
        after,
        text=storable(after.text),
        title=storable(after.title),
        url=before.url,
        canonical_url=before.canonical_url,
        source_id=before.source_id,
        source_name=before.source_name,
        guid=before.guid,
        published=before.published,
    )
