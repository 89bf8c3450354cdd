"""Which benchmarks run, on which texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.cli.bench.ask import SIZE, bench_ask
from bot.cli.bench.model import bench_model
from bot.cli.bench.pages import bench_pages
from bot.cli.bench.reading import bench_reading
from bot.cli.bench.texts import own_articles, standard_articles
from bot.cli.bench.timing import ROUNDS
from config.made import recipe_of
from config.settings import Settings


def run_benchmarks(
    settings: Settings,
    console: Console,
    wanted: Sequence[str],
    articles: Path | None,
    rounds: int = ROUNDS,
    size: int = SIZE,
) -> None:
    """Run the wanted ones ("pages", "reading", "ask", "model") in turn, and print their tables.

    Raises:
        SourceError: when the texts cannot be read.
    """
    if "pages" in wanted:
        bench_pages(settings, console, rounds)
    if "reading" in wanted:
        texts = own_articles(articles) if articles else standard_articles()
        bench_reading(recipe_of(settings), texts, console, rounds)
    if "ask" in wanted:
        bench_ask(settings, console, size, rounds)
    if "model" in wanted:
        bench_model(settings, own_articles(articles) if articles else standard_articles(), console)
