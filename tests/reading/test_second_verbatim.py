"""Words a model gives are found in the text as they stand there, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Span
from bot.reading.second.verbatim import Haystack


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("l’« accord » de l’été", "l'accord", None),
        ("l’accord de l’été", "l'accord", "l’accord"),
        ("un e\u0301te\u0301 chaud", "été", "e\u0301te\u0301"),
        ("un été chaud", "e\u0301te\u0301", "été"),
        ("3\u202f000\u00a0euros", "3 000 euros", "3\u202f000\u00a0euros"),
        ("a long–drawn fight", "long-drawn", "long–drawn"),
        ("wait… and see", "wait... and see", "wait… and see"),
        ("two  lines\nof text", "two lines of text", "two  lines\nof text"),
        ("a co\u00adoperation", "cooperation", "co\u00adoperation"),
        ("“We will”, she said", '"We will"', "We will"),
        ("Nous voulons", "nous voulons", None),
        ("the sale", "the sales", None),
        ("they said", "he", None),
        ("in 2010 and 10 more", "10", "10"),
        ("10.500 people", "10", None),
        ("1 500 people", "500 people", None),
        ("nothing", "…", None),
    ],
)
def test_signs_may_be_written_otherwise_letters_may_not(text, words, found):
    """Marks, spaces, hyphens and accents count as what they stand for; a word is whole."""
    place = next(Haystack(text).places(words), None)
    assert (place.of(text) if place else None) == found


def test_words_that_stand_twice_are_taken_where_they_are_said_to_begin():
    """A place elsewhere is taken only where there is no other."""
    text = "No. Yes. No."
    hay = Haystack(text)
    assert hay.begins_in("No", Span(9, 12)) == Span(9, 11)
    assert hay.begins_in("Yes", Span(0, 3)) == Span(4, 7)
    assert hay.begins_in("No", Span(4, 8)) is None


def test_the_nearest_of_several_places_is_taken():
    """Not one that lies inside the words themselves, where that is not wanted."""
    text = "Ruiz spoke. “Ruiz is me”, Ruiz said."
    hay = Haystack(text)
    quote = Span(13, 23)
    assert hay.nearest("Ruiz", quote, outside=True) == Span(26, 30)
    assert hay.nearest("Marsh", quote) is None


@given(st.text(max_size=60), st.data())
def test_what_is_cut_from_a_text_is_found_in_it(text, data):
    """And whatever is found holds the same letters."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    for place in Haystack(text).places(words):
        found = place.of(text)
        assert letters(found) == letters(words)


def letters(words: str) -> str:
    """The letters and digits of words, accents composed."""
    from unicodedata import normalize  # noqa: PLC0415  # beside its one use

    return "".join(c for c in normalize("NFC", words) if c.isalnum())
