"""Every language pack's own examples, positive and negative, hold."""

from __future__ import annotations

from functools import cache

import pytest

from bot.model import Figure
from bot.reading.figures.find import find_figures
from bot.reading.figures.words import FigureExample, FigureWords
from bot.reading.text import Document
from bot.reading.words import TextWords
from config.loader import LANGUAGES, load

CODES = ("de", "en", "es", "fr", "it")


@cache
def pack(code: str) -> tuple[TextWords, FigureWords]:
    """The text and figure tables of a language."""
    folder = LANGUAGES / code
    return load(folder / "text.toml", TextWords), load(folder / "figures.toml", FigureWords)


def said(figure: Figure) -> str:
    """A figure as the examples write it: value, unit, approximation."""
    value = format(figure.value, "f")
    if figure.value_max is not None:
        value += ".." + format(figure.value_max, "f")
    return f"{value} {figure.unit or figure.unit_text or '-'} {figure.approx or '-'}"


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(code, example, id=f"{code}-{i}")
        for code in CODES
        for i, example in enumerate(pack(code)[1].example)
    ],
)
def test_an_example_of_a_pack_holds(code: str, example: FigureExample) -> None:
    """What a pack promises of a sentence is what is read."""
    text_words, words = pack(code)
    found = find_figures(Document(example.text, code, text_words), words)
    assert tuple(said(figure) for figure in found) == example.figures


@pytest.mark.parametrize("code", CODES)
def test_a_pack_has_examples_of_figures_and_of_none(code: str) -> None:
    """A pack without both kinds of example could not be trusted."""
    examples = pack(code)[1].example
    assert sum(bool(example.figures) for example in examples) >= 10
    assert sum(not example.figures for example in examples) >= 10


@pytest.mark.parametrize("code", CODES)
def test_the_words_of_a_pack_are_in_lower_case(code: str) -> None:
    """Tables are compared with a lower-case text; a capital would never match."""
    words = pack(code)[1]
    for table in (words.magnitudes, words.collectives, words.fractions, words.nouns, words.units):
        assert [word for word in table if word != word.lower()] == []
