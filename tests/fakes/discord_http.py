"""How a Discord server answers over HTTP."""

from __future__ import annotations

import json

from aiohttp import web

from tests.fakes.discord_payloads import Payload

CALLBACKS = {  # type of an answer to an interaction -> its schema
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
}


def command(name: str, options: dict[str, str]) -> Payload:
    """A slash command as it was used."""
    given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    return {"id": "1", "name": name, "type": 1, "options": given}


def json_answer(
    data: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.StreamResponse:
    """An answer of the API."""
    # the library takes nothing but this very content type, without a charset, for JSON
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def failed(
    status: int, code: int, text: str, *, retry_after: float | None = None
) -> web.StreamResponse:
    """A refusal with Discord's own code."""
    body: Payload = {"message": text, "code": code}
    headers = limits()
    if retry_after is not None:
        body |= {"retry_after": retry_after, "global": False}
        headers["Retry-After"] = str(retry_after)
    return json_answer(body, status=status, headers=headers)


def limits() -> dict[str, str]:
    """The headers by which the library paces itself."""
    return {
        "Via": "1.1 loopback",
        "X-RateLimit-Limit": "50",
        "X-RateLimit-Remaining": "49",
        "X-RateLimit-Reset-After": "0.1",
        "X-RateLimit-Bucket": "bucket",
    }
