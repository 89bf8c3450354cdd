"""A card made small enough for a platform: least important items go first, and their number is said.

Items stand in the order of their weight, so the last of the fullest section goes first. Nothing is
dropped in silence: a section says "3 more" in place of what it lost. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.answers.phrases import Phrases
from bot.model import Card, Item, Section, TextItem


def fit(card: Card, phrases: Phrases, problems: Callable[[Card], Sequence[str]]) -> Card:
    """The card, or the fullest smaller one in which `problems` finds nothing.

    Args:
        card: the card as it was made.
        phrases: our words in the card's language, for "3 more".
        problems: renders a card and says what the platform would refuse in it.
    """
    if not problems(card):
        return card
    steps = list(_steps(card, phrases.lines.more))
    place = bisect_left(steps, True, key=lambda smaller: not problems(smaller))
    return steps[min(place, len(steps) - 1)]


def _steps(card: Card, more: str) -> Iterator[Card]:
    """The card smaller and smaller, a part at a time, down to its title."""
    smaller: Card | None = card
    while smaller is not None:
        yield smaller
        smaller = _smaller(smaller, more)


def _smaller(card: Card, more: str) -> Card | None:
    """The card without its least important part; None when only its title is left."""
    counts = [len(split(section.items, more)[0]) for section in card.sections]
    if any(counts):
        fullest = max(range(len(counts)), key=lambda index: (counts[index], index))
        sections = list(card.sections)
        sections[fullest] = _shorter(sections[fullest], more)
        return replace(card, sections=tuple(sections))
    if card.sections:
        return replace(card, sections=_fewer(card.sections, more))
    if card.image or card.footer:
        return replace(card, image=None, image_alt="", footer="")
    return None


def _fewer(sections: tuple[Section, ...], more: str) -> tuple[Section, ...]:
    """Without the last section; what it had left out is counted in the one before."""
    *kept, last = sections
    left = split(last.items, more)[1]
    if kept and left:
        _, before = split(kept[-1].items, more)
        note = TextItem(text=more.format(n=before + left))
        kept[-1] = replace(kept[-1], items=(note,))
    return tuple(kept)


def _shorter(section: Section, more: str) -> Section:
    items, left = split(section.items, more)
    note = TextItem(text=more.format(n=left + 1))
    return replace(section, items=(*items[:-1], note))


def split(items: tuple[Item, ...], more: str) -> tuple[tuple[Item, ...], int]:
    """Items without their "3 more" (`more` is its form), and the number that stood there."""
    last = items[-1] if items else None
    if isinstance(last, TextItem):
        before, _, after = more.partition("{n}")
        found = re.fullmatch(rf"{re.escape(before)}(\d+){re.escape(after)}", last.text)
        if found:
            return items[:-1], int(found[1])
    return items, 0
