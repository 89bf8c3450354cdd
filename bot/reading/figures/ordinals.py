"""Ordinals in words, which are no figures, and the fractions that end in one: text2num tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from text_to_num import Token, find_numbers

from bot.reading.figures.grammar import Grammar
from bot.reading.figures.wordruns import NEXT

LEAST = 3  # of a denominator: "first" and "second" make no fraction
MAX_BELOW = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What follows a run of number words.

    `ordinal`: the run is the beginning of an ordinal ("vingt" of "vingt et unième").
    `below`: the denominator in the `words` words behind the run ("twenty-fifth" = 25).
    """

    kind: Literal["ordinal", "below"]
    below: int = 0
    words: int = 0


@lru_cache(maxsize=4096)
def tail(run: tuple[str, ...], behind: tuple[str, ...], language: str) -> Tail | None:
    """How the words behind a run of number words belong to it; None when they do not."""
    try:
        found = find_numbers([_Word(w) for w in (*run, *behind)], language, threshold=0.0)
    except ValueError:
        return None
    for number in found:
        if number.end <= len(run):
            continue
        words = number.end - len(run)
        if number.start < len(run):
            return Tail(kind="ordinal", words=words) if number.is_ordinal else None
        if number.start > len(run):
            return None
        if number.is_ordinal and LEAST <= number.value <= MAX_BELOW:
            return Tail(kind="below", below=int(number.value), words=words)
        if 0 < number.value < 1:  # Spanish "treintavos": a part by itself
            return Tail(kind="below", below=round(1 / number.value), words=words)
    return None


@lru_cache(maxsize=1024)
def is_ordinal(word: str, language: str) -> bool:
    """True for "third", "quinto": words that more often give a place than a part."""
    try:
        return any(n.is_ordinal for n in find_numbers([_Word(word)], language, threshold=0.0))
    except ValueError:
        return False


def is_part(flat: str, at: int, grammar: Grammar) -> bool:
    """True when nothing that could be the third or the fifth stands behind: "a fifth of", "a fifth."."""
    word = NEXT.match(flat, at)
    if word is None:
        return flat[at : at + 1] != "-"
    behind = word.group(1)
    return behind in grammar.stop or _opens(flat, at, (*grammar.words.of, *grammar.words.percent))


def _opens(flat: str, at: int, phrases: Sequence[str]) -> bool:
    return any(flat.startswith(f" {phrase}", at) for phrase in phrases)


class _Word(Token):  # type: ignore[misc]  # text2num ships no types
    """A token as text2num takes them."""

    def __init__(self, word: str) -> None:
        self._word = word

    def text(self) -> str:
        """The word."""
        return self._word
