"""A hub on loopback (WebSub): it verifies who subscribes, signs what it sends, and can lie."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

CHALLENGE = "kelp-and-oakum-17"


@dataclass
class Hub:
    """The running hub: how it behaves, what it was asked, and what it knows."""

    session: aiohttp.ClientSession
    close: Callable[[], Awaitable[None]] = field(repr=False)  # it is down from then on
    port: int = 0
    status: int = 202  # of its answers to requests
    verifies: bool = True  # it calls back before it answers
    lease: str = "864000"  # seconds it grants
    contradicts: bool = False  # it calls back even when it answers with a failure
    holds: asyncio.Event | None = None  # it answers once this is set
    reached: asyncio.Event = field(default_factory=asyncio.Event)  # it was asked something
    asked: list[dict[str, str]] = field(default_factory=list)  # every form it got
    echoed: list[tuple[int, str]] = field(default_factory=list)  # answers to its questions
    subscribers: dict[str, dict[str, str]] = field(default_factory=dict)  # by callback

    @property
    def host(self) -> str:
        """`127.0.0.1:port`, as an allowed host is written."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Where one subscribes."""
        return f"http://{self.host}/hub"

    def links(self, topic: str) -> str:
        """What a feed says of this hub, before its items."""
        form = '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="{}" href="{}"/>'
        return form.format("hub", self.url) + form.format("self", topic)

    def modes(self) -> list[str]:
        """What it was asked for, in order."""
        return [form["hub.mode"] for form in self.asked]

    async def verify(self, form: dict[str, str], **lies: str) -> tuple[int, str]:
        """Ask a callback whether it wanted this; `lies` change the question (`topic`, `mode`)."""
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": CHALLENGE,
            "hub.lease_seconds": self.lease,
            **{f"hub.{name}": value for name, value in lies.items()},
        }
        async with self.session.get(form["hub.callback"], params=query) as got:
            answer = got.status, await got.text()
        self.echoed.append(answer)
        if answer == (200, CHALLENGE):
            if form["hub.mode"] == "subscribe":
                self.subscribers[form["hub.callback"]] = form
            else:
                self.subscribers.pop(form["hub.callback"], None)
        return answer

    async def deny(self, form: dict[str, str], reason: str) -> int:
        """Tell a callback that the subscription is refused."""
        query = {"hub.mode": "denied", "hub.topic": form["hub.topic"], "hub.reason": reason}
        async with self.session.get(form["hub.callback"], params=query) as got:
            return got.status

    async def publish(
        self, body: bytes = b"<rss/>", *, method: str = "sha256", secret: str | None = None
    ) -> list[int]:
        """Send `body` to every subscriber, signed; give their answers' statuses."""
        return [
            await self.send(callback, body, method=method, secret=secret or form["hub.secret"])
            for callback, form in self.subscribers.items()
        ]

    async def send(self, callback: str, body: bytes, *, method: str, secret: str) -> int:
        """Send `body` to one callback."""
        digest = hmac.new(secret.encode(), body, method).hexdigest()
        headers = {"X-Hub-Signature": f"{method}={digest}", "Content-Type": "application/rss+xml"}
        async with self.session.post(callback, data=body, headers=headers) as got:
            return got.status

    async def _asked(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        self.reached.set()
        if self.holds is not None:
            await self.holds.wait()
        if self.verifies and (self.status == 202 or self.contradicts):
            await self.verify(form)
        return web.Response(status=self.status)


@asynccontextmanager
async def open_hub() -> AsyncIterator[Hub]:
    """A hub on a free port of 127.0.0.1."""
    async with aiohttp.ClientSession() as session:
        app = web.Application()
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        hub = Hub(session, runner.cleanup)
        app.router.add_post("/hub", hub._asked)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        hub.port = runner.addresses[0][1]
        try:
            yield hub
        finally:
            await runner.cleanup()
