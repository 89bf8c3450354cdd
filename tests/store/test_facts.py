"""Questions to the kept facts: newest first, verbatim, and only what was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Origin, Span
from bot.store.archive import article_id
from bot.store.filters import FactFilter
from tests.fakes.readings import FERRY, ferry


async def keep(store, *readings):
    for reading in readings:
        key = article_id(reading.article.url)
        await store.archive.keep(reading, article_id=key, story_id=key)


async def test_a_hit_shows_words_of_the_text_and_where_they_come_from(store):
    await keep(store, ferry())
    (position,) = await store.facts.positions(FactFilter())
    assert position.evidence == "Spain opposes the ferry subsidy of 3 million euros."
    assert position.cue is not None
    assert position.evidence[slice(*position.cue)] == "opposes"
    (quote,) = await store.facts.quotes(FactFilter())
    assert (quote.words, quote.speaker) == ("we were never asked about it", "Ana Ruiz")
    assert quote.sentence == 'Mayor Ana Ruiz said "we were never asked about it" on Monday.'
    (figure,) = await store.facts.figures(FactFilter())
    assert (figure.words, figure.sentence) == ("3 million euros", position.evidence)
    assert figure.figure == ferry().figures[0]
    assert figure.origin == Origin(
        title="Ferry 1",
        url="https://news.example/1",
        source="The Vell Post",
        published=datetime(2026, 11, 20, 8, 1, tzinfo=UTC),
        language="en",
    )


async def test_the_newest_article_comes_first_and_the_limit_holds(store, noon):
    days = [3, 1, 2]
    await keep(store, *(ferry(d, published=noon - timedelta(days=d)) for d in days))
    titles = [hit.origin.title for hit in await store.facts.figures(FactFilter())]
    assert titles == ["Ferry 1", "Ferry 2", "Ferry 3"]
    assert len(await store.facts.quotes(FactFilter(limit=2))) == 2
    assert await store.facts.quotes(FactFilter(limit=0)) == []
    since = FactFilter(since=noon - timedelta(days=1))
    assert [hit.origin.title for hit in await store.facts.positions(since)] == ["Ferry 1"]


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        ({"topics": ("ferry",)}, "fp"),  # the quote stands two sentences from the last ferry
        ({"topics": ("coffee",)}, "q"),  # one sentence from it; the position is not about it
        ({"topics": ("ferry", "coffee")}, "fpq"),
        ({"topics": ("other",)}, ""),
        ({"actors": ("ES",)}, "fp"),
        ({"actors": ("ana-ruiz",)}, "q"),
        ({"actors": ("FR",)}, ""),
        ({"topics": ("ferry",), "actors": ("ES",)}, "fp"),
        ({"loose": ("SUBSIDY",)}, "fp"),
        ({"loose": ("subsidiary",)}, ""),
        ({"loose": ("never asked",)}, "q"),
        ({"loose": ("asked", "mayor")}, "q"),
        ({"loose": ("ruiz", "subsidy")}, ""),
        ({"loose": ("harbour",)}, ""),  # in the article, in no fact's sentence
        ({"source": "post"}, "fpq"),
        ({"source": "other"}, ""),
        ({"language": "en"}, "fpq"),
        ({"language": "fr"}, ""),
        ({"min_confidence": 0.75}, "pq"),
    ],
)
async def test_a_filter_gives_what_was_asked_for(store, wanted, kinds):
    text = FERRY.replace("euros. ", "euros. It rained. ")
    await keep(store, ferry(text=text))
    asked = FactFilter(**wanted)
    found = {
        "f": await store.facts.figures(asked),
        "p": await store.facts.positions(asked),
        "q": await store.facts.quotes(asked),
    }
    assert "".join(kind for kind, hits in found.items() if hits) == kinds


async def test_loose_words_are_found_behind_many_articles_that_only_hold_them(store):
    """The facts looked at are paged through until enough of them hold the words."""
    aside = ferry(text=FERRY + " A zeppelin came.")
    many = [
        replace(ferry(n, text=aside.article.text), figures=aside.figures * 30)
        for n in range(10, 20)
    ]
    wanted = ferry(1, text=aside.article.text)
    wanted = replace(wanted, sentences=(Span(0, len(wanted.article.text)),))
    await keep(store, wanted, *many)
    hits = await store.facts.figures(FactFilter(loose=("zeppelin",)))
    assert [hit.origin.title for hit in hits] == ["Ferry 1"]


async def test_a_fact_without_sentences_is_shown_by_its_own_words(store):
    await keep(store, replace(ferry(), sentences=()))
    (figure,) = await store.facts.figures(FactFilter())
    assert figure.sentence == figure.words == "3 million euros"


async def test_a_cue_outside_the_evidence_is_not_marked(store):
    reading = ferry()
    position = replace(reading.positions[0], cue=Span(0, 3))
    await keep(store, replace(reading, positions=(position,)))
    (hit,) = await store.facts.positions(FactFilter())
    assert hit.cue is None


async def test_the_country_a_person_speaks_for_counts_as_actor(store):
    reading = ferry()
    position = replace(reading.positions[0], actor="jo", country="PT")
    await keep(store, replace(reading, positions=(position,)))
    for actor in ("jo", "PT"):
        assert len(await store.facts.positions(FactFilter(actors=(actor,)))) == 1


async def test_the_export_gives_every_fact_with_its_article(store):
    await keep(store, *(ferry(number) for number in range(1, 4)))
    rows = [row async for row in store.export()]
    assert [row.kind for row in rows] == ["quote", "figure", "position"] * 3
    assert {row.title for row in rows} == {"Ferry 1", "Ferry 2", "Ferry 3"}
    assert all(FERRY[row.start : row.end] == row.words for row in rows)
    assert rows[2].fact == ferry().positions[0]


async def test_of_very_many_that_name_it_those_kept_last_are_looked_at(store, monkeypatch):
    """So an answer takes no longer the more is kept; a date asked for looks at them all."""
    await keep(store, *(ferry(n) for n in range(1, 5)))
    wanted = FactFilter(actors=("ES",))
    monkeypatch.setattr("bot.store.filters.NEWEST", 2)
    assert [kept.reading.article.title for kept in await store.archive.latest(wanted)] == [
        "Ferry 4", "Ferry 3",
    ]  # fmt: skip
    found = {hit.origin.title for hit in await store.facts.figures(wanted)}
    assert "Ferry 4" in found
    assert "Ferry 1" not in found
    since = replace(wanted, since=datetime(2020, 1, 1, tzinfo=UTC))
    assert len(await store.facts.figures(since)) == 4
    assert len(await store.archive.latest(since)) == 4


async def test_articles_are_counted_alike_with_and_without_other_conditions(store):
    """The short way over the names and the long way over the articles give one number."""
    await keep(store, *(ferry(n) for n in range(1, 4)))
    early = datetime(2020, 1, 1, tzinfo=UTC)
    for names in ({"topics": ("ferry", "coffee")}, {"actors": ("ES",)}, {"topics": ("none",)}):
        both = FactFilter(**names), FactFilter(**names, since=early)
        assert await store.archive.count(both[0]) == await store.archive.count(both[1])
    assert await store.archive.count(FactFilter(topics=("ferry",), actors=("ES",))) == 3
    assert await store.archive.count(FactFilter(topics=("ferry",), actors=("IT",))) == 0
