"""Letters without their accents, the same way in Python and in PostgreSQL."""

from __future__ import annotations

import re
import unicodedata

MARKS = "".join(map(chr, range(0x300, 0x370)))  # combining accents: dropped
SIGNS = "-./@_'’:‐‑"  # inside words; PostgreSQL would keep "e-mail" or "bbc.co.uk" in one piece

_LATIN = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
_BASES = {letter: unicodedata.normalize("NFD", letter)[0].lower() for letter in _LATIN}
ACCENTED = "".join(letter for letter, base in _BASES.items() if base.isascii())
PLAIN = "".join(base for base in _BASES.values() if base.isascii())

_FOLD = str.maketrans(ACCENTED, PLAIN, MARKS)
_WORD = re.compile(r"[^\W_]+")


def fold(words: str) -> str:
    """Lower case without accents. May be shorter than `words`."""
    return words.translate(_FOLD).lower()


def words_of(words: str) -> list[str]:
    """The folded words, without any sign."""
    return _WORD.findall(fold(words))
