"""A small Discord on loopback: its HTTP API and its gateway, as far as Vigie uses them.

It keeps what it is sent, compares nonces as Discord does, and fails on demand: before or after a
message was stored. discord.py itself connects to it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from handlers.discord_limits import validate
from tests.contracts.validators import discord_problems
from tests.fakes.discord_http import CALLBACKS, command, failed, json_answer, limits
from tests.fakes.discord_payloads import (
    APPLICATION,
    BOT,
    CHANNEL,
    DM,
    EPOCH,
    GUILD,
    PERSON,
    STAMP,
    Payload,
    channel,
    guild,
    interaction,
    member,
    message,
    user,
)
from tests.fakes.served import served

TOKEN = "the-bot-token"
ALL_WE_NEED = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 16)
CONTENT_FLAG, CONTENT_INTENT = 1 << 19, 1 << 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with the next message: a status, or (0) the connection dropped."""

    status: int = 0
    stored: bool = False
    code: int = 0
    retry_after: float | None = None


@dataclass(slots=True)
class DiscordServer:
    """The running server, and everything it was sent."""

    port: int = 0
    content_allowed: bool = True
    permissions: int = ALL_WE_NEED
    resumable: bool = True
    seconds: float = 0.0  # until a new message is stored and answered
    faults: list[Fault] = field(default_factory=list)  # of the next messages, in order
    commands_fault: int = 0  # status of every sending of commands
    refusals: int = 0  # of the next answers to interactions, for their form
    history_fault: int = 0  # status of every look at a channel's history
    messages: list[Payload] = field(default_factory=list)  # stored, oldest first
    posted: list[Payload] = field(default_factory=list)  # bodies of new messages, as sent
    commands: list[list[Payload]] = field(default_factory=list)  # each time they were sent
    callbacks: list[Payload] = field(default_factory=list)  # answers to interactions
    edits: list[Payload] = field(default_factory=list)  # later answers to interactions
    changes: list[Payload] = field(default_factory=list)  # of stored messages
    change_faults: list[Fault] = field(default_factory=list)  # of the next of these, in order
    threads: list[Payload] = field(default_factory=list)  # as they were asked for
    broken: list[str] = field(default_factory=list)  # what Discord's schemas find in all of it
    deleted: int = 0  # answers to interactions taken back
    calls: list[str] = field(default_factory=list)  # "METHOD path"
    identified: list[int] = field(default_factory=list)  # the intents of each identification
    resumed: int = 0
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    close_with: list[int] = field(default_factory=list)  # codes that answer an identification
    _ids: Any = field(default_factory=lambda: count(1))
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def api_base(self) -> str:
        """As DISCORD_API_BASE."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """As DISCORD_GATEWAY_URL."""
        return f"ws://127.0.0.1:{self.port}/"

    async def until(self, ready: Callable[[], object], seconds: float = 8.0) -> None:
        """Wait until `ready`; the server says when something changed."""
        async with asyncio.timeout(seconds):
            while not ready():
                self._changed.clear()
                await self._changed.wait()

    async def connected(self) -> None:
        """Wait until the bot is ready and has offered its commands."""
        await self.until(lambda: self.sockets and self.commands)

    async def say(self, text: str, *, direct: bool = False, bot: bool = False) -> Payload:
        """Somebody writes; the words reach a bot that may not read messages only with a mention."""
        hears = direct or f"<@{BOT}>" in text or self.identified[-1] & CONTENT_INTENT
        author = user(PERSON, bot=bot)
        said = message(self._new_id(), DM if direct else CHANNEL, author)
        said["content"] = text if hears else ""
        place: Payload = {} if direct else {"guild_id": GUILD, "member": member(PERSON)}
        await self.send("MESSAGE_CREATE", {**said, **place})
        return said

    async def slash(self, name: str, *, locale: str = "en-US", **options: str) -> Payload:
        """The person uses a slash command."""
        return await self._interact(2, command(name, options), locale)

    async def complete(self, name: str, *, locale: str = "en-US", **options: str) -> Payload:
        """The person types in a slash command's option."""
        data = command(name, options)
        data["options"][-1]["focused"] = True
        return await self._interact(4, data, locale)

    async def press(
        self,
        custom_id: str,
        *,
        locale: str = "en-US",
        private: bool = False,
        values: Sequence[str] = (),
    ) -> Payload:
        """The person presses a button, or chooses `values` from a menu, below a message.

        The newest of the channel; with `private` one that only the person sees.
        """
        kind: Payload = {"component_type": 3, "values": list(values)} if values else {}
        data = {"component_type": 2, "custom_id": custom_id, "id": 1, **kind}
        seen = (
            message(self._new_id(), CHANNEL, user(BOT), flags=64) if private else self.messages[-1]
        )
        return await self._interact(3, data, locale, message=seen)

    async def _interact(self, kind: int, data: Payload, locale: str, **more: Any) -> Payload:
        sent = {**interaction(self._new_id(), kind, data, locale=locale), **more}
        await self.send("INTERACTION_CREATE", sent)
        return sent

    async def send(self, event: str, data: Payload) -> None:
        """An event to every open connection."""
        for socket in self.sockets:
            await socket.send_str(json.dumps({"op": 0, "t": event, "s": 9, "d": data}))

    async def hang_up(self) -> None:
        """Every gateway connection ends as when the network goes."""
        for socket in tuple(self.sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    def _new_id(self) -> int:
        return (int(time.time() * 1000) - EPOCH << 22) + next(self._ids)

    def _changes(self) -> None:
        self._changed.set()

    # ------------------------------------------------------------------ HTTP

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Every call of the API."""
        path = request.path.removeprefix("/api/v10")
        self.calls.append(f"{request.method} {path}")
        bare = path.startswith(("/interactions/", "/webhooks/"))  # their token is in the path
        if not bare and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return failed(401, 0, "401: Unauthorized")
        parts = path.strip("/").split("/")
        found = self._table().get((request.method, parts[0], parts[-1]))
        if found is None:
            found = self._table().get((request.method, parts[0], ""))
        answer = await found(request, parts) if found else failed(404, 0, "404: Not Found")
        self._changes()
        return answer

    def _table(
        self,
    ) -> dict[
        tuple[str, str, str], Callable[[web.Request, list[str]], Awaitable[web.StreamResponse]]
    ]:
        return {
            ("GET", "users", "@me"): self._me,
            ("GET", "oauth2", "@me"): self._application,
            ("GET", "gateway", "bot"): self._gateway,
            ("PUT", "applications", "commands"): self._put_commands,
            ("POST", "channels", "messages"): self._post,
            ("GET", "channels", "messages"): self._history,
            ("PATCH", "channels", ""): self._change,
            ("DELETE", "channels", ""): self._take_back,
            ("POST", "channels", "typing"): self._typing,
            ("POST", "channels", "threads"): self._thread,
            ("GET", "channels", ""): self._channel,
            ("GET", "guilds", ""): self._guild,
            ("GET", "guilds", BOT): self._member,
            ("POST", "interactions", "callback"): self._callback,
            ("PATCH", "webhooks", "@original"): self._edit,
            ("DELETE", "webhooks", "@original"): self._delete,
        }

    async def _me(self, _: web.Request, __: list[str]) -> web.StreamResponse:
        return json_answer(user(BOT))

    async def _application(self, _: web.Request, __: list[str]) -> web.StreamResponse:
        flags = CONTENT_FLAG if self.content_allowed else 0
        known = {"id": APPLICATION, "name": "vigie", "icon": None, "description": ""}
        return json_answer(
            {
                **known,
                "flags": flags,
                "verify_key": "",
                "bot_public": True,
                "bot_require_code_grant": False,
                "owner": user(PERSON),
                "team": None,
            }
        )

    async def _gateway(self, _: web.Request, __: list[str]) -> web.StreamResponse:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        url = self.gateway_url
        return json_answer({"url": url, "shards": 1, "session_start_limit": limit})

    async def _put_commands(self, request: web.Request, _: list[str]) -> web.StreamResponse:
        sent = await request.json()
        self.commands.append(sent)
        for each in sent:
            self.broken += discord_problems(each, "ApplicationCommandUpdateRequest")
        if self.commands_fault:
            return failed(self.commands_fault, 50001, "Missing Access")
        ids = {"application_id": APPLICATION, "version": "1"}
        return json_answer([{**command, "id": str(self._new_id()), **ids} for command in sent])

    async def _post(self, request: web.Request, parts: list[str]) -> web.StreamResponse:
        sent = await request.json()
        self.posted.append(sent)
        self.broken += [*discord_problems(sent), *validate(sent)]
        await asyncio.sleep(self.seconds)
        fault = self.faults.pop(0) if self.faults else None
        known = [m for m in self.messages if sent.get("nonce") and m["nonce"] == sent["nonce"]]
        if known and sent.get("enforce_nonce"):
            stored = known[0]
        else:
            given = {name: sent.get(name) or [] for name in ("components", "embeds")}
            stored = message(self._new_id(), parts[1], user(BOT), **given)
            stored |= {"content": sent.get("content") or "", "nonce": sent.get("nonce")}
            if fault is None or fault.stored:
                self.messages.append(stored)
        if fault is None:
            return json_answer(stored, headers=limits())
        if fault.status == 0 and request.transport is not None:
            request.transport.abort()
        return failed(fault.status or 500, fault.code, "no", retry_after=fault.retry_after)

    async def _change(self, request: web.Request, parts: list[str]) -> web.StreamResponse:
        asked = await request.json()
        self.broken += discord_problems(asked, "MessageEditRequestPartial")
        fault = self.change_faults.pop(0) if self.change_faults else None
        if fault is None and not any(m["id"] == parts[-1] for m in self.messages):
            fault = Fault(status=404, code=10008)
        if fault is None or fault.stored:
            self.changes.append(asked)
        if fault is None:
            return json_answer(next(m for m in self.messages if m["id"] == parts[-1]))
        if fault.status == 0 and request.transport is not None:
            request.transport.abort()
        return failed(fault.status or 500, fault.code, "no", retry_after=fault.retry_after)

    async def _take_back(self, _: web.Request, parts: list[str]) -> web.StreamResponse:
        named = [stored for stored in self.messages if stored["id"] == parts[-1]]
        if not named:
            return failed(404, 10008, "Unknown Message")
        self.messages.remove(named[0])
        return web.Response(status=204)

    def land(self, sent: Payload) -> None:
        """A call whose answer nobody waits for any more lands now; its nonce is forgotten."""
        given = {name: sent.get(name) or [] for name in ("components", "embeds")}
        late = message(self._new_id(), CHANNEL, user(BOT), **given)
        self.messages.append({**late, "content": sent.get("content") or "", "nonce": None})

    async def _history(self, request: web.Request, parts: list[str]) -> web.StreamResponse:
        if self.history_fault:
            return failed(self.history_fault, 50001, "Missing Access")
        asked, limit = request.query, int(request.query["limit"])
        after, before = int(asked.get("after", 0)), int(asked.get("before", 1 << 63))
        here = [
            stored
            for stored in self.messages
            if stored["channel_id"] == parts[1] and after < int(stored["id"]) < before
        ]
        return json_answer((here[:limit] if "after" in asked else here[-limit:])[::-1])

    async def _typing(self, _: web.Request, __: list[str]) -> web.StreamResponse:
        return web.Response(status=204)

    async def _thread(self, request: web.Request, parts: list[str]) -> web.StreamResponse:
        self.threads.append(await request.json())
        self.broken += discord_problems(self.threads[-1], "CreateTextThreadWithMessageRequest")
        opened = {**channel(parts[3]), "type": 11, "parent_id": parts[1], "owner_id": BOT}
        opened |= {"name": self.threads[-1]["name"], "message_count": 0, "member_count": 1}
        about = {"archived": False, "auto_archive_duration": 1440, "locked": False}
        opened["thread_metadata"] = {**about, "archive_timestamp": STAMP}
        return json_answer(opened)

    async def _channel(self, _: web.Request, parts: list[str]) -> web.StreamResponse:
        if parts[1] != CHANNEL:
            return failed(404, 10003, "Unknown Channel")
        return json_answer(channel(parts[1]))

    async def _guild(self, _: web.Request, __: list[str]) -> web.StreamResponse:
        return json_answer(guild(CHANNEL, permissions=self.permissions))

    async def _member(self, _: web.Request, __: list[str]) -> web.StreamResponse:
        return json_answer({**member(BOT), "user": user(BOT)})

    async def _callback(self, request: web.Request, parts: list[str]) -> web.StreamResponse:
        sent = await request.json()
        self.callbacks.append(sent)
        self.broken += discord_problems(sent, CALLBACKS[sent["type"]])
        if self.refusals:
            self.refusals -= 1
            return failed(400, 50035, "Invalid Form Body")
        flags = (sent.get("data") or {}).get("flags", 0)
        stored = message(self._new_id(), CHANNEL, user(BOT), flags=flags)
        about = {"id": parts[1], "type": 2, "response_message_id": stored["id"]}
        return json_answer(
            {"interaction": about, "resource": {"type": sent["type"], "message": stored}}
        )

    async def _edit(self, request: web.Request, _: list[str]) -> web.StreamResponse:
        self.edits.append(await request.json())
        self.broken += discord_problems(self.edits[-1], "IncomingWebhookUpdateRequestPartial")
        return json_answer(message(self._new_id(), CHANNEL, user(BOT)))

    async def _delete(self, _: web.Request, __: list[str]) -> web.StreamResponse:
        self.deleted += 1
        return web.Response(status=204)

    # ------------------------------------------------------------------ gateway

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        """One connection: hello, identify or resume, then whatever the test has it say."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 41_000}}))
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._hear(socket, json.loads(frame.data))
                self._changes()
        finally:
            if socket in self.sockets:
                self.sockets.remove(socket)
            self._changes()
        return socket

    async def _hear(self, socket: web.WebSocketResponse, frame: Payload) -> None:
        if frame["op"] == 1:
            await socket.send_str(json.dumps({"op": 11}))
        elif frame["op"] == 6:
            self.resumed += 1
            if self.resumable:
                await _dispatch(socket, "RESUMED", {})
                self.sockets.append(socket)
            else:
                await socket.send_str(json.dumps({"op": 9, "d": False}))
        elif frame["op"] == 2:
            await self._identify(socket, frame["d"])

    async def _identify(self, socket: web.WebSocketResponse, asked: Payload) -> None:
        self.identified.append(asked["intents"])
        if self.close_with:
            await socket.close(code=self.close_with.pop(0))
        elif asked["intents"] & CONTENT_INTENT and not self.content_allowed:
            await socket.close(code=4014)
        elif asked["token"] != TOKEN:
            await socket.close(code=4004)
        else:
            await _dispatch(socket, "READY", self._ready(asked))
            await _dispatch(socket, "GUILD_CREATE", guild(CHANNEL, permissions=self.permissions))
            self.sockets.append(socket)

    def _ready(self, asked: Payload) -> Payload:
        return {
            "v": 10,
            "user": user(BOT),
            "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": f"session-{len(self.identified)}",
            "resume_gateway_url": self.gateway_url,
            "shard": asked["shard"],
            "application": {"id": APPLICATION, "flags": 0},
        }


@asynccontextmanager
async def discord_server() -> AsyncIterator[DiscordServer]:
    """A server on a free port of 127.0.0.1; whatever it was sent must keep to Discord's schemas."""
    server = DiscordServer()
    app = web.Application()
    app.router.add_get("/", server.gateway)
    app.router.add_route("*", "/api/v10/{rest:.*}", server.answer)
    async with served(app) as server.port:
        yield server
    assert not server.broken, server.broken


async def _dispatch(socket: web.WebSocketResponse, event: str, data: Payload) -> None:
    await socket.send_str(json.dumps({"op": 0, "t": event, "s": 1, "d": data}))
