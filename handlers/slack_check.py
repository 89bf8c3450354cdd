"""Slack looked at from outside: are both tokens good, may we do what we need, are we in each channel."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.chat_common import Checked
from handlers.slack_post import code_of, status_of

APPS = "https://api.slack.com/apps"

PEOPLE = "users:read"  # may be missing
SCOPES = ("chat:write", "app_mentions:read", "commands", "channels:history")


async def check_slack(
    client: AsyncWebClient, app_token: str | None, channels: Sequence[str]
) -> list[Checked]:
    """Ask about the tokens and every channel; without an app token (HTTP mode) there is one less."""
    try:
        answer = await client.auth_test()
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        mend = f"Set SLACK_BOT_TOKEN to the Bot User OAuth Token of {APPS}."
        return [Checked(what="Slack bot token", problem=_said(error), mend=mend)]
    granted = str(answer.headers.get("x-oauth-scopes") or "")
    found = [_scopes(granted), *_languages(granted)]
    if app_token is not None:
        found.append(await _app_token(client, app_token))
    return found + [await _channel(client, channel) for channel in channels]


def _scopes(granted: str) -> Checked:
    """A server that names no scopes is taken at its word that the token is good."""
    missing = [scope for scope in SCOPES if granted and scope not in granted.split(",")]
    if not missing:
        return Checked(what="Slack bot token")
    return Checked(
        what="Slack bot token",
        problem=f"missing scopes: {', '.join(missing)}",
        mend=f"Add them under OAuth & Permissions of {APPS} and install the app again.",
    )


def _languages(granted: str) -> list[Checked]:
    if not granted or PEOPLE in granted.split(","):
        return []
    return [
        Checked(
            what="Slack languages",
            problem="nobody's language is known, so all are answered in the settings' one",
            mend=f"Add the scope {PEOPLE} at {APPS} and install the app again.",
            warning=True,
        )
    ]


async def _app_token(client: AsyncWebClient, token: str) -> Checked:
    try:
        await client.apps_connections_open(app_token=token)
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        return Checked(
            what="Slack app token",
            problem=_said(error),
            mend=f"Switch on Socket Mode at {APPS}; set SLACK_APP_TOKEN to a token with"
            " connections:write.",
        )
    return Checked(what="Slack app token")


async def _channel(client: AsyncWebClient, channel_id: str) -> Checked:
    """Reading one message needs the same membership as posting, and no further scope."""
    what = f"channel slack:{channel_id}"
    try:
        await client.conversations_history(channel=channel_id, limit=1)
    except SlackApiError as error:
        return Checked(what=what, problem=_said(error), mend=_mend(code_of(error)))
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Checked(what=what, problem=_said(error), mend="Try again later.")
    return Checked(what=what)


def _mend(code: str) -> str:
    if code in ("not_in_channel", "channel_not_found"):
        return "Type /invite and the bot's name in the channel; check the id in VIGIE_CHANNELS."
    if code == "missing_scope":
        return f"Add channels:history and groups:history at {APPS}; install the app again."
    return "Look at the channel in Slack."


def _said(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return f"Slack answered {code_of(error) or status_of(error)}"
    return f"no good answer: {error!r}"
