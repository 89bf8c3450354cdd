"""A filter's text cut into its signs and words, each with its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.answers.vocabulary import plain_word
from bot.model import Mention, Span

_PIECE = re.compile(
    r"(?P<quoted>\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»)"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<compare>>=|<=|[<>=≥≤])"
    r"|(?P<pair>[^\W\d_]{2,12}:(?:\"[^\"]*\"|[^\s()\"]+))"
    r"|(?P<minus>[-−!](?=[^\s-]))"
    r"|(?P<sign>&&?|\|\|?)"
    r"|(?P<word>[^\s()<>=≥≤\"“”„«»&|]+)"
    r"|(?P<stray>\S)"
)


class Kind(Enum):
    """What a piece of a filter is."""

    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()
    COMPARE = auto()
    QUOTED = auto()
    PAIR = auto()
    WORD = auto()
    STRAY = auto()
    END = auto()


_SIGNS = {"&": Kind.AND, "&&": Kind.AND, "|": Kind.OR, "||": Kind.OR}
_KINDS = {
    "quoted": Kind.QUOTED,
    "open": Kind.OPEN,
    "close": Kind.CLOSE,
    "compare": Kind.COMPARE,
    "pair": Kind.PAIR,
    "minus": Kind.NOT,
    "stray": Kind.STRAY,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A sign or word, and where it stands (code points, end exclusive)."""

    kind: Kind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """The words for and, or and not in all languages, in plain form."""

    both: frozenset[str]
    either: frozenset[str]
    negated: frozenset[str]

    def kind(self, word: str) -> Kind:
        """What a word is when it belongs to no name."""
        plain = plain_word(word)
        for words, kind in (
            (self.both, Kind.AND),
            (self.either, Kind.OR),
            (self.negated, Kind.NOT),
        ):
            if plain in words:
                return kind
        return Kind.WORD


def pieces(text: str, operators: Operators, names: Collection[Mention]) -> list[Piece]:
    """The pieces of a filter in order, with an END behind the last.

    A word for and, or and not inside a longer name ("Bosnia and Herzegovina") is a word.
    """
    long_names = [mention.span for mention in names if " " in mention.span.of(text)]
    found = [_piece(match, operators, long_names) for match in _PIECE.finditer(text)]
    return [*found, Piece(Kind.END, "", len(text), len(text))]


def _piece(match: re.Match[str], operators: Operators, long_names: Sequence[Span]) -> Piece:
    group, text, span = match.lastgroup or "", match[0], Span(*match.span())
    kind = _KINDS.get(group)
    if kind is None:
        inside = any(name.contains(span) for name in long_names)
        kind = Kind.WORD if inside else _SIGNS.get(text) or operators.kind(text)
    return Piece(kind, text, span.start, span.end)
