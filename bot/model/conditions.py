"""What an article must fulfil to pass a filter: a tree of small conditions. Ids, never words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Comparison = Literal[">", ">=", "<", "<=", "="]


@dataclass(frozen=True, slots=True)
class About:
    """It names one of these topics."""

    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Naming:
    """It names one of these actors."""

    actors: frozenset[str]


@dataclass(frozen=True, slots=True)
class FromSource:
    """It comes from the source of this id or name, or from one found through it."""

    source: str


@dataclass(frozen=True, slots=True)
class InLanguage:
    """It is written in this language (ISO 639-1)."""

    language: str


@dataclass(frozen=True, slots=True)
class Holding:
    """These words stand in its title or text, without regard to case and accents."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One of its figures compares so, in a sentence that fulfils all of `about`."""

    comparison: Comparison
    value: Decimal
    unit: str | None = None  # as `Figure.unit`; None: any
    about: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is fulfilled; an empty one always is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is fulfilled."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NotSo:
    """The part is not fulfilled."""

    part: Condition


Condition = About | Naming | FromSource | InLanguage | Holding | Amount | AllOf | AnyOf | NotSo
