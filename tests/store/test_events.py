"""What articles tell is found again by numbers, for some days."""

from __future__ import annotations

from datetime import timedelta

from bot.store.archive import article_id
from tests.fakes.readings import ferry


async def keep(store, number, traits, story=None, published=None):
    reading = ferry(number, published=published)
    key = article_id(reading.article.url)
    await store.archive.keep(reading, article_id=key, story_id=story or key, traits=traits)
    return key


async def test_articles_are_found_by_what_they_tell(store, noon):
    first = await keep(store, 1, {11: 1.5, 12: 2.0, -13: 0.0}, published=noon)
    await keep(store, 2, {11: 1.5}, story=first, published=noon + timedelta(hours=5))
    await keep(store, 3, {99: 1.0})
    found = await store.events.candidates([11, -13])
    assert [(one.story_id, one.shared, one.weight) for one in found] == [
        (first, {11, -13}, 3.5),
        (first, {11}, 1.5),
    ]
    assert {one.begun for one in found} == {noon}
    assert await store.events.candidates([]) == []


async def test_what_articles_told_goes_with_them_and_with_time(store, clock):
    key = await keep(store, 1, {11: 1.0})
    await keep(store, 2, {11: 1.0})
    await store.archive.forget(key)
    assert len(await store.events.candidates([11])) == 1
    await store.events.forget_before(clock())
    assert len(await store.events.candidates([11])) == 1
    await store.events.forget_before(clock() + timedelta(seconds=1))
    assert await store.events.candidates([11]) == []
    assert (await store.archive.counts()).articles == 1
