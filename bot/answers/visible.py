"""Foreign words made safe to show: nothing that moves the cursor, turns the text or hides in it.

The stored words stay as they are; this is for the moment of showing. What remains reads the same.
"""

from __future__ import annotations

import unicodedata

MARKS_A_LETTER = 4  # combining marks kept on one letter; more only blot the lines around it

_JOINERS = "\u200c\u200d"  # part of the spelling of several scripts, and of emoji
_NO_BREAK = "\u00a0\u202f"  # inside numbers and French quotation marks
_GONE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})  # controls, bidi, private, unassigned, surrogates
_MARKS = frozenset({"Mn", "Me"})


def visible(text: str) -> str:
    """`text` on one line, with single spaces and without what cannot be seen.

    Control, format (bidirectional, zero width, tags), private, unassigned and surrogate code points
    go; line breaks and tabs become spaces, no-break spaces stay; no letter keeps more than four
    combining marks.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    marks = 0
    for char in text:
        if char.isspace():
            kept.append(char if char in _NO_BREAK else " ")
            continue
        category = unicodedata.category(char)
        if category in _GONE and char not in _JOINERS:
            continue
        marks = marks + 1 if category in _MARKS else 0
        if marks <= MARKS_A_LETTER:
            kept.append(char)
    return " ".join(word for word in "".join(kept).split(" ") if word)
