"""For which time a figure is given: only the phrase of time that speaks of it."""

from __future__ import annotations

import pytest

from tests.reading.test_figures_meaning import read


@pytest.mark.parametrize(
    ("language", "text", "periods"),
    [
        (
            "en",
            "The yard hired 140 welders, up from 90 in 2019, at a cost of £3m.",
            [None, "in 2019", None],
        ),
        (
            "fr",
            "Le chantier compte 140 soudeurs, contre 90 en 2019, pour 3 millions d'euros.",
            [None, "en 2019", None],
        ),
        (
            "de",
            "Die Werft zählt 140 Schweißer, nach 90 im Jahr 2019, für 3 Millionen Euro.",
            [None, "im Jahr 2019", None],
        ),
        (
            "es",
            "El astillero tiene 140 soldadores, frente a 90 en 2019, por 3 millones de euros.",
            [None, "en 2019", None],
        ),
        (
            "it",
            "Il cantiere conta 140 saldatori, contro 90 nel 2019, per 3 milioni di euro.",
            [None, "nel 2019", None],
        ),
    ],
)
def test_a_time_behind_one_figure_says_nothing_of_the_others(
    language: str, text: str, periods: list[str | None]
) -> None:
    """The year of the comparison is the comparison's."""
    assert [figure.period for figure in read(text, language)] == periods


def test_figures_joined_by_and_share_the_time_behind_them() -> None:
    """One phrase of time for both."""
    figures = read("The yard built 40 ferries and 12 barges in 2023.", "en")
    assert [figure.period for figure in figures] == ["in 2023", "in 2023"]


def test_a_time_that_opens_the_sentence_is_that_of_its_figures() -> None:
    """Whatever stands between."""
    figures = read("In 2023, after a long strike, the yard built 40 ferries, 12 barges.", "en")
    assert [figure.period for figure in figures] == ["In 2023", "In 2023"]


@pytest.mark.parametrize(
    "text",
    [
        "Tickets rose to 18 euros, the highest since March 2009.",
        "They fell, the lowest since March 2009, after the yard had set aside 4 million euros.",
    ],
)
def test_a_record_names_a_time_that_is_not_the_figures(text: str) -> None:
    """What a comma parts from the figure says since when it is the highest."""
    assert [figure.period for figure in read(text, "en")] == [None]
