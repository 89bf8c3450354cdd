"""The answer to "who stands where": actors by stance, each with its newest evidence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.asked import Asked
from bot.answers.cards import listed
from bot.answers.changes import Held, Stand, also_names, change_words, stands
from bot.answers.items import country_first, position_item
from bot.answers.ranking import STANCES, holder_of
from bot.model import Card, PositionItem, Section, TextItem

PER_STANCE = 12  # lines of one stance
PER_RELATED = 4  # lines of one related topic


@dataclass(frozen=True, slots=True)
class Related:
    """Positions on a topic that is near the one asked about."""

    topic: str
    held: Sequence[Held]


def grid_card(
    asked: Asked,
    held: Sequence[Held],
    related: Sequence[Related],
    *,
    title: str,
    notes: tuple[str, ...],
    looked: str,
) -> Card:
    """One section a stance, one line an actor, then related topics and actors without a position.

    Persons stand under the country they speak for: its newest word is shown, with the names of the
    others who said so. Where an actor is asked for, everybody's words stand on a line of their own.

    Args:
        asked: the question.
        held: positions found, in any order.
        related: positions on related topics.
        title: the card's title, with a place for what is asked about.
        notes: sentences about how the question was read.
        looked: how much was looked at.
    """
    found, missing = _chosen(asked, stands(held))
    grid = asked.phrases.grid
    sections = [Section(items=tuple(TextItem(text=note) for note in notes))]
    for stance in STANCES:
        group = [stand for stand in found if stand.newest.position.stance is stance]
        sections.append(_lines(asked, group, PER_STANCE, grid.of(stance)))
    if missing:
        sentence = asked.phrases.lines.not_found.format(names=", ".join(missing))
        heading = asked.phrases.headings.not_found
        sections.append(Section(heading=heading, items=(TextItem(text=sentence),)))
    sections += [_related(asked, one) for one in related]
    return asked.card(title, tuple(sections), looked)


def _chosen(asked: Asked, every: list[Stand]) -> tuple[list[Stand], list[str]]:
    """The stands of the actors asked for, and the names of those without one.

    When none of them holds a position, sentences that only name them are better than nothing.
    """
    actors = asked.question.actors
    if not actors:
        return every, []
    own = [stand for stand in every if _holders(stand) & set(actors)]
    holding = {holder for stand in own for holder in _holders(stand)}
    missing = [asked.actors.name(a, asked.phrases.code) for a in actors if a not in holding]
    return own or every, missing


def _holders(stand: Stand) -> set[str]:
    return {holder_of(stand.newest.position), stand.newest.position.actor}


def _lines(asked: Asked, group: Sequence[Stand], most: int, heading: str) -> Section:
    lines = [line for stand in group for line in _stand_lines(asked, stand)]
    return listed(lines, most, asked.phrases, heading=heading)


def _stand_lines(asked: Asked, stand: Stand) -> list[PositionItem]:
    first = replace(
        position_line(asked, stand.newest), change=change_words(stand, asked.actors, asked.phrases)
    )
    if asked.question.actors:
        return [first, *(position_line(asked, held) for held in stand.along)]
    return [replace(first, also=also_names(stand, asked.actors, asked.phrases))]


def position_line(asked: Asked, held: Held) -> PositionItem:
    """A position as a line of an answer: the country first, the topic where the title names none."""
    code = asked.phrases.code
    alone = asked.question.topics == (held.position.topic,)  # then the title says the topic
    item = position_item(
        held.position,
        held.evidence,
        held.cue,
        actor=country_first(held.position, asked.actors, code),
        topic="" if alone else asked.topics.name(held.position.topic, code),
        origin=held.origin,
        phrases=asked.phrases,
    )
    return replace(item, uncertain=held.position.confidence < asked.min_confidence)


def _related(asked: Asked, related: Related) -> Section:
    name = asked.topics.name(related.topic, asked.phrases.code)
    found, _ = _chosen(asked, stands(related.held))
    ordered = sorted(found, key=lambda stand: STANCES.index(stand.newest.position.stance))
    heading = asked.phrases.headings.related.format(about=name)
    return _lines(asked, ordered, PER_RELATED, heading)
