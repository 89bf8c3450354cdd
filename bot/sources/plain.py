"""Foreign markup and characters -> plain text, and dates. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

MAX_TITLE = 500  # characters
MAX_SUMMARY = 4_000
FIRST_YEAR = 1970
_ZONES = {
    "WEST": "+0100", "BST": "+0100", "CET": "+0100", "MEZ": "+0100", "CEST": "+0200",
    "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300",
}  # fmt: skip
_TAG = re.compile(r"<(?:/?[a-zA-Z]|!)[^<>]*>")
_CUT_TAG = re.compile(r"</?[a-zA-Z][^<>]*$")
_UNREAD = ("script", "style")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u202f\u2009]+")
_BLOCK_END = re.compile(r"(?i)<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>")
_ZWJ = "\u200d\u200c"
_KEPT = "\n\t" + _ZWJ
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs by their category, blank to the eye


def clean(text: str) -> str:
    """Without characters that hide, reorder or break: controls, direction marks, lone surrogates.

    Line ends become newlines, typographic spaces stay, nothing else changes.
    """
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or not _is_unseen(c))


@cache
def _is_unseen(character: str) -> bool:
    return character in _FILLERS or unicodedata.category(character) in _HIDDEN


def one_line(markup: str, longest: int = MAX_TITLE) -> str:
    """Markup as one line of plain text: tags gone, entities decoded, spaces folded."""
    text = html.unescape(_without_tags(_start(markup, longest * 8)))
    return _SPACES.sub(" ", clean(text).replace("\n", " ")).strip()[:longest]


def paragraphs(markup: str, longest: int = MAX_SUMMARY) -> str:
    """Markup as plain text with a line for each block."""
    text = _without_tags(_BLOCK_END.sub("\n", _start(markup, longest * 8)))
    lines = (_SPACES.sub(" ", line).strip() for line in clean(html.unescape(text)).split("\n"))
    return "\n".join(line for line in lines if line)[:longest]


def _start(markup: str, longest: int) -> str:
    """The first characters of markup, without a tag that the cut goes through."""
    return markup if len(markup) <= longest else _CUT_TAG.sub("", markup[:longest])


def _without_tags(markup: str) -> str:
    """Markup without its tags, scripts and styles. A lone "<" of a text stays."""
    if "<" not in markup:
        return markup
    for name in _UNREAD:
        markup = _without_element(markup, name)
    return _TAG.sub(" ", markup)


def _without_element(markup: str, name: str) -> str:
    """One pass of `find`: a pattern over open and close tags would be quadratic on foreign text."""
    kept, at, low = [], 0, markup.lower()
    while (start := low.find(f"<{name}", at)) >= 0:
        kept.append(markup[at:start])
        end = low.find(f"</{name}", start)
        at = len(markup) if end < 0 else end
    return "".join(kept) + markup[at:]


def parse_date(value: object) -> datetime | None:
    """An ISO 8601 or RFC 5322 date, aware, in its own zone; None when it is none.

    Naive dates are taken as UTC. Dates before 1971 are counters at zero, not dates of articles.
    """
    text = str(value or "").strip()[:64]
    if not text:
        return None
    found: datetime | None = None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(_with_offset(text))
        except (ValueError, TypeError, OverflowError):  # the last: "08:00:" and forty digits
            return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        found.astimezone(UTC)
    except (OverflowError, ValueError):  # year 1 or 9999 with an offset
        return None
    return found if found.year > FIRST_YEAR else None


def _with_offset(text: str) -> str:
    """A date with a zone's European short name, which the mail standard does not know, as a number."""
    words, _, zone = text.rpartition(" ")
    return f"{words} {_ZONES[zone]}" if zone in _ZONES else text
