"""`vigie check --online`: every source asked once, and both chat platforms about tokens and channels."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rich.console import Console
from rich.progress import Progress

from bot.app import open_app
from bot.cli.finding import Finding
from bot.cli.platforms import platforms_of
from bot.clock import utc_now
from bot.errors import SourceError, VigieError
from bot.model import Platform, Source, SourceKind, SourceState
from bot.sources.retrieve import Polled, Retriever
from bot.sources.urls import redact
from bot.sources.worker import Parser
from config.made import fetcher_of
from config.settings import Settings
from handlers.chat_common import Checked

AT_ONCE = 8  # sources asked at the same time


async def ask_sources(
    settings: Settings, sources: Sequence[Source], console: Console
) -> list[Finding]:
    """Look at every source once and say what came of it; local ones were looked at before."""
    turns = asyncio.Semaphore(AT_ONCE)
    asked = [source for source in sources if source.kind is not SourceKind.FILE]
    async with Parser() as parser, fetcher_of(settings, utc_now) as fetcher:
        retriever = Retriever(fetcher, parser)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
            task = shown.add_task("Asking the sources", total=len(asked))

            async def ask(source: Source) -> Finding:
                async with turns:
                    polled = await retriever.poll(SourceState(source=source))
                shown.advance(task)
                return _answered(source, polled)

            return list(await asyncio.gather(*map(ask, asked)))


def _answered(source: Source, polled: Polled) -> Finding:
    what = f"source {source.id}"
    if isinstance(polled.outcome, SourceError):
        mend = f"Look at {redact(source.url)} yourself."
        return Finding(what=what, problem=str(polled.outcome), mend=mend)
    listing = polled.listing
    if listing is None or not (listing.entries or listing.children):
        mend = "Give the address of a feed, a news sitemap or a page with links to articles."
        return Finding(what=what, problem="nothing to read there", mend=mend, warning=True)
    lists = f", further lists: {len(listing.children)}" if listing.children else ""
    return Finding(what=what, found=f"{listing.kind}; entries: {len(listing.entries)}{lists}")


async def ask_platforms(settings: Settings, console: Console) -> list[Finding]:
    """Ask Discord and Slack, where tokens are set, about the tokens and every channel."""
    try:
        async with open_app(settings, utc_now) as app:
            checked: list[Checked] = []
            for chat in platforms_of(app, console).chats:
                checked += await chat.check(_channels(settings, chat.platform))
    except VigieError as error:
        return [Finding(what="chat", problem=str(error), mend="Mend the rows above first.")]
    return [_finding(one) for one in checked]


def _channels(settings: Settings, platform: Platform) -> list[str]:
    return [channel.id for channel in settings.channels if channel.platform is platform]


def _finding(checked: Checked) -> Finding:
    return Finding(
        what=checked.what, problem=checked.problem, mend=checked.mend, warning=checked.warning
    )
