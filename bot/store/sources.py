"""What is remembered of the sources, and who looks at which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Source, SourceState, Validators
from bot.store.codec import dump, parse
from bot.store.database import Database
from bot.store.schema import source
from bot.store.upsert import insert

_STATE = (source.c.record, source.c.disabled, source.c.next_check)


class Sources:
    """The states of the sources."""

    def __init__(self, database: Database) -> None:
        """Remember in `database`."""
        self._database = database

    async def sync(self, sources: Sequence[Source]) -> None:
        """Take over what is configured; the others stay known, but are not looked at.

        A source found through a configured one ("list/feed") stays as long as that one; so do those
        added in chat, until they are removed there. A source whose address changed is looked at anew.
        """
        wanted = {item.id: item for item in sources}
        async with self._database.write() as connection:
            known = (await connection.execute(select(source).order_by(source.c.id))).all()
            watched = {*wanted, *(row.id for row in known if row.added)}
            for row in known:
                configured = row.id in watched or row.id.split("/")[0] in watched
                state = parse(row.record, SourceState)
                fresh = _taken_over(state, wanted.get(row.id, state.source))
                if fresh != state or configured != row.configured:
                    await _write(connection, fresh, configured=configured)
            await _insert(connection, [SourceState(source=item) for item in wanted.values()])

    async def adopt(self, sources: Sequence[Source]) -> None:
        """Add sources found through others; one that is known stays as it is."""
        async with self._database.write() as connection:
            await _insert(connection, [SourceState(source=item) for item in sources])

    async def add(self, item: Source) -> None:
        """Watch a source that an admin named in chat, beside the configured ones, from now on."""
        row = {
            "configured": True,
            "added": True,
            "disabled": False,
            "record": dump(SourceState(source=item)),
            "next_check": None,
            "lease_until": None,
        }
        async with self._database.write() as connection:
            new = insert(connection, source).values(id=item.id, **row)
            await connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=row))

    async def remove(self, source_id: str) -> bool:
        """Watch a source that was added in chat no more; its articles stay.

        Returns:
            False when no source of that id was added in chat.
        """
        async with self._database.write() as connection:
            added = source.c.id == source_id, source.c.added
            if await connection.scalar(select(source.c.id).where(*added)) is None:
                return False
            await connection.execute(
                update(source)
                .where(_with_found(source_id))
                .values(configured=False, added=False, lease_until=None)
            )
        return True

    async def addresses(self) -> dict[str, str]:
        """The address of every id that was ever given to a source."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(source.c.id, source.c.record))).all()
        return {row.id: parse(row.record, SourceState).source.url for row in rows}

    async def states(self) -> list[SourceState]:
        """The configured sources and those found through them, by id."""
        query = select(*_STATE).where(source.c.configured)
        async with self._database.read() as connection:
            return [_state(row) for row in await connection.execute(query.order_by(source.c.id))]

    async def find(self, source_id: str) -> SourceState | None:
        """A source that is watched, configured or found through one; None for any other id."""
        query = select(*_STATE)
        query = query.where(source.c.id == source_id, source.c.configured)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _state(row) if row else None

    async def hasten(self, now: datetime) -> None:
        """Make every source due at `now`; one that failed waits as long as it was asked to."""
        async with self._database.write() as connection:
            rows = (await connection.execute(select(source).where(source.c.configured))).all()
            ids = [row.id for row in rows if not parse(row.record, SourceState).failures]
            await connection.execute(
                update(source)
                .where(source.c.id.in_(ids), source.c.next_check > now)
                .values(next_check=now)
            )

    async def call_for(self, source_id: str, now: datetime, gap: timedelta) -> bool:
        """Make a source due at once, since there is news of it, but `gap` after its last look.

        A look that is under way may have begun too early: another one follows. A source that fails
        waits as long as it was to wait.

        Returns:
            True when it is looked at sooner than it would have been.
        """
        query = select(source).where(source.c.id == source_id, source.c.configured)
        async with self._database.write() as connection:
            row = (await connection.execute(query.with_for_update())).one_or_none()
            if row is None or (state := _state(row)).disabled or state.failures:
                return False
            if row.lease_until is not None and row.lease_until > now:
                change = {} if row.called_for else {"called_for": now + gap}
            else:
                when = max(now, state.last_check + gap) if state.last_check else now
                later = row.next_check is not None and row.next_check > when
                change = {"next_check": when} if later else {}
            if change:
                await connection.execute(
                    update(source).where(source.c.id == source_id).values(change)
                )
            return bool(change)

    async def free(self) -> None:
        """End every claim: whoever made them is gone."""
        async with self._database.write() as connection:
            await connection.execute(
                update(source).where(source.c.lease_until.is_not(None)).values(lease_until=None)
            )

    async def claim_due(self, now: datetime, limit: int, lease: timedelta) -> list[SourceState]:
        """Sources that are due, the longest waiting first; nobody else gets them before `lease` ends.

        `record` gives them back.
        """
        due = (
            select(source.c.id)
            .where(
                source.c.configured,
                ~source.c.disabled,
                or_(source.c.next_check.is_(None), source.c.next_check <= now),
                or_(source.c.lease_until.is_(None), source.c.lease_until <= now),
            )
            .order_by(source.c.next_check.nulls_first(), source.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            ids = (await connection.scalars(due)).all()
            taken = (
                update(source)
                .where(source.c.id.in_(ids))
                .values(lease_until=now + lease, called_for=None)
                .returning(source.c.id, *_STATE)
            )
            rows = (await connection.execute(taken)).all() if ids else []
        return [_state(row) for row in sorted(rows, key=lambda row: ids.index(row.id))]

    async def renew(self, source_id: str, now: datetime, lease: timedelta) -> None:
        """Hold a claim for longer: there is much to be brought."""
        async with self._database.write() as connection:
            await connection.execute(
                update(source)
                .where(source.c.id == source_id, source.c.lease_until.is_not(None))
                .values(lease_until=now + lease)
            )

    async def record(self, state: SourceState) -> None:
        """Remember a state after a look, and end the claim.

        What an admin switched off in the meantime stays off; a look that was asked for in the
        meantime follows, unless this one failed.
        """
        when: Any = state.next_check
        if not state.failures:
            when = func.coalesce(source.c.called_for, when)
        async with self._database.write() as connection:
            await connection.execute(
                update(source)
                .where(source.c.id == state.source.id)
                .values(
                    record=dump(state),
                    next_check=when,
                    lease_until=None,
                    called_for=None,
                    disabled=true() if state.disabled else source.c.disabled,
                )
            )

    async def switch(self, source_id: str, *, on: bool) -> bool:
        """Switch a source on (it is due at once) or off, with those found through it.

        Returns:
            False when there is none of that id.
        """
        async with self._database.write() as connection:
            found = await connection.execute(
                update(source)
                .where(_with_found(source_id))
                .values(disabled=not on, next_check=None, lease_until=None)
            )
        return found.rowcount > 0


def _with_found(source_id: str) -> ColumnElement[bool]:
    """A source and those found through it."""
    return or_(source.c.id == source_id, source.c.id.startswith(f"{source_id}/", autoescape=True))


def _state(row: Any) -> SourceState:
    """The state, with what others may have decided since it was recorded."""
    state = parse(row.record, SourceState)
    return replace(state, disabled=row.disabled, next_check=row.next_check)


def _taken_over(state: SourceState, wanted: Source) -> SourceState:
    if state.source.url == wanted.url:
        return replace(state, source=wanted)
    return replace(
        state,
        source=wanted,
        validators=Validators(),
        next_check=None,
        failures=0,
        error="",
        permanent_url="",
        permanent_seen=0,
        disabled=False,
        offer=None,
    )


async def _write(connection: AsyncConnection, state: SourceState, *, configured: bool) -> None:
    values: dict[str, Any] = {"configured": configured, "record": dump(state)}
    if state.next_check is None:
        values |= {"next_check": None, "lease_until": None, "disabled": False}
    await connection.execute(update(source).where(source.c.id == state.source.id).values(**values))


async def _insert(connection: AsyncConnection, states: Sequence[SourceState]) -> None:
    rows = [
        {"id": s.source.id, "configured": True, "disabled": False, "record": dump(s)}
        for s in states
    ]
    if rows:
        await connection.execute(insert(connection, source).on_conflict_do_nothing(), rows)
