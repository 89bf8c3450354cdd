"""One question to the model: kept answers first, the day's budget, and a rest after a failure."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.model import Usage
from bot.second.chat import Chat, NoReply, Reply, tokens_of
from bot.second.ledger import Ledger, answer_key
from bot.second.prompts import Prompt

log = logging.getLogger(__name__)

REST = 60.0  # seconds without a request after the server failed; doubled when it fails again
LONGEST_REST = 900.0
PATIENCE = 2  # times the longest wait for one answer: how long an article's cards wait for all
LATE = "It takes too long over this article (VIGIE_READER_TIMEOUT)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most a day (UTC) may cost."""

    articles: int = 200
    tokens: int = 1_000_000


@dataclass(slots=True)
class Work:
    """One piece of work: an article, or something small beside the articles."""

    article: bool = False
    until: float | None = None  # when it is waited for no more, by the event loop's clock
    requests: int = 0  # made for it so far


class Asking:
    """Asks one model for everybody who wants something of it."""

    def __init__(
        self,
        *,
        chat: Chat,
        ledger: Ledger,
        budget: Budget,
        version: str,
        clock: Callable[[], datetime],
    ) -> None:
        """`version` of the prompt for facts: with the model's name it is the reader's name."""
        self._chat = chat
        self._ledger = ledger
        self._clock = clock
        self._resting_until = 0.0
        self._failures = 0  # in a row
        self._spending = asyncio.Lock()
        self.budget = budget
        self.reader = f"{chat.endpoint.model}/{version}"

    def article(self) -> Work:
        """An article's work, which begins now: its cards wait for it, but not for ever."""
        now = asyncio.get_running_loop().time()
        return Work(article=True, until=now + PATIENCE * self._chat.endpoint.timeout)

    async def ask(
        self, task: str, prompt: Prompt, data: str, schema: dict[str, Any], work: Work
    ) -> str | NoReply:
        """The answer that was kept, or a new one; not more than a day may cost.

        Raises:
            StoreError: when nothing can be looked up or kept.
        """
        key = answer_key(task, f"{self._chat.endpoint.model}/{prompt.version}", data)
        kept = await self._ledger.answer(key)
        if kept is not None:
            return kept
        if time.monotonic() < self._resting_until:
            return NoReply(reason="It failed a moment ago and is left alone.")
        reserved = Usage(
            articles=1 if work.article and not work.requests else 0,
            tokens_in=tokens_of(prompt.system + data),
        )
        if not await self._reserve(reserved):
            return NoReply(reason="Its budget of the day is spent.", down=False, spent=True)
        work.requests += 1
        asked = self._in_time(self._chat.ask(prompt.system, data, task, schema), work.until)
        reply = await self._answered(asked, reserved)
        if isinstance(reply, NoReply):
            if reply.down:
                rest = min(LONGEST_REST, REST * 2 ** min(self._failures, 9))
                self._resting_until = time.monotonic() + rest
                self._failures += 1
            log.warning("the second reader: %s", reply.reason)
            return reply
        self._failures = 0
        if not reply.cut:
            await self._ledger.keep(key, reply.text)
        return reply.text

    async def _in_time(
        self, asked: Awaitable[Reply | NoReply], until: float | None
    ) -> Reply | NoReply:
        """The answer, or none when its work waits no longer.

        Only a server that had the time of a whole request for this one is taken to fail: the
        others of a long article may have used the time up.
        """
        began = time.monotonic()
        try:
            async with asyncio.timeout_at(until):
                return await asked
        except TimeoutError:
            seconds = time.monotonic() - began
            down = seconds >= self._chat.endpoint.timeout
            return NoReply(reason=LATE, down=down, seconds=seconds)

    async def _answered(
        self, asked: Awaitable[Reply | NoReply], reserved: Usage
    ) -> Reply | NoReply:
        """Ask, and put what it has really cost in the place of what was reserved."""
        cost = Usage()
        try:
            reply = await asked
            cost = Usage(requests=1, seconds=reply.seconds)
            if isinstance(reply, NoReply) and not reply.down:
                cost += reserved  # it was read, if for nothing
            if isinstance(reply, Reply):
                cost += Usage(
                    articles=reserved.articles,
                    tokens_in=reply.tokens_in,
                    tokens_out=reply.tokens_out,
                )
        finally:
            await self.spend(cost - reserved)
        return reply

    async def _reserve(self, wanted: Usage) -> bool:
        """Count a request before it is made, so that many at once do not overdraw the budget."""
        async with self._spending:
            spent = await self.today() + wanted
            if spent.articles > self.budget.articles or spent.tokens > self.budget.tokens:
                return False
            await self._ledger.spend(self._today(), self.reader, wanted)
            return True

    async def spend(self, usage: Usage) -> None:
        """Count what a piece of work has cost and brought."""
        await self._ledger.spend(self._today(), self.reader, usage)

    async def today(self) -> Usage:
        """What the day has cost so far."""
        return await self._ledger.spent(self._today(), self.reader)

    def _today(self) -> str:
        return self._clock().date().isoformat()
