"""What people said of facts: who, when, which fact, what is wrong with it.

A fact that is said to be wrong is marked so where it is kept, and no question finds it any more.
An admin's verdict counts before others', of the same rank the newest.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Card, Fault, Judged, fact_id
from bot.store.codec import storable
from bot.store.database import Database
from bot.store.edits import VERDICT, posts_showing, put_in_place
from bot.store.export import FactRow, fact_row
from bot.store.facts import homes_of
from bot.store.filters import COLUMNS
from bot.store.rows import fact_of
from bot.store.schema import article, fact, verdict
from bot.store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one person said of one fact."""

    fact: str  # its id
    person: str  # platform:id
    fault: Fault
    by_admin: bool
    at: datetime


Correct = Callable[[Card, frozenset[str]], Card]


class Verdicts:
    """The verdicts. One for each person and fact; a later one takes the place of the earlier."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def record(
        self,
        facts: Sequence[str],
        fault: Fault,
        *,
        person: str,
        by_admin: bool,
        at: datetime,
        copies: Sequence[str] = (),
        correct: Correct,
    ) -> int:
        """Keep a person's verdict on facts that are shown as one; give how many are still kept.

        What it comes to holds for `copies` too: the same read in other reports of the story. Where
        it changes what is shown, edits of the posted cards are queued with it: `correct` gives a
        card as it is to read when of its facts these are wrong.
        """
        known, wrong = 0, False
        async with self._database.promise() as connection:
            before = await _refuted(connection, (*facts, *copies))
            for id_ in facts:
                row = await _row_of(connection, id_, lock=True)
                if row is None:
                    continue
                known += 1
                own = {"article": _home(id_), "ordinal": row.ordinal, "person": storable(person)}
                said = {"fault": fault.value, "by_admin": by_admin, "at": at}
                judged = fact_of(row, _home(id_))
                said |= {"kind": row.kind, "rule": judged.rule, "origin": storable(judged.origin)}
                new = insert(connection, verdict).values(**own, **said)
                await connection.execute(
                    new.on_conflict_do_update(index_elements=list(own), set_=said)
                )
                wrong = await _outcome(connection, row, _home(id_))
                await _mark(connection, row, wrong=wrong)
            for id_ in copies if known else ():
                row = await _row_of(connection, id_, lock=True)
                if row is not None:
                    await _mark(connection, row, wrong=wrong)
            if await _refuted(connection, (*facts, *copies)) != before:
                await _correct(connection, (*facts, *copies), correct, at)
        return known

    async def refuted(self, facts: Collection[str]) -> frozenset[str]:
        """Those of the facts that are said to be wrong."""
        if not facts:
            return frozenset()
        async with self._database.read() as connection:
            return await _refuted(connection, facts)

    async def fallen(self, facts: Collection[str]) -> frozenset[str]:
        """Those of the facts that stand no more: said to be wrong, or gone with their article."""
        if not facts:
            return frozenset()
        query = (
            select(article.c.id, fact.c.ordinal)
            .join(fact, fact.c.article == article.c.number)
            .where(article.c.id.in_({_home(id_) for id_ in facts}), fact.c.refuted.is_(False))
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return frozenset(facts) - {fact_id(row.id, row.ordinal) for row in rows}

    async def judged(self) -> list[Judged]:
        """Every judged fact with the verdict that counts."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_by_weight())).all()
        counting = {(row.article, row.ordinal): row for row in rows}
        return [
            Judged(
                fact=fact_id(row.article, row.ordinal),
                kind=row.kind,
                rule=row.rule,
                origin=row.origin,
                fault=Fault(row.fault),
            )
            for row in counting.values()
        ]

    async def export(self) -> AsyncIterator[tuple[Verdict, FactRow]]:
        """Every verdict with its fact and article, as far as these are still kept, oldest first."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(verdict).order_by(verdict.c.at))).all()
        for row in rows:
            async with self._database.read() as connection:
                found = await _row_of(connection, fact_id(row.article, row.ordinal))
                if found is None:
                    continue
                home = (await homes_of(connection, {found.article}))[found.article]
            said = Verdict(
                fact=fact_id(row.article, row.ordinal),
                person=row.person,
                fault=Fault(row.fault),
                by_admin=row.by_admin,
                at=row.at,
            )
            yield said, fact_row(found.kind, fact_of(found, home.id), home)


async def _refuted(connection: AsyncConnection, facts: Collection[str]) -> frozenset[str]:
    """Those of the facts that are said to be wrong."""
    query = (
        select(article.c.id, fact.c.ordinal)
        .join(fact, fact.c.article == article.c.number)
        .where(article.c.id.in_(sorted({_home(id_) for id_ in facts})), fact.c.refuted.is_(True))
    )
    rows = (await connection.execute(query)).all()
    return frozenset(fact_id(row.id, row.ordinal) for row in rows) & frozenset(facts)


async def _correct(
    connection: AsyncConnection, facts: Collection[str], correct: Correct, at: datetime
) -> None:
    """Queue an edit of every posted card that shows one of these facts, whatever its channel."""
    for post in await posts_showing(connection, {_home(id_) for id_ in facts}):
        if not set(facts).isdisjoint(post.card.facts):
            card = correct(post.card, await _refuted(connection, post.card.facts))
            await put_in_place(connection, post.key, card, kind=VERDICT, at=at)


async def _row_of(connection: AsyncConnection, id_: str, *, lock: bool = False) -> Any:
    """The row of a fact; None when it is not kept. Locked, nobody else judges it meanwhile."""
    ordinal = id_.rpartition(".")[2]
    if not (ordinal.isascii() and ordinal.isdecimal() and len(ordinal) < 7):
        return None
    query = (
        select(*COLUMNS)
        .join(article, article.c.number == fact.c.article)
        .where(article.c.id == _home(id_), fact.c.ordinal == int(ordinal))
    )
    if lock:
        query = query.with_for_update(of=fact)
    return (await connection.execute(query)).one_or_none()


async def _outcome(connection: AsyncConnection, row: Any, home: str) -> bool:
    """True when a fact's verdicts come to this that it is wrong."""
    said = _by_weight().where(verdict.c.article == home, verdict.c.ordinal == row.ordinal)
    *_, counting = (await connection.execute(said)).all()
    return bool(counting.fault != Fault.RIGHT.value)


async def _mark(connection: AsyncConnection, row: Any, *, wrong: bool) -> None:
    here = fact.c.article == row.article, fact.c.ordinal == row.ordinal
    await connection.execute(update(fact).where(*here).values(refuted=wrong))


def _by_weight() -> Any:
    """The verdicts, of each fact the one that counts last."""
    return select(verdict).order_by(verdict.c.by_admin, verdict.c.at, verdict.c.person)


def _home(id_: str) -> str:
    return id_.rpartition(".")[0]
