"""Foreign words made safe for chat: cleaned, measured, cut, escaped. Pure.

Escaping only adds signs that the platform takes away again, so what people see are the stored words.
Nothing invisible is put between letters: a copied quote stays the quote.
"""

from __future__ import annotations

import re
import unicodedata

from bot.answers.visible import visible

ELLIPSIS = "…"
LOOKED_AT = 20_000  # code points of one text

_ZWJ = "\u200d"
_EXTENDING = frozenset({"Mn", "Mc", "Me"})
_SKIN = range(0x1F3FB, 0x1F400)  # the skin tone of the emoji before it
_JAMO = range(0x1160, 0x1200)  # vowels and finals of a Hangul syllable written in parts
_LONGEST_SIGN = 40  # code points; what claims to be longer is cut all the same

# Discord shows a sign behind a backslash as it is, whatever sign it is. A colon matters before a
# slash only, where it would make an address clickable.
_DISCORD = re.compile(r"[\\*_~`|\[\]<>@#]|:(?=/)|^[-+]|(?<=\d)[.)](?=\s)", re.MULTILINE)
_SLACK = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def clean(text: str) -> str:
    """`text` without what cannot be seen, line by line; joiners inside words stay.

    Of endless words only the beginning is looked at: no card shows more.
    """
    lines = (visible(line) for line in text[:LOOKED_AT].splitlines())
    return "\n".join(line for line in lines if line)


def around(words: str, part: tuple[int, int] | None) -> tuple[str, str, str]:
    """Cleaned words before, in and after `part` (offsets into `words`); spaces at the seams stay."""
    start, end = part or (len(words), len(words))
    before, inside, after = words[:start], words[start:end], words[end:]
    return _piece(before).lstrip(), _piece(inside), _piece(after).rstrip()


def utf16(text: str) -> int:
    """Length in UTF-16 units: no smaller than any platform's way of counting."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, most: int, sign: str = ELLIPSIS) -> str:
    """`text` in at most `most` UTF-16 units, cut between two whole signs, with `sign` behind."""
    if utf16(text) <= most:
        return text
    room, end = most - utf16(sign), 0
    for char in text:
        room -= utf16(char)
        if room < 0:
            break
        end += 1
    whole = end
    while whole > max(0, end - _LONGEST_SIGN) and _inside(text, whole):
        whole -= 1
    return text[: whole if not _inside(text, whole) else end].rstrip() + sign


def escape_discord(text: str) -> str:
    """Words that Discord shows as they are: no formatting, mention, link, time or list in them."""
    return _DISCORD.sub(lambda found: f"\\{found[0]}", text)


def escape_slack(text: str) -> str:
    """Words for Slack's top-level text: no mention, link or channel in them."""
    return re.sub(r"[&<>]", lambda found: _SLACK[found[0]], text)


def _piece(words: str) -> str:
    """A part of a sentence, cleaned; a space at its edges stays."""
    if not words.strip():
        return " " if words else ""
    front = " " if words[0].isspace() else ""
    back = " " if words[-1].isspace() else ""
    return f"{front}{visible(words)}{back}"


def _inside(text: str, at: int) -> bool:
    """True when a cut before `text[at]` would part what is seen as one sign."""
    if not 0 < at < len(text):
        return False
    before, char = text[at - 1], text[at]
    if before == _ZWJ or char == _ZWJ or ord(char) in _JAMO or ord(char) in _SKIN:
        return True
    if _is_flag_half(char):
        halves = 0
        while halves < at and _is_flag_half(text[at - 1 - halves]):
            halves += 1
        return halves % 2 == 1
    return unicodedata.category(char) in _EXTENDING


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
