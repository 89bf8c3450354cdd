"""Groups said to be divided: "a subject that divides the Europeans"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Position, Stance
from bot.reading.positions.subjects import Subjects
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

CONFIDENCE = 0.5  # a line of context, no stand: below what is posted


def divided(view: View, words: PositionWords, subjects: Subjects) -> Iterator[Position]:
    """The groups that a topic is said to divide, as undecided."""
    for i in range(1, len(view)):
        if view.word(i) not in words.sets["divides"] or view.tag(i) != "w":
            continue
        holders, _ = subjects.phrases.holders_after(i + 1, len(view) - 1)
        topic = next((view.topics[k][0] for k in range(i) if k in view.topics), None)
        if topic is None or topic.weak:
            continue
        for holder in holders:
            yield Position(
                actor=holder.id, actor_name=holder.name, topic=topic.id, stance=Stance.UNDECIDED,
                evidence=view.span, cue=view.place(i, i), actor_span=holder.span,
                topic_span=topic.span, country=holder.country, confidence=CONFIDENCE,
                rule="finite:divided:topic",
            )  # fmt: skip
