"""Article -> Reading: every finder, in order, and what happens when one cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Article
from bot.reading.figures.words import FigureWords
from bot.reading.packs import LanguagePack
from bot.reading.people_words import PeopleWords
from bot.reading.quotes.words import QuoteWords
from bot.reading.reader import Reader
from bot.reading.text import MAX_TEXT
from config.lexicons import load_actors, load_topics
from config.loader import load_packs
from config.reader import ReaderRecipe, build_reader

TEXT = (
    "The dam in Orsa is forty years old. Mayor Lucy Marsh wants a new one.\n\n"
    '"We need 3 million euros before the winter," Lucy Marsh said on Monday in Orsa. '
    "France supports the deployment of troops to the valley, a spokesman said.\n\n"
    "The water has risen by 12 per cent since October, and nobody knows when it will fall again."
)


class Broken:
    """A table that fails at the first look, as a fault of ours would."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(f"no {name}")


def reader(packs: Mapping[str, LanguagePack] | None = None) -> Reader:
    """A reader with the shipped lexicons, English and French."""
    if packs is None:
        return build_reader(ReaderRecipe(languages=("en", "fr")))
    return Reader(packs=packs, topics=load_topics(None), actors=load_actors(None))


def article(text: str = TEXT, **known: object) -> Article:
    """An article of that text."""
    return replace(Article(url="https://news.example/1", text=text), **known)


def test_an_article_is_read_for_every_kind_of_fact() -> None:
    """Quotes with their speaker's actor, figures, topics, actors, sentences; no note."""
    reading = reader().read(article())
    assert reading.article.language == "en"
    [quote] = [q for q in reading.quotes if q.kind == "direct"]
    assert quote.span.of(TEXT) == "We need 3 million euros before the winter,"
    assert [str(f.value) for f in reading.figures if f.unit == "percent"] == ["12"]
    assert "FR" in {mention.id for mention in reading.actors}
    assert len(reading.sentences) == 5
    assert reading.notes == ()


def test_a_speaker_who_is_an_actor_has_its_id() -> None:
    """The lexicon's actor whose name lies in the mention."""
    text = TEXT + '\n\n"We will pay half," said the government of France.'
    quote = reader().read(article(text)).quotes[-1]
    assert quote.speaker_actor == "FR"


def test_the_text_tells_its_language_better_than_its_page() -> None:
    """A long text; of a short one the page is believed."""
    assert reader().read(article(language="fr")).article.language == "en"
    assert reader().read(article("Orsa, Monday.", language="fr")).article.language == "fr"


def test_a_language_without_a_pack_is_read_for_figures() -> None:
    """With a note that says so."""
    text = "De dam is oud. De stad betaalt 3 miljoen euro en 12 procent van de kosten. " * 5
    reading = reader().read(article(text))
    assert reading.article.language == "nl"
    assert reading.quotes == ()
    assert any(figure.unit == "EUR" for figure in reading.figures)
    assert reading.notes == ("no language pack for nl",)


def test_a_text_without_a_language_is_read_all_the_same() -> None:
    """Too short to tell, and nobody says."""
    reading = reader().read(article("12 %"))
    assert reading.article.language is None
    assert reading.notes == ("no language pack for this language",)


def test_a_part_of_an_article_gives_no_facts() -> None:
    """A paywall's teaser is not what the article says."""
    reading = reader().read(article(partial=True))
    assert (reading.quotes, reading.figures, reading.positions) == ((), (), ())
    assert reading.notes == ("only a part of the article could be fetched",)


def test_what_is_too_long_is_read_in_part() -> None:
    """The note says how far."""
    text = TEXT + "\n\n" + "a" * MAX_TEXT
    reading = reader().read(article(text))
    assert f"read to character {MAX_TEXT} only" in reading.notes
    assert all(span.end <= MAX_TEXT for span in reading.sentences)


@pytest.mark.parametrize(
    ("table", "words", "note"),
    [
        ("quotes", QuoteWords, "quotes could not be read"),
        ("figures", FigureWords, "figures could not be read"),
        ("people", PeopleWords, "names could not be read"),
    ],
)
def test_a_finder_that_fails_leaves_a_note_and_the_others_facts(
    table: str, words: type, note: str, caplog: pytest.LogCaptureFixture
) -> None:
    """One fault must not cost the article."""
    packs = load_packs(("en",))
    broken = replace(packs["en"], **{table: cast("object", Broken())})
    reading = reader({"en": broken}).read(article())
    assert note in reading.notes
    assert "failed" in caplog.text
    assert bool(reading.figures) is (table != "figures")
    assert reading.sentences


def test_the_same_article_gives_the_same_facts() -> None:
    """The reader holds nothing between articles."""
    one = reader()
    first = one.read(article())
    one.read(article("« Elle tient », a dit Lucie Marchal. " * 20))
    assert one.read(article()) == first


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=400),
        st.lists(st.sampled_from([*TEXT.split(" "), "\n\n", '"', "«"]), max_size=80).map(" ".join),
    ),
    language=st.sampled_from([None, "en", "fr", "xx"]),
)
def test_reading_never_raises_and_every_fact_is_a_span(text: str, language: str | None) -> None:
    """Whatever the text and whatever its page says."""
    reading = reader().read(article(text, language=language))
    spans = [*(q.span for q in reading.quotes), *(f.span for f in reading.figures)]
    spans += [*(p.evidence for p in reading.positions), *(m.span for m in reading.topics)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert not [note for note in reading.notes if "could not be read" in note]
