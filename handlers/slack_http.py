"""Slack's HTTP mode: events, commands, buttons and forms come as signed requests to our own port.

The signature is checked here, before a body is read as anything: what is not Slack's learns no
more than that. slack-bolt then does the rest, as it does behind a socket.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from handlers.slack_workspaces import DATABASE_ERRORS

log = logging.getLogger(__name__)


class SlackDoor:
    """Lets Slack's requests in."""

    def __init__(
        self,
        secret: SecretStr,
        make_app: Callable[[], Awaitable[AsyncApp]],
        now: Callable[[], datetime],
    ) -> None:
        """`secret` is the app's signing secret; `make_app` is called when the first request comes."""
        self._secret = secret
        self._make_app = make_app
        self._now = now
        self._app: AsyncApp | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer a request: 401 when it is not Slack's, 400 when it cannot be read, 503 to wait."""
        body = await request.read()
        if not is_signed(self._secret, request.headers, body, self._now()):
            log.warning("a request that Slack did not sign was refused")
            return web.Response(status=401, text="not signed by Slack\n")
        text = _readable(body, request.content_type)
        if text is None:
            return web.Response(status=400, text="not readable\n")
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        asked = AsyncBoltRequest(body=text, query=request.query_string, headers=headers)
        try:
            self._app = self._app or await self._make_app()
            return await to_aiohttp_response(await self._app.async_dispatch(asked))
        except DATABASE_ERRORS as error:  # of the workspaces' tokens; Slack sends it again
            log.warning("Slack's request could not be answered: %s", type(error).__name__)
            return web.Response(status=503, text="try again\n")


def is_signed(secret: SecretStr, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """True for a body Slack signed with our secret within the last minutes."""
    verifier = SignatureVerifier(secret.get_secret_value(), _At(now))
    try:
        return verifier.is_valid_request(body, dict(headers))
    except (ValueError, TypeError):  # a stamp that is no number, a body or header of odd bytes
        return False


class _At(Clock):
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> float:
        return self._moment.timestamp()


def _readable(body: bytes, content_type: str) -> str | None:
    """The body as text when it is an object as Slack sends them; else None."""
    try:
        text = body.decode()
        found: Any = text if content_type == "application/json" else _payload(text)
        is_object = found is None or isinstance(json.loads(found), dict)
    except (ValueError, RecursionError):
        return None
    return text if is_object else None


def _payload(form: str) -> str | None:
    """The JSON in a form of a button or view; None for a slash command's, which has none."""
    found = parse_qs(form, max_num_fields=100).get("payload")
    return found[0] if found else None
