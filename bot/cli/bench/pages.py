"""`vigie bench pages`: how long reading takes, as a ratio against a named peer in the same run.

The peer is trafilatura extracting the same texts from a page. Seconds depend on the machine; the
ratio of two things timed in turn, round by round, hardly does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib.metadata import version

import trafilatura
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.bench.texts import articles_of
from bot.cli.bench.timing import ROUNDS, in_turn
from bot.model import Article
from bot.sources.article import extract
from config.made import recipe_of
from config.reader import read_article
from config.settings import Settings
from config.sources import samples

LONG = 10  # times a text is repeated to see whether time grows with its length only


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Something timed: the median of its rounds, in CPU seconds, for so many code points."""

    name: str
    seconds: float
    characters: int


def bench_pages(settings: Settings, console: Console, rounds: int = ROUNDS) -> None:
    """Time the hot paths on the shipped articles and print a table.

    Raises:
        SourceError: when the shipped articles cannot be read.
    """
    timed = measure(settings, articles_of(samples()), console, rounds)
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
    works = {name: work for name, (work, _) in contestants.items()}
    return [
        Timed(name=name, seconds=seconds, characters=contestants[name][1])
        for name, seconds in in_turn(works, console, rounds).items()
    ]


def table(timed: Sequence[Timed]) -> Table:
    """Time for a thousand code points, and how it compares with the first row."""
    shown = Table(title="vigie bench pages", title_justify="left")
    shown.add_column("What")
    shown.add_column("ms per 1,000 characters", justify="right")
    shown.add_column("Ratio", justify="right")
    peer = timed[0].seconds / timed[0].characters
    for one in timed:
        each = one.seconds / one.characters
        shown.add_row(Text(one.name), f"{each * 1e6:.2f}", f"{each / peer:.2f}")
    return shown


def _page(article: Article) -> str:
    """The article as a plain page."""
    lines = (line for line in article.text.splitlines() if line.strip())
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    title = escape(article.title)
    return (
        f"<html lang='{article.language}'><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )
