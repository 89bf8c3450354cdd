"""A copy of the text for comparison that has the same length: one offset serves both."""

from __future__ import annotations

import re

_FLAT = {
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u2007": " ",
    "\t": " ",
    "’": "'",
    "ʼ": "'",
    "‘": "'",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "–": "-",
    "\u2044": "/",
    "µ": "μ",
}
_ODD = re.compile(f"[{''.join(_FLAT)}]")


def even(text: str) -> str:
    """Spaces, apostrophes and hyphens made plain; letters as they are. Same length."""
    return _ODD.sub(lambda odd: _FLAT[odd.group()], text)


def flatten(text: str) -> str:
    """`even` in lower case. Same length: a letter that would grow (İ) stays as it is."""
    return lowered(even(text))


def lowered(plain: str) -> str:
    """The lower case of an evened text, at the same length."""
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)
