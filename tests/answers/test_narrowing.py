"""What is looked for before an article is read never leaves out one that a filter lets through."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.matching import fulfils
from bot.answers.narrowing import Needed, needed
from bot.model import Mention, Span
from bot.model.conditions import (
    About,
    AllOf,
    Amount,
    AnyOf,
    Condition,
    Holding,
    InLanguage,
    Naming,
    NotSo,
)
from tests.fakes.stories import ferry

TOPICS, ACTORS = ("ferry", "harbour", "tides"), ("FR", "IT", "ES")


def conditions() -> st.SearchStrategy[Condition]:
    leaves = st.one_of(
        st.sets(st.sampled_from(TOPICS), min_size=1).map(lambda ids: About(frozenset(ids))),
        st.sets(st.sampled_from(ACTORS), min_size=1).map(lambda ids: Naming(frozenset(ids))),
        st.sampled_from([Holding("ferry"), InLanguage("en"), InLanguage("fr")]),
        st.sampled_from(TOPICS).map(
            lambda id_: Amount(comparison=">", value=Decimal(1), about=(About(frozenset({id_})),))
        ),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            inner.map(NotSo),
        ),
        max_leaves=6,
    )


@given(
    conditions(),
    st.sets(st.sampled_from(TOPICS)),
    st.sets(st.sampled_from(ACTORS)),
)
def test_what_fulfils_a_condition_names_what_it_needs(condition, topics, actors):
    """Whatever the filter and the article."""
    whole = ferry()
    span = Span(0, len(whole.article.text))
    reading = replace(
        whole,
        topics=tuple(Mention(id_, span) for id_ in sorted(topics)),
        actors=tuple(Mention(id_, span) for id_ in sorted(actors)),
    )
    if fulfils(condition, reading):
        need = needed(condition)
        assert not need.topics or need.topics & topics
        assert not need.actors or need.actors & actors


@pytest.mark.parametrize(
    ("condition", "need"),
    [
        (About(frozenset({"ferry"})), Needed(topics=frozenset({"ferry"}))),
        (
            AllOf((About(frozenset({"ferry"})), AnyOf((Naming(frozenset({"FR"})),)))),
            Needed(topics=frozenset({"ferry"}), actors=frozenset({"FR"})),
        ),
        (
            AnyOf((About(frozenset({"ferry"})), About(frozenset({"tides"})))),
            Needed(topics=frozenset({"ferry", "tides"})),
        ),
        (AnyOf((About(frozenset({"ferry"})), Holding("x"))), Needed()),
        (NotSo(About(frozenset({"ferry"}))), Needed()),
    ],
)
def test_what_a_condition_needs(condition, need):
    """The parts that must be, and no others."""
    assert needed(condition) == need
