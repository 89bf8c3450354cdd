"""Every language pack's own examples of persons hold, and what every pack must keep to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.people_words import PeopleExample
from tests.fakes.speech import CODES, people_of, speech_pack

PIECES = (
    "Anna", "Ruiz", "de", "von", "Mr.", "president", "le ministre", ",", ".", "-", "’s", "(54)", "und",
    "Präsident", "O'", "al-", "\n", " ", "É", "ß", "İ",
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(code, example, id=f"{code}-{i}")
        for code in CODES
        for i, example in enumerate(speech_pack(code).people.example)
    ],
)
def test_an_example_of_a_pack_holds(code: str, example: PeopleExample) -> None:
    """The persons of a text, by their fullest names, and whom a phrase stands for."""
    people = people_of(example.text, code)
    assert tuple(person.name for person in people.persons) == example.persons
    if example.phrase:
        meant = people.resolve(example.phrase)
        assert (meant.name if meant else "") == example.means


@pytest.mark.parametrize("code", CODES)
def test_a_pack_has_examples_of_persons_and_of_none(code: str) -> None:
    """A pack without both kinds of example could not be trusted."""
    examples = speech_pack(code).people.example
    assert any(example.persons for example in examples)
    assert any(example.phrase and not example.means for example in examples) or any(
        not example.persons for example in examples
    )


@pytest.mark.parametrize("code", CODES)
def test_no_word_tells_two_genders(code: str) -> None:
    """A word listed for both would tell whichever comes first."""
    words = speech_pack(code).people
    for table in (words.titles, words.roles, words.pronouns, words.first_names):
        assert table.m & table.f == set()
        assert (table.m | table.f) & table.any == set()


def test_a_last_name_is_a_mention_of_the_person_seen_with_it() -> None:
    """Every mention leads to one person."""
    text = "Mayor Lucy Marsh spoke first. Then Marsh left, and Mr. Haddad answered Marsh."
    person = people_of(text, "en").persons[0]
    assert [span.of(text) for span in person.mentions] == ["Lucy Marsh", "Marsh", "Marsh"]


def test_two_of_one_last_name_are_kept_apart() -> None:
    """The one seen last before is meant by the name alone."""
    text = "Minister Lucy Marsh met Senator Paul Marsh. Marsh had no comment."
    people = people_of(text, "en")
    assert [person.name for person in people.persons] == ["Lucy Marsh", "Paul Marsh"]
    assert len(people.persons[1].mentions) == 2


def test_a_role_and_a_given_name_tell_a_gender() -> None:
    """The given name says more than a role that may be generic."""
    text = "La présidente Claire Vidal, le juge Paul Arnaud et le ministre Anne Roche ont voté."
    assert [person.gender for person in people_of(text, "fr").persons] == ["f", "m", "f"]


def test_a_role_does_not_cross_a_full_stop() -> None:
    """The noun of one sentence is not the role of the next one's name."""
    text = "Er sprach mit Minister Jonas Kessel. Talblick Orsa schwieg."
    assert [person.name for person in people_of(text, "de").persons] == ["Jonas Kessel"]


@settings(max_examples=80, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=150),
        st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    ),
    code=st.sampled_from(CODES),
)
def test_mentions_are_the_words_of_the_text(text: str, code: str) -> None:
    """Whatever the text: nothing is raised, and a name is a piece of it."""
    people = people_of(text, code)
    for person in (*people.persons, *people.others):
        assert person.mentions
        assert person.name in {span.of(text) for span in person.mentions}
