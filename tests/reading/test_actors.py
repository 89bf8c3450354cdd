"""Actors: countries in every form, bodies, persons."""

from __future__ import annotations

from functools import cache

import pytest

from bot.reading.actors import Actor, ActorLexicon, Form, find_actors, slug
from bot.reading.people import find_people
from bot.reading.people_words import PeopleWords
from bot.reading.text import Document
from bot.reading.words import TextWords
from config.lexicons import load_actors
from config.loader import LANGUAGES, load


@cache
def actors() -> ActorLexicon:
    """The shipped actors, loaded once."""
    return load_actors()


def document(text: str, code: str) -> Document:
    """A text cut by the language's own rules."""
    return Document(text, code, load(LANGUAGES / code / "text.toml", TextWords))


def forms(text: str, code: str) -> list[tuple[str, Form]]:
    """The known actors of a text and how they are named."""
    return [(hit.id, hit.form) for hit in actors().scan(document(text, code))]


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("fr", "La Belgique hésite.", ("BE", Form.NAME)),
        ("de", "Ungarns Nein steht.", ("HU", Form.NAME)),
        ("en", "Downing Street hesitates.", ("GB", Form.SEAT)),
        ("es", "El gobierno sueco duda.", ("SE", Form.ADJECTIVE)),
        ("it", "L'ONU esita.", ("UN", Form.NAME)),
        ("en", "The Swedes hesitate.", ("SE", Form.PEOPLE)),
    ],
)
def test_an_actor_is_found_with_its_form(code: str, text: str, found: tuple[str, Form]) -> None:
    """A name, a seat of power, an adjective: each can do different things in a sentence."""
    assert found in forms(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The Washington Post wrote it."),
        ("en", "They told us so."),
        ("fr", "Air France recrute."),
        ("en", "New Mexico votes."),
    ],
)
def test_names_that_only_look_like_an_actor_are_none(code: str, text: str) -> None:
    """A newspaper, an airline, a pronoun is no country."""
    assert [id_ for id_, _ in forms(text, code)] == []


def test_persons_go_by_the_slug_of_their_name() -> None:
    """A person is an actor too, wherever the text names them."""
    text = "President Zoë Müßig spoke. Later Müßig left."
    doc = document(text, "en")
    people = find_people(doc, load(LANGUAGES / "en" / "people.toml", PeopleWords))
    found = find_actors(doc, actors(), people)
    assert [mention.id for mention in found] == ["zoe_mussig", "zoe_mussig"]


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Micheál Martin", "micheal_martin"), ("Søren Ø.", "soren_o"), ("!!", "unknown")],
)
def test_a_slug_is_plain_ascii(name: str, id_: str) -> None:
    """Ids can be typed on any keyboard and are never empty."""
    assert slug(name) == id_


@pytest.mark.parametrize(
    ("question", "id_"), [("FR", "FR"), ("nato", "nato"), ("Allemagne", "DE"), ("Polish", "PL")]
)
def test_a_question_names_actors_in_any_form(question: str, id_: str) -> None:
    """Codes, acronyms in lower case and names of every language are understood."""
    assert actors().find(question) == (id_,)


def test_a_word_that_is_also_a_country_code_is_none_in_lower_case() -> None:
    """The words "it" and "is" are words before they are Italy and Iceland."""
    assert actors().find("is it so") == ()


def test_a_body_speaks_for_its_country_only_where_the_file_says_so() -> None:
    """The EU is no country, France is its own."""
    assert actors().country_of("FR") == "FR"
    assert actors().country_of("EU") is None
    assert actors().country_of("nobody") is None


def test_an_admins_actor_is_found_and_named() -> None:
    """An actor of an admin's file stands before the built-in ones."""
    mine = Actor(id="acme", kind="body", name={"en": "ACME", "fr": "ACMÉ"}, country="FR")
    lexicon = ActorLexicon(actor=(mine, *actors().actor), country=actors().country)
    assert [hit.id for hit in lexicon.scan(document("ACME hesitates.", "en"))] == ["acme"]
    assert lexicon.name("acme", "fr") == "ACMÉ"
    assert lexicon.country_of("acme") == "FR"
