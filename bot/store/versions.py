"""Articles that change: when they are asked for again, and the newest version in the older's place.

A fact that stands in both versions keeps its id, so that a verdict on it holds; no id is ever given
to another fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Card, Delivery, Entry, Reading, Validators
from bot.store.addresses import entry_keys, hashed
from bot.store.archive import FACTS, add_read
from bot.store.database import Database
from bot.store.edits import UPDATE, put_in_place
from bot.store.outbox import insert_deliveries
from bot.store.retention import thinned_up_to
from bot.store.rows import reading_of, rows_of, unpack
from bot.store.schema import (
    address,
    article,
    fact,
    heard,
    mention,
    revisit,
    shingle,
    trait,
    version,
)
from bot.store.upsert import insert

_PORTION = 400  # bound values in one IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is known of an article that is to be asked for again."""

    article_id: str
    story_id: str
    kept_at: datetime
    reading: Reading  # of the version that is kept, with what somebody said is wrong
    refuted: frozenset[str]  # the ids of these facts
    ordinals: int  # given to its facts so far
    changes: int
    failures: int  # to bring it again, in a row
    told: int  # looks because its source said that it changed
    next_look: datetime | None
    validators: Validators

    @property
    def is_awaited(self) -> bool:
        """True of a source's summary that nobody read: the article is to be posted when it comes."""
        unread = self.reading.article.partial and not self.reading.sentences
        return unread and self.next_look is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """When an article is looked at again, and what is remembered until then."""

    next_look: datetime | None
    validators: Validators
    failures: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What becomes of a change in chat."""

    cards: Mapping[str, Card]  # delivery's key -> how its message is to read
    notices: Sequence[Delivery] = ()  # new messages


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How often an article changed, and when it was last seen to."""

    changes: int
    changed_at: datetime | None


class Versions:
    """The versions of articles."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Keep them in `database`, with the times of `clock`."""
        self._database = database
        self._clock = clock

    async def claim_due(self, now: datetime, limit: int, lease: timedelta) -> list[Visit]:
        """Articles to be asked for again, the longest waiting first; nobody else gets them meanwhile.

        `settle` and `renew` give them back; else they come back when `lease` ends.
        """
        async with self._database.read() as connection:
            last = await thinned_up_to(connection)
        due = (
            select(revisit.c.article)
            .where(
                revisit.c.next_look <= now,
                revisit.c.article > last,
                or_(revisit.c.lease_until.is_(None), revisit.c.lease_until <= now),
            )
            .order_by(revisit.c.next_look, revisit.c.article)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            numbers = (await connection.scalars(due)).all()
            if not numbers:
                return []
            taken = update(revisit).where(revisit.c.article.in_(numbers))
            await connection.execute(taken.values(lease_until=now + lease))
            found = [await _visit(connection, article.c.number == number) for number in numbers]
        return [visit for visit in found if visit is not None]

    async def free(self) -> None:
        """End every claim: whoever made them is gone."""
        async with self._database.write() as connection:
            await connection.execute(
                update(revisit).where(revisit.c.lease_until.is_not(None)).values(lease_until=None)
            )

    async def find(self, article_id: str) -> Visit | None:
        """What is known of an article; None when it is not kept."""
        async with self._database.read() as connection:
            return await _visit(connection, article.c.id == article_id)

    async def settle(self, article_id: str, outlook: Outlook) -> None:
        """End a look that found no change."""
        async with self._database.write() as connection:
            query = select(article.c.number).where(article.c.id == article_id)
            number = await connection.scalar(query)
            if number is not None:
                await _look_ahead(connection, number, outlook)

    async def renew(
        self,
        visit: Visit,
        reading: Reading,
        *,
        shingles: frozenset[int],
        traits: Mapping[int, float],
        outlook: Outlook,
        revision: Revision,
    ) -> bool:
        """Put a new version in the place of the one a visit knew, and queue what follows, or nothing.

        Args:
            visit: the article as it was; it is kept as of its story and its time.
            reading: the new version; its facts have ids, those of both versions the old ones.
            shingles: its sample.
            traits: numbers and weights of what it tells.
            outlook: what comes next.
            revision: what becomes of it in chat.

        Returns:
            False when the article was changed or deleted by somebody else; then nothing changes.
        """
        now = self._clock()
        rows = rows_of(
            reading,
            article_id=visit.article_id,
            story_id=visit.story_id,
            kept_at=visit.kept_at,
            sample=shingles,
        )
        fresh = [row["ordinal"] + 1 for row in rows.facts]
        async with self._database.promise() as connection:
            number = await _current(connection, visit)
            if number is None:
                return False
            refuted = await _set_aside(connection, number, visit.changes, now)
            columns = ("story", "kept_at", "title", "text", "language", "record", "sample", *FACTS)
            changed = update(article).where(article.c.number == number)
            await connection.execute(changed.values({name: rows.article[name] for name in columns}))
            await add_read(connection, number, rows, shingles, traits)
            here = fact.c.article == number, fact.c.ordinal.in_(refuted)
            await connection.execute(update(fact).where(*here).values(refuted=True))
            await _look_ahead(connection, number, outlook)
            await connection.execute(
                update(revisit)
                .where(revisit.c.article == number)
                .values(
                    changes=visit.changes + 1,
                    changed_at=now,
                    ordinals=max([visit.ordinals, *fresh]),
                )
            )
            for key, card in revision.cards.items():
                await put_in_place(connection, key, card, kind=UPDATE, at=now)
            await insert_deliveries(connection, revision.notices)
        return True

    async def retold(self, source_id: str, entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
        """The entries of known articles of which a source says something else than before.

        Each with its article's id. What was never heard of is heard now, and does not count.
        """
        named = {_entry_name(source_id, entry): entry for entry in entries}
        async with self._database.read() as connection:
            known = await _homes(connection, source_id, entries)
            said: dict[str, str] = {}
            for part in _portions(sorted(named)):
                query = select(heard.c.entry, heard.c.said).where(heard.c.entry.in_(part))
                said |= {row.entry: row.said for row in await connection.execute(query)}
        fresh = [
            {"entry": name, "article": known[name][0], "said": _said(entry)}
            for name, entry in named.items()
            if name in known and name not in said
        ]
        if fresh:
            async with self._database.write() as connection:
                new = insert(connection, heard).on_conflict_do_nothing()
                await connection.execute(new, fresh)
        return [
            (known[name][1], entry)
            for name, entry in named.items()
            if name in known and name in said and said[name] != _said(entry)
        ]

    async def hear(self, source_id: str, entry: Entry) -> None:
        """Remember what a source says of a known article now."""
        async with self._database.write() as connection:
            await connection.execute(
                update(heard)
                .where(heard.c.entry == _entry_name(source_id, entry))
                .values(said=_said(entry))
            )

    async def history(self, article_id: str) -> History:
        """How often an article changed."""
        query = select(revisit.c.changes, revisit.c.changed_at).join(article)
        async with self._database.read() as connection:
            found = await connection.execute(query.where(article.c.id == article_id))
            row = found.one_or_none()
        return History(
            changes=row.changes if row else 0, changed_at=row.changed_at if row else None
        )

    async def texts(self, article_id: str) -> list[str]:
        """What an article said before, the oldest first."""
        query = select(version.c.text).join(article).where(article.c.id == article_id)
        async with self._database.read() as connection:
            return list(await connection.scalars(query.order_by(version.c.number)))


async def _visit(connection: AsyncConnection, condition: Any) -> Visit | None:
    query = select(article, revisit).outerjoin(revisit).where(condition)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    of_it = select(fact.c.ordinal, fact.c.kind, fact.c.record, fact.c.refuted)
    of_it = of_it.where(fact.c.article == row.number).order_by(fact.c.ordinal)
    rows = (await connection.execute(of_it)).all()
    used = max((each.ordinal + 1 for each in rows), default=0)
    return Visit(
        article_id=row.id,
        story_id=row.story,
        kept_at=row.kept_at,
        reading=reading_of(row, rows),
        refuted=frozenset(f"{row.id}.{each.ordinal}" for each in rows if each.refuted),
        # an article that was kept before anybody asked again has no row there
        ordinals=max(row.ordinals or 0, used),
        changes=row.changes or 0,
        failures=row.failures or 0,
        told=row.told or 0,
        next_look=row.next_look,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
    )


async def _current(connection: AsyncConnection, visit: Visit) -> int | None:
    """The number of a visit's article, locked; None when it is not what the visit knew."""
    query = select(article.c.number).where(article.c.id == visit.article_id).with_for_update()
    number: int | None = await connection.scalar(query)
    if number is None:
        return None
    seen = select(revisit.c.changes).where(revisit.c.article == number)
    return number if (await connection.scalar(seen) or 0) == visit.changes else None


async def _set_aside(
    connection: AsyncConnection, number: int, place: int, now: datetime
) -> list[int]:
    """Keep the text of the old version and drop what was read in it.

    Returns:
        The ordinals of what was said to be wrong: in the new version it is wrong still.
    """
    columns = article.c.title, article.c.text, article.c.record, article.c.sample
    row = (await connection.execute(select(*columns).where(article.c.number == number))).one()
    kept = {"title": row.title, "text": row.text, "record": row.record, "until": now}
    kept |= {"article": number, "number": place}
    await connection.execute(insert(connection, version), kept)
    wrong = select(fact.c.ordinal).where(fact.c.article == number, fact.c.refuted.is_(True))
    refuted = list(await connection.scalars(wrong.with_for_update()))
    await connection.execute(
        delete(shingle).where(shingle.c.hash.in_(unpack(row.sample)), shingle.c.article == number)
    )
    for table in (fact, mention, trait):
        await connection.execute(delete(table).where(table.c.article == number))
    return refuted


async def _look_ahead(connection: AsyncConnection, number: int, outlook: Outlook) -> None:
    given = {
        "next_look": outlook.next_look,
        "lease_until": None,
        "failures": outlook.failures,
        "told": outlook.told,
        "etag": outlook.validators.etag,
        "last_modified": outlook.validators.last_modified,
    }
    new = insert(connection, revisit).values(article=number, changes=0, ordinals=0, **given)
    await connection.execute(new.on_conflict_do_update(index_elements=["article"], set_=given))


async def _homes(
    connection: AsyncConnection, source_id: str, entries: Sequence[Entry]
) -> dict[str, tuple[int, str]]:
    """Number and id of the article each entry is known for, by the entry's name.

    Without those whose text is thinned.
    """
    names = {
        key: _entry_name(source_id, entry)
        for entry in entries
        for key in entry_keys(source_id, entry)
    }
    last = await thinned_up_to(connection)
    found: dict[str, tuple[int, str]] = {}
    for part in _portions(sorted(names)):
        query = select(address.c.value, article.c.number, article.c.id).join(article)
        query = query.where(address.c.value.in_(part), article.c.number > last)
        for row in await connection.execute(query):
            found[names[row.value]] = row.number, row.id
    return found


def _portions(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[start : start + _PORTION] for start in range(0, len(values), _PORTION)]


def _entry_name(source_id: str, entry: Entry) -> str:
    """A file's guid is another one whenever the file is; its address stays."""
    is_file = entry.url.startswith("file:")
    return hashed(f"entry {source_id} {entry.url if is_file else entry.guid or entry.url}")


def _said(entry: Entry) -> str:
    """What an entry says of its article, in short."""
    words = (
        str(entry.published),
        str(entry.updated),
        entry.title,
        entry.summary,
        entry.content_html,
    )
    return hashed("\n".join(words))
