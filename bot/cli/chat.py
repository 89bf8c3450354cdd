"""`vigie run` and `vigie once`: the parts at work, with the platforms that carry them."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from random import SystemRandom
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.app import App, open_app
from bot.cli.platforms import Chat, Platforms, platforms_of, waiting
from bot.cli.progress import ReadingProgress, summary, welcome
from bot.cli.stopping import until_told
from bot.cli.tasks import background, kept_going
from bot.clock import utc_now
from bot.deliver import Deliver, DeliveryReport
from bot.errors import DeliveryError, SettingsError, StoreError, VigieError
from bot.intake import SourceReport
from bot.sources.worker import Parser
from bot.watch import Tell, Watch
from config.made import fetcher_of
from config.settings import Settings
from handlers import websub
from handlers.web import Route, open_web
from handlers.websub import Hubs

log = logging.getLogger(__name__)

Routes = Mapping[str, Route]  # by path

PARTS = ("watch", "deliver", "chat")
PATIENCE = 20.0  # seconds until the prompt is shown, however much is still to be read
GLANCE = 0.5  # seconds between two looks for cards while the first articles are read
SOON = 20.0  # seconds `once` waits for a card that is to be tried again ...
IN_ALL = 60.0  # ... and for all of them


def parts(only: str) -> frozenset[str]:
    """The parts named with commas.

    Raises:
        SettingsError: when one is not known.
    """
    named = frozenset(word.strip() for word in only.split(",") if word.strip())
    if not named or not named <= set(PARTS):
        raise SettingsError(f"--only takes {', '.join(PARTS)}, with commas between them.")
    return named


async def run(settings: Settings, parts: frozenset[str]) -> None:
    """Watch, deliver and chat, as far as `parts` says, until told to end.

    Raises:
        DeliveryError: when no chat platform is left.
        SettingsError, StoreError: when it cannot begin.
    """
    await until_told(_run(settings, parts))


async def once(settings: Settings) -> None:
    """One round: look at what is due, queue digests, deliver, and say what came of it.

    Raises:
        VigieError: when every source failed, or no chat platform is left.
        SettingsError, StoreError: when it cannot begin.
    """
    await until_told(_once(settings))


async def _run(settings: Settings, parts: frozenset[str]) -> None:
    console = Console()
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(settings, utc_now))
        await stack.enter_async_context(app.store.at_work())
        platforms = platforms_of(app, console)
        asks = platforms.talks and "chat" in parts  # questions come from our own terminal
        _introduce(app, platforms, console, asks=asks)
        if settings.http_address is not None:
            ours = routes(app, platforms, chat="chat" in parts)
            await stack.enter_async_context(open_web(settings.http_address, app.store, *ours))
        chats = _chats(platforms, listen="chat" in parts) if parts != {"watch"} else []
        connected = await stack.enter_async_context(background(chats))
        deliver = app.deliver(platforms.outlets) if "deliver" in parts else None
        watch = reading = None
        if "watch" in parts:
            watch = await stack.enter_async_context(_watching(app))
            patience = PATIENCE if asks and _at_a_prompt() else None
            reading = await _first_round(stack, watch, app, deliver, console, patience)
        going = _going_on(app, platforms, deliver, watch, reading)
        working = await stack.enter_async_context(background(going))
        if asks and platforms.terminal is not None:
            await platforms.terminal.run()
        elif chats:
            await connected
            raise DeliveryError("No chat platform is left.")
        else:
            await working


async def _once(settings: Settings) -> None:
    console = Console()
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(settings, utc_now))
        await stack.enter_async_context(app.store.at_work())
        platforms = platforms_of(app, console)
        _say_all(waiting(app, platforms))
        chats = _chats(platforms, listen=False)
        connected = await stack.enter_async_context(background(chats))
        watch = await stack.enter_async_context(_watching(app))
        await app.store.sources.hasten(utc_now())  # whoever runs `once` decides how often
        with ReadingProgress(_progress_console(console)) as progress:
            reports = await watch.round(progress.tell)
        await watch.tidy()
        await app.digests.round()
        await app.catch_up.round()
        await app.announcer.round()
        delivered = await drained(app.deliver(platforms.outlets))
        await app.copies(platforms.outlets).round()
        console.print(Text(summary(reports, delivered)), soft_wrap=True)
        if reports and all(report.failed for report in reports):
            raise VigieError("No source could be read.")
        if chats and connected.done():
            raise DeliveryError("No chat platform is left.")


def routes(app: App, platforms: Platforms, *, chat: bool) -> tuple[Routes, Routes]:
    """What is answered at our own port beside health and numbers: posted to, and looked at."""
    doors: dict[str, Route] = {**platforms.doors} if chat else {}
    pages: dict[str, Route] = {**platforms.pages} if chat else {}
    if app.settings.public_url is not None:
        hubs = Hubs(store=app.store, clock=app.clock, random=SystemRandom())
        doors[websub.PATH], pages[websub.PATH] = hubs.announce, hubs.confirm
    return doors, pages


def _introduce(app: App, platforms: Platforms, console: Console, *, asks: bool) -> None:
    if console.is_terminal:
        words = welcome(app.sources, app.settings.prefix, asks=asks)
        console.print(Text(words), soft_wrap=True)
    _say_all(waiting(app, platforms))


@asynccontextmanager
async def _watching(app: App) -> AsyncIterator[Watch]:
    """The watch, with its way out and its parser open."""
    async with Parser() as parser, fetcher_of(app.settings, app.clock) as fetcher:
        yield app.watch(fetcher, parser)


async def _first_round(
    stack: AsyncExitStack,
    watch: Watch,
    app: App,
    deliver: Deliver | None,
    console: Console,
    patience: float | None,
) -> asyncio.Future[list[None]]:
    """Read what is due and show its cards; what is not read within `patience` goes on until done.

    Whoever asks then, by hand or on a pipe, gets answers from what was just read.
    """
    end = None if patience is None else asyncio.get_running_loop().time() + patience

    def tell(report: SourceReport) -> None:
        progress.tell(report)
        if report.finished and report.failed:
            _say_all(f"{report.source.label}: {problem}" for problem in report.problems)

    with ReadingProgress(_progress_console(console)) as progress:
        reading = await stack.enter_async_context(background([_read(watch, tell)]))
        while not reading.done() and (end is None or asyncio.get_running_loop().time() < end):
            if deliver is not None:
                await deliver.round()
            await asyncio.wait({reading}, timeout=GLANCE)
    if deliver is not None:
        await app.digests.round()
        await app.catch_up.round()
        await deliver.round()
    return reading


async def _read(watch: Watch, tell: Tell) -> None:
    try:
        await watch.round(tell)
    except StoreError as error:
        log.warning("%s", error)
    except Exception:  # a defect: the chat goes on, and the watch begins anew
        log.exception("reading the sources failed")


def _going_on(
    app: App,
    platforms: Platforms,
    deliver: Deliver | None,
    watch: Watch | None,
    reading: asyncio.Future[list[None]] | None,
) -> list[Coroutine[Any, Any, None]]:
    """What runs until the end, behind the first round."""
    going = []
    if deliver is not None:
        going.append(kept_going("digests", app.digests.forever))
        going.append(kept_going("catching up", app.catch_up.forever))
        going.append(kept_going("announcements", app.announcer.forever))
        going.append(kept_going("delivery", deliver.forever))
        going.append(kept_going("late copies", app.copies(platforms.outlets).forever))
    if watch is not None and reading is not None:
        going.append(kept_going("watch", lambda: _watch_on(watch, reading)))
        if base := app.settings.public_url:
            going.append(kept_going("subscriptions", lambda: _subscribe(app, base)))
    return going


async def _subscribe(app: App, base: str) -> None:
    """Keep subscriptions at hubs, by a way out of their own: no source waits for a hub's turn."""
    async with fetcher_of(app.settings, app.clock) as fetcher:
        await app.subscriber(fetcher, base).forever()


async def _watch_on(watch: Watch, reading: asyncio.Future[list[None]]) -> None:
    await asyncio.wait({reading})
    await watch.forever()


def _chats(platforms: Platforms, *, listen: bool) -> list[Coroutine[Any, Any, None]]:
    return [_staying(chat, listen=listen) for chat in platforms.chats]


async def _staying(chat: Chat, *, listen: bool) -> None:
    """Keep a platform connected; when that is hopeless, say why, and the others go on."""
    try:
        await chat.run(listen=listen)
    except DeliveryError as error:
        _say_all([str(error)])
    except Exception:  # a defect in one platform must not end the others
        log.exception("the connection to %s ended", chat.platform)


async def drained(deliver: Deliver) -> DeliveryReport:
    """Deliver what is due, and what is to be tried again within moments."""
    end = utc_now() + timedelta(seconds=IN_ALL)
    report = await deliver.round()
    sent, given_up, again = report.sent, report.given_up, report.again
    while again:
        wait = (again[0] - utc_now()).total_seconds()
        if wait > SOON or again[0] > end:
            break
        await asyncio.sleep(max(wait, 0.0) + GLANCE)
        report = await deliver.round()
        sent, given_up = sent + report.sent, given_up + report.given_up
        again = tuple(sorted([*again[1:], *report.again]))
    return replace(report, sent=sent, given_up=given_up)


def _progress_console(console: Console) -> Console:
    """Progress goes where cards go, unless that is no terminal."""
    return console if console.is_terminal else Console(stderr=True)


def _say_all(sentences: Iterable[str]) -> None:
    console = Console(stderr=True)
    for sentence in sentences:
        console.print(Text(sentence), soft_wrap=True)


def _at_a_prompt() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
