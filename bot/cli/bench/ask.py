"""`vigie bench ask`: how long people wait for an answer when many articles are kept.

The questions go through the same code as in every chat, to a database made for the occasion.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from bot.app import TERMINAL, open_app
from bot.cli.bench.stock import fill
from bot.cli.bench.texts import articles_of, standard_articles
from bot.cli.bench.timing import ROUNDS, shown
from bot.cli.platforms import commands_of
from bot.clock import utc_now
from config.made import recipe_of
from config.reader import read_article
from config.settings import Settings
from config.sources import samples
from handlers.commands import Caller

SIZE = 100_000  # articles kept
BUDGET = 100  # ms, the median of a question
QUESTIONS = (
    "!positions troops",
    "!positions troops Germany",
    "!positions ceasefire since 7d",
    "!figures aid",
    "!quotes troops",
    "!latest troops",
    "!search valley trains",
    "!status",
)


def bench_ask(settings: Settings, console: Console, size: int = SIZE, rounds: int = ROUNDS) -> None:
    """Keep `size` articles in a temporary SQLite file, ask, and print what each question took.

    Raises:
        StoreError: when the temporary database cannot be written.
    """
    with TemporaryDirectory(prefix="vigie-bench-") as folder:
        file = Path(folder) / "bench.db"
        address = SecretStr(f"sqlite+aiosqlite:///{file}")
        here = settings.model_copy(update={"database_url": address})
        times = asyncio.run(_measure(here, console, size, rounds))
        megabytes = file.stat().st_size / 1e6
    console.print(
        f"vigie bench ask: ms to answer from {size:,} kept articles ({megabytes:,.0f} MB, SQLite)"
    )
    console.print(table(times))


def table(times: Sequence[tuple[str, Sequence[float]]]) -> Table:
    """Questions down; the median and the slowest tenth across, the budget last."""
    grid = Table("Question")
    for name in ("Median", "9 of 10 within", "Budget"):
        grid.add_column(name, justify="right")
    for question, seconds in times:
        tenth = quantiles(seconds, n=10)[-1] if len(seconds) > 1 else seconds[0]
        grid.add_row(
            question, f"{median(seconds) * 1e3:.1f}", f"{tenth * 1e3:.1f}", f"{BUDGET} median"
        )
    return grid


async def stocked(settings: Settings, console: Console, size: int) -> None:
    """Fill the settings' database, which must be new, with `size` articles.

    Six of a hundred tell the story the questions are about, the others five other stories.

    Raises:
        StoreError: when it cannot be written.
    """
    story, others = articles_of(samples()), standard_articles()
    read = partial(read_article, recipe_of(settings))
    readings = [*map(read, story), *islice(cycle(map(read, others)), 100 - len(story))]
    await fill(settings.database_url.get_secret_value(), readings, size, utc_now(), console)


async def _measure(
    settings: Settings, console: Console, size: int, rounds: int
) -> list[tuple[str, list[float]]]:
    """Each question with the seconds of every time it was asked; all are asked in turn."""
    await stocked(settings, console, size)
    async with open_app(settings, utc_now) as app:
        commands = commands_of(app)
        times: dict[str, list[float]] = {question: [] for question in QUESTIONS}
        for n in shown(range(-1, rounds), console):
            for question in QUESTIONS:
                start = perf_counter()
                await commands.reply(question, asker(n), addressed=True)
                if n >= 0:  # the first time warms up
                    times[question].append(perf_counter() - start)
    return list(times.items())


def asker(n: int) -> Caller:
    """Somebody else each round: who asks too often is told off."""
    return Caller(platform=TERMINAL.platform, channel=TERMINAL.id, user=f"{n}", is_admin=True)
