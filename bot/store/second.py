"""The second reader's part of the store: its answers, its cost, and the facts it adds later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Reading, Usage
from bot.store.archive import FACTS
from bot.store.codec import ArticleRecord, dump, parse, storable
from bot.store.database import Database
from bot.store.rows import WHOLE, facts_of, ordinal_of, rows_of
from bot.store.schema import article, fact, mention, model_answer, model_usage, revisit
from bot.store.upsert import insert

KEPT = timedelta(days=180)  # an answer, for another reading of the same article


class SecondLedger:
    """A `bot.second.ledger.Ledger` that lasts, and is one for all processes."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Keep in `database`, with the times of `clock`."""
        self._database = database
        self._clock = clock

    async def answer(self, key: str) -> str | None:
        """The answer that was kept."""
        query = select(model_answer.c.answer).where(model_answer.c.key == key)
        async with self._database.read() as connection:
            return await connection.scalar(query)

    async def keep(self, key: str, answer: str) -> None:
        """Keep an answer, and forget those whose time is over."""
        now = self._clock()
        row = {"answer": storable(answer), "until": now + KEPT}
        async with self._database.write() as connection:
            await connection.execute(delete(model_answer).where(model_answer.c.until <= now))
            new = insert(connection, model_answer).values(key=key, **row)
            await connection.execute(new.on_conflict_do_update(index_elements=["key"], set_=row))

    async def spent(self, day: str, reader: str) -> Usage:
        """What a reader has cost and brought on a day."""
        query = select(model_usage).where(
            model_usage.c.day == day, model_usage.c.reader == storable(reader)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return _usage(row) if row else Usage()

    async def spend(self, day: str, reader: str, usage: Usage) -> None:
        """Add to it."""
        counts = asdict(usage)
        async with self._database.write() as connection:
            new = insert(connection, model_usage).values(day=day, reader=storable(reader), **counts)
            more = {name: model_usage.c[name] + count for name, count in counts.items()}
            await connection.execute(
                new.on_conflict_do_update(index_elements=["day", "reader"], set_=more)
            )

    async def in_all(self) -> dict[str, Usage]:
        """What each reader has cost and brought since it was first asked."""
        sums = [func.sum(model_usage.c[name]).label(name) for name in asdict(Usage())]
        query = select(model_usage.c.reader, *sums).group_by(model_usage.c.reader)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return {row["reader"]: _usage(row) for row in rows}

    async def reread(self, article_id: str, reading: Reading) -> None:
        """Put a reading with a model's facts in the place of the kept one.

        Facts keep their places, which are their names for ever: a known one is changed where it
        stands, a new one comes behind the last. What is disputed now, or was found by a model and is
        not any more, goes. What somebody judged wrong stays wrong, also when it is found again.
        """
        async with self._database.write() as connection:
            row = (
                await connection.execute(
                    select(article).where(article.c.id == article_id).with_for_update()
                )
            ).one_or_none()
            if row is None:
                return
            await _change_facts(connection, row, reading)
            record = replace(parse(row.record, ArticleRecord), second=reading.second)
            here = update(article).where(article.c.number == row.number)
            counted = {name: len(getattr(reading, name)) for name in FACTS}
            await connection.execute(here.values(record=dump(record), **counted))


async def _change_facts(connection: AsyncConnection, row: Any, reading: Reading) -> None:
    number, of_article = row.number, fact.c.article == row.number
    there = (await connection.execute(select(fact).where(of_article))).all()
    refuted = {(old.kind, old.start, old.end) for old in there if old.refuted}
    given = await connection.scalar(select(revisit.c.ordinals).where(revisit.c.article == number))
    last = max([WHOLE, (given or 0) - 1, *(old.ordinal for old in there)])
    rows = rows_of(
        reading,
        article_id=row.id,
        story_id=row.story,
        kept_at=row.kept_at,
        sample=frozenset(),
    )
    places: dict[int, int] = {}
    for found, new in zip(facts_of(reading), rows.facts, strict=True):
        values = {**new, "published": row.published}
        ordinal = ordinal_of(found) if found.id else None  # a new one has no place yet
        if ordinal is not None:
            del values["ordinal"]
            here = of_article, fact.c.ordinal == ordinal
            await connection.execute(update(fact).where(*here).values(**values))
        elif (new["kind"], new["start"], new["end"]) not in refuted:
            last += 1
            ordinal = last
            values["ordinal"] = ordinal
            await connection.execute(insert(connection, fact).values(article=number, **values))
        else:
            continue
        places[new["ordinal"]] = ordinal
    kept = set(places.values())
    gone = [old.ordinal for old in there if not old.refuted and old.ordinal not in kept]
    await connection.execute(delete(fact).where(of_article, fact.c.ordinal.in_(gone)))
    await connection.execute(
        delete(mention).where(mention.c.article == number, mention.c.ordinal.in_(gone))
    )
    mentions = [
        {**each, "article": number, "ordinal": places.get(each["ordinal"], WHOLE)}
        for each in rows.mentions
        if each["ordinal"] == WHOLE or each["ordinal"] in places
    ]
    if mentions:
        await connection.execute(insert(connection, mention).on_conflict_do_nothing(), mentions)


def _usage(row: Mapping[Any, Any]) -> Usage:
    return Usage(**{name: row[name] or 0 for name in asdict(Usage())})
