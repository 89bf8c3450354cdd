"""`vigie bench reading`: what each stage of reading costs, by language, beside its budget.

Every article counts alike: its time is scaled to `SIZE` code points, and the median of the articles
is shown. The budgets are promises about the order of magnitude, made for one core of a small server.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import process_time

from rich.console import Console
from rich.table import Table

from bot.cli.bench.texts import SIZE
from bot.cli.bench.timing import ROUNDS, shown
from bot.model import Article
from config.reader import ReaderRecipe, make_reader

BUDGETS = {"quotes": 8.0, "figures": 4.0, "positions": 8.0}  # ms for SIZE code points
WHOLE = "everything"
Times = dict[str, float]  # stage -> ms for SIZE code points


def bench_reading(
    recipe: ReaderRecipe, articles: Sequence[Article], console: Console, rounds: int = ROUNDS
) -> None:
    """Read every article `rounds` times and print the median cost of each stage."""
    times = [
        (article.language or "?", _scaled(stages, article))
        for article, stages in zip(
            articles, measure(recipe, articles, console, rounds), strict=True
        )
    ]
    console.print(table(times))


def measure(
    recipe: ReaderRecipe, articles: Sequence[Article], console: Console, rounds: int
) -> list[Times]:
    """For each article the median milliseconds of each stage, as long as the article is."""
    watch = _StopWatch()
    reader = make_reader(recipe, watch.stage)
    runs: list[dict[str, list[float]]] = [defaultdict(list) for _ in articles]
    for article in articles:
        reader.read(article)
    for _ in shown(range(rounds), console):
        for article, run in zip(articles, runs, strict=True):
            watch.seconds.clear()
            with watch.stage(WHOLE):
                reader.read(article)
            for name, seconds in watch.seconds.items():
                run[name].append(seconds * 1_000)
    return [{name: median(all_of) for name, all_of in run.items()} for run in runs]


def table(times: Sequence[tuple[str, Times]]) -> Table:
    """Stages down, languages across, the budget last."""
    languages = sorted({language for language, _ in times})
    grid = Table(
        title=f"vigie bench reading: CPU ms for {SIZE:,} characters, median of the articles",
        title_justify="left",
    )
    grid.add_column("Stage")
    for language in languages:
        count = sum(1 for code, _ in times if code == language)
        grid.add_column(f"{language} ({count})", justify="right")
    grid.add_column("Budget", justify="right")
    for stage in times[0][1] if times else ():
        cells = (
            f"{median(t.get(stage, 0.0) for code, t in times if code == language):.1f}"
            for language in languages
        )
        budget = BUDGETS.get(stage)
        grid.add_row(stage, *cells, f"{budget:.0f}" if budget else "")
    return grid


class _StopWatch:
    """CPU seconds by stage, of one reading."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = process_time()
        try:
            yield
        finally:
            self.seconds[name] = process_time() - start


def _scaled(stages: Times, article: Article) -> Times:
    return {name: ms * SIZE / len(article.text) for name, ms in stages.items()}
