"""Which language a text is in."""

from __future__ import annotations

import pytest

from bot.reading.language import detect

READ = ("de", "en", "es", "fr", "it")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council of the port has closed the quay for three winters.", "en"),
        ("Le conseil du port a fermé le quai pour trois hivers.", "fr"),
        ("Der Hafenrat hat den Kai für drei Winter geschlossen.", "de"),
        ("El consejo del puerto ha cerrado el muelle por tres inviernos.", "es"),
        ("Il consiglio del porto ha chiuso la banchina per tre inverni.", "it"),
        ("De havenraad heeft de kade voor drie winters gesloten.", "nl"),
        ("O conselho do porto fechou o cais por três invernos.", "pt"),
    ],
)
def test_sentences(text: str, code: str) -> None:
    """The five languages, and others that are not taken for one of them."""
    assert detect(text, READ, None) == code


def test_the_pages_word_decides_where_the_text_cannot() -> None:
    """Names alone have no language."""
    assert detect("Oslo 2", READ, "es") == "es"
    assert detect("", READ, None) is None


def test_the_text_decides_against_a_wrong_label() -> None:
    """A template's language is often not the article's."""
    assert detect("Der Hafenrat hat den Kai für drei Winter geschlossen.", READ, "en") == "de"
