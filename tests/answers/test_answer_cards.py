"""Answers as cards: who stands where, what was said, how much, and honest about what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from bot.answers.asked import Asked, Asker
from bot.answers.grid import Related, grid_card
from bot.answers.lists import article_item, figures_card, quotes_card
from bot.answers.plain import plain
from bot.model import (
    Card,
    Figure,
    Origin,
    Position,
    Question,
    Quote,
    QuoteKind,
    Span,
    Stance,
)
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.stories import ferry
from tests.fakes.words import shipped_phrases

SPAN = Span(0, 1)


def origin(source: str = "Le Phare", day: int = 23, language: str = "fr") -> Origin:
    return Origin(
        title="T",
        url=f"https://{source.casefold().replace(' ', '')}.example/{day}",
        source=source,
        published=datetime(2026, 11, day, 9, tzinfo=UTC),
        language=language,
    )


@dataclass(frozen=True)
class Hit:
    """A position as the store gives it."""

    position: Position
    evidence: str
    origin: Origin
    cue: tuple[int, int] | None = None


@dataclass(frozen=True)
class Said:
    """A quote as the store gives it."""

    quote: Quote
    words: str
    origin: Origin
    speaker: str | None = None


@dataclass(frozen=True)
class Counted:
    """A figure as the store gives it."""

    figure: Figure
    words: str
    origin: Origin


def hit(
    actor: str,
    stance: Stance,
    evidence: str = "La phrase.",
    *,
    name: str = "",
    country: str | None = None,
    topic: str = "ferry",
    where: Origin | None = None,
    reported_by: str | None = None,
) -> Hit:
    position = Position(
        actor=actor,
        actor_name=name or actor,
        topic=topic,
        stance=stance,
        evidence=SPAN,
        country=country,
        reported_by=reported_by,
        confidence=0.9,
    )
    return Hit(position, evidence, where or origin())


def asked(speaking: str = "en", **fields: object) -> Asked:
    question = replace(Question(words="ferry", topics=("ferry",)), **fields)  # type: ignore[arg-type]
    return Asked(
        question=question,
        asker=Asker(language=speaking),
        phrases=shipped_phrases()[speaking],
        topics=TOPICS,
        actors=ACTORS,
    )


def text(card: Card) -> str:
    return plain(card, shipped_phrases()[card.language])


def grid(question: Asked, *held: Hit, related: tuple[Related, ...] = ()) -> str:
    title = question.phrases.titles.positions
    looked = "3 articles looked at"
    return text(grid_card(question, held, related, title=title, notes=(), looked=looked))


def test_grid_by_stance_in_four_groups() -> None:
    """Support, not ruled out, opposed, undecided: in this order, each actor once, newest word."""
    answer = grid(
        asked(),
        hit("IT", Stance.OPPOSE, "L’Italie n’en veut pas."),
        hit("FR", Stance.OPEN, "La France n’exclut rien.", where=origin("La Marée", 22)),
        hit("FR", Stance.OPEN, "La France ne l’exclut pas.", where=origin("Le Phare", 23)),
        hit("DE", Stance.UNDECIDED, "Berlin hésite."),
        hit("OS", Stance.SUPPORT, "Ostrea y tient.", reported_by="Odile Marchand"),
    )
    assert (
        answer
        == """\
Positions: Ferry line

Support
Ostrea supports · according to Odile Marchand
  “Ostrea y tient.”
  Le Phare · 23 November 2026 · French
  https://lephare.example/23

Do not rule out
France does not rule out
  “La France ne l’exclut pas.”
  Le Phare · 23 November 2026 · French
  https://lephare.example/23

Oppose
Italy opposes
  “L’Italie n’en veut pas.”
  Le Phare · 23 November 2026 · French
  https://lephare.example/23

Undecided
Germany is undecided
  “Berlin hésite.”
  Le Phare · 23 November 2026 · French
  https://lephare.example/23

3 articles looked at"""
    )


def test_person_is_rolled_up_with_the_country() -> None:
    """A minister's word is the country's newest; both are named."""
    answer = grid(
        asked(),
        hit("FR", Stance.OPEN, where=origin(day=20)),
        hit("odile-marchand", Stance.SUPPORT, name="Odile Marchand", country="FR"),
    )
    assert "France (Odile Marchand) supports" in answer
    assert "changed: did not rule it out on 20 November 2026 (Le Phare)" in answer
    assert answer.count("France") == 1


def test_those_who_say_the_same_for_a_country_are_named() -> None:
    """One line a country, whose newest word is shown; who else said so stands there once, by name."""
    others = [
        hit(f"minister-{n}", Stance.OPEN, name=f"Minister {n}", country="FR", where=origin(day=n))
        for n in (22, 21, 20, 19, 18, 18)
    ]
    answer = grid(asked(), hit("FR", Stance.OPEN, "La France n’exclut rien."), *others)
    named = "Minister 22, Minister 21, Minister 20, Minister 19, 1 more"
    assert f"France does not rule out · also: {named}\n  “La France n’exclut rien.”" in answer
    assert answer.count("does not rule out") == 1


def test_a_country_speaks_before_its_persons_of_the_same_moment() -> None:
    """Of words equally new and sure, the country's own is shown, and the person is named."""
    minister = hit("odile", Stance.OPEN, "Je n’exclus rien.", name="Odile Marchand", country="FR")
    answer = grid(asked(), minister, hit("FR", Stance.OPEN, "La France n’exclut rien."))
    assert "also: Odile Marchand\n  “La France n’exclut rien.”" in answer


def test_everybody_speaks_where_a_country_is_asked_about() -> None:
    """Asked about one country, each speaker's newest sentence is shown."""
    answer = grid(
        asked(actors=("FR",)),
        hit("FR", Stance.OPEN, "La France n’exclut rien."),
        hit("odile", Stance.OPEN, "Je n’exclus rien.", name="Odile Marchand", country="FR"),
        hit("IT", Stance.OPEN),
    )
    assert "France does not rule out\n  “La France n’exclut rien.”" in answer
    assert "France (Odile Marchand) does not rule out\n  “Je n’exclus rien.”" in answer
    assert "also" not in answer
    assert "Italy" not in answer


def test_a_change_says_who_spoke_before() -> None:
    """When another person held the earlier stance, that person is named with the source."""
    answer = grid(
        asked(),
        hit("FR", Stance.SUPPORT),
        hit("odile", Stance.OPPOSE, name="Odile Marchand", country="FR", where=origin(day=20)),
    )
    assert "opposed it on 20 November 2026 (Odile Marchand, Le Phare)" in answer


def test_actor_without_a_position_is_named() -> None:
    """Silence is an answer: who was asked for and not found is said."""
    answer = grid(asked(actors=("IT", "DE")), hit("IT", Stance.OPPOSE), hit("FR", Stance.OPEN))
    assert "Italy opposes" in answer
    assert "France" not in answer
    assert "Asked for, no position found: Germany." in answer


def test_sentences_that_name_the_actor_are_better_than_nothing() -> None:
    """When the one asked for holds no position, positions that name it are shown, and it is said."""
    answer = grid(
        asked(actors=("OS",)), hit("FR", Stance.OPEN, "La France n’exclut rien à Ostrea.")
    )
    assert "France does not rule out" in answer
    assert "Asked for, no position found: Ostrea." in answer


def test_related_topics_stand_apart() -> None:
    """A related topic has its own heading and says what it is."""
    near = Related("dues", (hit("IT", Stance.SUPPORT, topic="dues"),))
    answer = grid(asked(), hit("FR", Stance.OPEN), related=(near,))
    assert "Related topic: Harbour dues\nItaly supports: Harbour dues" in answer


def test_topic_stands_on_the_line_when_several_were_asked() -> None:
    """With two topics in the question each line names its own."""
    answer = grid(asked(topics=("ferry", "dues")), hit("FR", Stance.OPEN))
    assert "France does not rule out: Ferry line" in answer


def test_byline_says_what_narrows() -> None:
    """Date, source and language of the question are repeated."""
    since = datetime(2026, 5, 1, tzinfo=UTC)
    answer = grid(asked(since=since, source="phare", language="fr"), hit("FR", Stance.OPEN))
    assert "since 1 May 2026 · source: phare · articles in French" in answer


def quote(name: str | None, actor: str | None = None, score: float = 0.5) -> Quote:
    return Quote(
        span=SPAN, kind=QuoteKind.DIRECT, speaker_name=name, speaker_actor=actor, score=score
    )


def test_same_quote_once_with_its_sources() -> None:
    """The same words in two papers stand once, with both papers; marks make no difference."""
    found = [
        Said(quote("Odile Marchand"), "Nous irons, « ensemble ».", origin("Le Phare", 23)),
        Said(quote("O. Marchand"), "Nous irons, “ensemble”", origin("La Marée", 22)),
    ]
    answer = text(quotes_card(asked(), found, notes=(), looked=""))
    assert answer.count("Nous irons") == 1
    assert "Le Phare, La Marée · 23 November 2026 · French" in answer


def test_words_of_the_one_asked_for_come_alone() -> None:
    """When somebody's words are asked for, words about them are left out."""
    found = [
        Said(quote("Pavel Doran"), "Italy is wrong about it.", origin()),
        Said(quote("Ada Riva", "IT"), "We are right about it.", origin()),
    ]
    answer = text(quotes_card(asked(actors=("IT",)), found, notes=(), looked=""))
    assert "We are right" in answer
    assert "Italy is wrong" not in answer
    loose = asked(topics=(), loose=("doran",))
    assert "Italy is wrong" in text(quotes_card(loose, found, notes=(), looked=""))


def test_same_figure_once_newest_first() -> None:
    """A large number with one unit is one figure in any language; small ones need their noun too."""
    big = Figure(span=SPAN, value=Decimal(12_000_000), unit="EUR", what="port")
    small = Figure(span=SPAN, value=Decimal(3), unit="ship", what="navires")
    other = replace(small, what="bateaux perdus")
    found = [
        Counted(big, "12 millions d’euros", origin("Le Phare", 23)),
        Counted(replace(big, what="harbour"), "12 million euros", origin("The Tide", 22, "en")),
        Counted(small, "trois navires", origin()),
        Counted(other, "trois bateaux", origin()),
    ]
    answer = text(figures_card(asked(), found, notes=(), looked=""))
    assert "12 millions d’euros — port" in answer
    assert "12 million euros" not in answer
    assert "Le Phare, The Tide" in answer
    assert answer.index("trois navires") < answer.index("trois bateaux")


def test_differing_figures_of_one_quantity_stand_side_by_side() -> None:
    """Who counts how many of the same thing is seen at a glance, each with its own source."""
    first = Figure(
        span=SPAN, value=Decimal(3200), unit="protester", what="manifestants à Port-Vieux"
    )
    second = replace(first, value=Decimal(9000), what="de manifestants à Port-Vieux")
    other = Figure(span=SPAN, value=Decimal(40), unit="ship", what="navires")
    found = [
        Counted(replace(first, reported_by="la préfecture"), "3 200", origin("Le Phare", 23)),
        Counted(other, "40 navires", origin("Le Phare", 23)),
        Counted(replace(second, reported_by="le syndicat"), "9 000", origin("La Marée", 22)),
    ]
    answer = text(figures_card(asked(), found, notes=(), looked=""))
    assert "manifestants à Port-Vieux\n3 200 — according to la préfecture" in answer
    assert answer.index("3 200") < answer.index("9 000") < answer.index("40 navires")
    assert "9 000 — according to le syndicat\n  La Marée" in answer
    assert "Figures\n40 navires" in answer


def test_figures_of_other_things_are_not_set_side_by_side() -> None:
    """Another unit, another holder or no words at all: nobody says it is the same quantity."""
    aid = Figure(span=SPAN, value=Decimal(5000), unit="EUR", what="aide agricole", holder="Lyon")
    found = [
        Counted(aid, "5 000 euros", origin()),
        Counted(replace(aid, value=Decimal(6000), holder="Lille"), "6 000 euros", origin()),
        Counted(replace(aid, value=Decimal(7000), unit="USD"), "7 000 dollars", origin()),
        Counted(replace(aid, value=Decimal(8000), what=None), "8 000 euros", origin()),
    ]
    card = figures_card(asked(), found, notes=(), looked="")
    assert [section.heading for section in card.sections if section.items] == [""]


def test_a_figure_an_article_repeats_is_one_with_its_mentions() -> None:
    """The same number three times in one article is one figure, said three times."""
    ships = Figure(span=SPAN, value=Decimal(3000), unit="ship", what="navires")
    found = [
        Counted(ships, "3000 navires", origin("Le Phare", 23)),
        Counted(replace(ships, holder="Le port"), "3000 navires", origin("Le Phare", 23)),
        Counted(replace(ships, what=None), "3000 navires", origin("Le Phare", 23)),
        Counted(replace(ships, holder="Le port"), "3000 navires", origin("La Marée", 22)),
    ]
    answer = text(figures_card(asked(), found, notes=(), looked=""))
    assert answer.count("3000 navires") == 1
    assert "3000 navires — Le port · said 3 times\n  Le Phare, La Marée" in answer


def test_a_figure_says_nothing_twice() -> None:
    """What is counted is left out where the figure's own words end with it."""
    ships = Figure(span=SPAN, value=Decimal(3000), unit="ship", what="navires", holder="Le port")
    found = [Counted(ships, "quelque 3000 navires", origin())]
    answer = text(figures_card(asked(), found, notes=(), looked=""))
    assert "quelque 3000 navires — Le port\n" in answer


def test_empty_answer_says_what_was_looked_at() -> None:
    """No position is not nothing: the sentence, the nearest articles and the count are there."""
    reading = ferry()
    card = asked().empty(
        "positions", (article_item(reading, (), ("FR",)),), (), "2 articles looked at"
    )
    answer = text(card)
    assert "No position found on Ferry line." in answer
    assert "Articles that mention Ferry line\nMinisters agree on the ferry" in answer
    assert "France does not rule out paying for the ferry." in answer
    assert answer.endswith("2 articles looked at")
