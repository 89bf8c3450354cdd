"""Plain word patterns of the data files, and one pass that finds thousands of them in a text.

The notation, one pattern a string, written as people write it (case does not matter):

    "sanction[s]"            optional letters
    "Pole[n/in/innen]"       optional letters, one of several
    "army/force[s] of Mali"  a word or another, at one place
    "migra*"                 any ending (last word only)
    "*truppen"               inside a German compound (first word only); "*asyl*" anywhere in a word

Patterns of several words match tokens that follow one another. The longest pattern wins; of two
that overlap, the one that begins first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.model import Span
from bot.reading.text import Token, fold

Value = TypeVar("Value")
MAX_FORMS = 400  # of one pattern: a slip in a data file must not fill the memory

_OR = re.compile(r"/(?![^\[]*\])")  # a stroke outside brackets
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*['’]?|\*|[^\w\s]")


class Found(NamedTuple, Generic[Value]):
    """A pattern met in a text: the tokens `first`..`last` (inclusive) and what it stands for."""

    first: int
    last: int
    value: Value


def expand(pattern: str) -> tuple[str, ...]:
    """Every form a pattern stands for; a leading or trailing `*` stays.

    Raises:
        ValueError: for a pattern that stands for more than `MAX_FORMS` forms.
    """
    words = [_alternatives(word) for word in pattern.split()]
    total = 1
    for forms in words:
        total *= len(forms)
        if total > MAX_FORMS:
            raise ValueError(f"{pattern!r} stands for too many forms")
    return tuple(" ".join(choice) for choice in product(*words))


def plain(pattern: str) -> str:
    """The pattern as a person would read it: its first form without marks."""
    return expand(pattern)[0].replace("*", "").strip()


def _alternatives(word: str) -> list[str]:
    return [form for part in _OR.split(word) for form in _bracketed(part)]


def _bracketed(word: str) -> list[str]:
    pieces: list[list[str]] = []
    at = 0
    for match in _BRACKET.finditer(word):
        pieces += [[word[at : match.start()]], ["", *match.group(1).split("/")]]
        at = match.end()
    pieces.append([word[at:]])
    return list(dict.fromkeys("".join(choice) for choice in product(*pieces)))


class WordFinder(Generic[Value]):
    """Finds patterns in folded tokens. Built once, used for every text."""

    def __init__(self, patterns: Iterable[tuple[str, Value]]) -> None:
        """Take (pattern, what it stands for) pairs; of two equal forms the first counts."""
        forms: dict[str, Value] = {}
        for pattern, value in patterns:
            for form in expand(pattern):
                forms.setdefault(_needle(form), value)
        self._values = list(forms.values())
        self._machine = AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest)

    def find(self, tokens: Sequence[Token]) -> Iterator[Found[Value]]:
        """Every pattern met, in order, none overlapping another."""
        return self.find_words([token.lower for token in tokens])

    def find_words(self, words: Sequence[str]) -> Iterator[Found[Value]]:
        """As `find`, for folded words."""
        if not words or not self._values:
            return
        places: list[int] = []  # of each code point of the haystack, its token
        for index, word in enumerate(words):
            places.extend([index] * (len(word) + 2))
        haystack = "".join(f" {word} " for word in words)
        for number, start, end in self._machine.find_matches_as_indexes(haystack):
            yield Found(places[start], places[end - 1], self._values[number])


def _needle(form: str) -> str:
    words = _WORDS.findall(fold(form))
    head = words[:1] == ["*"]
    tail = len(words) > 1 and words[-1] == "*"
    inner = words[head : len(words) - tail]
    needle = "".join(f" {word} " for word in inner)
    return needle[head : len(needle) - tail]


def fold_words(text: str) -> list[str]:
    """The folded words of a short text, such as a question."""
    return [word for word in _WORDS.findall(fold(text)) if word != "*"]


def word_places(text: str) -> list[tuple[Span, str]]:
    """As `fold_words`, each word with its place in `text`."""
    return [(Span(m.start(), m.end()), fold(m[0])) for m in _WORDS.finditer(text) if m[0] != "*"]
