"""`vigie reread`: kept articles read again by the language model, after the cost was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot.app import App, open_app
from bot.clock import utc_now
from bot.errors import SettingsError
from bot.model import BOTH, RULES, Figure, Position, Quote, Reading
from bot.second.reader import SecondReader
from bot.sources.worker import Parser
from bot.store.archive import Kept
from config.settings import Settings

F = TypeVar("F", Quote, Figure, Position)

MOST = 5_000  # articles of one call


async def reread(settings: Settings, since: timedelta, console: Console, *, sure: bool) -> None:
    """Read what was kept in the last `since` with the model, where it has not been yet.

    Args:
        settings: name the model and its budget.
        since: how far back.
        console: gets the cost, the progress and what came of it.
        sure: do not ask before it starts.

    Raises:
        SettingsError: when no model is set.
    """
    async with open_app(settings, utc_now) as app, Parser() as parser:
        second = app.second(parser)
        if second is None:
            raise SettingsError("No language model is set. Name one in VIGIE_READER_URL.")
        now = utc_now()
        whole = min(since, settings.keep_text or since)  # of older ones the text is not kept
        kept = await app.store.archive.between(now - whole, now, MOST)
        wanted = [each for each in kept if is_wanted(each.reading, second)]
        console.print(Text(await _cost(app, second, kept, wanted)), soft_wrap=True)
        if wanted and (sure or typer.confirm("Read them?")):
            done, trouble = await _read(app, second, wanted, console)
            said = f"Articles read: {done} of {len(wanted)}."
            console.print(Text(f"{said} {trouble}".strip()), soft_wrap=True)


def is_wanted(reading: Reading, second: SecondReader) -> bool:
    """True for an article the model may be given and has not read to the end."""
    look = reading.second
    done = look is not None and look.reader == second.reader and not look.trouble
    return second.covers(reading) and not done


def by_rules(reading: Reading) -> Reading:
    """What the rules found alone: without a model's facts, and with what it disputed."""
    disputes = reading.second.disputes if reading.second else ()
    disputed = [replace(dispute.rules, id="") for dispute in disputes]
    return replace(
        reading,
        quotes=(
            *(_plain(quote) for quote in reading.quotes if _ours(quote)),
            *(fact for fact in disputed if isinstance(fact, Quote)),
        ),
        figures=tuple(_plain(figure) for figure in reading.figures if _ours(figure)),
        positions=(
            *(_plain(position) for position in reading.positions if _ours(position)),
            *(fact for fact in disputed if isinstance(fact, Position)),
        ),
        second=None,
    )


def _ours(fact: Quote | Figure | Position) -> bool:
    return RULES in fact.origin.split(BOTH)


def _plain(fact: F) -> F:
    return replace(fact, origin=RULES)


async def _cost(
    app: App, second: SecondReader, kept: Sequence[Kept], wanted: Sequence[Kept]
) -> str:
    """How many articles, how many tokens about, and what is left of the day's budget."""
    tokens = sum(second.estimate(each.reading).tokens for each in wanted)
    said = (
        f"{second.reader}: articles to read: {len(wanted)} of {len(kept)} kept in that time;"
        f" about {tokens:,} tokens."
    )
    if app.asking is None:
        return said
    today, budget = await app.asking.today(), app.asking.budget
    left = max(0, budget.articles - today.articles), max(0, budget.tokens - today.tokens)
    return f"{said} Left of today's budget: {left[0]} articles, {left[1]:,} tokens."


async def _read(
    app: App, second: SecondReader, wanted: Sequence[Kept], console: Console
) -> tuple[int, str]:
    """Read them, newest first, until the model gives nothing more; how many, and why it ended."""
    done = 0
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("Reading", total=len(wanted))
        for each in wanted:
            reading = await second.read(by_rules(each.reading))
            look = reading.second
            if look is not None and look.halted:
                return done, f"It ended early: {look.trouble} Call it again later."
            await app.store.second.reread(each.article_id, reading)
            shown.advance(task)
            done += 1
    return done, ""
