"""A resolver of host names with answers made up by a test."""

from __future__ import annotations

import socket

from aiohttp.abc import AbstractResolver, ResolveResult


class Says(AbstractResolver):
    """A resolver with fixed answers, one a call; the last one stays. An empty one: no such name."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        hosts = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if not hosts:
            raise OSError("no such name")
        return [
            ResolveResult(
                hostname=host, host=found, port=port, family=socket.AF_INET, proto=6, flags=0
            )
            for found in hosts
        ]

    async def close(self) -> None:
        """Nothing to close."""
