"""What people type is understood, in five languages, and nothing they type raises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.question import LONGEST, understand
from bot.answers.vocabulary import vocabulary
from bot.model import Question
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.words import shipped_phrases

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
VOCABULARY = vocabulary(shipped_phrases().values())


def asked(words: str, *, prefer: str = "topic") -> Question:
    return understand(
        words,
        topics=TOPICS,
        actors=ACTORS,
        vocabulary=VOCABULARY,
        now=NOW,
        prefer=prefer,  # type: ignore[arg-type]
    )


def test_topic_actor_and_date_are_told_apart() -> None:
    """Each word goes to what it names."""
    question = asked("ferry france since:2026-05-01")
    assert (question.topics, question.actors, question.loose) == (("ferry",), ("FR",), ())
    assert question.since == datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("words", ["fähre italie", "bac, Italie ?", "the FERRY: Italy"])
def test_any_language_names_the_same(words: str) -> None:
    """A topic is found by an alias of any language."""
    question = asked(words)
    assert (question.topics, question.actors, question.loose) == (("ferry",), ("IT",), ())


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("since May", "2026-05-01"),
        ("since December", "2025-12-01"),
        ("since Monday", "2026-11-23"),
        ("since 2025", "2025-01-01"),
        ("since last week", "2026-11-16"),
        ("last month", "2026-10-01"),
        ("this year", "2026-01-01"),
        ("7d", "2026-11-17"),
        ("last 7 days", "2026-11-17"),
        ("2 weeks ago", "2026-11-10"),
        ("since:2026-05-01", "2026-05-01"),
        ("since 3 May 2026", "2026-05-03"),
        ("since May 3rd, 2026", "2026-05-03"),
        ("yesterday", "2026-11-23"),
        ("depuis hier", "2026-11-23"),
        ("depuis le 1er mai", "2026-05-01"),
        ("depuis la semaine dernière", "2026-11-16"),
        ("ces 7 derniers jours", "2026-11-17"),
        ("il y a 2 jours", "2026-11-22"),
        ("depuis:2026-05", "2026-05-01"),
        ("7j", "2026-11-17"),
        ("seit gestern", "2026-11-23"),
        ("seit letzter Woche", "2026-11-16"),
        ("seit dem 3. Mai 2026", "2026-05-03"),
        ("vor 2 Wochen", "2026-11-10"),
        ("seit März", "2026-03-01"),
        ("seit 03.05.2026", "2026-05-03"),
        ("desde hace 3 días", "2026-11-21"),
        ("desde el 3 de mayo de 2026", "2026-05-03"),
        ("la semana pasada", "2026-11-16"),
        ("da ieri", "2026-11-23"),
        ("dal 3 maggio", "2026-05-03"),
        ("ultimi 7 giorni", "2026-11-17"),
        ("dalla settimana scorsa", "2026-11-16"),
    ],
)
def test_since_in_many_words(words: str, day: str) -> None:
    """Dates and durations are read in five languages and leave no word behind."""
    question = asked(f"ferry {words}")
    assert question.since is not None
    assert question.since.date().isoformat() == day
    assert question.topics == ("ferry",)
    assert question.loose == ()


@pytest.mark.parametrize(
    "words", ["may", "2026-13-45", "99999y", "march", "since", "last", "30.2.2026"]
)
def test_what_is_no_date_restricts_nothing(words: str) -> None:
    """A bare month name or an impossible day is no date."""
    assert asked(words).since is None


def test_source_and_language_are_keys() -> None:
    """`source:` and `lang:` are taken by any of their names, languages too."""
    question = asked("ferry fonte:phare sprache:français")
    assert (question.source, question.language) == ("phare", "fr")
    assert question.loose == ()


def test_quoted_words_stay_together() -> None:
    """Words between marks are matched as they stand, whatever the marks."""
    question = asked('"night watch" «bac à sel» „auf See“ ferry')
    assert question.exact == ("night watch", "bac à sel", "auf See")
    assert (question.topics, question.loose) == (("ferry",), ())


def test_filler_is_dropped_and_content_kept() -> None:
    """Question words are no search words."""
    question = asked("where does Italy stand on the ferry mandate?")
    assert (question.topics, question.actors, question.loose) == (("ferry",), ("IT",), ("mandate",))


def test_longer_name_wins_over_one_inside() -> None:
    """A longer name is its own topic; an actor inside a topic's name is not asked for."""
    assert asked("night ferry").topics == ("ferry_night",)
    aid = asked("aid to Ostrea")
    assert (aid.topics, aid.actors) == (("aid",), ())


def test_name_of_both_is_settled_by_the_rest() -> None:
    """A word that is a topic and an actor is the actor when the topic is named apart."""
    assert asked("lagoon").topics == ("lagoon",)
    assert asked("lagoon", prefer="actor").actors == ("lagoon_council",)
    both = asked("ferry lagoon")
    assert (both.topics, both.actors) == (("ferry",), ("lagoon_council",))


@given(st.text(max_size=400))
def test_nothing_typed_raises(words: str) -> None:
    """Any text is understood somehow, and no more than its first 300 characters."""
    question = asked(words)
    assert len(question.words) <= LONGEST
    assert max(len(question.loose), len(question.exact)) <= 8


_PARTS = st.sampled_from(
    ["ferry", "since", "depuis", "il y a", "last", "7", "d", "week", "mai", "2026", "31", "1er", "le",
     "vor", "3.13.99", "0000-00-00", "9999y", '"', "lang:", "source:x", "«", "hace", "de", "Monday"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=40))
def test_no_pile_of_date_words_raises(parts: list[str]) -> None:
    """Date words in any order give a moment between 1970 and the year 9999, or none."""
    since = asked(" ".join(parts)).since
    assert since is None or since >= datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("words", ["ferry --all", "fähre —alles", "--tout bac", "ferry –todos"])
def test_two_dashes_and_all_ask_for_what_is_uncertain(words: str) -> None:
    """In every language, also where a chat made one long dash of them."""
    question = asked(words)
    assert question.uncertain
    assert (question.topics, question.loose) == (("ferry",), ())


def test_other_words_behind_dashes_are_words() -> None:
    """And "all" without dashes asks for nothing."""
    assert asked("ferry --winter").loose == ("winter",)
    assert not asked("ferry --winter").uncertain
    assert not asked("all about the ferry").uncertain
