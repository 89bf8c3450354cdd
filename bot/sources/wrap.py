"""Texts whose lines were broken at a fixed width, as mail and editors do, get their paragraphs back. Pure."""

from __future__ import annotations

from itertools import pairwise

WIDEST = 120  # characters; a text with longer lines has a paragraph a line
MIN_BREAKS = 4  # fewer tell nothing
MOSTLY = 0.9  # of the breaks must be where filling a line to its end breaks it


def unwrapped(text: str) -> str:
    """The text with a paragraph a line, when it was wrapped; else as it is.

    A line was wrapped when the next line's first word would not have fitted on it. Other line
    breaks and empty lines stay.
    """
    lines = text.split("\n")
    breaks = [(a.strip(), b.strip()) for a, b in pairwise(lines) if a.strip() and b.strip()]
    width = max((len(a) for a, _ in breaks), default=0)
    full = sum(_is_full(a, b, width) for a, b in breaks)
    if width > WIDEST or full < MIN_BREAKS or full < MOSTLY * len(breaks):
        return text
    joined = [lines[0]]
    for before, line in pairwise(lines):
        a, b = before.strip(), line.strip()
        if a and b and _is_full(a, b, width):
            joined[-1] = joined[-1].rstrip() + ("" if _is_hyphened(a, b) else " ") + b
        else:
            joined.append(line)
    return "\n".join(joined)


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _is_hyphened(line: str, following: str) -> bool:
    """True when the break stands behind the hyphen of one word: the hyphen stays, no space comes."""
    return line.endswith("-") and line[-2:-1].isalpha() and following[0].isalpha()
