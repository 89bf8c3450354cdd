"""Whatever a card holds, its JSON gives the same card again."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from bot.model import (
    Article,
    ArticleItem,
    Card,
    FigureItem,
    Origin,
    PositionItem,
    QuoteItem,
    Section,
    TextItem,
)
from bot.store.codec import ArticleRecord, dump, parse, storable
from bot.store.rows import pack, unpack

words = st.text(st.characters(codec="utf-8"), max_size=20)
maybe = st.none() | words
moments = st.none() | st.datetimes(timezones=st.just(UTC))
origins = st.builds(Origin, title=words, url=words, source=words, published=moments, language=maybe)
items = st.one_of(
    st.builds(TextItem, text=words, kind=st.just("text")),
    st.builds(
        QuoteItem,
        words=words,
        speaker=maybe,
        marked=st.booleans(),
        origin=st.none() | origins,
        kind=st.just("quote"),
    ),
    st.builds(
        FigureItem, words=words, what=maybe, origin=st.none() | origins, kind=st.just("figure")
    ),
    st.builds(
        PositionItem,
        cue=st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
        confidence=st.floats(0, 1),
        origin=st.none() | origins,
        kind=st.just("position"),
    ),
    st.builds(ArticleItem, origin=origins, summary=words, kind=st.just("article")),
)
cards = st.builds(
    Card,
    title=words,
    url=maybe,
    sections=st.lists(
        st.builds(Section, heading=words, items=st.lists(items, max_size=3).map(tuple)), max_size=3
    ).map(tuple),
)


@given(cards)
def test_a_card_comes_back(card):
    assert parse(dump(card), Card) == card


@given(st.text(max_size=50))
def test_what_is_storable_has_the_same_length_and_is_left_alone_the_second_time(text):
    stored = storable(text)
    assert len(stored) == len(text)
    assert storable(stored) == stored
    stored.encode()


def test_a_lone_surrogate_does_not_stop_an_article():
    record = ArticleRecord(article=Article(url="x", text="", authors=("a\ud800",)), notes=("n",))
    assert parse(dump(record), ArticleRecord).article.authors == ("a\ufffd",)


@given(st.frozensets(st.integers(-(2**63), 2**63 - 1), max_size=64))
def test_a_sample_comes_back(sample):
    assert unpack(pack(sample)) == sample
