"""A small language model on loopback: OpenAI's chat endpoint, with answers given by hand.

It keeps what it is sent. Each request takes the next turn of its task (the name of the form that is
asked for); the last one stays for all further requests.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.served import served

Payload = dict[str, Any]
Turn = Callable[[Payload], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class ModelServer:
    """The running server."""

    port: int = 0
    schemas: bool = True  # False: a server that knows no JSON schemas
    reasons: bool = False  # True: a model that takes neither a temperature nor max_tokens
    turns: dict[str, list[Turn]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Payload] = field(default_factory=list)  # bodies, as sent
    keys: list[str] = field(default_factory=list)  # Authorization headers

    @property
    def url(self) -> str:
        """What VIGIE_READER_URL holds."""
        return f"http://127.0.0.1:{self.port}/v1"

    def material(self, number: int) -> Payload:
        """What a request gave the model to read."""
        given: Payload = json.loads(self.asked[number]["messages"][1]["content"])
        return given

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Take a turn."""
        body = await request.json()
        self.asked.append(body)
        self.keys.append(request.headers.get("Authorization", ""))
        form = body.get("response_format", {})
        if form.get("type") == "json_schema" and not self.schemas:
            return web.json_response({"error": "unknown response_format"}, status=400)
        if self.reasons and not {"temperature", "max_tokens"}.isdisjoint(body):
            return web.json_response({"error": "unsupported parameter"}, status=400)
        task = form["json_schema"]["name"] if "json_schema" in form else "facts"
        turns = self.turns[task]
        if not turns:
            return web.json_response({"error": f"nothing to say on {task}"}, status=404)
        return await (turns.pop(0) if len(turns) > 1 else turns[0])(body)


@asynccontextmanager
async def model_server() -> AsyncIterator[ModelServer]:
    """A server on a free port of 127.0.0.1."""
    server = ModelServer()
    app = web.Application(client_max_size=2**24)
    app.router.add_post("/v1/chat/completions", server.answer)
    async with served(app) as server.port:
        yield server


def says(text: str, *, finish: str = "stop", tokens: tuple[int, int] | None = (900, 80)) -> Turn:
    """These words as the model's message."""
    whole: Payload = {
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}]
    }
    if tokens is not None:
        whole["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return plain(whole)


def claims(**kinds: list[Payload]) -> Turn:
    """An answer in the form that is asked for: quotes, figures, positions."""
    return says(json.dumps({"quotes": [], "figures": [], "positions": [], **kinds}))


def stances(*words: str) -> Turn:
    """The answer to the blind question."""
    cases = [{"case": number, "stance": word} for number, word in enumerate(words, 1)]
    return says(json.dumps({"cases": cases}))


def refuses() -> Turn:
    """A refusal, as OpenAI gives it."""
    message = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    return plain({"choices": [{"message": message, "finish_reason": "stop"}]})


def plain(whole: object) -> Turn:
    """Any JSON at all."""

    async def turn(_: Payload) -> web.StreamResponse:
        return web.json_response(whole)

    return turn


def fails(status: int, told: str = "no", /, **headers: str) -> Turn:
    """A status that is no answer, and what is told with it."""

    async def turn(_: Payload) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, headers=named, text=told)

    return turn


def slow(seconds: float, then: Turn) -> Turn:
    """The answer after a while."""

    async def turn(body: Payload) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await then(body)

    return turn


def huge(size: int) -> Turn:
    """More bytes than anybody should take."""

    async def turn(_: Payload) -> web.StreamResponse:
        return web.Response(body=b"x" * size)

    return turn
