"""What holds of positions for every text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Article
from config.reader import ReaderRecipe, build_reader

CODES = ("de", "en", "es", "fr", "it")
PIECES = (
    "La France", "Germany", "Italien", "España", "l'Italia", "Marie Curie", "the government", "26 pays", "D'autres",
    "soutient", "rejects", "lehnt", "ab", "se opone", "opposes", "refuse de", "n'", "ne", "pas", "nicht", "not", "y",
    "les sanctions", "the plan", "die Sanktionen", "aux sanctions", "cette option", "it", "dagegen", "lever", "to", "zu",
    "que", "dass", "qui", "das", "comme", "such as", "sauf", "et", "und", "ni", "si", "selon", "par", "von", "by",
    "soutien", "opposition", "de", "du", "à", "of", "'s", ",", ".", "?", ":", ";", "(", ")", "-", "«", "»", '"', "\n",
    "İ", "ß", "東京", "\u00a0", "a", "est", "was", "wird", "favorable", "ready", "bereit",
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(text=texts, code=st.sampled_from(CODES))
def test_every_span_lies_in_the_text_and_nothing_is_raised(text: str, code: str) -> None:
    """Whatever the text, the reader finds no fault and every span is a piece of it."""
    reading = build_reader(ReaderRecipe(languages=CODES)).read(
        Article(url="", text=text, language=code)
    )
    assert not [note for note in reading.notes if "could not be read" in note]
    for position in reading.positions:
        assert position.cue is not None
        assert position.actor_span is not None
        assert position.evidence.contains(position.cue)
        assert position.evidence.end <= len(text)
        assert position.topic_span is None or position.topic_span.end <= len(text)
        assert 0 < position.confidence < 1
        assert position.actor
        assert position.topic


@settings(max_examples=60, deadline=None)
@given(text=texts, code=st.sampled_from(CODES))
def test_an_actor_takes_one_stand_on_a_topic_in_a_sentence(text: str, code: str) -> None:
    """Of several readings of one sentence the surest is kept."""
    reading = build_reader(ReaderRecipe(languages=CODES)).read(
        Article(url="", text=text, language=code)
    )
    keys = [(p.evidence, p.actor, p.topic) for p in reading.positions]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("code", CODES)
def test_a_long_run_of_cues_is_read(code: str) -> None:
    """A hostile text of nothing but cues and commas ends, and finds no fault."""
    text = "rejette, lehnt ab, opposes, rechaza, respinge, " * 400 + "."
    reading = build_reader(ReaderRecipe(languages=CODES)).read(
        Article(url="", text=text, language=code)
    )
    assert not [note for note in reading.notes if "could not be read" in note]
