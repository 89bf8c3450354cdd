"""What a chat platform answers to a card: values, so that the outbox can decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Card, Platform


@dataclass(frozen=True, slots=True)
class Posted:
    """The platform took the card."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The platform certainly did not take the card.

    `permanent`: asking again cannot help, whatever the cause.
    `closed`: the cause is the channel, not this card (gone, no permission, bad token): every other
    card would fare the same until somebody mends it.
    `retry_after`: seconds the platform asks us to wait.
    """

    reason: str
    permanent: bool = False
    closed: bool = False
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """The call ended without an answer: the card may or may not be there."""

    reason: str


class Outlet(Protocol):
    """A chat platform as the outbox sees it."""

    @property
    def platform(self) -> Platform:
        """Which platform it speaks to."""
        ...

    @property
    def remembers_keys(self) -> bool:
        """True when a key repeated within minutes cannot post twice (Discord's nonce)."""
        ...

    async def post(self, channel_id: str, card: Card, key: str) -> Posted | Declined | Unsure:
        """Post `card` once; `key` (20 characters of base32) travels with the message."""
        ...

    async def edit(
        self, channel_id: str, message_id: str, card: Card, *, key: str, posted_as: str
    ) -> Posted | Declined | Unsure:
        """Have a message that stands there read as `card`; again with the same outcome if asked to.

        Args:
            channel_id: where it stands.
            message_id: what `post` gave.
            card: what it is to show.
            key: of the edit, for the buttons.
            posted_as: the key it was posted with, which stays with the message.
        """
        ...

    async def find(self, channel_id: str, key: str, since: datetime) -> str | Unsure | None:
        """Look back for `key` among our messages since then: its message id, or None."""
        ...

    async def copies(self, channel_id: str, key: str, since: datetime) -> Sequence[str] | Unsure:
        """The ids of all our messages since then that carry `key`."""
        ...

    async def take_back(self, channel_id: str, message_id: str) -> Unsure | None:
        """Delete a message of ours; None when it is there no more."""
        ...
