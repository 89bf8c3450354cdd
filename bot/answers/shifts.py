"""The answer to "who changed": each actor's stances on a topic over time, newest first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answers.asked import Asked
from bot.answers.cards import REST, listed, more
from bot.answers.changes import Held
from bot.answers.grid import position_line
from bot.answers.ranking import holder_of
from bot.answers.wording import joined
from bot.model import Card, Section, TextItem

ACTORS = 8  # actors shown
STEPS = 5  # stances shown of one actor


@dataclass(frozen=True, slots=True)
class Shift:
    """An actor's stances on one topic, newest first; each differs from the one after it.

    Of a stance repeated over several days the first day stands, when it was taken; of two stances
    on one day the surer.
    """

    holder: str
    topic: str
    steps: tuple[Held, ...]


def shifts(held: Iterable[Held]) -> list[Shift]:
    """The changes of persons with their country, the latest change first."""
    groups: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        if one.origin.published is not None:
            groups.setdefault((holder_of(one.position), one.position.topic), []).append(one)
    found = [
        Shift(holder, topic, steps)
        for (holder, topic), group in groups.items()
        if len(steps := _steps(group)) > 1
    ]
    return sorted(found, key=lambda shift: _moment(shift.steps[0]), reverse=True)


def shifts_card(
    asked: Asked, found: Sequence[Shift], *, notes: tuple[str, ...], looked: str
) -> Card:
    """One section an actor: its stances with their evidence, the newest first.

    Args:
        asked: the question.
        found: the changes.
        notes: sentences about how the question was read.
        looked: how much was looked at.
    """
    sections = [Section(items=tuple(TextItem(text=note) for note in notes))]
    sections += [_section(asked, shift) for shift in found[:ACTORS]]
    further = [position_line(asked, held) for shift in found[ACTORS:] for held in shift.steps]
    left = tuple(more(len(found) - ACTORS, asked.phrases))
    sections.append(Section(items=left, rest=tuple(further[:REST])))
    return asked.card(asked.phrases.titles.changes, tuple(sections), looked)


def _section(asked: Asked, shift: Shift) -> Section:
    code = asked.phrases.code
    alone = asked.question.topics == (shift.topic,)  # then the title says the topic
    names = (
        asked.actors.name(shift.holder, code),
        None if alone else asked.topics.name(shift.topic, code),
    )
    lines = [position_line(asked, held) for held in shift.steps]
    return listed(lines, STEPS, asked.phrases, heading=joined(names))


def _steps(group: Sequence[Held]) -> tuple[Held, ...]:
    days: dict[object, Held] = {}
    for one in sorted(group, key=_moment):
        day = one.origin.published.date() if one.origin.published else None
        if day not in days or one.position.confidence > days[day].position.confidence:
            days[day] = one
    steps: list[Held] = []
    for one in days.values():
        if not steps or steps[-1].position.stance is not one.position.stance:
            steps.append(one)
    return tuple(reversed(steps))


def _moment(held: Held) -> float:
    return held.origin.published.timestamp() if held.origin.published else 0.0
