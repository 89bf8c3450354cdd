"""Full-text search: a person's words -> a condition that finds articles.

A person's words never reach the database as syntax: they are cut into plain words first, and those
are bound as parameters. The last word of a phrase also finds longer ones ("sanction": "sanctions").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)

from bot.store.folding import words_of
from bot.store.schema import article

NEWEST = 500  # matches that are ranked: ranking all of a common word's takes seconds
MOST_WORDS = 32  # of a search
TITLE_WEIGHT = 5.0  # of a word in the title, against one in the text
PREFIX = 4  # letters from which on a word also finds longer ones

_QUOTED = re.compile(r'["«“„]([^"«»“”„]{1,200})["»”“]|(\S{1,200})')
_FTS: Any = table("article_search", column("rowid"))
_MATCH: ColumnElement[Any] = literal_column("article_search")
_TSVECTOR: Any = literal_column("article.search")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that must follow each other; `open` when the last may be longer."""

    words: tuple[str, ...]
    open: bool = True

    def found_in(self, words: Sequence[str]) -> bool:
        """True when the folded `words` hold the phrase."""
        size = len(self.words)
        *firsts, last = self.words
        for i in range(len(words) - size + 1):
            end = words[i + size - 1]
            if (end.startswith(last) if self.open else end == last) and all(
                a == b for a, b in zip(firsts, words[i:], strict=False)
            ):
                return True
        return False


def phrases_of(words: str) -> tuple[Phrase, ...]:
    """What a person typed, as phrases: words in quotation marks stay together."""
    found = [_phrase(m[1] or m[2]) for m in _QUOTED.finditer(words)]
    return tuple([phrase for phrase in found if phrase.words][:MOST_WORDS])


def phrases_in(loose: Sequence[str]) -> tuple[Phrase, ...]:
    """Every item as one phrase."""
    return tuple(phrase for item in loose if (phrase := _phrase(item)).words)


def matching(phrases: Sequence[Phrase], *, sqlite: bool) -> Select[tuple[int]]:
    """The numbers of the articles that hold every phrase."""
    if sqlite:
        return select(_FTS.c.rowid).where(_fts_match(phrases))
    return select(article.c.number).where(_TSVECTOR.op("@@")(_tsquery(phrases)))


def ranked(
    phrases: Sequence[Phrase], conditions: Sequence[ColumnElement[bool]], *, sqlite: bool
) -> Subquery:
    """(number, rank) of the newest matches under `conditions` on `article`; a small rank is best."""
    if sqlite:
        rank: Any = literal_column(f"bm25(article_search, {TITLE_WEIGHT}, 1.0)").label("rank")
        found = select(_FTS.c.rowid.label("number"), rank).where(_fts_match(phrases))
        if conditions:
            found = found.where(_FTS.c.rowid.in_(select(article.c.number).where(*conditions)))
        return found.order_by(_FTS.c.rowid.desc()).limit(NEWEST).subquery("found")
    query = _tsquery(phrases)
    newest = (
        select(article.c.number, _TSVECTOR.label("search"))
        .where(_TSVECTOR.op("@@")(query), *conditions)
        .order_by(article.c.number.desc())
        .limit(NEWEST)
        .subquery("newest")
    )
    return select(newest.c.number, (-func.ts_rank(newest.c.search, query)).label("rank")).subquery(
        "found"
    )


def _phrase(words: str) -> Phrase:
    cut = tuple(words_of(words)[:MOST_WORDS])
    return Phrase(cut, bool(cut) and len(cut[-1]) >= PREFIX)


def _fts_match(phrases: Sequence[Phrase]) -> ColumnElement[bool]:
    query = " ".join(f'"{" ".join(p.words)}"' + ("*" if p.open else "") for p in phrases)
    return _MATCH.op("MATCH")(literal(query))


def _tsquery(phrases: Sequence[Phrase]) -> ColumnElement[Any]:
    parts = [
        " <-> ".join(f"'{word}'" for word in p.words) + (":*" if p.open else "") for p in phrases
    ]
    return func.to_tsquery("simple", bindparam(None, " & ".join(f"({part})" for part in parts)))
