"""A small news server: feeds that grow, and a page for each article that says how often it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.fakes.http_server import HttpServer, http_server, page, unchanged_when
from tests.fakes.newsroom import article, item
from tests.fakes.pages import rss

SHOWN = 30  # articles a feed lists at most


@dataclass(slots=True)
class Press:
    """The server, and what it has published."""

    server: HttpServer
    feeds: dict[str, list[int]] = field(default_factory=dict)  # path -> numbers, oldest first
    began: datetime = field(default_factory=lambda: datetime.now(UTC))  # noqa: TID251  # as readers see it
    published: int = 0

    def publish(self, path: str, count: int = 1) -> None:
        """Put new articles into the feed at `path`."""
        numbers = self.feeds.setdefault(path, [])
        for _ in range(count):
            self.published += 1
            numbers.append(self.published)
            self.server.routes[f"/a/{self.published}"] = page(article(self.published))
        items = [
            item(n, self.server.url(f"/a/{n}"), self.began + timedelta(seconds=n - 86_400))
            for n in reversed(numbers[-SHOWN:])
        ]
        body = rss("".join(items))
        self.server.routes[path] = unchanged_when(f'"{path}-{len(numbers)}"', body)

    def read(self) -> Counter[str]:
        """How often each article's page was asked for."""
        return Counter(path for path in self.server.paths() if path.startswith("/a/"))

    def settings(self) -> dict[str, str]:
        """How the program finds it."""
        return {
            "VIGIE_SOURCES": ", ".join(map(self.server.url, self.feeds)),
            "VIGIE_ALLOWED_HOSTS": self.server.host,
            "VIGIE_MAX_AGE": "none",
            "VIGIE_HOST_GAP": "0s",
            "VIGIE_EVERY": "1s",
        }


@asynccontextmanager
async def press() -> AsyncIterator[Press]:
    """A server without news."""
    async with http_server() as server:
        yield Press(server)
