"""A small Slack on loopback: its Web API, Socket Mode and response URLs, as far as Vigie uses them.

It keeps what it is sent, wants every envelope acknowledged, and fails on demand: before or after a
message was stored. slack-bolt itself connects to it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from handlers.slack_limits import validate
from tests.contracts.validators import metadata_problems, slack_problems, view_problems
from tests.fakes.served import served

BOT_TOKEN, APP_TOKEN = "xoxb-the-bot", "xapp-the-app"
TEAM, BOT_USER, BOT_ID, PERSON, CHANNEL, DM = "T1", "UBOT", "BBOT", "UPERSON", "CNEWS", "DTALK"
SCOPES = (
    "chat:write,app_mentions:read,commands,channels:history,groups:history,im:history,users:read"
)
KNOWN = {"channel", "ts", "text", "blocks", "thread_ts", "mrkdwn", "unfurl_links", "unfurl_media"}
KNOWN |= {"metadata", "team_id", "response_type", "replace_original"}  # of messages and answers

Payload = dict[str, Any]
Call = Callable[[str, Payload], Awaitable[tuple[int, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackFault:
    """What goes wrong with the next post: an error word, a status, or (neither) a dropped connection."""

    error: str = ""
    status: int = 200
    stored: bool = False
    retry_after: int | None = None
    words: str = ""  # instead of a page, where there is only a status


@dataclass(slots=True)
class SlackServer:
    """The running server, and everything it was sent."""

    port: int = 0
    scopes: str = SCOPES
    team: str = TEAM  # the workspace in which the next things happen
    locale: str = ""  # of everybody; "": the app may not know
    members: set[str] = field(default_factory=lambda: {CHANNEL, DM})  # channels the bot is in
    seconds: float = 0.0  # until a new message is stored and answered
    faults: list[SlackFault] = field(default_factory=list)  # of the next posts, in order
    refusals: int = 0  # of the next answers to response URLs, for their form
    history_fault: str = ""
    history_failures: int = 0  # of the next looks at a history, with status 500
    page: int = 200  # messages of one page of a history
    messages: list[Payload] = field(default_factory=list)  # stored, oldest first
    posted: list[Payload] = field(default_factory=list)  # bodies of chat.postMessage, as sent
    responses: list[Payload] = field(default_factory=list)  # what was sent to response URLs
    changes: list[Payload] = field(default_factory=list)  # of stored messages
    change_faults: list[SlackFault] = field(default_factory=list)  # of the next of these
    views: list[Payload] = field(default_factory=list)  # forms that were opened
    broken: list[str] = field(default_factory=list)  # what Slack's schemas find in all of it
    acks: list[str] = field(default_factory=list)  # envelope ids
    answers: list[Payload] = field(default_factory=list)  # what came with acknowledgements
    calls: list[str] = field(default_factory=list)  # methods of the Web API
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=lambda: {BOT_TOKEN: TEAM})  # and whose they are
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)  # code -> team, token
    used: list[tuple[str, str]] = field(default_factory=list)  # method and token of each call
    calls_to: Call | None = None  # in HTTP mode: how the app is called
    statuses: list[int] = field(default_factory=list)  # of these calls
    _ids: Any = field(default_factory=lambda: count(1))
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def api_base(self) -> str:
        """As SLACK_API_BASE."""
        return f"http://127.0.0.1:{self.port}/api/"

    async def until(self, ready: Callable[[], object], seconds: float = 8.0) -> None:
        """Wait until `ready`; the server says when something changed."""
        async with asyncio.timeout(seconds):
            while not ready():
                self._changed.clear()
                await self._changed.wait()

    async def connected(self) -> None:
        """Wait until the app's socket is open."""
        await self.until(lambda: self.sockets)

    async def say(self, text: str, **given: Any) -> Payload:
        """The person writes in the channel."""
        event = {
            "type": "message",
            "channel": CHANNEL,
            "channel_type": "channel",
            "user": PERSON,
            "text": text,
            "ts": self._stamp(),
            **given,
        }
        return await self.event(event)

    async def mention(self, text: str, **given: Any) -> Payload:
        """The person mentions the app: Slack tells it twice, as a message and as a mention."""
        text = f"<@{BOT_USER}> {text}"
        said = await self.say(text, **given)
        return await self.event({**said["payload"]["event"], "type": "app_mention"})

    async def event(self, event: Payload) -> Payload:
        """An event to the app."""
        payload = {
            "type": "event_callback",
            "token": "unused",
            "team_id": self.team,
            "api_app_id": "A1",
            "event_id": f"Ev{next(self._ids)}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": self.team, "user_id": BOT_USER, "is_bot": True}],
            "event": event,
        }
        return await self.deliver("events_api", payload)

    async def slash(self, text: str) -> Payload:
        """The person uses the slash command."""
        payload = {**self._asked(), "command": "/vigie", "text": text, "channel_id": CHANNEL}
        payload |= {"user_id": PERSON, "team_id": self.team, "api_app_id": "A1"}
        return await self.deliver("slash_commands", payload)

    async def press(self, button: Payload, *, private: bool = False) -> Payload:
        """The person presses a button, below a message only they see when `private`."""
        action = {"type": "button", "block_id": "b", "action_ts": self._stamp(), **button}
        people = {"user": {"id": PERSON, "team_id": self.team}, "team": {"id": self.team}}
        payload = {**self._asked(), **people, "type": "block_actions", "api_app_id": "A1"}
        payload |= {"channel": {"id": CHANNEL}, "actions": [action]}
        payload["container"] = {"type": "message", "is_ephemeral": private}
        return await self.deliver("interactive", payload)

    async def submit(self, **chosen: str) -> Payload:
        """The person sends the form that was opened last, with these answers by question."""
        values = {name: {name: {"selected_option": {"value": v}}} for name, v in chosen.items()}
        view = {**self.views[-1]["view"], "id": "V1", "state": {"values": values}}
        people = {"user": {"id": PERSON, "team_id": self.team}, "team": {"id": self.team}}
        payload = {**people, "type": "view_submission", "api_app_id": "A1", "view": view}
        payload["trigger_id"] = f"trigger-{next(self._ids)}"
        return await self.deliver("interactive", payload)

    async def deliver(self, kind: str, payload: Payload) -> Payload:
        """An envelope to one open socket, or a call; what was sent, to be sent again."""
        if self.calls_to is not None:
            status, text = await self.calls_to(kind, payload)
            self.statuses.append(status)
            self.answers.append(json.loads(text) if text.startswith("{") else {})
            return {"payload": payload}
        envelope = {"type": kind, "envelope_id": f"env-{next(self._ids)}", "payload": payload}
        await self.sockets[-1].send_str(json.dumps({**envelope, "accepts_response_payload": False}))
        return envelope

    async def replace_socket(self) -> None:
        """Slack asks for a new connection before it ends the old one, as it does every few hours."""
        old = tuple(self.sockets)
        for socket in old:
            await socket.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        await self.until(lambda: any(socket not in old for socket in self.sockets))
        for socket in old:
            await socket.close()

    async def hang_up(self) -> None:
        """Every socket ends."""
        for socket in tuple(self.sockets):
            await socket.close()

    def _asked(self) -> Payload:
        url = f"http://127.0.0.1:{self.port}/respond"
        return {"trigger_id": f"trigger-{next(self._ids)}", "response_url": url}

    def _stamp(self) -> str:
        return f"{time.time():.6f}"

    # ------------------------------------------------------------------ HTTP

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Every method of the Web API."""
        method = request.match_info["method"]
        self.calls.append(method)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.used.append((method, token))
        is_app = method == "apps.connections.open"
        if method == "oauth.v2.access":
            answer = await self._install(request)
        elif token != APP_TOKEN if is_app else token not in self.tokens:
            answer = _json({"ok": False, "error": "invalid_auth" if token else "not_authed"})
        elif method == "auth.test":
            team = self.tokens[token]
            who = {"user_id": BOT_USER, "bot_id": BOT_ID, "team_id": team, "team": "Vell"}
            answer = _json({"ok": True, "user": "vigie", "url": "https://vell.example/", **who})
            answer.headers["x-oauth-scopes"] = self.scopes
        elif method == "chat.postMessage":
            answer = await self._post(request)
        elif method == "conversations.history":
            answer = self._history(request)
        elif method == "chat.delete":
            answer = self._delete(request.query)
        else:
            answer = await self._other(method, request)
        self._changed.set()
        return answer

    async def _other(self, method: str, request: web.Request) -> web.StreamResponse:
        """What needs no more than a word."""
        if method == "apps.connections.open":
            return _json({"ok": True, "url": f"ws://127.0.0.1:{self.port}/socket"})
        if method == "chat.update":
            return await self._change(request)
        if method in ("views.open", "views.publish"):
            self.views.append(await request.json())
            self.broken += view_problems(self.views[-1]["view"])
            return _json({"ok": True, "view": {"id": "V1"}})
        if method == "users.info" and self.locale:
            return _json({"ok": True, "user": {"id": PERSON, "locale": self.locale}})
        refusal = "missing_scope" if method == "users.info" else "unknown_method"
        return _json({"ok": False, "error": refusal})

    async def _install(self, request: web.Request) -> web.StreamResponse:
        """A code for a token, once; the app says who it is by its id and secret."""
        sent = await request.post()
        given = request.headers.get("Authorization", "")
        if str(sent.get("code")) not in self.codes or not given.startswith("Basic "):
            return _json({"ok": False, "error": "invalid_code"})
        team, token = self.codes.pop(str(sent["code"]))
        self.tokens[token] = team
        who = {"team": {"id": team, "name": "Vell"}, "authed_user": {"id": PERSON}}
        who |= {"app_id": "A1", "scope": self.scopes, "bot_user_id": BOT_USER, "enterprise": None}
        return _json({"ok": True, "access_token": token, "token_type": "bot", **who})

    async def _post(self, request: web.Request) -> web.StreamResponse:
        sent = await request.json()
        self.posted.append(sent)
        self._look_at(sent)
        await asyncio.sleep(self.seconds)
        fault = self.faults.pop(0) if self.faults else None
        if fault is None and sent["channel"] not in self.members:
            fault = SlackFault(error="not_in_channel")
        stored = {**sent, "ts": self._stamp(), "user": BOT_USER, "bot_id": BOT_ID}
        if fault is None or fault.stored:
            self.messages.append(stored)
        if fault is None:
            return _json({"ok": True, "channel": sent["channel"], "ts": stored["ts"]})
        return _refused(request, fault)

    async def _change(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self._look_at(asked)
        fault = self.change_faults.pop(0) if self.change_faults else None
        if fault is None and not any(stored["ts"] == asked["ts"] for stored in self.messages):
            fault = SlackFault(error="message_not_found")
        if fault is None or fault.stored:
            self.changes.append(asked)
        if fault is None:
            return _json({"ok": True, "ts": asked["ts"]})
        return _refused(request, fault)

    def _delete(self, asked: Mapping[str, str]) -> web.StreamResponse:
        named = [
            m for m in self.messages if (m["channel"], m["ts"]) == (asked["channel"], asked["ts"])
        ]
        if not named:
            return _json({"ok": False, "error": "message_not_found"})
        self.messages.remove(named[0])
        return _json({"ok": True, "channel": asked["channel"], "ts": asked["ts"]})

    def land(self, sent: Payload) -> None:
        """A call whose answer nobody waits for any more lands now."""
        self.messages.append({**sent, "ts": self._stamp(), "user": BOT_USER, "bot_id": BOT_ID})

    def _look_at(self, sent: Payload) -> None:
        """Hold a message against the contract, and its whole against the limits."""
        blocks = sent.get("blocks") or []
        self.broken += [*slack_problems(blocks), *validate(sent["text"], blocks)]
        if "metadata" in sent:
            self.broken += metadata_problems(sent["metadata"])
        self.broken += [f"unknown: {name}" for name in sent if name not in KNOWN]

    def _history(self, request: web.Request) -> web.StreamResponse:
        asked = request.query
        if self.history_failures:
            self.history_failures -= 1
            return web.Response(status=500, text="<html>", content_type="text/html")
        if asked["channel"] not in self.members or self.history_fault:
            return _json({"ok": False, "error": self.history_fault or "not_in_channel"})
        here = [
            {name: value for name, value in stored.items() if name != "metadata"}
            | ({"metadata": stored.get("metadata")} if "include_all_metadata" in asked else {})
            for stored in self.messages[::-1]
            if stored["channel"] == asked["channel"]
            and float(asked.get("oldest", 0)) < float(stored["ts"])
            and float(stored["ts"]) < float(asked.get("latest") or "inf")
        ]
        start = int(asked.get("cursor", 0))
        end = start + min(self.page, int(asked.get("limit", 100)))
        cursor = {"next_cursor": str(end) if end < len(here) else ""}
        return _json({"ok": True, "messages": here[start:end], "response_metadata": cursor})

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """A response URL: no token is asked for."""
        self.responses.append(await request.json())
        self._look_at(self.responses[-1])
        self._changed.set()
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=400, text="invalid_blocks")
        return web.Response(text="ok")

    # ------------------------------------------------------------------ Socket Mode

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """One connection: hello, then envelopes, each to be acknowledged."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self.sockets.append(socket)
        self._changed.set()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                said = json.loads(frame.data)
                self.acks.append(said["envelope_id"])
                self.answers.append(said.get("payload") or {})
                self._changed.set()
        self.sockets.remove(socket)
        self._changed.set()
        return socket


@asynccontextmanager
async def slack_server() -> AsyncIterator[SlackServer]:
    """A server on a free port of 127.0.0.1; whatever it was sent must keep to Slack's schemas."""
    server = SlackServer()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", server.answer)
    app.router.add_post("/respond", server.respond)
    app.router.add_get("/socket", server.socket)
    async with served(app) as server.port:
        yield server
    assert not server.broken, server.broken


def _refused(request: web.Request, fault: SlackFault) -> web.StreamResponse:
    if not fault.error and fault.status == 200 and request.transport is not None:
        request.transport.abort()
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
    body = {"ok": False, "error": fault.error}
    if fault.error:
        return _json(body, status=fault.status, headers=headers)
    if fault.words:
        return web.Response(status=fault.status, text=fault.words)
    return web.Response(status=fault.status, text="<html>", content_type="text/html")


def _json(
    data: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.StreamResponse:
    return web.json_response(data, status=status, headers=headers)
