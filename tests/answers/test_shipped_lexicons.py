"""Questions meet the shipped topics and actors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answers.lexicons import Actors, Topics
from bot.answers.question import understand
from bot.answers.vocabulary import vocabulary
from bot.reading.actors import ActorLexicon
from bot.reading.topics import TopicLexicon
from config.loader import HERE, load
from tests.fakes.words import CODES, shipped_phrases

TOPICS: Topics = load(HERE / "topics.toml", TopicLexicon)
ACTORS: Actors = load(HERE / "actors.toml", ActorLexicon)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
VOCABULARY = vocabulary(shipped_phrases().values())


@pytest.mark.parametrize(
    ("words", "topics", "actors"),
    [
        ("troops france", ("troops",), ("FR",)),
        ("where does Italy stand on troops?", ("troops",), ("IT",)),
        ("who opposes sanctions", ("sanctions",), ()),
        ("troops uk", ("troops",), ("GB",)),
        ("sanctions eu", ("sanctions",), ("EU",)),
        ("Truppen Deutschland seit letzter Woche", ("troops",), ("DE",)),
        ("les troupes françaises", ("troops",), ("FR",)),
        ("tropas España", ("troops",), ("ES",)),
        ("truppe Italia", ("troops",), ("IT",)),
        ("security guarantees Germany", ("security_guarantees",), ("DE",)),
        ("tariffs china", ("tariffs",), ("CN",)),
    ],
)
def test_everyday_questions(words: str, topics: tuple[str, ...], actors: tuple[str, ...]) -> None:
    """What people type is understood without a word left over."""
    question = understand(words, topics=TOPICS, actors=ACTORS, vocabulary=VOCABULARY, now=NOW)
    assert (question.topics, question.actors, question.loose) == (topics, actors, ())


@pytest.mark.parametrize("code", CODES)
def test_examples_of_the_help_are_understood(code: str) -> None:
    """The example of every command that takes a topic names a topic we know."""
    for name in ("positions", "quotes", "figures", "topics"):
        words = shipped_phrases()[code].commands[name].example.split(maxsplit=1)[1]
        question = understand(words, topics=TOPICS, actors=ACTORS, vocabulary=VOCABULARY, now=NOW)
        assert question.topics, words
        assert not question.loose, words


def test_every_topic_is_found_by_its_name() -> None:
    """A name that is shown is a name that can be asked for."""
    for topic in TOPICS.ids:
        for code in CODES:
            name = TOPICS.name(topic, code)
            assert topic in {mention.id for mention in TOPICS.places(name)}, name
