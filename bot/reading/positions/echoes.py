"""A stand told by pointing to one before it: "So does her old rival, the engineer X"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.model import Position
from bot.reading.positions.holder import Holder
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_APPOSITION = 8  # words of "her old rival, " before the name
_RULE = "echo"
_LESS = 0.05  # less sure than the stand it points to


def echoes(
    view: View, words: PositionWords, phrases: Phrases, before: Position | None
) -> Iterator[Position]:
    """The stands a sentence takes over from `before`, the last one told."""
    if before is None:
        return
    for i in range(len(view)):
        size = view.phrase(i, words.phrases["echoes"]) if view.tag(i - 1) in ".,;:-C" else 0
        if not size:
            continue
        for holder in _named(view, phrases, i + size):
            yield replace(
                before, actor=holder.id, actor_name=holder.name, country=holder.country,
                evidence=view.span, cue=view.place(i, i + size - 1), actor_span=holder.span,
                reported_by=None, condition=None,
                confidence=round(before.confidence - _LESS, 2), rule=_RULE,
            )  # fmt: skip


def _named(view: View, phrases: Phrases, first: int) -> list[Holder]:
    """Who is named at `first`, or by the apposition behind it."""
    found, _ = phrases.holders_after(first, len(view) - 1)
    if found:
        return found
    comma = next(
        (k for k in range(first, min(len(view), first + MAX_APPOSITION)) if view.tag(k) in ",."),
        None,
    )
    if comma is None or view.tag(comma) != ",":
        return []
    return phrases.holders_after(comma + 1, len(view) - 1)[0]
