"""Topics: how texts and questions name them."""

from __future__ import annotations

from functools import cache

import pytest

from bot.reading.text import Document
from bot.reading.topics import Topic, TopicLexicon, find_topics
from bot.reading.words import TextWords
from config.lexicons import load_topics
from config.loader import LANGUAGES, load

CODES = ("de", "en", "es", "fr", "it")


@cache
def topics() -> TopicLexicon:
    """The shipped topics, loaded once."""
    return load_topics()


def document(text: str, code: str) -> Document:
    """A text cut by the language's own rules."""
    return Document(text, code, load(LANGUAGES / code / "text.toml", TextWords))


def named(text: str, code: str) -> set[str]:
    """The ids of the topics a text names."""
    return {mention.id for mention in find_topics(document(text, code), topics())}


@pytest.mark.parametrize(
    ("code", "text", "topic"),
    [
        ("fr", "L'envoi de soldats est débattu.", "troops"),
        ("de", "Die Bodentruppen bleiben.", "troops"),
        ("en", "Peace negotiations go on.", "peace_talks"),
        ("es", "El alto el fuego dura.", "ceasefire"),
        ("it", "I dazi salgono.", "tariffs"),
    ],
)
def test_the_words_of_a_language_name_a_topic(code: str, text: str, topic: str) -> None:
    """A topic is named by words of the text's own language."""
    assert topic in named(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Die Waffenruhe hält."),
        ("fr", "Il réussit sur le plan économique."),
        ("en", "He lives in China."),
        ("de", "Ein Grenzwert wurde gemessen, die Klimaanlage lief."),
    ],
)
def test_words_that_only_look_like_a_topic_name_none(code: str, text: str) -> None:
    """Compounds, idioms and weak words alone do not speak of weapons, plans or China."""
    assert not named(text, code) & {
        "weapons",
        "plan",
        "pressure_on_china",
        "border_controls",
        "climate",
    }


def test_words_of_what_a_topic_stands_against_are_told_apart() -> None:
    """The word emissions speaks of the climate, from the other side."""
    hits = topics().scan(document("Emissions rose. The climate law stands.", "en"))
    assert [(hit.id, hit.against) for hit in hits] == [("climate", True), ("climate", False)]


@pytest.mark.parametrize("question", ["troops", "Truppen", "boots on the ground", "soldats"])
def test_a_question_in_any_language_finds_the_topic(question: str) -> None:
    """People ask in the language they like."""
    assert "troops" in topics().find(question)


def test_a_mistyped_word_is_given_a_suggestion() -> None:
    """One wrong letter still leads to the topic."""
    assert topics().suggest("sanctons") == "sanctions"
    assert topics().suggest("xqzwv") is None


def test_an_unknown_topic_is_called_by_its_own_words() -> None:
    """A free topic's id is what people see."""
    assert topics().name("merger of the two ports", "fr") == "merger of the two ports"


def test_every_reference_between_topics_exists() -> None:
    """`related` and `undo` name topics of the file."""
    known = set(topics().ids)
    for topic in topics().topic:
        assert set(topic.related) <= known, topic.id
        assert topic.undo is None or topic.undo in known, topic.id


def test_ids_are_lower_case_and_every_topic_has_words_in_every_language() -> None:
    """A topic without words of a language would never be found in its texts."""
    for topic in topics().topic:
        assert topic.id == topic.id.lower()
        assert " " not in topic.id
        assert [code for code in CODES if not topic.words(code)] == [], topic.id


def test_a_topic_of_an_admin_replaces_a_built_in_one() -> None:
    """Of equal ids the first counts."""
    mine = Topic(id="troops", about="mine", name={"en": "my troops"}, en=("legions",))
    lexicon = TopicLexicon(topic=(mine, *topics().topic))
    assert lexicon.name("troops", "en") == "my troops"
    assert lexicon.words("troops", "en") == ("legions",)
    assert [m.id for m in find_topics(document("Legions march.", "en"), lexicon)] == ["troops"]
