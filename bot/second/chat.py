"""The way to the model: one address the admin set, spoken to in the form of OpenAI's chat endpoint.

It is the one way out beside `bot.sources.http`: the address may be private, since an admin named it
for this; nothing else can be reached by it, since redirects are not followed. The key goes there and
nowhere else; what an answer may be long and last has limits. A failure is a value with a sentence.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import aiohttp

MAX_BYTES = 2 * 1024 * 1024  # of one answer
MAX_TOLD = 10_000  # bytes of an error in which its cause is looked for
MAX_ANSWER = 8_192  # tokens of one answer
TRIES = 3
FIRST_PAUSE = 2.0  # seconds before the second try; doubled before the third
LONGEST_PAUSE = 60.0  # seconds a server may ask us to wait; longer is a failure
NEVER = 86_400.0  # a wait that is not worth it
SIGN_PER_TOKEN = 3.5  # code points, for servers that do not count
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_UNKNOWN = frozenset({400, 404, 422, 501})  # what servers say to a form of request they do not know
_THIS_REQUEST = frozenset({400, 422})  # of a server that took others: it is about what was sent
# what OpenAI, vLLM, llama.cpp, LM Studio and gateways to others say when a text is too long
_TOO_LONG = re.compile(
    rb"context.?(?:length|size|window)|(?:prompt|input|request) (?:is )?too (?:long|large)",
    re.IGNORECASE,
)
TOO_LONG = "The article is too long for it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where the model is, and how long one request to it may take, in seconds."""

    url: str
    model: str
    key: str = ""
    timeout: float = 60.0

    @property
    def address(self) -> str:
        """The address that is asked: the setting, with the path of the chat endpoint."""
        base = self.url.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer and its cost. `cut`: it reached the most it may be long."""

    text: str
    tokens_in: int
    tokens_out: int
    seconds: float
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReply:
    """No answer. `down`: the server itself fails. `spent`: it was not asked, to save the budget."""

    reason: str
    down: bool = True
    spent: bool = False
    seconds: float = 0.0

    @property
    def halts(self) -> bool:
        """True when the next request will fail as well."""
        return self.down or self.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A way to write a request: not every server knows every field."""

    schemas: bool  # a JSON schema for the answer; else JSON of any kind, the schema told in words
    reasoning: bool = False  # models that reason choose their temperature, and count their thoughts


_FORMS = (_Form(schemas=True), _Form(schemas=True, reasoning=True), _Form(schemas=False))


class _Passing(Exception):
    """A failure that may be gone at the next try."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class Chat:
    """Asks the model. Use as an async context manager; safe for concurrent use."""

    def __init__(
        self, endpoint: Endpoint, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Prepare to ask `endpoint`; `pause` waits between tries."""
        self.endpoint = endpoint
        self._pause = pause
        self._session: aiohttp.ClientSession | None = None
        self._form = _FORMS[0]  # that was taken last
        self._took = False  # whether any request was

    async def __aenter__(self) -> Chat:
        """Open the session: no cookies, no proxy from the environment."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=ssl.create_default_context()),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=self.endpoint.timeout, sock_connect=10.0),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def ask(
        self, system: str, data: str, name: str, schema: dict[str, Any]
    ) -> Reply | NoReply:
        """Give the model a task and its material, and wait for the answer.

        Args:
            system: the task.
            data: the material, a JSON document.
            name: of the form of the answer.
            schema: that form, as a JSON schema.

        Returns:
            The answer as text, or why there is none.
        """
        began = time.monotonic()
        reason, pause = "It was not asked.", FIRST_PAUSE
        for left in range(TRIES - 1, -1, -1):
            try:
                return await self._try(system, data, name, schema)
            except _Passing as error:
                reason, wait = error.reason, error.wait
            if not left or (wait is not None and wait > LONGEST_PAUSE):
                break
            await self._pause(pause if wait is None else wait)
            pause *= 2
        return NoReply(reason=reason, seconds=time.monotonic() - began)

    async def _try(
        self, system: str, data: str, name: str, schema: dict[str, Any]
    ) -> Reply | NoReply:
        if self._session is None:
            return NoReply(reason="The way to the model is closed.")
        began = time.monotonic()
        status, headers, answer = await self._taken(system, data, name, schema)
        if status in _PASSING:
            raise _Passing(f"It answers with {status}.", _seconds(headers.get("Retry-After")))
        if _is_too_long(status, answer):
            return NoReply(reason=TOO_LONG, down=False, seconds=time.monotonic() - began)
        if status != 200:
            hint = " Look at VIGIE_READER_KEY." if status in (401, 403) else ""
            down = not (self._took and status in _THIS_REQUEST)
            return NoReply(reason=f"It answers with {status}.{hint}", down=down)
        self._took = True
        return _reply(answer, system + data, time.monotonic() - began)

    async def _taken(
        self, system: str, data: str, name: str, schema: dict[str, Any]
    ) -> tuple[int, Any, bytes]:
        """What the server says to the first form it knows, from the one it took last on."""
        model, known = self.endpoint.model, self._form
        said = await self._post(_body(model, system, data, name, schema, known))
        if said[0] not in _UNKNOWN or _is_too_long(said[0], said[2]):
            return said
        for form in _FORMS:
            if form != known:
                other = await self._post(_body(model, system, data, name, schema, form))
                if other[0] not in _UNKNOWN:
                    self._form = form
                    return other
        return said

    async def _post(self, body: dict[str, Any]) -> tuple[int, Any, bytes]:
        assert self._session is not None  # noqa: S101  # `_try` has looked
        key = self.endpoint.key
        headers = {"Accept-Encoding": "identity"}  # no answer grows when it is unpacked
        if key:
            headers["Authorization"] = f"Bearer {key}"
        try:
            async with self._session.post(
                self.endpoint.address, json=body, headers=headers, allow_redirects=False
            ) as response:
                answer = await response.content.read(MAX_BYTES + 1)
                while len(answer) <= MAX_BYTES and (more := await response.content.read(MAX_BYTES)):
                    answer += more
                if len(answer) > MAX_BYTES:
                    response.close()
                return response.status, response.headers, answer
        except TimeoutError:
            # the article has waited long enough: its facts by the rules are ready
            raise _Passing("It gives no answer in time (VIGIE_READER_TIMEOUT).", NEVER) from None
        except (aiohttp.ClientError, OSError, ValueError, RuntimeError) as error:
            raise _Passing(f"It cannot be reached ({type(error).__name__}).") from None


def _body(
    model: str, system: str, data: str, name: str, schema: dict[str, Any], form: _Form
) -> dict[str, Any]:
    """A request in a form."""
    wanted: dict[str, Any] = {"type": "json_object"}
    if form.schemas:
        whole = {"name": name, "strict": True, "schema": schema}
        wanted = {"type": "json_schema", "json_schema": whole}
    else:
        system = f"{system}\nThe form of the answer: {json.dumps(schema)}"
    limits: dict[str, Any] = {"max_tokens": MAX_ANSWER, "temperature": 0}
    if form.reasoning:
        limits = {"max_completion_tokens": MAX_ANSWER}
    return {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": data}],
        "response_format": wanted,
        **limits,
    }


def _is_too_long(status: int, answer: bytes) -> bool:
    """True when a server says that the text, not the form, is what it cannot take."""
    return status == 413 or (status in _THIS_REQUEST and bool(_TOO_LONG.search(answer[:MAX_TOLD])))


def _reply(answer: bytes, sent: str, seconds: float) -> Reply | NoReply:
    """The model's words out of the endpoint's answer."""
    if len(answer) > MAX_BYTES:
        return NoReply(reason="Its answer is too large.", down=False, seconds=seconds)
    try:
        whole = json.loads(answer)
        choice = whole["choices"][0]
        message = choice["message"]
        text, refusal = message.get("content"), message.get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return NoReply(reason="It answers in a form that is not known.", seconds=seconds)
    finish = choice.get("finish_reason")
    if refusal or finish == "content_filter" or not isinstance(text, str) or not text.strip():
        return NoReply(reason="It refuses to answer.", down=False, seconds=seconds)
    usage = whole.get("usage") if isinstance(whole, dict) else None
    return Reply(
        text=text,
        tokens_in=_count(usage, "prompt_tokens", sent),
        tokens_out=_count(usage, "completion_tokens", text),
        seconds=seconds,
        cut=finish == "length",
    )


def tokens_of(text: str) -> int:
    """About how many tokens a text is."""
    return round(len(text) / SIGN_PER_TOKEN) + 1


def _count(usage: object, name: str, text: str) -> int:
    given = usage.get(name) if isinstance(usage, dict) else None
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return given
    return tokens_of(text)


def _seconds(retry_after: str | None) -> float | None:
    """The seconds a server asks us to wait; None for a date or anything else."""
    try:
        return min(NEVER, max(0.0, float(retry_after or "")))
    except ValueError:
        return None
