"""Deliveries that are wrong on purpose: a check that lets these pass proves nothing."""

from __future__ import annotations

from bot.attempts import Verdict
from bot.copies import CopyWatch
from bot.deliver import Deliver
from bot.outlet import Outlet
from bot.store.outbox import Claimed


class PostsThenMarks(Deliver):
    """Never looks back: an attempt whose outcome is not known is simply made again."""

    async def _reached(self, claimed: Claimed, outlet: Outlet, channel_id: str) -> Verdict:
        plain = Claimed(delivery=claimed.delivery, ambiguous=False)
        return await super()._reached(plain, outlet, channel_id)


class LeavesCopies(CopyWatch):
    """Never looks whether a call landed after its repetition."""

    async def round(self) -> int:
        return 0


class MarksThenPosts(Deliver):
    """Says that a card is sent before it is."""

    async def _settled(self, claimed: Claimed) -> Verdict:
        key = claimed.delivery.key
        await self._outbox.sent(key, "not known", self._clock())
        return await super()._settled(claimed)
