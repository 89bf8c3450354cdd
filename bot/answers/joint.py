"""Which stands of an article are shown on its card, and those of one sentence together. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.answers.ranking import STANCES, best_positions, holder_of
from bot.model import Position


@dataclass(frozen=True, slots=True)
class JointStand:
    """Positions of several actors that one sentence gives alike: "France and Italy oppose it"."""

    positions: tuple[Position, ...]

    @property
    def first(self) -> Position:
        """Any of them: they differ in who holds them only."""
        return self.positions[0]


def joint_stands(
    positions: Iterable[Position], most: int, min_confidence: float, known: Collection[str]
) -> tuple[list[JointStand], list[JointStand]]:
    """The stands worth a place, in the order of the stances, and those there is no place for.

    What most actors take a stand on is what the article is about: it comes before the rest, and
    topics that are none of the `known` ids, told in the article's own words, come last.
    """
    best = best_positions(positions, min_confidence, known)
    every = _together(best)
    actors = Counter(topic for topic, _ in {(p.topic, holder_of(p)) for p in best})
    weighed = sorted(
        every,
        key=lambda s: (s.first.topic not in known, -actors[s.first.topic], -s.first.confidence),
    )
    shown = sorted(
        weighed[:most],
        key=lambda s: (s.first.topic not in known, STANCES.index(s.first.stance)),
    )
    return shown, weighed[most:]


def _together(positions: Sequence[Position]) -> list[JointStand]:
    groups: dict[tuple[object, ...], list[Position]] = {}
    for p in positions:
        key = (p.evidence, p.topic, p.stance, p.reported_by, p.condition)
        groups.setdefault(key, []).append(p)
    return [JointStand(tuple(group)) for group in groups.values()]
