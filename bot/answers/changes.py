"""Where an actor stands now, and where it stood before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.answers.items import own_name
from bot.answers.lexicons import Names
from bot.answers.phrases import Phrases
from bot.answers.ranking import holder_of
from bot.model import Origin, Position, Stance

ALSO = 4  # names of others with the same stance

_OPPOSITE = {frozenset({Stance.SUPPORT, Stance.OPPOSE}), frozenset({Stance.OPEN, Stance.OPPOSE})}


class Held(Protocol):
    """A position with its sentence and where it stands."""

    @property
    def position(self) -> Position:
        """The position."""
        ...

    @property
    def evidence(self) -> str:
        """Its sentence, verbatim."""
        ...

    @property
    def cue(self) -> tuple[int, int] | None:
        """The cue's offsets into the evidence."""
        ...

    @property
    def origin(self) -> Origin:
        """The article."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What an actor holds on a topic by the newest word, who says the same, and what contradicts it."""

    newest: Held
    along: tuple[Held, ...] = ()  # the newest word of everybody else with the same stance
    other: Held | None = None  # the newest other stance: older, or of the same day
    same_day: bool = False

    @property
    def changed(self) -> bool:
        """True when an older article showed another stance."""
        return self.other is not None and not self.same_day


def stands(held: Iterable[Held]) -> list[Stand]:
    """One stand for each actor (persons with their country) and topic, newest first."""
    groups: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        groups.setdefault((holder_of(one.position), one.position.topic), []).append(one)
    found = [_stand(sorted(group, key=_newest_first)) for group in groups.values()]
    return sorted(found, key=lambda stand: _newest_first(stand.newest))


def change_words(stand: Stand, actors: Names, phrases: Phrases) -> str:
    """The other stance in words, with its date, its source and who spoke; empty when there is none."""
    if stand.other is None:
        return ""
    was = phrases.held.of(stand.other.position.stance)
    origin, spoke = stand.other.origin, stand.other.position
    source = origin.source
    if spoke.actor not in (holder_of(spoke), stand.newest.position.actor):
        source = f"{own_name(spoke, actors, phrases.code)}, {source}"
    if stand.same_day or origin.published is None:
        return phrases.lines.contrary.format(was=was, source=source)
    date = phrases.date(origin.published)
    return phrases.lines.changed.format(was=was, date=date, source=source)


def also_names(stand: Stand, actors: Names, phrases: Phrases) -> tuple[str, ...]:
    """The names of those who take the same stance for the same country, and how many are left out."""
    speakers = [held.position for held in stand.along]
    every = [own_name(p, actors, phrases.code) for p in speakers if p.actor != holder_of(p)]
    names = list(dict.fromkeys(every))
    rest = [phrases.lines.more.format(n=len(names) - ALSO)] if len(names) > ALSO else []
    return (*names[:ALSO], *rest)


def _newest_first(held: Held) -> tuple[float, float, bool]:
    """The newest word first, then the surest, then the country's own before a person's."""
    position, published = held.position, held.origin.published
    moment = -published.timestamp() if published else 0.0
    return moment, -position.confidence, position.actor != holder_of(position)


def _stand(group: Sequence[Held]) -> Stand:
    newest = group[0]
    along: dict[str, Held] = {newest.position.actor: newest}
    for other in group[1:]:
        if other.position.stance is newest.position.stance:
            along.setdefault(other.position.actor, other)
    return replace(_contradicted(newest, group[1:]), along=tuple(along.values())[1:])


def _contradicted(newest: Held, others: Sequence[Held]) -> Stand:
    for other in others:
        if other.position.stance is newest.position.stance or other.origin.url == newest.origin.url:
            continue
        if _day(other) != _day(newest):
            return Stand(newest=newest, other=other)
        if {other.position.stance, newest.position.stance} in _OPPOSITE:
            return Stand(newest=newest, other=other, same_day=True)
    return Stand(newest=newest)


def _day(held: Held) -> object:
    return held.origin.published.date() if held.origin.published else None
