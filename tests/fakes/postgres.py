"""A database of our own on the PostgreSQL server that the tests may use, when one answers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

ADMIN = "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"


class NoPostgres(Exception):
    """No server answers."""


@contextmanager
def own_database() -> Iterator[str]:
    """The address of an empty database that is gone afterwards.

    Raises:
        NoPostgres: when no server answers at VIGIE_TEST_POSTGRES, or at the usual place.
    """
    server = make_url(os.environ.get("VIGIE_TEST_POSTGRES", ADMIN))
    name = f"vigie_test_{uuid4().hex[:12]}"
    asyncio.run(run(f"CREATE DATABASE {name}"))
    asyncio.run(run(f"ALTER DATABASE {name} SET synchronous_commit = off"))  # for speed
    yield server.set(database=name).render_as_string(hide_password=False)
    asyncio.run(run(f"DROP DATABASE {name} WITH (FORCE)"))


async def run(statement: str) -> None:
    """Run one statement as the server's admin.

    Raises:
        NoPostgres: when no server answers.
    """
    server = make_url(os.environ.get("VIGIE_TEST_POSTGRES", ADMIN))
    url = server.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = await asyncpg.connect(url, timeout=3)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise NoPostgres(f"no PostgreSQL: {type(error).__name__}") from None
    await connection.execute(statement)
    await connection.close()
