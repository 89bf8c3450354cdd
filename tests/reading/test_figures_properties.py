"""What holds of figures for every text."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.reading.figures.find import MAX_FIGURES, find_figures
from bot.reading.figures.generic import generic_words
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
# Sentences with digits or number words that count nothing: a date, a time, a score, a telephone, an
# ordinal, an article of law, a version, an address of the web, a model, a street, a year, an article.
NEVER = {
    "de": (
        "Das war am 4. Mai 2023.", "Das war am 04.05.2023.", "Es beginnt um 15.30 Uhr.", "Es beginnt gegen 9 Uhr.",
        "Kiel gewann 3:1.", "Rufen Sie an unter 0431 22 33 44.", "Das 3. Tor fiel spät.", "Die dritte Frau kam.",
        "Es steht in Artikel 5.", "Die Version 2.14.1 ist da.", "Mehr auf https://a.example/12/34.",
        "Die Boeing 737 stand still.", "Der A400 stand still.", "Es war seit 1998 so.", "Ein Mann kam.",
    ),
    "en": (
        "It was on 4 May 2023.", "It was on 05/04/2023.", "It starts at 3.30pm.", "It starts at 9 a.m.",
        "Hull won 3-1.", "Call 01482 223 344.", "The 3rd goal came late.", "The twenty-third guest came.",
        "It is in Article 5.", "Version 2.14.1 is out.", "More at https://a.example/12/34.",
        "The Boeing 737 stood still.", "The F-22 stood still.", "It was so since 1998.", "A third man came.",
    ),
    "es": (
        "Fue el 4 de mayo de 2023.", "Fue el 04/05/2023.", "Empieza a las 18:30.", "Empieza a las 9 horas.",
        "Murcia ganó 3-1.", "Llame al 968 22 33 44.", "El 3.º gol tardó.", "El vigésimo primer gol tardó.",
        "Está en el artículo 5.", "La versión 2.14.1 ya está.", "Más en https://a.example/12/34.",
        "El Boeing 737 no se movió.", "El F-22 no se movió.", "Era así desde 1998.", "Un tercer hombre vino.",
    ),
    "fr": (
        "C'était le 4 mai 2023.", "C'était le 04/05/2023.", "Cela commence à 6h30.", "Cela commence à 9 heures.",
        "Lens a gagné 3-1.", "Appelez le 03 21 22 33 44.", "Le 3e but a tardé.", "Le vingt-troisième but a tardé.",
        "C'est à l'article 5.", "La version 2.14.1 est là.", "Voir https://a.example/12/34.",
        "Le Boeing 737 ne bougeait pas.", "Le F-22 ne bougeait pas.", "C'était ainsi depuis 1998.",
        "Une troisième femme est venue.",
    ),
    "it": (
        "Era il 4 maggio 2023.", "Era il 04/05/2023.", "Comincia alle 18.30.", "Comincia alle 9.",
        "Lecce ha vinto 3-1.", "Chiamate il 0832 22 33 44.", "Il 3º gol tardò.", "Il ventitreesimo gol tardò.",
        "È nell'articolo 5.", "La versione 2.14.1 è uscita.", "Vedi https://a.example/12/34.",
        "Il Boeing 737 stava fermo.", "L'F-22 stava fermo.", "Era così dal 1998.", "Un terzo uomo venne.",
    ),
}  # fmt: skip


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
        assert figure.shown is not None
        assert figure.shown.contains(figure.span)
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


@settings(max_examples=100, deadline=None)
@given(
    number=st.decimals(min_value=0, max_value=10**9, places=2),
    code=st.sampled_from((*CODES, "pt", "nl")),
)
def test_a_price_or_a_rate_is_read_back_as_the_locale_writes_it(number: Decimal, code: str) -> None:
    """Decimals, currencies and percents in every locale's own form, also without a pack."""
    words = pack(code)[1] if code in CODES else generic_words(code)
    text_words = pack(code)[0] if code in CODES else TextWords(abbreviations=frozenset())
    for text, unit in (
        (format_currency(number, "EUR", locale=code), "EUR"),
        (format_percent(number / 100, format="#,##0.##%", locale=code), "percent"),
    ):
        [figure] = find_figures(Document(f"- {text}", code, text_words), words)
        assert (figure.value, figure.unit) == (number, unit)


@pytest.mark.parametrize("size", [3_000_000, 12_000_000, 4_000_000_000])
@pytest.mark.parametrize("code", [*CODES, "pt", "nl"])
def test_a_locales_word_for_millions_is_read_back(code: str, size: int) -> None:
    """Compact forms ("3 millions") mean what the locale means by them."""
    words = pack(code)[1] if code in CODES else generic_words(code)
    text_words = pack(code)[0] if code in CODES else TextWords(abbreviations=frozenset())
    for length in ("short", "long"):
        text = format_compact_decimal(size, format_type=length, locale=code) + " €"
        [figure] = find_figures(Document(f"- {text}", code, text_words), words)
        assert (figure.value, figure.unit) == (size, "EUR")


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


@pytest.mark.parametrize(("code", "sentence"), [(c, words) for c in CODES for words in NEVER[c]])
def test_a_sentence_that_counts_nothing_adds_no_figure(code: str, sentence: str) -> None:
    """Dates, times, scores, numbers of telephones, articles and models never become figures."""
    for text in (sentence, f"40 %. {sentence}", f"{sentence} 40 %."):
        found = find_figures(document(text, code), pack(code)[1])
        assert [f.unit for f in found] == ["percent"] * ("%" in text)


@settings(max_examples=40, deadline=None)
@given(first=st.sampled_from(CODES).flatmap(lambda c: st.tuples(st.just(c), texts)), data=st.data())
def test_a_sentence_that_counts_nothing_changes_no_other(
    first: tuple[str, str], data: st.DataObject
) -> None:
    """Whatever stands in the paragraph before, the same figures are read in it."""
    code, before = first
    never = data.draw(st.sampled_from(NEVER[code]))
    # another paragraph stands there too: what a text ends with may be no body line of it
    alone = find_figures(document(f"{before}\n\nOrsa, Orsa.", code), pack(code)[1])
    with_it = find_figures(document(f"{before}\n\n{never}", code), pack(code)[1])
    shorter = [f for f in with_it if f.span.end <= len(before)]
    assert len(with_it) == len(shorter)
    assert [(f.span, f.value) for f in shorter] == [(f.span, f.value) for f in alone]


@pytest.mark.parametrize(
    "piece", ["1 ", "1.", "5 %, ", "vingt et ", "million ", "1-", "(1) ", "un sur "]
)
def test_an_endless_row_of_numbers_ends(piece: str) -> None:
    """What looks like an attack is read up to a bound."""
    found = find_figures(document(piece * 3000, "fr"), pack("fr")[1])
    assert len(found) <= 2 * MAX_FIGURES
