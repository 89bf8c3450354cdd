"""Whole articles in five languages, one story told in all of them: the facts any reader would expect.

Beside each article in `golden/<language>/` stands a JSON file with its key facts. Of marked speech
all of it is listed; of reported clauses, figures and positions those that must not be missed.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.model import Article, Figure, Quote, QuoteKind, Reading
from bot.sources.article import from_text
from config.reader import ReaderRecipe, build_reader

GOLDEN = Path(__file__).parent / "golden"
ARTICLES = sorted(GOLDEN.glob("*/*.md"))
LANGUAGES = ("de", "en", "es", "fr", "it")


@cache
def read(path: Path) -> Reading:
    """The reading of a golden article."""
    article = from_text(
        path.read_text(encoding="utf-8"), f"https://golden.example/{path.stem}", None
    )
    assert isinstance(article, Article)
    return build_reader(ReaderRecipe(languages=LANGUAGES)).read(article)


@cache
def expected(path: Path) -> dict[str, Any]:
    """What stands beside it."""
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def said(reading: Reading, quote: Quote) -> tuple[str, str]:
    """The words of a quote and its kind."""
    return reading.article.at(quote.span), quote.kind.value


def given(reading: Reading, figure: Figure) -> tuple[str, Decimal, str | None, str | None]:
    """The words of a figure, its value, unit and approximation."""
    return reading.article.at(figure.span), figure.value, figure.unit, figure.approx


golden = pytest.mark.parametrize(
    "path", ARTICLES, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


def test_every_language_has_a_golden_article() -> None:
    """And each has its facts beside it."""
    assert {path.parent.name for path in ARTICLES} == set(LANGUAGES)
    assert all(path.with_suffix(".json").exists() for path in ARTICLES)


@golden
def test_an_article_is_read_as_what_it_is(path: Path) -> None:
    """Title, language and date come from its head; nothing was left unread."""
    reading = read(path)
    assert reading.article.language == path.parent.name
    assert reading.article.title
    assert reading.article.published is not None
    assert reading.notes == ()


@golden
def test_who_said_what(path: Path) -> None:
    """Each expected quote is there, of its kind, by its speaker (the mention or the name)."""
    reading = read(path)
    found = {said(reading, quote): quote for quote in reading.quotes}
    for want in expected(path)["quotes"]:
        quote = found[want["text"], want["kind"]]
        mention = reading.article.at(quote.speaker) if quote.speaker else ""
        assert want["speaker"] in (mention, quote.speaker_name) or want["speaker"] in mention


@golden
def test_no_other_marked_words_are_speech(path: Path) -> None:
    """Names, titles and terms stand between the same marks."""
    reading = read(path)
    found = {said(reading, q)[0] for q in reading.quotes if q.kind is not QuoteKind.INDIRECT}
    assert found <= {want["text"] for want in expected(path)["quotes"]}
    assert found.isdisjoint(expected(path)["no_quotes"])


@golden
def test_how_much(path: Path) -> None:
    """Each expected figure is there with its value, unit and approximation."""
    reading = read(path)
    found = {given(reading, figure) for figure in reading.figures}
    for want in expected(path)["figures"]:
        assert (want["text"], Decimal(want["value"]), want["unit"], want.get("approx")) in found


@golden
def test_who_stands_where(path: Path) -> None:
    """Each expected position is there: actor, topic and stance."""
    found = {(p.actor, p.topic, p.stance.value) for p in read(path).positions}
    for want in expected(path)["positions"]:
        assert (want["actor"], want["topic"], want["stance"]) in found
