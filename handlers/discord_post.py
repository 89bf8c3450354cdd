"""Posting on Discord so that every card is there once: what each answer means for the outbox.

The delivery's key goes along as the nonce, which Discord compares for some minutes, and in the
buttons, where it can be found later. discord.py asks again by itself after some errors; an attempt
without a clear answer among them makes the whole call unsure, whatever the last answer says.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord

from bot.outlet import Declined, Posted, Unsure
from handlers.chat_common import AHEAD, Rejected
from handlers.discord_cards import ASK_ID, DiscordMessage

log = logging.getLogger(__name__)

LOOK_BACK = 500  # messages read at most when a card is looked for
SKEW = timedelta(minutes=1)  # between our clock and Discord's
PAUSE = 30.0  # seconds until a call that never left is worth repeating
GONE = frozenset({10003, 10008})  # error codes: no such channel, no such message
TOO_FAST = 60.0  # seconds, where a refusal for haste does not say how long

_statuses: ContextVar[list[int] | None] = ContextVar("statuses", default=None)


def tracing() -> aiohttp.TraceConfig:
    """Notes the status of each attempt a call makes; 0 stands for one without an answer."""
    trace = aiohttp.TraceConfig()

    async def began(*_: object) -> None:
        if (seen := _statuses.get()) is not None:
            seen.append(0)

    async def ended(_: object, __: SimpleNamespace, given: aiohttp.TraceRequestEndParams) -> None:
        if seen := _statuses.get():
            seen[-1] = given.response.status

    async def failed(
        _: object, __: SimpleNamespace, given: aiohttp.TraceRequestExceptionParams
    ) -> None:
        seen = _statuses.get()
        if seen and isinstance(given.exception, aiohttp.ClientConnectorError):
            seen.pop()  # no connection: nothing was sent

    trace.on_request_start.append(began)
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(failed)
    return trace


async def post(
    client: discord.Client, channel_id: str, message: DiscordMessage, key: str, patience: float
) -> Posted | Declined | Unsure:
    """Send once.

    Args:
        client: logged in, made with `tracing()`.
        channel_id: a Discord channel or thread.
        message: what to send.
        key: the delivery's key.
        patience: seconds until the call is given up as unsure.
    """
    if not channel_id.isdecimal():
        return Declined(f"{channel_id} is no Discord channel id", permanent=True)
    seen: list[int] = []
    token = _statuses.set(seen)
    try:
        async with asyncio.timeout(patience):
            channel = client.get_partial_messageable(int(channel_id))
            sent = await channel.send(**message.arguments(), nonce=key)
    except discord.DiscordException as error:
        return _outcome(refusal(error), seen)
    except (aiohttp.ClientError, OSError, RuntimeError) as error:
        # RuntimeError: the session was closed before anything was sent
        return _outcome(Declined(f"no answer from Discord: {error!r}", retry_after=PAUSE), seen)
    finally:
        _statuses.reset(token)
    return Posted(str(sent.id))


async def edit(
    client: discord.Client,
    channel_id: str,
    message_id: str,
    message: DiscordMessage,
    patience: float,
) -> Posted | Declined | Unsure:
    """Have a message of ours read otherwise; doing it twice is as good as once.

    Args:
        client: logged in.
        channel_id: a Discord channel or thread.
        message_id: the message there.
        message: what it is to show.
        patience: seconds until the call is given up as unsure.
    """
    if not (channel_id.isdecimal() and message_id.isdecimal()):
        return Declined(f"{message_id} in {channel_id} is no message of Discord", permanent=True)
    try:
        async with asyncio.timeout(patience):
            place = client.get_partial_messageable(int(channel_id))
            await place.get_partial_message(int(message_id)).edit(**message.arguments())
    except discord.NotFound as error:
        if error.code in GONE:
            return Declined(f"it is there no more ({error.text})", permanent=True)
        return refusal(error)
    except discord.DiscordException as error:
        return refusal(error)
    except (aiohttp.ClientError, OSError, RuntimeError) as error:
        return Unsure(f"no answer from Discord: {error!r}")
    return Posted(message_id)


def refusal(error: discord.DiscordException) -> Declined | Unsure:
    """What an error of discord.py says about the card.

    A refusal that carries one of Discord's own error codes is final when it is about permission or
    a missing channel; one without comes from something in between and may pass.
    """
    if isinstance(error, discord.RateLimited):
        return Declined("Discord asks to wait", retry_after=error.retry_after)
    if not isinstance(error, discord.HTTPException):
        return Unsure(f"no answer from Discord: {error!r}")
    reason = f"Discord answered {error.status}: {error.text or error.code}"
    if error.status >= 500:
        return Unsure(reason)
    if error.status == 429:
        return Rejected(reason, retry_after=_retry_after(error), code="429")
    ours = error.status == 401 or (error.status in (400, 403, 404) and error.code != 0)
    closed = ours and error.status != 400
    return Rejected(reason, permanent=ours, closed=closed, code=str(error.status))


async def find(
    client: discord.Client, channel_id: str, key: str, since: datetime
) -> str | Unsure | None:
    """Look for our message with `key` among those since then; None when it is certainly not there."""
    me = client.user
    if me is None or not channel_id.isdecimal():
        return Unsure("not connected to Discord") if me is None else None
    channel = client.get_partial_messageable(int(channel_id))
    begun = since - SKEW
    # what was sent while our clock was ahead stands before that moment
    before = {"before": begun, "after": since - AHEAD, "oldest_first": False}
    try:
        found, read = await _look(channel, key, me, after=begun)
        if found is None and read >= LOOK_BACK:
            return Unsure("too many messages since then")
        return found or (await _look(channel, key, me, **before))[0]
    except discord.NotFound:
        return None  # the channel is gone, and the card with it
    except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError) as error:
        return Unsure(f"Discord's history could not be read: {error!r}")


async def copies(
    client: discord.Client, channel_id: str, key: str, since: datetime
) -> Sequence[str] | Unsure:
    """All our messages with `key` among those since then."""
    me = client.user
    if me is None or not channel_id.isdecimal():
        return Unsure("not connected to Discord") if me is None else ()
    channel = client.get_partial_messageable(int(channel_id))
    try:
        history = channel.history(limit=LOOK_BACK, after=since - SKEW)
        return [str(m.id) async for m in history if m.author.id == me.id and _carries(m, key)]
    except discord.NotFound:
        return ()
    except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError) as error:
        return Unsure(f"Discord's history could not be read: {error!r}")


async def take_back(client: discord.Client, channel_id: str, message_id: str) -> Unsure | None:
    """Delete a message of ours; None when it is there no more."""
    try:
        place = client.get_partial_messageable(int(channel_id))
        await place.get_partial_message(int(message_id)).delete()
    except discord.NotFound:
        return None
    except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError) as error:
        return Unsure(f"Discord did not delete it: {error!r}")
    return None


async def _look(
    channel: discord.PartialMessageable, key: str, me: discord.ClientUser, **where: Any
) -> tuple[str | None, int]:
    """The id of our message with `key` in a part of the history, and how many were read."""
    read = 0
    async for message in channel.history(limit=LOOK_BACK, **where):
        read += 1
        if message.author.id == me.id and _carries(message, key):
            return str(message.id), read
    return None, read


def _outcome(declined: Declined | Unsure, seen: list[int]) -> Declined | Unsure:
    """A refusal is one only when no attempt of the call may have been taken."""
    if isinstance(declined, Declined) and any(not 0 < status < 500 for status in seen):
        return Unsure(declined.reason)
    return declined


def _carries(message: discord.Message, key: str) -> bool:
    start = f"{ASK_ID}:{key}:"
    return str(message.nonce) == key or any(
        custom_id.startswith(start) for custom_id in _custom_ids(message.components)
    )


def _custom_ids(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        yield from _custom_ids(getattr(component, "children", ()))
        custom_id = getattr(component, "custom_id", None)
        if custom_id:
            yield custom_id


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", TOO_FAST))
    except ValueError:  # a date, says HTTP; Discord never sends one
        return TOO_FAST
