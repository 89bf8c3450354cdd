"""What answers need to know of the topic and actor lexicons."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from bot.model import Mention


class Finder(Protocol):
    """Finds the names it knows in a question."""

    def places(self, question: str, /) -> tuple[Mention, ...]:
        """What is named and where, by names in any of the five languages; the longest win."""
        ...


class Names(Protocol):
    """Knows what its ids are called."""

    def name(self, id_: str, language: str, /) -> str:
        """The name in a language; the id itself when it knows no name."""
        ...


class Actors(Finder, Names, Protocol):
    """The actor lexicon."""


class Topics(Finder, Names, Protocol):
    """The topic lexicon."""

    @property
    def ids(self) -> Collection[str]:
        """Every topic."""
        ...

    def related(self, id_: str, /) -> tuple[str, ...]:
        """Topics near it."""
        ...

    def words(self, id_: str, language: str, /) -> tuple[str, ...]:
        """Words of a language it is found by."""
        ...

    def suggest(self, word: str, /) -> str | None:
        """The topic a mistyped word may mean."""
        ...
