"""Long verbatim words cut to a card's measure, at a word, with a sign that is clearly ours."""

from __future__ import annotations

import unicodedata

MOST = 280  # code points of one quote on a card: enough to quote, too little to replace the article


def cut(words: str, most: int = MOST, sign: str = " […]") -> str:
    """The beginning of `words`, at most `most` code points with the sign; short words as they are.

    Without the sign, what is given is a piece of `words`.
    """
    if len(words) <= most:
        return words
    return words[: _word_end(words, max(1, most - len(sign)))] + sign


def cut_around(
    words: str, keep: tuple[int, int] | None, most: int = MOST, sign: str = " […]"
) -> tuple[str, tuple[int, int] | None]:
    """As `cut`, but the piece holds `keep` (offsets into `words`) where it fits.

    Returns:
        The piece, with a sign on each side that was cut, and the offsets of `keep` in it.
    """
    if keep is None or len(words) <= most or keep[1] <= most - len(sign):
        short = cut(words, most, sign)
        inside = keep is not None and keep[1] <= len(short)
        return short, keep if inside else None
    front = sign.strip() + " "
    room = most - len(sign) - len(front)
    start = _word_start(words, max(0, min(keep[0], keep[1] - room // 2, len(words) - room)))
    piece = words[start:]
    shown = cut(piece, most - len(front), sign)
    shift = len(front) - start
    moved = (keep[0] + shift, keep[1] + shift)
    return front + shown, moved if moved[1] <= len(front) + len(shown) - len(sign) else None


def _word_end(words: str, most: int) -> int:
    """The end of the last whole word before `most`; inside an endless word, of a whole letter."""
    end = most
    while end > most // 2 and not words[end].isspace():
        end -= 1
    if end <= most // 2:
        end = most
        while end > 1 and unicodedata.combining(words[end]):
            end -= 1
    return len(words[:end].rstrip()) or end


def _word_start(words: str, least: int) -> int:
    """The start of the first whole word from `least` on, when one starts soon."""
    if least == 0 or words[least - 1].isspace():
        return least
    for index in range(least, min(len(words) - 1, least + 40)):
        if words[index].isspace():
            return index + 1
    return least
