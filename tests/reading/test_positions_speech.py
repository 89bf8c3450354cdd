"""Positions in what people say, in relative clauses, of bodies and crowds without a name."""

from __future__ import annotations

import pytest

from bot.model import Article, Position, Stance
from config.reader import ReaderRecipe, build_reader

CODES = ("es", "fr", "it")


def read(code: str, text: str) -> tuple[Position, ...]:
    """The positions of a text, with the shipped lexicons."""
    reader = build_reader(ReaderRecipe(languages=CODES))
    return reader.read(Article(url="", text=text, language=code)).positions


def told(code: str, text: str) -> list[str]:
    """The positions of a text as "actor stance topic"."""
    return [f"{p.actor} {p.stance} {p.topic}" for p in read(code, text)]


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("fr", "« Il faut financer les bergers », a dit la députée Anne Morel.", "anne_morel support financer les bergers"),
        ("es", "«Hay que congelar las tarifas», dijo la diputada Ana Gil.", "ana_gil support congelar las tarifas"),
        ("it", "«Bisogna congelare le tariffe», ha detto la deputata Anna Galli.", "anna_galli support congelare le tariffe"),
    ],
)  # fmt: skip
def test_what_must_be_done_is_wanted_by_who_says_so(code: str, text: str, found: str) -> None:
    """An impersonal demand inside somebody's words is theirs."""
    assert told(code, text) == [found]


def test_an_impersonal_demand_of_nobody_is_no_position() -> None:
    """The writer's own "il faut" has no holder."""
    assert told("fr", "Il faut financer les bergers.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Pour Anne Morel, la fermeture de l'usine est une erreur.",
        "« La fermeture de l'usine est une erreur », estime Anne Morel.",
        "Anne Morel qualifie de folie la fermeture de l'usine.",
    ],
)
def test_a_verdict_is_a_stand_of_who_passes_it(text: str) -> None:
    """Who calls something a mistake is against it, in any of the ways to say so."""
    (position,) = read("fr", text)
    assert (position.actor, position.stance) == ("anne_morel", Stance.OPPOSE)
    assert position.topic == "fermeture de l'usine"


def test_a_relative_clause_is_about_the_noun_before_it() -> None:
    """The object of a relative clause is its head, whichever side the subject stands on."""
    expected = ["anne_morel oppose projet de barrage"]
    assert told("fr", "Le projet de barrage, que rejette Anne Morel, sera voté.") == expected
    assert told("fr", "Le projet de barrage qu'Anne Morel rejette sera voté.") == expected


def test_a_thing_in_a_relative_clause_is_no_matter_of_a_stand() -> None:
    """A noun nobody disputes makes no topic of its own."""
    assert told("es", "El perro que defiende Ana Gil mordió al cartero.") == []


def test_a_crowd_without_a_name_takes_a_stand_on_a_matter() -> None:
    """Residents are holders, as sure as a name."""
    (crowd,) = read("fr", "Les riverains rejettent le projet d'aéroport.")
    (named,) = read("fr", "Anne Morel rejette le projet d'aéroport.")
    assert crowd.actor == "riverains"
    assert crowd.confidence == named.confidence


def test_a_post_speaks_for_a_body_and_never_for_a_country() -> None:
    """The lawyers of a person speak for them; a judge of a country does not speak for it."""
    found = told("it", "I legali di Mario Galli respingono la proposta di accordo.")
    assert found == ["mario_galli oppose proposta di accordo"]
    assert told("it", "Un giudice della Francia respinge la richiesta.") == []


def test_what_the_government_will_do_is_its_spokesmans_intention() -> None:
    """A minister who says what the country will not do refuses it."""
    text = "El ministro Juan Gil aseguró que el país no pagará el rescate."
    assert told("es", text) == ["juan_gil oppose rescate"]


def test_a_future_of_things_is_no_intention() -> None:
    """What will happen by itself is a forecast."""
    assert told("es", "La temperatura subirá mañana hasta treinta grados.") == []


def test_a_predicate_may_open_its_sentence() -> None:
    """What stands before its subject without a verb is a stand: "hostile to the sale, the mayor"."""
    text = "Hostile à la vente du stade, le maire Paul Garnier a quitté la salle."
    assert told("fr", text) == ["paul_garnier oppose vente du stade"]


def test_an_if_clause_with_its_reason_states_a_fact() -> None:
    """Who says why X rejects a thing says that X rejects it."""
    text = "Si Portugal rechaza las sanciones, es por miedo."
    assert told("es", text) == ["PT oppose sanctions"]
    assert told("es", "Si Portugal rechaza las sanciones, habrá problemas.") == []


def test_votes_and_their_counts_stand_between_a_vote_and_its_matter() -> None:
    """The matter of a vote may stand behind its figures."""
    text = "El Senado votó el jueves en contra con 90 votos frente a 12 de la ley de caza."
    assert told("es", text) == ["senado oppose ley de caza"]
