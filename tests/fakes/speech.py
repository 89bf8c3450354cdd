"""The shipped tables of reported speech, and texts read with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.model import Quote, QuoteKind, Span
from bot.reading.people import People, find_people
from bot.reading.people_words import PeopleWords
from bot.reading.quotes.find import find_quotes
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document
from bot.reading.words import TextWords
from config.loader import LANGUAGES, load

CODES = ("de", "en", "es", "fr", "it")


class SpeechPack(NamedTuple):
    """What reading speech needs of a language."""

    text: TextWords
    people: PeopleWords
    quotes: QuoteWords


@cache
def speech_pack(code: str) -> SpeechPack:
    """The tables of a language, loaded once."""
    folder = LANGUAGES / code
    return SpeechPack(
        load(folder / "text.toml", TextWords),
        load(folder / "people.toml", PeopleWords),
        load(folder / "quotes.toml", QuoteWords),
    )


def document(text: str, code: str) -> Document:
    """A text cut by the language's own rules."""
    return Document(text, code, speech_pack(code).text)


def people_of(text: str, code: str) -> People:
    """Who is named in a text."""
    return find_people(document(text, code), speech_pack(code).people)


def quotes_of(text: str, code: str) -> tuple[Quote, ...]:
    """The quotes of a text."""
    cut = document(text, code)
    pack = speech_pack(code)
    return find_quotes(cut, pack.quotes, find_people(cut, pack.people))


def words_of(text: str, span: Span | None) -> str:
    """The words of a span; empty for none."""
    return span.of(text) if span else ""


def speaker_of(text: str, quote: Quote) -> str:
    """Who speaks: the mention, then the name it stands for when that says more."""
    mention = words_of(text, quote.speaker)
    return f"{mention} = {quote.speaker_name}" if quote.speaker_name else mention


def spoken(text: str, code: str) -> list[tuple[str, str, str]]:
    """(words, kind, speaker) of every quote of a text."""
    return [
        (words_of(text, q.span), q.kind.value, speaker_of(text, q)) for q in quotes_of(text, code)
    ]


def one(quotes: Sequence[Quote]) -> Quote:
    """The only quote; fails when there are more or none."""
    [quote] = quotes
    return quote


def marked_of(text: str, code: str) -> list[Quote]:
    """The quotes of a text that stand in quotation marks."""
    return [quote for quote in quotes_of(text, code) if quote.kind is not QuoteKind.INDIRECT]
