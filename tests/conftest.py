"""What every test shares: a clock that stands still, and a net that ends at this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from bot.sources.worker import Parser
from tests.fakes.postgres import NoPostgres, own_database

# No deadline for an example: a busy machine must not fail a test that asserts no timing.
settings.register_profile("vigie", deadline=None)
settings.load_profile("vigie")

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


@pytest.fixture(scope="session")
def parser() -> Iterator[Parser]:
    """One worker process for all tests: starting it takes longer than most of them."""
    made = Parser()
    asyncio.run(made.__aenter__())
    yield made
    asyncio.run(made.__aexit__(None, None, None))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of our own on the server, for this run only."""
    try:
        with own_database() as url:
            yield url
    except NoPostgres as error:
        pytest.skip(str(error))


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """The address of a file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path}/vigie.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request) -> str:
    """The address of an empty database on either engine."""
    return request.getfixturevalue(f"{request.param}_url")
