"""Frozen types <-> JSON text, by pydantic; nothing else knows how rows hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, to_json

from bot.model import Article, Card, Figure, Position, Quote, SecondLook, SourceState

T = TypeVar("T")

# What PostgreSQL's text or UTF-8 cannot hold. Replaced one for one, so that offsets stay true.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """An article without its text, and what of its reading is no fact. Spans as pairs of numbers."""

    article: Article
    topics: tuple[tuple[str, int, int], ...] = ()
    actors: tuple[tuple[str, int, int], ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()
    second: SecondLook | None = None


_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind)
    for kind in (ArticleRecord, Card, Figure, Position, Quote, SecondLook, SourceState)
}
_WHOLE = (Card,)  # a card's items are told apart by a field that has a default


def storable(text: str) -> str:
    """The text with what no database takes (NUL, lone surrogates) as U+FFFD; same length."""
    return _UNSTORABLE.sub("\ufffd", text)


def dump(value: object) -> str:
    """A value of one of the known types as JSON. Fields at their default are left out of facts."""
    adapter = _ADAPTERS[type(value)]
    sparse = not isinstance(value, _WHOLE)
    try:
        return adapter.dump_json(value, exclude_defaults=sparse).decode()
    except PydanticSerializationError:  # a lone surrogate somewhere
        return to_json(_cleaned(adapter.dump_python(value, exclude_defaults=sparse))).decode()


def parse(text: str, kind: type[T]) -> T:
    """The value back."""
    found: T = _ADAPTERS[kind].validate_json(text)
    return found


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(item) for item in value]
    return value
