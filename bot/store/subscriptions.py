"""What was agreed with hubs, and whose turn it is to ask them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Subscription, SubscriptionState
from bot.store.codec import storable
from bot.store.database import Database
from bot.store.schema import subscription
from bot.store.upsert import insert

Decide = Callable[[Subscription], Subscription | None]  # None: it is over
Change = tuple[Subscription, Subscription | None]  # before and after


class Subscriptions:
    """The subscriptions. Decisions about them are made by the callers, in the row's transaction."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def all(self) -> list[Subscription]:
        """Every subscription, by source; also those that are to be ended."""
        query = select(subscription).order_by(subscription.c.source_id, subscription.c.id)
        async with self._database.read() as connection:
            return [_made(row) for row in await connection.execute(query)]

    async def of(self, source_id: str) -> list[Subscription]:
        """Those of one source."""
        query = select(subscription).where(subscription.c.source_id == source_id)
        async with self._database.read() as connection:
            return [_made(row) for row in await connection.execute(query)]

    async def find(self, token: str) -> Subscription | None:
        """The one at whose address somebody called; None for an address of none."""
        query = select(subscription).where(subscription.c.token == token)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _made(row) if row else None

    async def add(self, wanted: Collection[Subscription]) -> None:
        """Keep new ones; one that is known stays as it is, whoever made it."""
        if wanted:
            async with self._database.write() as connection:
                new = insert(connection, subscription).on_conflict_do_nothing()
                await connection.execute(new, [_row(each) for each in wanted])

    async def change(self, id_: str, decide: Decide) -> Change | None:
        """Decide about one; None when there is none of that id."""
        query = select(subscription).where(subscription.c.id == id_).with_for_update()
        async with self._database.write() as connection:
            row = (await connection.execute(query)).one_or_none()
            return await _decided(connection, _made(row), decide) if row else None

    async def take_due(self, now: datetime, limit: int, decide: Decide) -> list[Change]:
        """Decide about those whose hub is to be asked; nobody else gets the same ones.

        What `decide` gives is due later: that is the claim. A process that dies is followed then.
        """
        due = (
            select(subscription)
            .where(or_(subscription.c.next_ask.is_(None), subscription.c.next_ask <= now))
            .order_by(subscription.c.next_ask.nulls_first(), subscription.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(due)).all()
            return [await _decided(connection, _made(row), decide) for row in rows]


async def _decided(connection: AsyncConnection, before: Subscription, decide: Decide) -> Change:
    after = decide(before)
    this = subscription.c.id == before.id
    if after is None:
        await connection.execute(delete(subscription).where(this))
    elif after != before:
        await connection.execute(update(subscription).where(this).values(_row(after)))
    return before, after


def _row(made: Subscription) -> dict[str, Any]:
    return {**asdict(made), "state": made.state.value, "error": storable(made.error)}


def _made(row: Any) -> Subscription:
    values = row._asdict()
    return Subscription(**{**values, "state": SubscriptionState(values["state"])})
