"""Articles are kept once, found again by every address, and come back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import StatementError

from bot.answers.stories import Verdict, decide, shingles
from bot.model import Entry
from bot.store.archive import article_id
from bot.store.filters import FactFilter
from tests.fakes.readings import FERRY, at, deliveries, ferry


async def keep(store, reading, **more):
    key = article_id(reading.article.url)
    return await store.archive.keep(reading, article_id=key, **{"story_id": key, **more})


def entry(url="", guid=""):
    return Entry(source_id="post", url=url, guid=guid)


async def test_a_reading_comes_back_as_it_was_kept(store):
    reading = ferry()
    assert await keep(store, reading)
    assert await store.archive.reading(article_id(reading.article.url)) == reading


async def test_an_article_without_a_date_comes_back_without_one(store):
    reading = ferry()
    reading = replace(reading, article=replace(reading.article, published=None))
    await keep(store, reading)
    assert [kept.reading for kept in await store.archive.latest()] == [reading]


async def test_an_article_is_kept_once_and_its_cards_are_queued_once(store, noon):
    cards = deliveries("terminal:main", ["story:1"], noon)
    assert await keep(store, ferry(), deliveries=cards)
    assert not await keep(store, ferry(), deliveries=deliveries("terminal:main", ["story:2"], noon))
    assert (await store.outbox.counts()).pending == 1
    assert (await store.archive.counts()).articles == 1


async def test_nothing_of_an_article_is_kept_when_its_cards_cannot_be(store, noon):
    broken = replace(deliveries("terminal:main", ["x"], noon)[0], created=noon.replace(tzinfo=None))
    with pytest.raises(StatementError, match="time zone"):
        await keep(store, ferry(), deliveries=[broken])
    assert (await store.archive.counts()).articles == 0


async def test_unseen_knows_guid_address_and_alias(store):
    await keep(store, ferry(1), aliases=["http://www.news.example/one?utm_source=feed"])
    await store.archive.add_alias(
        article_id("https://news.example/1"),
        url="https://other.example/copy",
        source_id="post",
        guid="another",
    )
    known = [
        entry("https://news.example/1"),
        entry("https://news.example/one"),
        entry("https://other.example/copy/"),
        entry("https://moved.example/9", "guid-1"),
        entry("", "another"),
    ]
    fresh = [entry("https://news.example/2", "guid-2"), entry("https://news.example/3")]
    twice = [entry("https://news.example/3?utm_source=x")]
    assert await store.archive.unseen("post", [*known, *fresh, *twice]) == fresh
    assert await store.archive.unseen("elsewhere", [entry("", "guid-1")]) == [entry("", "guid-1")]


async def test_latest_is_newest_first_and_obeys_the_filter(store, noon):
    for number in range(1, 6):
        await keep(store, ferry(number, source_id="post" if number % 2 else "list/feed"))
    numbers = [kept.reading.article.title for kept in await store.archive.latest(limit=2)]
    assert numbers == ["Ferry 5", "Ferry 4"]
    for wanted, count in [
        (FactFilter(source="list"), 2),
        (FactFilter(source="the vell post"), 5),
        (FactFilter(source="pos"), 0),
        (FactFilter(language="fr"), 0),
        (FactFilter(topics=("coffee", "unknown")), 5),
        (FactFilter(topics=("unknown",)), 0),
        (FactFilter(actors=("ana-ruiz",)), 5),
        (FactFilter(loose=("never asked",)), 5),
        (FactFilter(since=noon), 0),
    ]:
        assert len(await store.archive.latest(wanted)) == count
        assert await store.archive.count(wanted) == count


async def test_between_takes_the_start_and_leaves_the_end(store, noon):
    await keep(store, ferry())
    second = timedelta(seconds=1)
    assert len(await store.archive.between(noon, noon + second, 10)) == 1
    assert await store.archive.between(noon - second, noon, 10) == []


@pytest.mark.parametrize(
    "words",
    [
        "ferry",
        "FÉRRY elysee",
        "cafe",
        '"never asked about"',
        "subsid",
        'AND "ferry"',
        "ferry's subsidy",
    ],
)
async def test_search_finds_words_whatever_their_accents_and_case(store, words):
    text = FERRY.replace("Nothing else", "Nothing and the ferry's subsidy else")
    await keep(store, ferry(text=text))
    assert len(await store.archive.search(words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "ferry NOT spain",
        "fer",
        "ferry OR zeppelin",
        "title:ferry zeppelin",
        '"asked never"',
        "*",
        '"',
        "'",
        "",
        "NEAR(",
        "ferry & !zeppelin",
        "'); DROP TABLE article; --",
        "fer\x00",
    ],
)
async def test_search_reads_no_operators(store, words):
    """What a person types are words to be found, all of them; never syntax."""
    await keep(store, ferry())
    assert await store.archive.search(words) == []
    assert await store.archive.latest(FactFilter(loose=("ferry NOT",))) == []


async def test_search_puts_titles_first_and_obeys_the_filter(store):
    await keep(store, ferry(1, text=FERRY + " Ferry 2 was late."))
    await keep(store, ferry(2))
    found = await store.archive.search("ferry 2")
    assert [kept.reading.article.title for kept in found] == ["Ferry 2", "Ferry 1"]
    assert len(await store.archive.search("ferry", FactFilter(language="en"), 1)) == 1
    assert await store.archive.search("ferry", FactFilter(language="fr")) == []


async def test_copies_are_found_by_what_they_share(store):
    text = " ".join(f"word{i} and thing{i * 7}" for i in range(200)) + "."
    reading = replace(ferry(), quotes=(), figures=(), positions=(), topics=(), actors=())
    reading = replace(reading, article=replace(reading.article, text=text), sentences=())
    await keep(store, reading, shingles=shingles(text), story_id="story")
    cut = shingles("AGENCY - " + text[: len(text) // 2])
    candidates = await store.archive.copy_candidates(cut)
    assert decide(cut, candidates).verdict is Verdict.COPY
    assert decide(cut, candidates).story_id == "story"
    assert candidates[0].shingles == shingles(text)
    assert await store.archive.copy_candidates(shingles(FERRY)) == []
    assert await store.archive.copy_candidates(frozenset()) == []


async def test_what_is_forgotten_leaves_nothing_behind(store, noon):
    for number in (1, 2):
        await keep(store, ferry(number), shingles=shingles(FERRY))
    old = ferry(3, published=noon - timedelta(days=400))
    await keep(store, old, shingles=shingles(FERRY))
    assert await store.archive.forget_before(noon - timedelta(days=365)) == 1
    assert await store.archive.forget(article_id("https://news.example/1"))
    assert not await store.archive.forget(article_id("https://news.example/1"))
    counts = await store.archive.counts()
    assert (counts.articles, counts.quotes, counts.figures, counts.positions) == (1, 1, 1, 1)
    assert len(await store.archive.search("ferry")) == 1
    assert len(await store.archive.copy_candidates(shingles(FERRY))) == 1
    # but the hash of its address, lest it be read again: see test_retention
    assert await store.archive.unseen("post", [entry("https://news.example/1")]) == []


async def test_text_no_database_takes_keeps_its_offsets(store):
    reading = ferry(text=FERRY.replace("The harbour", "The\x00harbour\ud800"))
    reading = replace(reading, notes=("odd \ud800 note",))
    assert await keep(store, reading)
    kept = (await store.archive.latest())[0].reading
    assert kept.article.text.startswith("The\ufffdharbour\ufffd of Vell")
    assert kept.quotes == reading.quotes
    assert kept.notes == ("odd \ufffd note",)


async def test_long_texts_guids_and_addresses_are_kept(store):
    text = FERRY + " " + "".join(chr(0x4E00 + i % 20_000) + " " for i in range(150_000))
    reading = ferry(text=text)
    reading = replace(
        reading,
        article=replace(
            reading.article, guid="g" * 9_000, url="https://news.example/" + "é" * 2_000
        ),
    )
    assert await keep(store, reading)
    assert (await store.archive.latest())[0].reading == reading


async def test_an_article_is_found_by_any_of_its_addresses(store):
    await keep(store, ferry(), aliases=["https://short.example/f"])
    found = await store.archive.by_address("http://short.example/f?utm_medium=x")
    assert found is not None
    assert found.reading.article.at(at(FERRY, "Spain")) == "Spain"
    assert await store.archive.by_address("https://short.example/g") is None


def test_the_id_of_an_article_is_the_same_for_every_form_of_its_address():
    assert article_id("http://www.news.example/a/?utm_source=x#top") == article_id(
        "https://news.example/a"
    )
    assert article_id("https://news.example/a") != article_id("https://news.example/b")


async def test_a_story_is_told_by_its_articles_oldest_first(store):
    for number in (1, 2, 3):
        await keep(store, ferry(number), story_id="strike" if number != 2 else "other")
    assert await store.archive.telling("strike") == [ferry(1).article, ferry(3).article]
    assert await store.archive.telling("nothing") == []
