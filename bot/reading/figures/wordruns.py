"""Runs of words: where the first word ends, the first two, and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

NEXT = re.compile(r"(?: {1,3}|-|(?<='))([^\W\d_]+'?)")
_WORD = re.compile(r"([^\W\d_]+'?)")


def words_from(flat: str, at: int, end: int) -> Iterator[re.Match[str]]:
    """The words from `at` on, each as group 1, as far as spaces and hyphens alone part them."""
    match = _WORD.match(flat, at, end)
    while match:
        yield match
        match = NEXT.match(flat, match.end(), end)


def word_ends(flat: str, at: int, end: int, limit: int = 5) -> list[int]:
    """Where the first word, the first two, ... end."""
    return [word.end() for word in islice(words_from(flat, at, end), limit)]
