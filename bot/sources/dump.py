"""Plain text -> `Article`: dumps of pages with their furniture, and texts with a head of keys. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import dateparser

from bot.layout import Block, Role, blocks, date_line
from bot.model import Article
from bot.sources.plain import one_line, parse_date
from bot.sources.wrap import unwrapped

MAX_HEAD = 12  # lines of keys
_KEY = re.compile(r"(Title|Date|Author|Source|Language|URL):[ \t]*(\S.*)", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|di)\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s{0,9}[|,;()]\s*|\s{1,9}(?:and|und|et|y|e|avec|with|mit|con)\s+", re.IGNORECASE
)
_AGENCIES = re.compile(
    r"(?i)(?:(?:avec|with|mit|con) )?(?:(?:les|the|den|las|le) )?(?:agences?|agenc(?:y|ies)|agenturen|agencias?|agenzie)\b.*"
    r"|(?:(?:avec|with|mit|con) )?(?:afp|dpa|reuters|ap|efe|ansa|kna|epd)"
)
_LANGUAGES = ["fr", "en", "de", "es", "it", "pt", "nl"]  # of date lines; more would cost time
MAX_DATE = 80  # characters of a date line; reading a longer one costs seconds
_FENCE = "---"
_HASHES = re.compile(r"(?m)^#{1,6}[ \t]+(?=\S)")  # Markdown's marks of a heading
_KEPT = frozenset({Role.BODY, Role.HEADING, Role.CAPTION})


def article_from_dump(text: str, url: str) -> Article:
    """The article in a plain text; what its head does not say is read off its first lines."""
    head, body = _head(text)
    body = unwrapped(_HASHES.sub("", body))
    parts = blocks(body)
    title = head.get("title") or _first(body, parts, Role.TITLE)
    author = head.get("author") or _first(body, parts, Role.BYLINE)
    kept = [block for block in parts if block.role in _KEPT]
    return Article(
        url=head.get("url") or url,
        text=_joined(body, kept),
        title=one_line(title),
        source_name=head.get("source", ""),
        language=head.get("language", "")[:2].lower() or None,
        published=_stated(head.get("date", "")) or _date(body, parts),
        authors=_authors(author),
        captions=tuple(b.span.of(body) for b in parts if b.role is Role.CAPTION),
    )


def _head(text: str) -> tuple[Mapping[str, str], str]:
    """`Key: value` lines on top, up to an empty line or a fence; only with a title among them."""
    lines = text.lstrip("\ufeff\n").split("\n")
    start = 1 if lines[0].strip() == _FENCE else 0
    found: dict[str, str] = {}
    for number, line in enumerate(lines[start : start + MAX_HEAD + 1], start):
        match = _KEY.fullmatch(line.strip())
        if match:
            found[match[1].lower()] = match[2].strip().strip('"')
        elif line.strip() in ("", _FENCE) and "title" in found:
            return found, "\n".join(lines[number + 1 :])
        else:
            break
    return {}, text


def _stated(words: str) -> datetime | None:
    return parse_date(words) or (_read_date(words) if words else None)


def _first(text: str, parts: tuple[Block, ...], role: Role) -> str:
    return next((b.span.of(text) for b in parts if b.role is role), "")


def _joined(text: str, kept: list[Block]) -> str:
    """The kept blocks, a line each; captions keep the empty line around them that tells them apart."""
    return "\n\n".join(block.span.of(text) for block in kept)


def _authors(line: str) -> tuple[str, ...]:
    parts = [part.strip() for part in _BETWEEN.split(_BY.sub("", line)) if part]
    names = [part for part in parts if part and not _AGENCIES.fullmatch(part)]
    return tuple(dict.fromkeys(one_line(name, 80) for name in names))


def _date(text: str, parts: tuple[Block, ...]) -> datetime | None:
    for block in parts:
        words = date_line(block.span.of(text)) if block.role is Role.DATE else None
        found = _read_date(words) if words else None
        if found:
            return found
    return None


def _read_date(words: str) -> datetime | None:
    if len(words) > MAX_DATE:
        return None
    found: datetime | None = dateparser.parse(
        words, languages=_LANGUAGES, settings={"DATE_ORDER": "DMY", "TIMEZONE": "UTC"}
    )
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None
