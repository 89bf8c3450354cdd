"""Runs of words: where the first word ends, the first two, and so on."""

from __future__ import annotations

import re

NEXT = re.compile(r"(?: {1,3}|-|(?<='))([^\W\d_]+'?)")
_WORD = re.compile(r"[^\W\d_]+'?")


def word_ends(flat: str, at: int, end: int, limit: int = 5) -> list[int]:
    """Where the first word, the first two, ... end."""
    first = _WORD.match(flat, at, end)
    ends = [first.end()] if first else []
    while ends and len(ends) < limit:
        more = NEXT.match(flat, ends[-1], end)
        if more is None:
            break
        ends.append(more.end())
    return ends
