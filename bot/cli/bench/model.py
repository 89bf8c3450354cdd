"""`vigie bench model`: what the set language model costs and brings, an article at a time.

Wall time here, since it is the waiting that costs; nothing is kept, so every article is asked anew.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.cli.second import opened
from bot.model import Article, Usage
from bot.second.ledger import MemoryLedger
from config.made import recipe_of
from config.reader import read_article
from config.settings import Settings

NOT_SET = "vigie bench model: no language model is set (VIGIE_READER_URL)."


def bench_model(settings: Settings, articles: Sequence[Article], console: Console) -> None:
    """Read every article once with the model, and print what it costs by language."""
    if settings.reader_url is None:
        console.print(NOT_SET)
        return
    costs = asyncio.run(measure(settings, articles, console))
    console.print(f"vigie bench model: {settings.reader_model}, an article (wall time, tokens)")
    console.print(table(costs))


async def measure(
    settings: Settings, articles: Sequence[Article], console: Console
) -> dict[str, Usage]:
    """What the model's readings cost, by language."""
    recipe = recipe_of(settings)
    costs: dict[str, Usage] = defaultdict(Usage)
    shown = track(articles, "Asking", console=console, transient=True)
    for article in shown if console.is_terminal else articles:
        ledger = MemoryLedger()
        async with opened(settings, ledger) as second:
            if second is None:
                break
            reading = await second.read(read_article(recipe, article))
        costs[reading.article.language or "?"] += ledger.in_all()
    return dict(costs)


def table(costs: dict[str, Usage]) -> Table:
    """A row for each language."""
    grid = Table()
    for heading in (
        "", "Articles", "Seconds", "Sent", "Received", "Agreed", "Added", "Dropped", "Disputed", "Failed",
    ):  # fmt: skip
        grid.add_column(heading, justify="right" if heading else "left")
    for language, usage in sorted(costs.items()):
        each = max(1, usage.articles)
        counts = (usage.agreed, usage.added, usage.dropped, usage.disputed)
        grid.add_row(
            language,
            str(usage.articles),
            f"{usage.seconds / each:.2f}",
            str(round(usage.tokens_in / each)),
            str(round(usage.tokens_out / each)),
            *(f"{count / each:.1f}" for count in counts),
            str(usage.failed),
        )
    return grid
