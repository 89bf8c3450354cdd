"""Questions a card invites, as buttons: who else takes a stand on its topics, else the latest. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.model import Card, PositionItem

MOST = 3  # buttons below one card


@dataclass(frozen=True, slots=True)
class Ask:
    """A button: what stands on it, and the command it runs, without prefix."""

    label: str
    words: str


def asks(card: Card, phrases: Phrases) -> tuple[Ask, ...]:
    """The questions below an article's or a digest's card; an answer invites none."""
    if card.kind not in ("article", "digest"):
        return ()
    items = [item for section in card.sections for item in section.items]
    topics = dict.fromkeys(
        topic for i in items if isinstance(i, PositionItem) and (topic := visible(i.topic))
    )
    found = tuple(
        Ask(phrases.titles.positions.format(about=topic), f"positions {topic}") for topic in topics
    )
    return found[:MOST] or (Ask(phrases.titles.latest, "latest"),)
