"""Figures of one quantity side by side: who counted how much of the same thing. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from bot.answers.ranking import same_words
from bot.answers.wording import joined
from bot.model import Figure, FigureItem, Section

SHORT = 3  # letters up to which a word is an article or a preposition: "of", "des", "von"


class _Given(Protocol):
    @property
    def figure(self) -> Figure: ...


Hit = TypeVar("Hit", bound=_Given)


@dataclass(frozen=True, slots=True)
class Quantity(Generic[Hit]):
    """One thing that was counted, and its figures in the order they came in."""

    hits: tuple[Hit, ...]


def by_quantity(hits: Sequence[Hit]) -> list[Quantity[Hit]]:
    """The hits grouped, each group where its first hit stands; an unnamed quantity stays alone."""
    groups: dict[Hashable, list[Hit]] = {}
    for number, hit in enumerate(hits):
        key = _counted(hit.figure)
        groups.setdefault(("alone", number) if key is None else key, []).append(hit)
    return [Quantity(tuple(group)) for group in groups.values()]


def side_by_side(items: Sequence[FigureItem]) -> Section:
    """Differing figures of one quantity under what they count; each keeps its own source and time."""
    first = items[0]
    heading = joined((first.what, first.holder))
    return Section(
        heading=heading,
        items=tuple(replace(item, what=None, holder=None) for item in items)
        if heading
        else tuple(items),
    )


def _counted(figure: Figure) -> Hashable | None:
    """Equal for the same thing counted: its unit, its words and its holder; None where unnamed."""
    words = frozenset(w for w in same_words(figure.what or "").split() if len(w) > SHORT)
    if not words:
        return None
    unit = figure.unit or same_words(figure.unit_text or "")
    return unit, words, same_words(figure.holder or "")
