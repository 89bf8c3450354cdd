"""`vigie bench`: how long reading takes, as a ratio against a named peer in the same run.

The peer is trafilatura extracting the same texts from a page. Seconds depend on the machine; the
ratio of two things timed in turn, round by round, hardly does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib.metadata import version
from statistics import median
from time import perf_counter

import trafilatura
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.errors import SourceError
from bot.model import Article, Source
from bot.sources.article import extract
from bot.sources.local import list_local, load_local
from config.made import recipe_of
from config.reader import read_article
from config.settings import Settings
from config.sources import samples

ROUNDS = 15
LONG = 10  # times a text is repeated to see whether time grows with its length only


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Something timed: the median of its rounds, in seconds, for so many code points."""

    name: str
    seconds: float
    characters: int


def bench(settings: Settings, console: Console, rounds: int = ROUNDS) -> None:
    """Time the hot paths on the shipped articles and print a table.

    Raises:
        SourceError: when the shipped articles cannot be read.
    """
    timed = measure(settings, _articles(samples()), console, rounds)
    console.print(table(timed))


def measure(
    settings: Settings, articles: Sequence[Article], console: Console, rounds: int
) -> list[Timed]:
    """Do everything once to warm up, then all in turn, `rounds` times. The peer comes first."""
    recipe = recipe_of(settings)
    pages = [_page(article) for article in articles]
    long = [replace(article, text="\n".join([article.text] * LONG)) for article in articles]
    characters = sum(len(article.text) for article in articles)

    contestants: dict[str, tuple[Callable[[], object], int]] = {
        f"trafilatura {version('trafilatura')}: text from a page": (
            lambda: [trafilatura.bare_extraction(page, with_metadata=True) for page in pages],
            characters,
        ),
        "Vigie: text and metadata from a page": (
            lambda: [extract(page.encode(), "", None, "utf-8") for page in pages],
            characters,
        ),
        "Vigie: quotes, figures, positions": (
            lambda: [read_article(recipe, article) for article in articles],
            characters,
        ),
        f"the same, texts {LONG} times as long": (
            lambda: [read_article(recipe, article) for article in long],
            characters * LONG,
        ),
    }
    for work, _ in contestants.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    shown = track(range(rounds), "Timing", console=console, transient=True)
    for _ in shown if console.is_terminal else range(rounds):
        for name, (work, _) in contestants.items():
            times[name].append(_seconds(work))
    return [
        Timed(name=name, seconds=median(times[name]), characters=count)
        for name, (_, count) in contestants.items()
    ]


def table(timed: Sequence[Timed]) -> Table:
    """Time for a thousand code points, and how it compares with the first row."""
    shown = Table(title="vigie bench", title_justify="left")
    shown.add_column("What")
    shown.add_column("ms per 1,000 characters", justify="right")
    shown.add_column("Ratio", justify="right")
    peer = timed[0].seconds / timed[0].characters
    for one in timed:
        each = one.seconds / one.characters
        shown.add_row(Text(one.name), f"{each * 1e6:.2f}", f"{each / peer:.2f}")
    return shown


def _articles(source: Source) -> list[Article]:
    listing = list_local(source.url, source)
    if isinstance(listing, SourceError):
        raise listing
    loaded = [load_local(entry) for entry in listing.entries]
    return [article for article in loaded if isinstance(article, Article)]


def _page(article: Article) -> str:
    """The article as a plain page."""
    lines = (line for line in article.text.splitlines() if line.strip())
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    title = escape(article.title)
    return (
        f"<html lang='{article.language}'><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
