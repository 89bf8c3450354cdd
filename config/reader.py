"""The reader an admin's settings ask for, built once a process from a small recipe.

The recipe travels to worker processes; the reader itself, with its compiled tables, does not.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.model import Article, Reading
from bot.reading.reader import Reader, Watch
from bot.reading.second.read import SecondTables, second_reading
from config.lexicons import load_actors, load_topics
from config.loader import load_packs


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRecipe:
    """What a reader is made from."""

    languages: tuple[str, ...]
    topics_file: Path | None = None
    actors_file: Path | None = None


@cache
def build_reader(recipe: ReaderRecipe) -> Reader:
    """The reader of a recipe; the same one for the same recipe.

    Raises:
        SettingsError: when a data file is wrong.
    """
    return make_reader(recipe)


def make_reader(recipe: ReaderRecipe, watch: Watch = nullcontext) -> Reader:
    """A reader of its own, which enters `watch` around each stage.

    Raises:
        SettingsError: when a data file is wrong.
    """
    return Reader(
        packs=load_packs(recipe.languages),
        topics=load_topics(recipe.topics_file),
        actors=load_actors(recipe.actors_file),
        watch=watch,
    )


def read_article(recipe: ReaderRecipe, article: Article) -> Reading:
    """Read one article; a top-level function, so that a worker process can be given it."""
    return build_reader(recipe).read(article)


def read_again(
    recipe: ReaderRecipe, reading: Reading, answers: tuple[str, ...], origin: str, alone: bool
) -> Reading:
    """A reading with a model's answers held against it; top-level for the same reason."""
    language = reading.article.language or ""
    if language not in recipe.languages:
        return reading
    return second_reading(
        reading,
        answers,
        origin,
        _tables(recipe, language),
        alone=alone,
    )


@cache
def _tables(recipe: ReaderRecipe, language: str) -> SecondTables:
    return SecondTables(
        pack=load_packs((language,))[language],
        actors=load_actors(recipe.actors_file),
        topics=load_topics(recipe.topics_file),
    )
