"""What an article must name for a condition to be fulfilled at all: for a search before the look. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.conditions import About, AllOf, Amount, AnyOf, Condition, Naming

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """One of the topics and one of the actors; an empty set needs none."""

    topics: frozenset[str] = NOBODY
    actors: frozenset[str] = NOBODY


def needed(condition: Condition) -> Needed:
    """What no article that fulfils the condition lacks."""
    match condition:
        case About(topics):
            return Needed(topics=topics)
        case Naming(actors):
            return Needed(actors=actors)
        case AllOf(parts):
            return of_all([needed(part) for part in parts])
        case Amount():
            return of_all([needed(part) for part in condition.about])
        case AnyOf(parts):
            return _of_any([needed(part) for part in parts])
    return Needed()


def of_all(parts: Sequence[Needed]) -> Needed:
    """Of several that are all needed the smallest, since fewest articles name it."""
    topics = [part.topics for part in parts if part.topics]
    actors = [part.actors for part in parts if part.actors]
    return Needed(
        topics=min(topics, key=len, default=NOBODY), actors=min(actors, key=len, default=NOBODY)
    )


def _of_any(parts: Sequence[Needed]) -> Needed:
    """Of several of which one is enough any will do; nothing is needed when one needs nothing."""
    return Needed(
        topics=_union([part.topics for part in parts]),
        actors=_union([part.actors for part in parts]),
    )


def _union(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return NOBODY.union(*sets) if sets and all(sets) else NOBODY
