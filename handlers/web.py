"""The port Vigie listens on, where the settings name one: its health, its numbers, Slack's events.

`/health` says 200 as long as the store answers; `/metrics` is for Prometheus. Neither tells what
is watched or said. Bodies are small, whoever sends them.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from bot.errors import SettingsError, StoreError
from bot.store.store import Store
from handlers.metrics import numbers

log = logging.getLogger(__name__)

LARGEST = 256 * 1024  # bytes of a body; Slack's are far smaller
GOODBYE = 2.0  # seconds an answer under way has to end when the program does

Route = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def open_web(
    address: str,
    store: Store,
    routes: Mapping[str, Route] | None = None,
    pages: Mapping[str, Route] | None = None,
) -> AsyncIterator[str]:
    """Listen at `address` (host:port) for the length of a block; gives host and port in use.

    Args:
        address: where to listen; port 0 takes a free one.
        store: whose health and numbers are told.
        routes: further paths that are posted to.
        pages: further paths that are looked at.

    Raises:
        SettingsError: when nothing can listen there.
    """
    app = web.Application(client_max_size=LARGEST)
    app.router.add_get("/health", _health(store))
    app.router.add_get("/metrics", _metrics(store))
    for path, answer in (routes or {}).items():
        app.router.add_post(path, answer)
    for path, answer in (pages or {}).items():
        app.router.add_get(path, answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE)
    await runner.setup()
    try:
        host, _, port = address.rpartition(":")
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise SettingsError(
                f"VIGIE_HTTP_ADDRESS: nothing can listen at {address} ({error.strerror})."
                " Name a free port of this machine, as 127.0.0.1:8080."
            ) from error
        shown = ":".join(str(part) for part in runner.addresses[0][:2])
        log.info("listening at %s", shown)
        yield shown
    finally:
        await runner.cleanup()


def _health(store: Store) -> Route:
    async def health(_: web.Request) -> web.StreamResponse:
        try:
            await store.outbox.counts()
        except StoreError:
            return web.Response(status=503, text="the store does not answer\n")
        return web.Response(text="ok\n")

    return health


def _metrics(store: Store) -> Route:
    async def metrics(request: web.Request) -> web.StreamResponse:
        try:
            counts = await store.archive.counts(), await store.outbox.counts()
            told = numbers(*counts, await store.sources.states(), await store.subscriptions.all())
        except StoreError:
            return web.Response(status=503, text="the store does not answer\n")
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(told), headers={"Content-Type": content_type})

    return metrics
