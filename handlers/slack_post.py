"""Posting on Slack so that every card is there once: what each answer means for the outbox.

Slack knows no key that would keep a message from being posted twice. The delivery's key travels in
the message's metadata, and a call without a clear answer is never repeated blindly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.outlet import Declined, Posted, Unsure
from handlers.chat_common import AHEAD, Rejected
from handlers.slack_cards import SlackMessage

EVENT = "vigie_card"  # metadata's event_type; its payload holds `key`
PAGE, PAGES = 200, 5  # messages of one look-back call, and calls
SKEW = timedelta(minutes=1)  # between our clock and Slack's
PAUSE = 30.0  # seconds until a call that never left is worth repeating

TOKEN_ERRORS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
    | {"no_permission", "org_login_required", "team_access_not_granted", "not_allowed_token_type"}
)
CHANNEL_ERRORS = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "missing_scope", "user_is_restricted"}
    | {"restricted_action", "restricted_action_read_only_channel", "ekm_access_denied"}
    | {"restricted_action_non_threadable_channel", "restricted_action_thread_only_channel"}
    | {"messages_tab_disabled", "cannot_dm_bot", "user_not_found", "access_denied"}
)
FORM_ERRORS = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch"}
    | {"invalid_attachments", "msg_too_long", "markdown_text_conflict"}
)
# after these, says Slack, part of the call may have happened
HALFWAY_ERRORS = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)
# of an edit: nothing that somebody could mend brings the message back
GONE_ERRORS = frozenset(
    {"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed"}
    | {"is_archived"}
)
HASTE_ERRORS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})


async def post(
    client: AsyncWebClient, channel_id: str, message: SlackMessage, key: str, patience: float
) -> Posted | Declined | Unsure:
    """Send once.

    Args:
        client: one that repeats nothing by itself.
        channel_id: a Slack channel.
        message: what to send.
        key: the delivery's key.
        patience: seconds until the call is given up as unsure.
    """
    try:
        async with asyncio.timeout(patience):
            sent = await client.chat_postMessage(
                channel=channel_id, **message.arguments(), metadata=metadata_of(key), mrkdwn=False
            )
    except SlackApiError as error:
        return refusal(error)
    except aiohttp.ClientConnectorError as error:  # no connection: nothing was sent
        return Declined(f"Slack was not reached: {error}", retry_after=PAUSE)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Unsure(f"no answer from Slack: {error!r}")
    return Posted(str(sent["ts"]))


async def edit(
    client: AsyncWebClient,
    channel_id: str,
    message_id: str,
    message: SlackMessage,
    posted_as: str,
    patience: float,
) -> Posted | Declined | Unsure:
    """Have a message of ours read otherwise; doing it twice is as good as once.

    Args:
        client: one that repeats nothing by itself.
        channel_id: a Slack channel.
        message_id: the message's `ts`.
        message: what it is to show.
        posted_as: the key it was posted with: metadata that is not sent again is lost.
        patience: seconds until the call is given up as unsure.
    """
    try:
        async with asyncio.timeout(patience):
            await client.chat_update(
                channel=channel_id,
                ts=message_id,
                text=message.text,
                blocks=list(message.blocks),
                metadata=metadata_of(posted_as),
            )
    except SlackApiError as error:
        if code_of(error) in GONE_ERRORS:
            return Declined(f"it cannot be changed any more ({code_of(error)})", permanent=True)
        return refusal(error)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Unsure(f"no answer from Slack: {error!r}")
    return Posted(message_id)


def metadata_of(key: str) -> dict[str, Any]:
    """What travels unseen with a card, by which it is found again."""
    return {"event_type": EVENT, "event_payload": {"key": key}}


def refusal(error: SlackApiError) -> Declined | Unsure:
    """What an error answer says about the card."""
    status, code = status_of(error), code_of(error)
    reason = f"Slack answered {code or status}"
    if code in HASTE_ERRORS or status == 429:
        return Rejected(reason, retry_after=_retry_after(error), code=code)
    if code in HALFWAY_ERRORS or status >= 500 or not code:
        return Unsure(reason)
    closed = code in TOKEN_ERRORS | CHANNEL_ERRORS
    return Rejected(reason, permanent=closed or code in FORM_ERRORS, closed=closed, code=code)


async def find(
    client: AsyncWebClient, channel_id: str, key: str, since: datetime
) -> str | Unsure | None:
    """Look for our message with `key` among those since then; None when it is certainly not there."""
    try:
        found = await _among(client, channel_id, key, since - SKEW, None)
        if found is None:
            found = await _among(client, channel_id, key, since - AHEAD, since - SKEW)
            return found if isinstance(found, str) else None
    except SlackApiError as error:
        if code_of(error) == "channel_not_found":
            return None  # the channel is gone, and the card with it
        return Unsure(f"Slack's history could not be read: {code_of(error) or status_of(error)}")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Unsure(f"Slack's history could not be read: {error!r}")
    return found


async def copies(
    client: AsyncWebClient, channel_id: str, key: str, since: datetime
) -> Sequence[str] | Unsure:
    """All our messages with `key` among those since then, as far as the history is read."""
    try:
        return (await _carrying(client, channel_id, key, since - SKEW))[0]
    except SlackApiError as error:
        if code_of(error) == "channel_not_found":
            return ()
        return Unsure(f"Slack's history could not be read: {code_of(error) or status_of(error)}")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Unsure(f"Slack's history could not be read: {error!r}")


async def take_back(client: AsyncWebClient, channel_id: str, message_id: str) -> Unsure | None:
    """Delete a message of ours; None when it is there no more."""
    try:
        await client.chat_delete(channel=channel_id, ts=message_id)
    except SlackApiError as error:
        code = code_of(error)
        return None if code == "message_not_found" else Unsure(f"Slack answered {code}")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Unsure(f"no answer from Slack: {error!r}")
    return None


async def _among(
    client: AsyncWebClient, channel_id: str, key: str, oldest: datetime, latest: datetime | None
) -> str | Unsure | None:
    """Our message with `key` among those of a time."""
    found, is_all = await _carrying(client, channel_id, key, oldest, latest, most=1)
    if found:
        return found[0]
    return None if is_all else Unsure("too many messages since then")


async def _carrying(
    client: AsyncWebClient,
    channel_id: str,
    key: str,
    oldest: datetime,
    latest: datetime | None = None,
    *,
    most: int = PAGE,
) -> tuple[list[str], bool]:
    """Our messages with `key` among those of a time, and whether all of that time were read."""
    cursor, found = "", []
    for _ in range(PAGES):
        page = await client.conversations_history(
            channel=channel_id,
            oldest=f"{oldest.timestamp():.6f}",
            latest=f"{latest.timestamp():.6f}" if latest else None,
            limit=PAGE,
            include_all_metadata=True,
            cursor=cursor or None,
        )
        found += [str(each["ts"]) for each in page.get("messages") or () if _carries(each, key)]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor or len(found) >= most:
            return found, not cursor
    return found, False


def code_of(error: SlackApiError) -> str:
    """Slack's own word for an error; empty when the answer was not Slack's."""
    try:
        return str(error.response["error"] or "")
    except (AttributeError, KeyError, TypeError, ValueError):  # a page or words of a proxy
        return ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status of an error answer."""
    response: Any = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)


def _carries(message: Mapping[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return bool(metadata.get("event_type") == EVENT and payload.get("key") == key)


def _retry_after(error: SlackApiError) -> float:
    headers: Mapping[str, str] = getattr(error.response, "headers", None) or {}
    try:
        return float(headers.get("Retry-After", PAUSE))
    except ValueError:  # a date, says HTTP; Slack never sends one
        return PAUSE
