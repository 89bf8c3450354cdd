"""The configured sources: addresses in the env file, or a TOML file with a table for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.model import Source, SourceKind
from bot.sources.urls import redact
from config.loader import HERE, load
from config.values import parse_duration

SAMPLES = HERE / "samples"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One `[[source]]` table."""

    url: str
    name: str = ""
    id: str = ""
    kind: SourceKind = SourceKind.AUTO
    language: str | None = None
    every: str | None = None  # a duration as "15m"
    backfill: bool = False
    full_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    source: tuple[_Row, ...] = field(default=())


def configured(words: Iterable[str], file: Path | None, every: float | None) -> tuple[Source, ...]:
    """The sources an admin named, each with a unique id; the shipped samples when none is named.

    Args:
        words: addresses and paths of `VIGIE_SOURCES`.
        file: `VIGIE_SOURCES_FILE`.
        every: seconds between two looks where a source says nothing itself.

    Raises:
        SettingsError: when the file is wrong or an address is no http(s) address or local path.
    """
    rows = [_Row(url=word) for word in words]
    if file is not None:
        rows += load(file, _File).source
    if not rows:
        return (samples(),)
    return _unique([_source(row, every) for row in rows])


def named(url: str, taken: Collection[str], every: float | None) -> Source:
    """The source of one web address, under an id of its own.

    Args:
        url: an http(s) address.
        taken: the ids it may not have.
        every: seconds between two looks.
    """
    source = _source(_Row(url=url), every)
    ids = (source.id, *(f"{source.id}-{number}" for number in range(2, len(taken) + 3)))
    return replace(source, id=next(id_ for id_ in ids if id_ not in taken))


def samples() -> Source:
    """The articles shipped with Vigie, so that a first start shows something without a network."""
    return Source(
        id="samples", url=str(SAMPLES), name="Samples", kind=SourceKind.FILE, backfill=True
    )


def _source(row: _Row, every: float | None) -> Source:
    scheme = urlsplit(row.url).scheme.lower()
    local = row.kind is SourceKind.FILE or scheme not in ("http", "https")
    if "://" in row.url and scheme not in ("http", "https"):
        raise SettingsError(
            f"{scheme}: addresses are no source. Give an http(s) address or a path."
        )
    return Source(
        id=row.id or _slug(row.url),
        url=row.url,
        name=row.name,
        kind=SourceKind.FILE if local else row.kind,
        language=row.language,
        every=_seconds(row) if row.every else every,
        backfill=row.backfill,
        full_text=row.full_text,
    )


def _seconds(row: _Row) -> float:
    try:
        return parse_duration(row.every or "").total_seconds()
    except ValueError as error:
        raise SettingsError(f"source {redact(row.url)}: every: {error}") from None


def _slug(url: str) -> str:
    """A short readable id: host and the telling parts of the path; of a local path its end."""
    parts = urlsplit(url)
    local = parts.scheme not in ("http", "https")
    path = Path(url).resolve().name if local else parts.path
    words = f"{parts.hostname or ''} {path}".removeprefix("www.")
    words = re.sub(r"\.(?:xml|rss|atom|json|html?|txt|opml)$", "", words)
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "source"


def _unique(sources: list[Source]) -> tuple[Source, ...]:
    """Drop doubles of one address; number ids that several addresses share."""
    by_url = {source.url: source for source in reversed(sources)}
    kept = [source for source in dict.fromkeys(sources) if by_url.pop(source.url, None)]
    seen: Counter[str] = Counter()
    unique = []
    for source in kept:
        seen[source.id] += 1
        number = seen[source.id]
        unique.append(source if number == 1 else replace(source, id=f"{source.id}-{number}"))
    return tuple(unique)
