"""Which figures deserve a place on a card: money, people and change first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.layout import Role
from bot.model import Figure, Span
from bot.reading.figures.units import TIME, is_money
from bot.reading.text import Document

PEOPLE = frozenset(
    "person people death injured soldier child woman man refugee victim voter inhabitant patient "
    "employee worker country state vote job student citizen migrant civilian prisoner".split()
)
THOUSANDS = 1_000  # people from which a figure is news by its size
_MILLION = 1_000_000


def ranked(document: Document, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with their scores. One that is said again counts once: its first place."""
    said = Counter(_key(figure) for figure in figures)
    captions = [block.span for block in document.blocks if block.role is Role.CAPTION]
    seen: set[tuple[object, ...]] = set()
    done = []
    for figure in figures:
        key = _key(figure)
        score = _score(document, figure, captions) + 0.1 * min(2, said[key] - 1)
        if key in seen:
            score *= 0.3
        seen.add(key)
        done.append(replace(figure, score=round(min(1.0, score), 3)))
    return done


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.value_max, figure.unit or (figure.unit_text or "").lower()


def _score(document: Document, figure: Figure, captions: Sequence[Span]) -> float:
    score = _worth(figure)
    share = figure.span.start / max(1, len(document.text))
    score += 0.15 * (1 - share)  # what matters is said early
    if document.blocks and document.blocks[0].span.contains(figure.span):
        score += 0.1
    if figure.reported_by or figure.holder:
        score += 0.05
    if any(caption.contains(figure.span) for caption in captions):
        score -= 0.3
    return max(0.0, score)


def _worth(figure: Figure) -> float:
    """By what is counted alone."""
    if is_money(figure.unit):
        return 0.6 if abs(figure.value) >= _MILLION else 0.45
    if figure.unit in PEOPLE:
        size = abs(figure.value)
        return 0.6 if size >= THOUSANDS else 0.5 if size >= 5 else 0.3
    if figure.unit in ("percent", "percentage_point", "times"):
        return 0.5
    if figure.unit in TIME:
        return 0.15
    if figure.unit or figure.unit_text:
        return 0.4 if abs(figure.value) >= 10 else 0.2
    return 0.3 if abs(figure.value) >= _MILLION else 0.1
