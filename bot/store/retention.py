"""What is deleted of articles, and what stays: facts without the text around them, addresses as hashes.

Facts are spans into the text, so the text keeps its length: what no fact cites becomes blanks. An
article that is deleted whole stays known by the hashes of its addresses, lest it be read and posted
again as long as its source lists it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Card, DeliveryState, Span
from bot.store.codec import ArticleRecord, dump, parse
from bot.store.database import Database
from bot.store.rows import Fact, around, fact_of, sentences_of, span_of
from bot.store.schema import (
    address,
    article,
    delivery,
    event,
    fact,
    setting,
    shown,
    shows,
    version,
)
from bot.store.upsert import insert

REMEMBERED = timedelta(days=90)  # for so long a deleted article is known by its addresses' hashes
PORTION = 50  # articles of one transaction: nobody waits long for the writer
FORGOTTEN = "the article was forgotten"

_MARK = "texts thinned up to article"
_GONE = "gone:"


class Retention:
    """Thins texts, and makes the outbox forget what an article said."""

    def __init__(self, database: Database) -> None:
        """Work on `database`."""
        self._database = database

    async def thin_before(self, moment: datetime) -> int:
        """Blank the texts kept before `moment`, but for the facts' sentences and the names found.

        What such an article said before it changed is deleted.

        Returns:
            How many articles were thinned that were not before.
        """
        thinned = 0
        while True:
            async with self._database.write() as connection:
                last = await thinned_up_to(connection)
                query = (
                    select(article.c.number, article.c.id, article.c.text, article.c.record)
                    .where(article.c.number > last, article.c.kept_at < moment)
                    .order_by(article.c.number)
                    .limit(PORTION)
                )
                rows = (await connection.execute(query)).all()
                if not rows:
                    return thinned
                await _thin(connection, rows)
                numbers = [row.number for row in rows]
                await connection.execute(delete(version).where(version.c.article.in_(numbers)))
                value = str(rows[-1].number)
                new = insert(connection, setting).values(key=_MARK, value=value)
                await connection.execute(
                    new.on_conflict_do_update(index_elements=["key"], set_={"value": value})
                )
            thinned += len(rows)

    async def drop_cards(self, article_id: str, story_id: str, *, alone: bool) -> None:
        """Empty the kept cards that show facts of an article; what is posted stays in its channel.

        Cards that still wait lose these facts on their way: see `Verdicts.fallen`.

        Args:
            article_id: the article's id; the ids of its facts begin with it.
            story_id: its story.
            alone: nobody else tells the story: cards of it that still wait are given up.
        """
        slot = delivery.c.slot == f"story:{story_id}"
        waits = delivery.c.state.in_((DeliveryState.PENDING.value, DeliveryState.HELD.value))
        under_way = delivery.c.state == DeliveryState.IN_FLIGHT.value
        here = select(shows.c.delivery).where(shows.c.article == article_id)
        tells = or_(slot, delivery.c.number.in_(here))
        async with self._database.promise() as connection:
            if alone:
                given_up = {"state": DeliveryState.PARKED.value, "error": FORGOTTEN}
                await connection.execute(update(delivery).where(slot, waits).values(**given_up))
            bare = dump(Card(kind="article", title=""))
            await connection.execute(
                update(delivery).where(tells, ~waits, ~under_way).values(card=bare)
            )
            await connection.execute(delete(shown).where(shown.c.card.contains(article_id)))


async def thinned_up_to(connection: AsyncConnection) -> int:
    """The number of the last article whose text was thinned; 0 when none was.

    Such an article cannot be compared with what its page says now.
    """
    mark = select(setting.c.value).where(setting.c.key == _MARK)
    return int(await connection.scalar(mark) or 0)


async def remember(connection: AsyncConnection, numbers: Sequence[int], until: datetime) -> None:
    """Keep the hashes of the addresses of articles that are about to be deleted."""
    known = select(
        (literal(_GONE) + address.c.value).label("id"), literal(until, event.c.until.type)
    )
    rows = known.where(address.c.article.in_(numbers))
    new = insert(connection, event).from_select(["id", "until"], rows)
    await connection.execute(new.on_conflict_do_nothing())


async def remembered(connection: AsyncConnection, keys: Collection[str], now: datetime) -> set[str]:
    """Those of the hashes that are known of deleted articles."""
    ids = [_GONE + key for key in keys]
    found = await connection.scalars(
        select(event.c.id).where(event.c.id.in_(ids), event.c.until > now)
    )
    return {id_.removeprefix(_GONE) for id_ in found}


def thinned(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks for everything outside the spans; lines and offsets stay."""
    kept = [sign if sign.isspace() else " " for sign in text]
    for span in spans:
        kept[span.start : span.end] = text[span.start : span.end]
    return "".join(kept)


async def _thin(connection: AsyncConnection, rows: Sequence[Any]) -> None:
    of_facts = select(fact.c.article, fact.c.ordinal, fact.c.kind, fact.c.record)
    found = await connection.execute(
        of_facts.where(fact.c.article.in_([row.number for row in rows]))
    )
    cited: dict[int, list[Fact]] = {}
    for each in found:
        cited.setdefault(each.article, []).append(fact_of(each, ""))
    for row in rows:
        record = parse(row.record, ArticleRecord)
        sentences = sentences_of(record)
        spans = [span for each in cited.get(row.number, ()) for span in _cited(each, sentences)]
        spans += [Span(start, end) for _, start, end in (*record.topics, *record.actors)]
        await connection.execute(
            update(article)
            .where(article.c.number == row.number)
            .values(text=thinned(row.text, spans))
        )


def _cited(each: Fact, sentences: Sequence[Span]) -> list[Span]:
    """The sentences of a fact, and every place it points to."""
    pointed = [
        value for field in fields(each) if isinstance(value := getattr(each, field.name), Span)
    ]
    return [around(span_of(each), sentences), *pointed]
