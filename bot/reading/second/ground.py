"""Claims -> facts: each is held against the article; what does not stand there is dropped and counted.

A model decides where to look, never what is shown: words are spans of the text, numbers are read
by our own grammar, names, kinds and stances come from closed lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from bot.model import Figure, Position, Quote, Reading, Span
from bot.reading.actors import ActorLexicon
from bot.reading.marks import Marked, find_marked
from bot.reading.packs import LanguagePack
from bot.reading.second.claims import Claims
from bot.reading.second.verbatim import Haystack
from bot.reading.text import Document
from bot.reading.topics import TopicLexicon

Claim = TypeVar("Claim")
Fact = TypeVar("Fact")


class Ungrounded(Exception):
    """A claim does not hold; the words say what is wrong with it, in a few words for the count."""


@dataclass(frozen=True)
class Ground:
    """An article as claims are held against it."""

    reading: Reading
    pack: LanguagePack
    actors: ActorLexicon
    topics: TopicLexicon
    origin: str

    @cached_property
    def document(self) -> Document:
        """The article cut as the rules cut it."""
        article = self.reading.article
        return Document(article.text, self.pack.code, self.pack.text, article.title)

    @cached_property
    def words(self) -> Haystack:
        """Where words stand."""
        return Haystack(self.reading.article.text)

    @cached_property
    def marked(self) -> tuple[Marked, ...]:
        """What stands between quotation marks."""
        blocks = [block.span for block in self.document.blocks]
        return find_marked(
            self.reading.article.text, blocks, doubled_apostrophes=self.pack.code == "en"
        )

    def sentence(self, n: int) -> Span:
        """The sentence with the number it was given to the model by.

        Raises:
            Ungrounded: when there is none.
        """
        if n > len(self.reading.sentences):
            raise Ungrounded("no such sentence")
        return self.reading.sentences[n - 1]

    def place(self, words: str, n: int) -> Span:
        """Where a claim's own words begin in sentence `n`; elsewhere only where there is no doubt.

        Raises:
            Ungrounded: when they do not stand in the text, or in several other places.
        """
        found = self.words.begins_in(words, self.sentence(n))
        if found is None:
            raise Ungrounded("not in the text")
        return found

    def near(self, words: str | None, to: Span, what: str, *, outside: bool = False) -> Span | None:
        """Where an attribute's words stand, nearest to `to`; None when there is no attribute.

        Raises:
            Ungrounded: when they do not stand in the text.
        """
        if words is None:
            return None
        found = self.words.nearest(words, to, outside=outside)
        if found is None:
            raise Ungrounded(f"{what} not in the text")
        return found

    def verbatim(self, words: str | None, to: Span, what: str) -> str | None:
        """An attribute in the text's own words; None when there is none.

        Raises:
            Ungrounded: when they do not stand in the text.
        """
        found = self.near(words, to, what)
        return self.reading.article.at(found) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """The facts that hold, and the others counted by kind and cause."""

    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    positions: tuple[Position, ...] = ()
    dropped: Counter[str] = field(default_factory=Counter)


def grounded(
    claims: Iterable[Claim], kind: str, check: Callable[[Claim], Fact], dropped: Counter[str]
) -> list[Fact]:
    """The facts of the claims that hold, each once."""
    found: list[Fact] = []
    for claim in claims:
        try:
            fact = check(claim)
        except Ungrounded as error:
            dropped[f"{kind}: {error}"] += 1
            continue
        if fact not in found:
            found.append(fact)
    return found


def all_claims(answers: Iterable[Claims]) -> Claims:
    """The answers to an article's windows as one."""
    every = tuple(answers)
    return Claims(
        quotes=tuple(claim for answer in every for claim in answer.quotes),
        figures=tuple(claim for answer in every for claim in answer.figures),
        positions=tuple(claim for answer in every for claim in answer.positions),
        broken=sum((answer.broken for answer in every), Counter[str]()),
    )
