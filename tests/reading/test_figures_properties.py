"""What holds of figures for every text."""

from __future__ import annotations

from functools import cache

import pytest
from babel.numbers import format_decimal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.reading.figures.find import MAX_FIGURES, find_figures, shown_span
from bot.reading.figures.words import FigureWords
from bot.reading.text import Document
from bot.reading.words import TextWords
from config.loader import LANGUAGES, load

CODES = ("de", "en", "es", "fr", "it")
PIECES = (
    "12", "3,5", "1.200", "2014", "0,5", "7", "½", "3/4", "%", "€", "$", "km", "millions", "Mrd.",
    "deux", "vingt", "et", "und", "one", "half a", "una", "trentaine", "de", "d'", "plus de", "nearly",
    "bis", "-", "–", "à", "to", ",", ".", "\n", "\u00a0", "\u202f", "(", ")", "«", "soldats", "people",
    "in", "am", "5. Mai", "6h30", "+33", "sur dix", "par", "le", "Ünïcödé", "İ", "ß", "東京", "https://a.b/5",
)  # fmt: skip
NEVER = {
    "de": ["am 4. Mai 2023", "um 15.30 Uhr", "Artikel 5", "ein Mann"],
    "en": ["on 4 May 2023", "at 3 p.m.", "Article 5", "a man"],
    "es": ["el 4 de mayo de 2023", "a las 18:30", "el artículo 5", "un hombre"],
    "fr": ["le 4 mai 2023", "à 6h30", "l'article 5", "un homme"],
    "it": ["il 4 maggio 2023", "alle 18.30", "l'articolo 5", "un uomo"],
}


@cache
def pack(code: str) -> tuple[TextWords, FigureWords]:
    """The tables of a language, loaded once."""
    folder = LANGUAGES / code
    return load(folder / "text.toml", TextWords), load(folder / "figures.toml", FigureWords)


def document(text: str, code: str) -> Document:
    """A text cut by the language's own rules."""
    return Document(text, code, pack(code)[0])


texts = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
)


@settings(max_examples=120, deadline=None)
@example(text="0MRD.K", code="de")  # the point ends a sentence inside the figure
@given(text=texts, code=st.sampled_from(CODES))
def test_spans_lie_in_the_text_in_order(text: str, code: str) -> None:
    """Whatever the text, nothing is raised and every span is a piece of it."""
    found = find_figures(document(text, code), pack(code)[1])
    for figure in found:
        assert 0 <= figure.span.start < figure.span.end <= len(text)
        assert shown_span(figure).contains(figure.span)
        assert figure.value_max is None or figure.value < figure.value_max
        assert 0 <= figure.score <= 1
    assert [f.span for f in found] == sorted(f.span for f in found)


@settings(max_examples=60, deadline=None)
@given(number=st.integers(min_value=2101, max_value=10**12), code=st.sampled_from(CODES))
def test_a_number_written_as_the_locale_does_is_read_back(number: int, code: str) -> None:
    """The locale's own group signs are understood."""
    text = format_decimal(number, locale=code) + " €"
    [figure] = find_figures(document(text, code), pack(code)[1])
    assert figure.value == number
    assert figure.unit == "EUR"


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_space_gives_the_same_value(code: str, space: str) -> None:
    """A space that may not break is a space."""
    text = f"Total: 12{space}500{space}€ / 30{space}%"
    found = find_figures(document(text, code), pack(code)[1])
    assert [f.value for f in found] == [12500, 30]
    assert [f.unit for f in found] == ["EUR", "percent"]


@pytest.mark.parametrize("code", CODES)
def test_saying_it_all_twice_gives_every_figure_twice(code: str) -> None:
    """A text's figures do not depend on what came before it."""
    for sample in pack(code)[1].example:
        once = find_figures(document(sample.text, code), pack(code)[1])
        twice = find_figures(document(f"{sample.text}\n\n{sample.text}", code), pack(code)[1])
        assert [f.value for f in twice] == 2 * [f.value for f in once]


@pytest.mark.parametrize("code", CODES)
def test_adding_what_is_no_figure_adds_none(code: str) -> None:
    """Dates, times, articles and the like never become figures beside a real one."""
    for words in NEVER[code]:
        [figure] = find_figures(document(f"40 %, {words}.", code), pack(code)[1])
        assert figure.unit == "percent"


@pytest.mark.parametrize(
    "piece", ["1 ", "1.", "5 %, ", "vingt et ", "million ", "1-", "(1) ", "un sur "]
)
def test_an_endless_row_of_numbers_ends(piece: str) -> None:
    """What looks like an attack is read up to a bound."""
    found = find_figures(document(piece * 3000, "fr"), pack("fr")[1])
    assert len(found) <= 2 * MAX_FIGURES
