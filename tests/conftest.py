"""What every test shares: a clock that stands still, and a net that ends at this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import settings

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
