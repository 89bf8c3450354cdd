"""Which stands of an article its card shows, and in what words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.joint import joint_stands
from bot.answers.plain import plain
from bot.model import Card, Position, PositionItem, Section, Span, Stance
from tests.fakes.words import CODES, shipped_phrases

KNOWN = frozenset({"troops", "tariffs"})


def held(actor: str, topic: str, stance: Stance, at: int = 0, sure: float = 0.8) -> Position:
    return Position(
        actor=actor,
        actor_name=actor,
        topic=topic,
        stance=stance,
        evidence=Span(at, at + 10),
        confidence=sure,
    )


def shown(positions: list[Position], most: int) -> list[tuple[str, ...]]:
    stands, _ = joint_stands(positions, most, 0.65, KNOWN)
    return [tuple(p.actor for p in stand.positions) for stand in stands]


def test_one_sentence_that_gives_several_actors_one_stand_is_shown_once() -> None:
    """France, Belgium and Spain, in the order of the text; another sentence is another stand."""
    positions = [held(actor, "troops", Stance.OPEN) for actor in ("FR", "BE", "ES")]
    assert shown([*positions, held("IT", "troops", Stance.OPEN, at=40)], 5) == [
        ("FR", "BE", "ES"),
        ("IT",),
    ]


def test_who_is_quoted_for_a_stand_is_not_mixed_with_who_took_it() -> None:
    """What somebody else says of an actor stays apart."""
    own = held("FR", "troops", Stance.SUPPORT)
    assert shown([own, replace(held("US", "troops", Stance.SUPPORT), reported_by="X")], 5) == [
        ("FR",),
        ("US",),
    ]


def test_what_most_actors_take_a_stand_on_is_kept_when_there_is_no_place_for_all() -> None:
    """The rest is counted; shown in the order of the stances."""
    troops = [
        held("IT", "troops", Stance.OPPOSE, at=0),
        held("FR", "troops", Stance.SUPPORT, at=20),
    ]
    others = [
        held("US", "tariffs", Stance.SUPPORT, at=40, sure=0.95),
        held("PL", "the visit", Stance.SUPPORT, at=60, sure=0.95),
    ]
    stands, left = joint_stands([*others, *troops], 2, 0.65, KNOWN)
    assert [stand.first.actor for stand in stands] == ["FR", "IT"]
    assert [stand.first.actor for stand in left] == ["US", "PL"]


@pytest.mark.parametrize("code", CODES)
def test_several_actors_take_a_stand_in_the_plural(code: str) -> None:
    """Also beside "does not rule out", which is never plain support."""
    phrases = shipped_phrases()[code]
    for stance in Stance:
        one = PositionItem(actor="A", stance=stance, topic="", evidence="E")
        many = replace(one, actor="A, B", several=True)
        card = Card(kind="answer", title="T", sections=(Section(items=(one, many)),), language=code)
        words = plain(card, phrases)
        assert f"A {phrases.stances.of(stance)}" in words
        assert f"A, B {phrases.stances_many.of(stance)}" in words
    assert phrases.stances_many.open != phrases.stances_many.support
