"""What every test shares: a clock that stands still, and a net that ends at this machine."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import settings
from sqlalchemy.engine import make_url

# No deadline for an example: a busy machine must not fail a test that asserts no timing.
settings.register_profile("vigie", deadline=None)
settings.load_profile("vigie")

ADMIN = "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture
def noon() -> datetime:
    """A fixed moment: Tuesday, 24 November 2026, 12:00 UTC."""
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def clock(noon: datetime) -> Callable[[], datetime]:
    """A clock that stands at noon."""
    return lambda: noon


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that leaves the machine fails at once: no test may need the internet."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


async def _run(statement: str) -> str:
    """Run one statement as an admin; give why it could not be run."""
    url = make_url(os.environ.get("VIGIE_TEST_POSTGRES", ADMIN)).set(drivername="postgresql")
    try:
        connection = await asyncpg.connect(url.render_as_string(hide_password=False), timeout=3)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        return f"no PostgreSQL: {type(error).__name__}"
    await connection.execute(statement)
    await connection.close()
    return ""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of our own on the server, for this run only."""
    name = f"vigie_test_{uuid4().hex[:12]}"
    if problem := asyncio.run(_run(f"CREATE DATABASE {name}")):
        pytest.skip(problem)
    asyncio.run(_run(f"ALTER DATABASE {name} SET synchronous_commit = off"))  # for speed
    url = make_url(os.environ.get("VIGIE_TEST_POSTGRES", ADMIN)).set(database=name)
    yield url.render_as_string(hide_password=False)
    asyncio.run(_run(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """The address of a file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path}/vigie.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request) -> str:
    """The address of an empty database on either engine."""
    return request.getfixturevalue(f"{request.param}_url")
