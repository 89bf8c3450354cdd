"""What a model claims of an article, as it answers: JSON in a closed form, checked item by item.

Nothing here is believed yet: `ground` holds each claim against the text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError, WithJsonSchema

from bot.model import Approx, QuoteKind, Stance

TRIES = 40  # opening braces an answer may have before its JSON
_DECODER = json.JSONDecoder()
_ITEM = re.compile(r"[\s,]*\{")  # up to and with the brace of the next item
MOST = 300  # claims of one kind in one answer; beyond, it is noise
T = TypeVar("T")

Words = Annotated[str, Field(min_length=1, max_length=5_000)]
Place = Annotated[int, Field(ge=1, le=100_000)]
Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteClaim:
    """Somebody's words. `n`: the number of the sentence they begin in."""

    n: Place
    text: Words
    kind: QuoteKind
    speaker: Words | None = None
    speaker_name: Words | None = None
    cue: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureClaim:
    """A number with what it counts."""

    n: Place
    text: Words
    value: Number
    value_max: Number | None = None
    unit: Words | None = None
    unit_text: Words | None = None
    approx: Approx | None = None
    what: Words | None = None
    holder: Words | None = None
    period: Words | None = None
    reported_by: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionClaim:
    """Where an actor stands. `text` is the sentence or clause that shows it."""

    n: Place
    text: Words
    actor: Words
    stance: Stance
    topic: Words
    cue: Words | None = None
    reported_by: Words | None = None
    condition: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """One answer. `broken` counts items that are no claim; `cut`: the answer ends in the middle."""

    quotes: tuple[QuoteClaim, ...] = ()
    figures: tuple[FigureClaim, ...] = ()
    positions: tuple[PositionClaim, ...] = ()
    broken: Counter[str] = field(default_factory=Counter)
    cut: bool = False


_KINDS: dict[str, TypeAdapter[Any]] = {
    "quotes": TypeAdapter(QuoteClaim),
    "figures": TypeAdapter(FigureClaim),
    "positions": TypeAdapter(PositionClaim),
}


def claims_in(answer: str) -> Claims | None:
    """The claims of a model's answer; None when it holds none of our form.

    Words around the JSON are passed over. Of an answer that breaks off, the whole items are
    kept.
    """
    found, cut = _object_in(answer)
    if found is None or not any(isinstance(found.get(kind), list) for kind in _KINDS):
        return None
    broken: Counter[str] = Counter()
    given = {kind: _items(found.get(kind), kind, broken) for kind in _KINDS}
    return Claims(**given, broken=broken, cut=cut)


def answer_schema() -> dict[str, Any]:
    """The JSON schema of an answer, in the strict form: every key there, no other."""
    kinds = {kind: adapter.json_schema() for kind, adapter in _KINDS.items()}
    definitions: dict[str, Any] = {}
    for schema in kinds.values():
        definitions |= schema.pop("$defs", {})
    properties = {
        kind: {"type": "array", "items": _strict(schema)} for kind, schema in kinds.items()
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": {name: _bare(schema) for name, schema in definitions.items()},
    }


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _bare(inner) for name, inner in schema["properties"].items()}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what servers that make a grammar of a schema do not know: titles, bounds, defaults."""
    kept = {"type", "enum", "$ref"}
    bare = {key: value for key, value in schema.items() if key in kept}
    if "anyOf" in schema:
        bare["anyOf"] = [_bare(inner) for inner in schema["anyOf"]]
    return bare


def _object_in(answer: str) -> tuple[dict[str, Any] | None, bool]:
    """The first JSON object of ours in an answer, and whether it breaks off."""
    at = answer.find("{")
    for _ in range(TRIES):
        if at < 0:
            break
        try:
            found, _end = _DECODER.raw_decode(answer, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and not found.keys().isdisjoint(_KINDS):
            return found, False
        at = answer.find("{", at + 1)
    lists = {kind: items for kind in _KINDS if (items := _whole_items(answer, kind)) is not None}
    return lists or None, True


def _whole_items(answer: str, kind: str) -> list[Any] | None:
    """The whole items of a list in an answer that breaks off; None when it is not there."""
    opened = re.search(rf'(?<!\\)"{kind}"\s*:\s*\[', answer)
    if opened is None:
        return None
    items: list[Any] = []
    at = opened.end()
    while len(items) < MOST and (start := _ITEM.match(answer, at)):
        try:
            item, at = _DECODER.raw_decode(answer, start.end() - 1)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return items


def _items(given: object, kind: str, broken: Counter[str]) -> tuple[Any, ...]:
    if not isinstance(given, list):
        return ()
    found = []
    for item in given[:MOST]:
        try:
            found.append(_KINDS[kind].validate_python(item))
        except ValidationError:
            broken[f"{kind.removesuffix('s')}: not in our form"] += 1
    return tuple(found)
