"""What is shown of a figure, what it means, and how it is ranked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.model import Approx, Figure
from bot.reading.figures.find import find_figures
from bot.reading.figures.generic import generic_words
from bot.reading.figures.words import FigureWords
from bot.reading.text import Document
from bot.reading.words import TextWords
from config.loader import LANGUAGES, load

NO_WORDS = TextWords(abbreviations=frozenset())


def read(text: str, code: str) -> tuple[Figure, ...]:
    """The figures of a text in one of the five languages."""
    folder = LANGUAGES / code
    words = load(folder / "figures.toml", FigureWords)
    return find_figures(Document(text, code, load(folder / "text.toml", TextWords)), words)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Le port a perdu plus de 40 millions d'euros.", "fr", "plus de 40 millions d'euros"),
        ("La ville compte environ une centaine de bancs.", "fr", "environ une centaine de bancs"),
        ("The port lost at least $40m.", "en", "at least $40m"),
        ("The fee is 30 euros or more.", "en", "30 euros or more"),
        ("Der Hafen verlor mindestens 40 Mio. Euro.", "de", "mindestens 40 Mio. Euro"),
        ("El puerto perdió cerca de 40 millones.", "es", "cerca de 40 millones"),
        ("Il porto ha perso oltre 40 mln di euro.", "it", "oltre 40 mln di euro"),
    ],
)
def test_shown_words_hold_modifier_number_and_unit(text: str, code: str, words: str) -> None:
    """A card shows the article's own words, with what bounds them."""
    [figure] = read(text, code)
    assert figure.shown is not None
    assert figure.shown.of(text) == words
    assert figure.approx is not None


def test_an_elided_currency_and_its_holder_come_from_the_comparison() -> None:
    """Who gave how much, and the second amount in the first one's currency."""
    text = (
        "Selon les chiffres de l'institut Norda, les villes du Nord, Lille comprise, ont reçu 12 "
        "millions d'euros d'aide régionale depuis mars 2023, contre 7 millions pour les villes du Sud."
    )
    first, second = read(text, "fr")
    assert first.value == 12_000_000
    assert (first.unit, first.holder) == ("EUR", "les villes du Nord")
    assert first.what == "d'aide régionale"
    assert first.period == "depuis mars 2023"
    assert first.reported_by == "l'institut Norda"
    assert second.value == 7_000_000
    assert (second.unit, second.holder) == ("EUR", "les villes du Sud")
    assert second.what == first.what


def test_a_part_of_them_is_counted_in_the_noun_before() -> None:
    """Nine "of them" are nine of what was counted last."""
    _, part = read("The mayor met 30 teachers. Nine of them signed.", "en")
    assert part.value == 9
    assert (part.unit, part.rule) == ("teacher", "partitive")


def test_a_change_is_two_figures_and_a_range_is_one() -> None:
    """The verb decides whether two numbers are a before and an after."""
    change = read("Le prix est passé de 5 % à 7 %.", "fr")
    span = read("Le prix varie de 5 à 7 %.", "fr")
    assert [figure.value for figure in change] == [5, 7]
    assert [(figure.value, figure.value_max) for figure in span] == [(Decimal(5), Decimal(7))]


def test_points_of_an_index_are_no_percentage_points() -> None:
    """Points are of a rate next to a percent, and of an index next to its name."""
    rate = read("The rate rose 2 points to 7%.", "en")
    index = read("The Nasdaq index fell 2% to 9,400 points.", "en")
    assert rate[0].unit == "percentage_point"
    assert index[1].unit == "point"


def test_a_year_counts_only_with_what_it_counts() -> None:
    """Four bare digits are a year unless a unit, a known noun or a modifier says otherwise."""
    assert read("En 2031 et 1998.", "fr") == ()
    assert [f.value for f in read("Le camp abrite 2000 soldats.", "fr")] == [2000]
    assert [f.value for f in read("Es kostet 2025 Euro.", "de")] == [2025]


def test_a_long_scale_and_a_short_one() -> None:
    """A billion is not the same everywhere."""
    assert read("A cost of 2 billion dollars.", "en")[0].value == 2 * 10**9
    assert read("Un coste de 2 billones de euros.", "es")[0].value == 2 * 10**12


def test_money_and_people_rank_above_hours_and_a_repeated_figure_once() -> None:
    """What a reader wants to know stands first, and stands once."""
    text = "The dam cost 40 million euros in two hours.\n\nIt was 40 million euros, they said."
    money, hours, again = read(text, "en")
    assert money.score > hours.score
    assert money.score > 2 * again.score
    assert all(0 <= figure.score <= 1 for figure in (money, hours, again))


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("O plano custa 3,5 milhões de euros e ocupa 1.200 pessoas.", "pt", ["3500000", "1200"]),
        ("Het plan kost 3,5 miljoen euro en telt twintig banen.", "nl", ["3500000", "20"]),
        ("Planen kostar 3,5 miljoner euro.", "sv", ["3500000"]),
        ("12.500,75 € or 12,500.75 €", "und", ["12500.75", "12500.75"]),
    ],
)
def test_a_language_without_a_pack_is_read_by_what_the_cldr_knows(
    text: str, language: str, values: list[str]
) -> None:
    """Signs, magnitudes and currencies need no pack."""
    found = find_figures(Document(text, language, NO_WORDS), generic_words(language))
    assert [figure.value for figure in found] == [Decimal(value) for value in values]
    assert found[0].unit == "EUR"


def test_an_unknown_language_is_no_error() -> None:
    """A tag nobody knows still gives words to read with."""
    assert generic_words("qq-zz").code == "und"
    assert generic_words("").code == "und"


def test_approximations_are_read_before_and_behind() -> None:
    """Over, under and about, in one sentence."""
    text = "Nearly 30 farms, up to 400 cows and 50 dogs or more."
    assert [f.approx for f in read(text, "en")] == [Approx.ABOUT, Approx.UNDER, Approx.OVER]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "La ayuda asciende a 640 millones de euros, casi el doble que en 2025."),
        ("en", "Some 41,000 people left, twice as many as in September."),
        ("de", "Es kamen 300 Gäste, mehr als im Mai."),
    ],
)
def test_a_time_that_is_only_compared_with_is_not_the_figures(language: str, text: str) -> None:
    """What was counted in another month says nothing of when this was counted."""
    assert {figure.period for figure in read(text, language)} == {None}
