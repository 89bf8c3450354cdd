"""robots.txt: read once an origin and obeyed for article pages (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from bot.errors import BadStatus, SourceError, TooLarge
from bot.model import Fetched

FRESH = timedelta(hours=24)  # RFC 9309, 2.4: no longer than a day
FRESH_FAILED = timedelta(minutes=30)  # a server that failed is asked again sooner
MAX_ROBOTS = 512 * 1024  # bytes read; RFC 9309 asks for at least 500 KiB
MAX_DELAY = 30.0  # seconds; longer crawl delays are cut to it
MAX_ORIGINS = 4_096

Get = Callable[[str], Awaitable[Fetched | SourceError]]


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego | None  # None: nothing may be asked, `why` says the reason
    why: str
    until: datetime


class Robots:
    """What each origin allows us to ask. Keeps the rules for a day."""

    def __init__(self, get: Get, agent: str, clock: Callable[[], datetime]) -> None:
        """`get` fetches a robots.txt; `agent` is the product name the rules may address."""
        self._get = get
        self._agent = agent
        self._clock = clock
        self._known: dict[str, _Rules] = {}
        self._asking: dict[str, asyncio.Task[_Rules]] = {}

    async def refusal(self, url: str) -> str | None:
        """Why `url` may not be asked, as a sentence; None when it may."""
        found = await self._rules(url)
        if found.rules is None:
            return found.why
        if found.rules.can_fetch(url, self._agent):
            return None
        return "The site's robots.txt asks bots not to read this page. It is left alone."

    async def delay(self, url: str) -> float:
        """Seconds the origin wants between two requests; 0 when it does not say."""
        rules = (await self._rules(url)).rules
        wanted = rules.crawl_delay(self._agent) if rules else None
        return min(float(wanted or 0), MAX_DELAY)

    async def _rules(self, url: str) -> _Rules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        known = self._known.get(origin)
        if known is not None and known.until > self._clock():
            return known
        asking = self._asking.get(origin)
        if asking is None:
            asking = asyncio.create_task(self._ask(origin))
            self._asking[origin] = asking
            asking.add_done_callback(lambda _: self._asking.pop(origin, None))
        # Shielded: when one of those who wait is cancelled, the others still get their answer.
        return await asyncio.shield(asking)

    async def _ask(self, origin: str) -> _Rules:
        answer = await self._get(f"{origin}/robots.txt")
        if len(self._known) >= MAX_ORIGINS:
            self._known.clear()
        found = self._known[origin] = _understood(answer, self._clock())
        return found


def _understood(answer: Fetched | SourceError, now: datetime) -> _Rules:
    """The rules an answer stands for (RFC 9309, 2.3.1).

    No robots.txt (4xx) allows everything. A server that fails or cannot be reached allows nothing;
    429 says "not now", so it counts as a failure, and so does a file too large to be one.
    """
    if isinstance(answer, Fetched):
        text = answer.body[:MAX_ROBOTS].decode("utf-8-sig", "replace")
        return _Rules(Protego.parse(text), "", now + FRESH)
    if isinstance(answer, BadStatus) and 400 <= answer.status < 500 and answer.status != 429:
        return _Rules(Protego.parse(""), "", now + FRESH)
    why = "The site's robots.txt could not be read, so its pages are left alone for now."
    if isinstance(answer, TooLarge):
        why = "The site's robots.txt is too large to be read, so its pages are left alone for now."
    return _Rules(None, why, now + FRESH_FAILED)
