"""A database of many articles for the benchmarks: a few real readings, kept again and again.

Each copy has an address, a minute and a source of its own, so that every index is as full as it
would be; only the words repeat. Rows go in by portions, without a look for copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rich.console import Console

from bot.cli.bench.timing import shown
from bot.model import Reading
from bot.store.archive import article_id
from bot.store.database import Database
from bot.store.rows import Rows, rows_of
from bot.store.schema import article, fact, mention

PORTION = 500  # articles written together
OUTLETS = 50  # sources the articles are spread over
APART = timedelta(minutes=5)  # between one article and the one before it


async def fill(
    url: str, readings: Sequence[Reading], size: int, newest: datetime, console: Console
) -> None:
    """Keep `size` articles made from `readings` in the database at `url`, the newest at `newest`.

    Raises:
        StoreError: when the database cannot be used.
    """
    database = await Database.open(url)
    try:
        for start in shown(range(0, size, PORTION), console):
            numbers = range(start + 1, min(start + PORTION, size) + 1)
            rows = [
                _rows(readings[n % len(readings)], n, newest - (size - n) * APART) for n in numbers
            ]
            await _write(database, numbers, rows)
    finally:
        await database.close()


def _rows(reading: Reading, number: int, published: datetime) -> Rows:
    url = f"https://bench.example/{number}"
    copy = replace(
        reading.article,
        url=url,
        published=published,
        source_id=f"outlet{number % OUTLETS}",
        source_name=f"Outlet {number % OUTLETS}",
    )
    identity = article_id(url)
    return rows_of(
        replace(reading, article=copy),
        article_id=identity,
        story_id=identity,
        kept_at=published,
        sample=frozenset(),
    )


async def _write(database: Database, numbers: range, rows: Sequence[Rows]) -> None:
    facts = [{**row, "article": n} for n, of in zip(numbers, rows, strict=True) for row in of.facts]
    mentions = [
        {**row, "article": n} for n, of in zip(numbers, rows, strict=True) for row in of.mentions
    ]
    async with database.write() as connection:
        heads = [{**of.article, "number": n} for n, of in zip(numbers, rows, strict=True)]
        await connection.execute(article.insert(), heads)
        await connection.execute(fact.insert(), facts)
        await connection.execute(mention.insert(), mentions)
