"""One question to the model: kept answers first, the day's budget, and a rest after a failure."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.model import Usage
from bot.second.chat import Chat, NoReply, tokens_of
from bot.second.ledger import Ledger, answer_key
from bot.second.prompts import Prompt

log = logging.getLogger(__name__)

REST = 60.0  # seconds without a request after the server failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most a day (UTC) may cost."""

    articles: int = 200
    tokens: int = 1_000_000


@dataclass(slots=True)
class Work:
    """What one piece of work has cost so far."""

    usage: Usage = field(default_factory=Usage)


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
        self._spending = asyncio.Lock()
        self.budget = budget
        self.reader = f"{chat.endpoint.model}/{version}"

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
        if not await self._affordable(tokens_of(prompt.system + data), work):
            return NoReply(reason="Its budget of the day is spent.", down=False, spent=True)
        reply = await self._chat.ask(prompt.system, data, task, schema)
        work.usage += Usage(requests=1, seconds=reply.seconds)
        if isinstance(reply, NoReply):
            if reply.down:
                self._resting_until = time.monotonic() + REST
            log.warning("the second reader: %s", reply.reason)
            return reply
        work.usage += Usage(tokens_in=reply.tokens_in, tokens_out=reply.tokens_out)
        if not reply.cut:
            await self._ledger.keep(key, reply.text)
        return reply.text

    async def spend(self, usage: Usage) -> None:
        """Count what a piece of work has cost and brought."""
        async with self._spending:
            await self._ledger.spend(self._today(), self.reader, usage)

    async def today(self) -> Usage:
        """What the day has cost so far."""
        return await self._ledger.spent(self._today(), self.reader)

    async def _affordable(self, tokens: int, work: Work) -> bool:
        spent = await self.today() + work.usage
        new = 0 if work.usage.requests else 1
        return (
            spent.articles + new <= self.budget.articles
            and spent.tokens + tokens <= self.budget.tokens
        )

    def _today(self) -> str:
        return self._clock().date().isoformat()
