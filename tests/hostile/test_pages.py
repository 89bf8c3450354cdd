"""Hostile pages lose no honest text, give no false one, and never stop the reader."""

from __future__ import annotations

import pytest

from bot.errors import SourceError
from bot.model import Article
from bot.sources.article import extract, from_plain
from bot.sources.plain import clean
from config.reader import ReaderRecipe, build_reader
from tests.fakes.pages import PARAGRAPHS, page
from tests.hostile.case import REFUSED, Case
from tests.hostile.pages import HIDDEN, pages
from tests.hostile.texts import TEXTS

URL = "https://quay.test/2026/quay-closed-for-winters.html"
RECIPE = ReaderRecipe(languages=("en", "fr"))


def article(body: bytes) -> Article:
    """The article; the test fails when there is none."""
    found = extract(body, URL, None, "utf-8")
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("case", pages(), ids=str)
def test_every_hostile_page_ends_in_its_verdict(case: Case) -> None:
    """Refused with a sentence, or its honest paragraphs are there and can be read."""
    if case.fate == REFUSED:
        found = extract(case.body, URL, None, "utf-8")
        assert isinstance(found, SourceError)
        assert str(found).endswith(".")
        return
    found = article(case.body)
    assert [words for words in PARAGRAPHS if words not in found.text] == []
    assert found.text == clean(found.text)
    assert "169.254" not in found.canonical_url
    reading = build_reader(RECIPE).read(found)
    assert any("wait for the wall" in found.at(quote.span) for quote in reading.quotes)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_people_cannot_see_is_not_read(hidden: str) -> None:
    """A hidden paragraph is no part of the article."""
    assert "resigned" not in article(page(body=hidden)).text


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_cleaned_and_read(name: str) -> None:
    """As a plain text too, nothing that hides or reorders words comes through."""
    body = "\n\n".join((*PARAGRAPHS, TEXTS[name])).encode("utf-8", "surrogatepass")
    found = from_plain(body, URL, None, None)
    assert isinstance(found, Article)
    assert found.text == clean(found.text)
    assert all(words in found.text for words in PARAGRAPHS)
    build_reader(RECIPE).read(found)


def test_orders_to_a_machine_are_only_words() -> None:
    """Nobody said them, so they are no quotation."""
    reading = build_reader(RECIPE).read(article(page(body=f"<p>{TEXTS['orders']}</p>")))
    assert all("Ignore" not in reading.article.at(quote.span) for quote in reading.quotes)
