"""A small HTTP server on loopback that gives honest and hostile answers, byte by byte.

Raw asyncio, because a proper server library would refuse to send most of what is tested here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

LONG = 30.0  # seconds a hanging answer waits; longer than any test


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came. Header names are lower case."""

    path: str
    headers: Mapping[str, str]


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class HttpServer:
    """The running server: its routes, and every request it got."""

    routes: dict[str, Answer]
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    open: int = 0  # requests under way ...
    most_open: int = 0  # ... and the most there were at once

    @property
    def host(self) -> str:
        """`127.0.0.1:port`, as an allowed host is written."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [asked.path for asked in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection's only request."""
        try:
            self.open += 1
            asked = _read(await reader.readuntil(b"\r\n\r\n"))
            self.asked.append(asked)
            self.most_open = max(self.most_open, self.open)
            answer = self.routes.get(asked.path.partition("?")[0], status(404))
            await answer(asked, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left: that is its right
        finally:
            self.open -= 1
            writer.close()


def _read(head: bytes) -> Asked:
    first, *rest = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in rest if line)
    return Asked(first.split()[1], {name.lower(): value.strip() for name, _, value in pairs})


@contextlib.asynccontextmanager
async def http_server(routes: Mapping[str, Answer] | None = None) -> AsyncIterator[HttpServer]:
    """A server on a free port of 127.0.0.1; paths without a route answer 404."""
    server = HttpServer(dict(routes or {}))
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(server.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(accept, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def raw(data: bytes) -> Answer:
    """These bytes, then the end of the connection."""

    async def answer(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


def status(code: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
    """A proper answer."""
    lines = [f"HTTP/1.1 {code} Some", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return raw("\r\n".join([*lines, "", ""]).encode() + body)


def page(body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
    """A document."""
    return status(200, {"Content-Type": "text/html", **(headers or {})}, body)


def redirect(to: str, code: int = 302) -> Answer:
    """The way to another address."""
    return status(code, {"Location": to})


def unchanged_when(etag: str, body: bytes) -> Answer:
    """A document with an ETag: 304 when it is asked for with exactly that."""
    full, empty = page(body, {"ETag": etag}), status(304, {"ETag": etag})

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        known = asked.headers.get("if-none-match") == etag
        await (empty if known else full)(asked, writer)

    return answer


def slow(seconds: float, then: Answer) -> Answer:
    """The answer after a while."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await then(asked, writer)

    return answer


async def hang(_: Asked, __: asyncio.StreamWriter) -> None:
    """No answer at all."""
    await asyncio.sleep(LONG)


async def drip(_: Asked, writer: asyncio.StreamWriter) -> None:
    """A byte now and then: never silent for long, never done."""
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def endless(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Bytes without end, as fast as they are taken."""
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def reset(_: Asked, writer: asyncio.StreamWriter) -> None:
    """A connection torn down."""
    writer.transport.abort()
