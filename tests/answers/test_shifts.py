"""Who changed position: what counts as a change, and how it reads."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.shifts import ACTORS, STEPS, shifts, shifts_card
from bot.model import Stance
from tests.answers.test_answer_cards import Hit, asked, hit, origin, text


def on(day: int, stance: Stance, actor: str = "FR", **fields: object) -> Hit:
    """A position of that day of November."""
    return hit(actor, stance, f"Phrase du {day}.", where=origin("Le Phare", day), **fields)  # type: ignore[arg-type]


def stances(*held: Hit) -> list[list[tuple[str, int]]]:
    """The stances and days of each shift."""
    return [
        [
            (step.position.stance.value, step.origin.published.day)
            for step in shift.steps
            if step.origin.published
        ]
        for shift in shifts(held)
    ]


def test_a_change_is_another_stance_on_another_day() -> None:
    """Newest first; a stance that is repeated counts from the first day it was taken."""
    assert stances(
        on(20, Stance.SUPPORT), on(3, Stance.OPPOSE), on(5, Stance.OPPOSE), on(12, Stance.SUPPORT)
    ) == [[("support", 12), ("oppose", 3)]]


def test_there_and_back_again_are_three_steps() -> None:
    """Nothing in between is lost."""
    assert stances(on(1, Stance.SUPPORT), on(2, Stance.UNDECIDED), on(3, Stance.SUPPORT)) == [
        [("support", 3), ("undecided", 2), ("support", 1)]
    ]


def test_one_stance_and_two_of_one_day_are_no_change() -> None:
    """Two sentences of one day are read as one word; the surer stands."""
    assert stances(on(1, Stance.SUPPORT), on(2, Stance.SUPPORT)) == []
    assert stances(on(1, Stance.SUPPORT), on(1, Stance.OPPOSE)) == []


def test_persons_change_with_their_country_and_topics_apart() -> None:
    """A minister's no after the president's yes is a change; on another topic it is none."""
    minister = on(9, Stance.OPPOSE, "odile_marchand", name="Odile Marchand", country="FR")
    assert stances(on(1, Stance.SUPPORT), minister) == [[("oppose", 9), ("support", 1)]]
    assert stances(on(1, Stance.SUPPORT), on(9, Stance.OPPOSE, topic="dues")) == []


def test_an_article_without_a_date_shows_no_change() -> None:
    """It could be the older or the newer one."""
    undated = on(2, Stance.OPPOSE)
    undated = replace(undated, origin=replace(undated.origin, published=None))
    assert stances(on(1, Stance.SUPPORT), undated) == []


def test_the_card_has_a_section_an_actor_with_the_evidence_of_each_step() -> None:
    """The latest change first."""
    found = shifts(
        [
            on(3, Stance.OPPOSE),
            on(12, Stance.OPEN),
            on(4, Stance.SUPPORT, "IT"),
            on(20, Stance.OPPOSE, "IT"),
        ]
    )
    card = text(shifts_card(asked(), found, notes=(), looked="4 articles looked at"))
    assert (
        card
        == """\
Changed positions: Ferry line

Italy
Italy opposes
  “Phrase du 20.”
  Le Phare · 20 November 2026 · French
  https://lephare.example/20
Italy supports
  “Phrase du 4.”
  Le Phare · 4 November 2026 · French
  https://lephare.example/4

France
France does not rule out
  “Phrase du 12.”
  Le Phare · 12 November 2026 · French
  https://lephare.example/12
France opposes
  “Phrase du 3.”
  Le Phare · 3 November 2026 · French
  https://lephare.example/3

4 articles looked at"""
    )


def test_a_long_history_says_what_is_left_out() -> None:
    """Actors and steps beyond the most that are shown are counted."""
    turns = [on(day, Stance.SUPPORT if day % 2 else Stance.OPPOSE) for day in range(1, STEPS + 3)]
    many = [
        step
        for n in range(ACTORS + 1)
        for step in (on(1, Stance.SUPPORT, f"a{n}"), on(2, Stance.OPPOSE, f"a{n}"))
    ]
    card = text(shifts_card(asked(), shifts(turns), notes=(), looked=""))
    assert (card.count("Phrase du"), "2 more" in card) == (STEPS, True)
    card = text(shifts_card(asked(), shifts(many), notes=(), looked=""))
    assert (card.count("Phrase du 2."), "1 more" in card) == (ACTORS, True)
