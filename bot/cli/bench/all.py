"""Which benchmarks run, on which texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.cli.bench.pages import bench_pages
from bot.cli.bench.reading import bench_reading
from bot.cli.bench.texts import articles_of, full_size, own_articles
from bot.cli.bench.timing import ROUNDS
from bot.model import Article
from config.made import recipe_of
from config.settings import Settings
from config.sources import samples


def run_benchmarks(
    settings: Settings,
    console: Console,
    wanted: Sequence[str],
    articles: Path | None,
    rounds: int = ROUNDS,
) -> None:
    """Run the wanted ones ("pages", "reading"), one after the other, and print their tables.

    Raises:
        SourceError: when the texts cannot be read.
    """
    if "pages" in wanted:
        bench_pages(settings, console, rounds)
    if "reading" in wanted:
        bench_reading(recipe_of(settings), _texts(articles), console, rounds)


def _texts(place: Path | None) -> list[Article]:
    return own_articles(place) if place else full_size(articles_of(samples()))
