"""`vigie bench reading`: what each stage of reading costs, by language, beside its budget.

Every article counts alike: its time is scaled to `SIZE` code points, and the median of the articles
is shown. The budgets are promises about the order of magnitude, made for one core of a small server.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import process_time

from rich.console import Console
from rich.table import Table

from bot.cli.bench.texts import SIZE
from bot.cli.bench.timing import ROUNDS, shown
from bot.model import Article
from config.reader import ReaderRecipe, make_reader

BUDGETS = {"quotes": 8, "figures": 4, "positions": 8}  # ms for SIZE code points
WHOLE = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an article costs to read: CPU milliseconds of each stage for `SIZE` code points."""

    language: str
    stages: Mapping[str, float]


def bench_reading(
    recipe: ReaderRecipe, articles: Sequence[Article], console: Console, rounds: int = ROUNDS
) -> None:
    """Read every article `rounds` times and print the median cost of each stage."""
    console.print(f"vigie bench reading: CPU ms for {SIZE:,} characters, median of the articles")
    console.print(table(measure(recipe, articles, console, rounds)))


def measure(
    recipe: ReaderRecipe, articles: Sequence[Article], console: Console, rounds: int
) -> list[Cost]:
    """What each article costs, the median of `rounds` readings after one to warm up."""
    watch = _StopWatch()
    reader = make_reader(recipe, watch.stage)
    languages = [reader.read(article).article.language or "?" for article in articles]
    runs: list[dict[str, list[float]]] = [defaultdict(list) for _ in articles]
    for _ in shown(range(rounds), console):
        for article, run in zip(articles, runs, strict=True):
            watch.seconds.clear()
            with watch.stage(WHOLE):
                reader.read(article)
            for stage, seconds in watch.seconds.items():
                run[stage].append(seconds * 1_000 * SIZE / len(article.text))
    return [
        Cost(language=language, stages={stage: median(all_of) for stage, all_of in run.items()})
        for language, run in zip(languages, runs, strict=True)
    ]


def table(costs: Sequence[Cost]) -> Table:
    """Stages down, languages with the number of their articles across, the budget last."""
    by_language: dict[str, list[Cost]] = defaultdict(list)
    for cost in costs:
        by_language[cost.language].append(cost)
    grid = Table("Stage")
    for language, these in sorted(by_language.items()):
        grid.add_column(f"{language} ({len(these)})", justify="right")
    grid.add_column("Budget", justify="right")
    for stage in dict.fromkeys(stage for cost in costs for stage in cost.stages):
        cells = (
            f"{median(cost.stages.get(stage, 0.0) for cost in these):.1f}"
            for _, these in sorted(by_language.items())
        )
        grid.add_row(stage, *cells, str(BUDGETS.get(stage, "")))
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
