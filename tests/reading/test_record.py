"""The facts record: what `vigie read --json` promises, key by key."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.model import Approx, Article, Figure, Position, Quote, QuoteKind, Reading, Span, Stance
from bot.reading.record import article_record, facts_record

TEXT = 'Lucy Marsh said "it holds" and asked for nearly 3 million euros; Spain opposes the wall.'


def at(words: str) -> Span:
    """Where the words stand."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


QUOTE = Quote(
    span=at("it holds"),
    kind=QuoteKind.DIRECT,
    speaker=at("Lucy Marsh"),
    speaker_name="Lucy Marsh",
    speaker_actor="lucy_marsh",
    cue=at("said"),
    group=1,
    score=0.61234,
    confidence=0.9,
    rule="plain",
)
FIGURE = Figure(
    span=at("3 million euros"),
    value=Decimal(3_000_000),
    unit="EUR",
    unit_text="euros",
    approx=Approx.ABOUT,
    holder="Lucy Marsh",
    score=0.5,
    confidence=0.8,
    rule="digits",
)
POSITION = Position(
    actor="ES",
    actor_name="Spain",
    topic="wall",
    stance=Stance.OPPOSE,
    evidence=at("Spain opposes the wall"),
    cue=at("opposes"),
    actor_span=at("Spain"),
    confidence=0.75,
    rule="verb",
)
ARTICLE = Article(url="https://news.example/1", text=TEXT, title="The wall", language="en")
READING = Reading(
    article=ARTICLE, quotes=(QUOTE,), figures=(FIGURE,), positions=(POSITION,), notes=("a note",)
)


def test_a_quote_has_its_words_speaker_and_cue_with_their_places() -> None:
    """Offsets are code points, the end exclusive."""
    [quote] = facts_record(READING)["quotes"]
    assert quote == {
        "start": 17, "end": 25, "text": "it holds", "kind": "direct",
        "speaker": "Lucy Marsh", "speaker_start": 0, "speaker_end": 10,
        "speaker_name": "Lucy Marsh", "speaker_actor": "lucy_marsh",
        "cue": "said", "cue_start": 11, "cue_end": 15,
        "group": 1, "score": 0.612, "confidence": 0.9, "rule": "plain",
        "origin": "rules",
    }  # fmt: skip


def test_a_figure_has_its_value_as_a_number() -> None:
    """Whole where it is whole."""
    [figure] = facts_record(READING)["figures"]
    assert figure["text"] == "3 million euros"
    assert (figure["value"], type(figure["value"])) == (3_000_000, int)
    assert figure["value_max"] is None
    assert (figure["unit"], figure["unit_text"], figure["approx"]) == ("EUR", "euros", "about")
    assert {"what", "holder", "period", "reported_by", "score"} <= set(figure)


@pytest.mark.parametrize(("value", "number"), [("2.1", 2.1), ("5.0", 5), ("0", 0), ("1E+3", 1000)])
def test_numbers_are_json_numbers(value: str, number: float) -> None:
    """No exponent, no decimal point that says nothing."""
    reading = replace(READING, figures=(replace(FIGURE, value=Decimal(value)),))
    [figure] = facts_record(reading)["figures"]
    assert figure["value"] == number
    assert isinstance(figure["value"], type(number))


def test_a_position_has_its_evidence_and_actor() -> None:
    """The place is the evidence's."""
    [position] = facts_record(READING)["positions"]
    assert TEXT[position["start"] : position["end"]] == "Spain opposes the wall"
    assert (position["actor"], position["actor_name"]) == ("ES", "Spain")
    assert (position["actor_start"], position["actor_end"]) == (65, 70)
    assert (position["topic"], position["stance"], position["cue"]) == ("wall", "oppose", "opposes")
    assert {"reported_by", "confidence", "rule"} <= set(position)


def test_what_is_not_known_is_null() -> None:
    """The keys are there all the same."""
    bare = Quote(span=at("it holds"), kind=QuoteKind.MIXED)
    [quote] = facts_record(replace(READING, quotes=(bare,)))["quotes"]
    empty = {key for key, value in quote.items() if value is None}
    assert empty == {
        "speaker", "speaker_start", "speaker_end", "speaker_name", "speaker_actor",
        "cue", "cue_start", "cue_end",
    }  # fmt: skip


def test_offsets_count_code_points() -> None:
    """Not bytes, not UTF-16 units."""
    text = "🌊 É " + TEXT
    quote = replace(
        QUOTE, span=Span(QUOTE.span.start + 4, QUOTE.span.end + 4), speaker=None, cue=None
    )
    reading = Reading(article=replace(ARTICLE, text=text), quotes=(quote,))
    [record] = facts_record(reading)["quotes"]
    assert text[record["start"] : record["end"]] == record["text"] == "it holds"


def test_a_record_is_plain_json() -> None:
    """It survives a round trip; an empty reading has empty lists."""
    record = facts_record(READING)
    assert json.loads(json.dumps(record)) == record
    assert facts_record(Reading(article=ARTICLE)) == {
        "lang": "en", "quotes": [], "figures": [], "positions": [],
    }  # fmt: skip


def test_an_article_tells_where_its_text_is_from() -> None:
    """Times are ISO 8601; a missing one is null."""
    published = datetime(2026, 11, 24, 12, tzinfo=UTC)
    article = replace(
        ARTICLE, authors=("Ana Lopez",), published=published, image="https://news.example/1.jpg"
    )
    record = article_record(article)
    assert record["published"] == "2026-11-24T12:00:00+00:00"
    assert record["authors"] == ["Ana Lopez"]
    assert (record["title"], record["text"], record["language"]) == ("The wall", TEXT, "en")
    assert record["partial"] is False
    assert article_record(ARTICLE)["published"] is None
