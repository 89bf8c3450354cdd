"""Articles of invented events: `tests/events/<event>.<language>.md`, several of one event each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.model import Article, Reading
from bot.sources.article import from_text
from config.reader import ReaderRecipe, build_reader

TOLD = sorted((Path(__file__).parents[1] / "events").glob("*.md"))
RECIPE = ReaderRecipe(languages=("de", "en", "es", "fr", "it"))


def event(path: Path) -> str:
    """The event an article tells of."""
    return path.stem.split(".")[0]


def article(path: Path) -> Article:
    """An article as its source would give it."""
    words = path.read_text(encoding="utf-8")
    found = from_text(words, f"https://{path.stem}.example/", None)
    assert isinstance(found, Article)
    return found


@cache
def read(path: Path) -> Reading:
    """What the shipped reader finds in it."""
    return build_reader(RECIPE).read(article(path))
