"""JSON-LD blocks of a page: the article's own record of itself. Pure. Wrong types are left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

MAX_BLOCK = 1_000_000  # characters
MAX_DEPTH = 6
MAX_LIST = 200  # members of one list that are looked at
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")

Record = Mapping[str, Any]


def article_record(root: html.HtmlElement) -> Record:
    """The first `*Article` object of the page's JSON-LD; empty when there is none.

    Authors and publisher given by reference ("@id") are put in from the rest of the page.
    """
    objects = [
        record
        for script in root.xpath('//script[contains(@type, "ld+json")]')
        for record in _objects(_parsed(script.text or ""), 0)
    ]
    found = next((r for r in objects if any(_ARTICLE.search(kind) for kind in _kinds(r))), None)
    if found is None:
        return {}
    named = {r["@id"]: r for r in objects if isinstance(r.get("@id"), str) and "name" in r}
    return {**found, **{key: _resolved(found.get(key), named) for key in ("author", "publisher")}}


def _resolved(value: object, named: Mapping[str, Record]) -> object:
    if isinstance(value, list):
        return [_resolved(one, named) for one in value[:MAX_LIST]]
    if isinstance(value, Mapping) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def string(record: Record, key: str) -> str:
    """A text value; empty when it is absent or something else."""
    value = record.get(key)
    return value.strip() if isinstance(value, str) else ""


def names(record: Record, key: str) -> list[str]:
    """The names of persons or bodies under a key, whatever of the allowed forms they have."""
    value = record.get(key)
    found = []
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, Mapping):
            name = one.get("name")
            found += [n for n in (name if isinstance(name, list) else [name]) if isinstance(n, str)]
    return found


def image_of(record: Record) -> str:
    """The address of the article's picture; empty when there is none."""
    value = record.get("image")
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, Mapping):
        first = first.get("url") or first.get("contentUrl")
    return first if isinstance(first, str) else ""


def _parsed(text: str) -> object:
    text = text.strip().rstrip(";")
    text = re.sub(
        r"^\s*(?:<!--|/\*<!\[CDATA\[\*/|//<!\[CDATA\[)|(?:-->|/\*\]\]>\*/|//\]\]>)\s*$", "", text
    )
    if not text or len(text) > MAX_BLOCK:
        return None
    try:
        return json.loads(text, strict=False, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _objects(value: object, depth: int) -> Iterator[Record]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value[:MAX_LIST]:
            yield from _objects(one, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | Mapping):
                yield from _objects(value[key], depth + 1)


def _kinds(record: Record) -> list[str]:
    kind = record.get("@type")
    return [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]
