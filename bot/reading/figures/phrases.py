"""Where words and phrases end inside a sentence."""

from __future__ import annotations

import re

from bot.model import Span

PHRASE_END = re.compile(r"[,:.](?!\d)|[;!?()«»“”\"\n]|(?<= )-(?= )")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*'?")
MAX_NAME = 90  # code points of a holder or a source


def trimmed(flat: str, start: int, stop: int) -> Span | None:
    """The span without spaces, commas and dashes at its edges; None when nothing is left."""
    while start < stop and flat[start] in " ,-":
        start += 1
    while stop > start and flat[stop - 1] in " ,-":
        stop -= 1
    return Span(start, stop) if stop > start else None
