"""Filters: read into conditions or refused with the place of the mistake, and held against articles."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.filters import DEEPEST, LONGEST, Misread, misread_sentence
from bot.answers.matching import fulfils
from bot.answers.routing import wanted
from bot.model import Approx, Channel, Figure, Platform, Reading
from bot.model.conditions import Condition, InLanguage
from config.filters import filter_reader, measure
from tests.fakes.lexicons import ACTORS, TOPICS
from tests.fakes.stories import ferry, span_of
from tests.fakes.words import CODES, shipped_phrases

READER = filter_reader(TOPICS, ACTORS, shipped_phrases())


def read(text: str, language: str = "en") -> Condition:
    condition = READER.read(text, language)
    assert not isinstance(condition, Misread), condition
    return condition


def passes(text: str, reading: Reading | None = None) -> bool:
    return fulfils(read(text), reading or ferry())


# The article names the ferry, France and Italy, comes from Le Phare, is written in English, and
# gives more than 12 million euros, in a sentence that names none of them.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ferry", True),
        ("Fähre", True),
        ("lagoon", False),
        ("France", True),
        ("germany", False),
        ("ferry AND France", True),
        ("ferry and germany", False),
        ("ferry germany", False),
        ("the ferry of France", True),
        ("lagoon OR ferry", True),
        ("lagoon ou ferry", True),
        ("lagoon | ferry & italy", True),
        ("NOT lagoon", True),
        ("nicht ferry", False),
        ("-ferry", False),
        ("ferry -lagoon", True),
        ("NOT NOT ferry", True),
        ("lagoon AND france OR ferry", True),
        ("lagoon AND (france OR ferry)", False),
        ("NOT ferry OR harbour dues", False),
        ("NOT (lagoon OR ferry)", False),
        ("lang:en", True),
        ("lang:französisch", False),
        ("source:le-phare", True),
        ('source:"Le Phare"', True),
        ("source:phare", False),
        ('"another winter"', True),
        ("“ANOTHER  winter”", True),
        ('"other winter"', False),
        ("> 10m EUR", True),
        ("> 12 million euros", True),
        ("> 12 Millionen Euro", True),
        ("= 12m EUR", True),
        ("< 12m EUR", False),
        ("<= 12m EUR", True),
        ("≥ 13m EUR", False),
        ("> 10m USD", False),
        ("> 10 million", True),
        ("> 10 million euros france", True),
        ("ferry > 10m EUR", False),
    ],
)
def test_what_a_filter_lets_through(text: str, expected: bool) -> None:
    """NOT binds closest, then AND, then OR; names are known in any language."""
    assert passes(text) is expected


def test_a_figure_counts_in_a_sentence_on_its_topic() -> None:
    """Figure and topic elsewhere in the article are not enough."""
    text = "The ferry cost 3 million euros. The lagoon dries up."
    reading = ferry()
    article = replace(reading.article, text=text)
    one, two = (
        span_of(text, "The ferry cost 3 million euros."),
        span_of(text, "The lagoon dries up."),
    )
    figure = Figure(span=span_of(text, "3 million euros"), value=Decimal(3_000_000), unit="EUR")
    mentions = tuple(
        replace(reading.topics[0], id=id_, span=span_of(text, id_)) for id_ in ("ferry", "lagoon")
    )
    reading = Reading(article=article, figures=(figure,), topics=mentions, sentences=(one, two))
    assert passes("ferry > 2m EUR", reading)
    assert not passes("ferry > 3m EUR", reading)
    assert not passes("lagoon > 2m EUR", reading)
    assert passes("lagoon AND > 2m EUR", reading)
    assert not passes("ferry France > 2m EUR", reading)


def figures(*values: Figure) -> Reading:
    return replace(ferry(), figures=values)


def test_ranges_and_modifiers_compare_by_what_they_allow() -> None:
    """A range from 8 to 12 is over 10 and under 10; what is under 10 is less than 10."""
    some = Figure(span=span_of(ferry().article.text, "12"), value=Decimal(10))
    assert not passes("> 10", figures(some))
    assert passes("> 10", figures(replace(some, approx=Approx.OVER)))
    assert passes("< 10", figures(replace(some, approx=Approx.UNDER)))
    between = replace(some, value=Decimal(8), value_max=Decimal(12))
    assert passes("> 10", figures(between))
    assert passes("< 10", figures(between))
    assert passes("= 10", figures(between))
    assert not passes("> 12", figures(between))


@pytest.mark.parametrize(
    ("text", "fault", "at"),
    [
        ("", "missing", 1),
        ("   ", "missing", 4),
        ("ferry AND", "missing", 10),
        ("OR ferry", "missing", 1),
        ("ferry ()", "missing", 8),
        ('""', "missing", 1),
        ("NOT", "missing", 4),
        ("ferry)", "unopened", 6),
        ("lagoon (ferry", "unclosed", 8),
        ("ferry xyzzyq", "unknown", 7),
        ("the", "unknown", 1),
        ("lang:klingon", "unknown", 1),
        ("colour:red", "unknown", 1),
        ("ferry > much", "number", 7),
        ("ferry >", "number", 7),
        ("ferry ; lagoon", "unknown", 7),
        ("(" * 30, "deep", DEEPEST + 1),
        ("ferry " * 60, "long", LONGEST + 1),
    ],
)
def test_a_bad_filter_says_where_and_what(text: str, fault: str, at: int) -> None:
    """The first mistake, by its place; the sentence names both in every language."""
    misread = READER.read(text, "en")
    assert isinstance(misread, Misread)
    assert (misread.fault, misread.at) == (fault, at)
    for code in CODES:
        said = misread_sentence(misread, TOPICS, shipped_phrases()[code])
        assert str(LONGEST if fault == "long" else at) in said


def test_a_mistyped_topic_is_suggested_and_an_unknown_source_refused() -> None:
    """Sources are looked up where they are known, by id or name."""
    misread = READER.read("feery", "en")
    assert isinstance(misread, Misread)
    said = misread_sentence(misread, TOPICS, shipped_phrases()["en"])
    assert said == (
        "At character 1 of the filter: “feery” is no known topic, actor, source or language."
        " Did you mean Ferry line?"
    )
    known = ("le-phare", "Le Phare")
    assert not isinstance(READER.read("source:le-phare", "en", known), Misread)
    assert not isinstance(READER.read('source:"le phare"', "en", known), Misread)
    assert READER.read("ferry source:phare", "en", known) == Misread(
        fault="source", at=7, words="source:phare"
    )


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("10bn EUR", 10**10, "EUR"),
        ("€10bn", 10**10, "EUR"),
        ("10m EUR", 10**7, "EUR"),
        ("1.5m £", 1_500_000, "GBP"),
        ("10 m", 10, "m"),
        ("10 milliards d’euros", 10**10, "EUR"),
        ("10 Mrd. Euro", 10**10, "EUR"),
        ("5 000 millones de euros", 5 * 10**9, "EUR"),
        ("20 %", 20, "percent"),
        ("500 soldiers", 500, "soldier"),
        ("2000", 2000, None),
        ("3 GW", 3, "GW"),
    ],
)
def test_numbers_are_read_as_in_articles(text: str, value: int, unit: str | None) -> None:
    """With magnitude and unit, in any of the five languages, to the end of the unit."""
    measured = measure(f"{text} France", "en")
    assert measured is not None
    assert (measured.value, measured.unit, measured.end) == (value, unit, len(text))
    assert measure("France", "en") is None


@pytest.mark.parametrize(("language", "value"), [("en", 1500), ("fr", Decimal("1.5"))])
def test_a_sign_that_languages_read_differently_is_the_writers(
    language: str, value: int | Decimal
) -> None:
    """A comma groups in English and divides in French."""
    measured = measure("1,500", language)
    assert measured is not None
    assert measured.value == value


SIGNS = st.sampled_from(
    (
        *("ferry", "lagoon", "France", "AND", "or", "not", "10m EUR", "the", "source:x", "lang:fr"),
        *("(", ")", "-", "!", ">", "<=", '"', "“", "&", "|", ":", "xyzzy", "é", "\x00", "𝟜", " "),
    )
)


@given(st.one_of(st.text(max_size=80), st.lists(SIGNS, max_size=40).map(" ".join)))
def test_any_text_is_read_or_refused_at_one_of_its_places(text: str) -> None:
    """Never an exception; a condition can be held against any article."""
    read = READER.read(text, "en")
    if isinstance(read, Misread):
        assert 1 <= read.at <= len(text) + 1
        assert misread_sentence(read, TOPICS, shipped_phrases()["fr"])
    else:
        assert fulfils(read, ferry()) in (True, False)


LEAVES = st.sampled_from(
    ["ferry", "lagoon", "france", "germany", "lang:en", "lang:fr", "> 10m EUR", '"winter"']
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" AND ", " OR ", " "]), inner).map(
            lambda parts: f"({''.join(parts)})"
        ),
        inner.map(lambda part: f"NOT {part}"),
    ),
    max_leaves=6,
)


@given(TREES, TREES)
def test_brackets_and_operators_are_logic(one: str, other: str) -> None:
    """De Morgan holds, words side by side are joined by AND, and a filter excludes its negation."""
    left, right = passes(one), passes(other)
    assert passes(f"({one}) AND ({other})") is (left and right)
    assert passes(f"({one}) ({other})") is (left and right)
    assert passes(f"({one}) OR ({other})") is (left or right)
    assert passes(f"NOT (({one}) OR ({other}))") is passes(f"(NOT ({one})) AND NOT ({other})")


def test_a_channel_gets_what_its_filter_lets_through_and_is_not_muted() -> None:
    """The filter stands beside the other settings: all must let an article through."""
    channel = Channel(platform=Platform.SLACK, id="C1", condition=InLanguage("en"))
    assert wanted(channel, ferry())
    assert not wanted(replace(channel, condition=InLanguage("fr")), ferry())
    assert not wanted(replace(channel, languages=frozenset({"fr"})), ferry())
    assert not wanted(replace(channel, muted=frozenset({"ferry"})), ferry())
    assert wanted(replace(channel, muted=frozenset({"lagoon"})), ferry())
