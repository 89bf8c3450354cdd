"""What a feed says of itself and what its parsers drop: base, language, waiting times, authors. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bot.sources.hublinks import Link, in_text, named
from bot.sources.plain import one_line
from bot.sources.xml import local_name, xml_root

_ROOTS = frozenset({"rss", "feed", "RDF"})
_XML = "{http://www.w3.org/XML/1998/namespace}"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MAIL = re.compile(r"[^\s@]{1,64}@\S+")
MAX_TTL = 7 * 24 * 60  # minutes; no feed is let sleep for longer
MAX_AUTHORS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The feed's own settings; empty where it is silent."""

    base: str = ""  # xml:base of the root, may be relative to the feed's address
    language: str | None = None  # ISO 639-1
    ttl: float | None = None  # seconds
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    authors: tuple[tuple[str, ...], ...] = ()  # of each item, in the order of the document
    links: tuple[Link, ...] = ()  # to its hub and itself


def read_head(body: bytes) -> Head | None:
    """The head of a well-formed feed; None when the document is damaged or no feed."""
    root = xml_root(body, damaged=False)
    if root is None or local_name(root) not in _ROOTS:
        return None
    channel = next((node for node in root if local_name(node) == "channel"), root)
    texts = {local_name(node): (node.text or "").strip() for node in reversed(channel)}
    return Head(
        base=root.get(f"{_XML}base") or channel.get(f"{_XML}base") or "",
        language=_language(root.get(f"{_XML}lang") or texts.get("language", "")),
        ttl=_minutes(texts.get("ttl", "")),
        skip_hours=_hours(_below(channel, "skipHours")),
        skip_days=_days(_below(channel, "skipDays")),
        authors=tuple(_authors(n) for n in root.iter() if local_name(n) in ("item", "entry")),
        links=tuple(_links(channel)),
    )


def damaged_head(body: bytes) -> Head:
    """The same, as far as it can be read off the start of a damaged document."""
    start = body[:20_000].decode("utf-8", "replace")
    ttl = re.search(r"<ttl>\s*(\d{1,20})\s*</ttl>", start)
    language = re.search(r"<(?:dc:)?language>\s*([\w-]{2,12})\s*<", start)
    return Head(
        language=_language(language[1]) if language else None,
        ttl=_minutes(ttl[1]) if ttl else None,
        skip_hours=_hours(re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", start)),
        skip_days=_days(re.findall(r"<day>\s*(\w{6,9})\s*</day>", start)),
        links=tuple(in_text(start)),
    )


def author_name(value: str) -> str:
    """The name in "mail@address (Name)" or in a plain name; empty when there is only an address."""
    inner = re.search(r"@\S{1,255}\s{0,9}\(([^()]{2,100})\)", value)
    return inner[1].strip() if inner else _MAIL.sub("", value).strip(" ()<>,")


def _authors(item: etree._Element) -> tuple[str, ...]:
    names = []
    for node in item:
        if local_name(node) in ("author", "creator"):
            inner = next((child for child in node if local_name(child) == "name"), node)
            names.append(author_name(one_line(inner.text or "", 200)))
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_AUTHORS]


def _links(channel: etree._Element) -> Iterator[Link]:
    for node in channel:
        if local_name(node) == "link":
            yield from named(node.get("rel") or "", node.get("href") or "")


def _below(channel: etree._Element, name: str) -> Iterator[str]:
    for node in channel:
        if local_name(node) == name:
            yield from ((child.text or "").strip() for child in node)


def _minutes(text: str) -> float | None:
    """A time to live in seconds, at most a week; None when it is none or zero."""
    minutes = int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else 0
    return float(min(minutes, MAX_TTL)) * 60 if minutes else None


def _hours(texts: Iterator[str] | list[str]) -> frozenset[int]:
    """Hours 0 to 23; 24 is midnight in old feeds. All of them would be no news ever: none."""
    hours = frozenset(int(t) % 24 for t in texts if t.isascii() and t.isdigit() and len(t) <= 2)
    return hours if len(hours) < 24 else frozenset()


def _days(texts: Iterator[str] | list[str]) -> frozenset[int]:
    days = frozenset(_DAYS.index(t.lower()) for t in texts if t.lower() in _DAYS)
    return days if len(days) < 7 else frozenset()


def _language(text: str) -> str | None:
    code = text.strip()[:2].lower()
    return code if len(code) == 2 and code.isalpha() and code.isascii() else None
