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
    counts = [len(_split(section, more)[0]) for section in card.sections]
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
    left = _split(last, more)[1]
    if kept and left:
        _, before = _split(kept[-1], more)
        note = TextItem(text=more.format(n=before + left))
        kept[-1] = replace(kept[-1], items=(note,))
    return tuple(kept)


def _shorter(section: Section, more: str) -> Section:
    items, left = _split(section, more)
    note = TextItem(text=more.format(n=left + 1))
    return replace(section, items=(*items[:-1], note))


def _split(section: Section, more: str) -> tuple[tuple[Item, ...], int]:
    """A section's items without its "3 more", and the number that stood there."""
    last = section.items[-1] if section.items else None
    if isinstance(last, TextItem):
        before, _, after = more.partition("{n}")
        found = re.fullmatch(rf"{re.escape(before)}(\d+){re.escape(after)}", last.text)
        if found:
            return section.items[:-1], int(found[1])
    return section.items, 0
