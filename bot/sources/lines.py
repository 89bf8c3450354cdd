"""Which lines of an extracted page are the article's, and which came along with them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.layout import date_line
from bot.sources.hidden import squash

MIN_CAPTION = 25  # letters and digits of a line compared with captions
MIN_REPEATED = 40  # of a line that may stand once only
HEAD = 6  # lines in which title, byline and date are looked for
TAIL = 6  # lines in which calls to subscribe and to write in are looked for
MAX_ASIDE = 220  # characters; a longer line is a paragraph
_RELATED = re.compile(  # a link to another article, put between the paragraphs
    r"(?i)(?:read (?:more|also)|see also|also read|watch|more|related|voir aussi|mehr (?:dazu|zum thema)"
    r"|auch interessant|lea? también|ver también|más información|vedi anche|per approfondire)\s*[:|–-]"
    r"|(?:à lire aussi|lire aussi|lire également|lesen sie auch|lee también|te puede interesar|leggi anche)\b"
)
_ADVERTISING = frozenset(
    {
        "advertisement",
        "anzeige",
        "werbung",
        "publicité",
        "passer la publicité",
        "publicidad",
        "pubblicità",
    }
)
_WRITTEN_BY = re.compile(
    r"(?:Aut(?:or|eur|ore|orin|hor)|Author)e?s?\s?:\s*([^\W\d_][^\d:;,|]{3,50})$", re.IGNORECASE
)
_DURATION = re.compile(r"\d{1,3}:\d\d\s*min\.?$")  # under a film
_SOURCE_LINE = re.compile(
    r"(?i)(?:quelle|source|fuente|fonte|foto|photo|bild|image|imagen|immagine)n?\s*:\s*\S.{0,60}$"
)
_CALL = re.compile(  # a line that begins so, perhaps behind the name of a newsletter
    r"(?i)(?:[^.:]{1,30}:\s)?(?:sign up|subscribe|follow us|follow \S+ on|got a story|for more stories"
    r"|newsletters?\b|abonnieren sie|folgen sie uns|abonnez-vous|inscrivez-vous|suivez-nous|suscríbete"
    r"|síguenos|sigue toda la información|iscriviti|seguici)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the page from elsewhere. All of it for comparison only."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()  # and what pictures show instead
    links: frozenset[str] = frozenset()  # squashed texts of long links


def signature(paragraphs: Iterable[str]) -> str:
    """The name in the last "Author: ..." paragraph; empty when there is none."""
    found = [m[1] for m in map(_WRITTEN_BY.match, map(str.strip, paragraphs)) if m]
    return found[-1].strip(" .") if found else ""


def article_lines(text: str, known: Known) -> list[str]:
    """The lines of `text` that are the article's, spaces folded, list marks off.

    Left out: titles, bylines and dates at the head; captions, links to other articles and film
    lengths anywhere; calls to subscribe, signature and author box at the end; a long line's second appearance.
    """
    lines = [" ".join(line.split()).strip("| ") for line in text.split("\n")]
    lines = [line.removeprefix("- ") for line in lines if squash(line)]
    captions = {squash(c) for c in known.captions}
    titles = tuple(plain for plain in map(squash, known.titles) if plain)
    tail = min(TAIL, len(lines) // 4 + 1)
    kept: list[str] = []
    seen: set[str] = set()
    for index, line in enumerate(lines):
        plain = squash(line)
        if plain in seen or plain in known.links or _is_foreign(line, plain, captions):
            continue
        if index < HEAD and _is_head(line, plain, titles, known.authors):
            continue
        if index >= len(lines) - tail and _is_tail(line, known.authors):
            continue
        if len(plain) > MIN_REPEATED:
            seen.add(plain)
        kept.append(line)
    return kept


def _is_foreign(line: str, plain: str, captions: set[str]) -> bool:
    if len(plain) > MIN_CAPTION and plain in captions:
        return True
    if len(line) > MAX_ASIDE:
        return False
    return (
        line.casefold() in _ADVERTISING
        or plain.isdigit()
        or bool(_RELATED.match(line) or _DURATION.search(line) or _SOURCE_LINE.match(line))
    )


def _is_head(line: str, plain: str, titles: tuple[str, ...], authors: tuple[str, ...]) -> bool:
    """A date, a cookie notice, a byline, or a title, perhaps with a kicker or the site's name."""
    if date_line(line) or "cookies" in line.lower():
        return True
    if any(title in plain and len(plain) <= len(title) + MIN_REPEATED for title in titles):
        return True
    return any(plain.endswith(squash(name)) and len(line) < len(name) + 12 for name in authors)


def _is_tail(line: str, authors: tuple[str, ...]) -> bool:
    """A call to subscribe or write in, the author's box, or the signature."""
    if len(line) > MAX_ASIDE:
        return False
    return bool(_CALL.match(line) or _WRITTEN_BY.match(line)) or line.startswith(authors)
