"""What goes goes whole, and what stays stays true: facts without the text around them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Card, DeliveryState, Entry, QuoteItem, Section, Span, Validators, fact_id
from bot.store.archive import article_id
from bot.store.outbox import delivery_key
from bot.store.retention import FORGOTTEN, REMEMBERED, thinned
from bot.store.versions import Outlook, Revision
from tests.fakes.house import Clock
from tests.fakes.readings import deliveries, ferry

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    """A clock set by hand."""
    return Clock()


async def keep(store, number, **given):
    reading = ferry(number)
    key = article_id(reading.article.url)
    await store.archive.keep(reading, article_id=key, story_id=key, **given)
    return key


async def test_a_thinned_text_keeps_its_facts_and_their_sentences_word_for_word(store, clock):
    """Nothing else of it is left, nor found; offsets are as they were."""
    key = await keep(store, 1)
    before = await store.archive.reading(key)
    clock.now += 30 * DAY
    assert await store.retention.thin_before(clock() - DAY) == 1
    after = await store.archive.reading(key)
    assert (after.quotes, after.figures, after.positions) == (
        before.quotes,
        before.figures,
        before.positions,
    )
    assert len(after.article.text) == len(before.article.text)
    words = " ".join(after.article.text.split())
    assert words.startswith("ferry Spain opposes the ferry subsidy of 3 million euros.")
    assert 'Mayor Ana Ruiz said "we were never asked about it" on Monday.' in words
    assert "Nothing else happened" not in words
    assert await store.archive.search("happened") == []
    assert len(await store.archive.search("Monday")) == 1


async def test_only_what_is_old_enough_is_thinned_and_only_once(store, clock):
    """Also when there are more than one portion."""
    for number in range(120):
        await keep(store, number)
    clock.now += 2 * DAY
    young = await keep(store, 500)
    assert await store.retention.thin_before(clock() - DAY) == 120
    assert await store.retention.thin_before(clock() - DAY) == 0
    reading = await store.archive.reading(young)
    assert "Nothing else happened" in reading.article.text
    clock.now += 2 * DAY
    assert await store.retention.thin_before(clock() - DAY) == 1


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=4)
)
def test_a_text_keeps_its_length_and_what_is_cited(text, ends):
    """Whatever the spans."""
    spans = [Span(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in ends]
    left = thinned(text, spans)
    assert len(left) == len(text)
    assert all(span.of(left) == span.of(text) for span in spans)
    cited = {place for span in spans for place in range(span.start, span.end)}
    assert all(sign.isspace() for place, sign in enumerate(left) if place not in cited)


@pytest.mark.parametrize("how", ["age", "person"])
async def test_a_deleted_article_is_not_new_again_while_its_source_lists_it(store, clock, how):
    """For ninety days, by address and by guid."""
    key = await keep(store, 1)
    reading = ferry(1)
    here = Entry(source_id="post", url=reading.article.url, guid="guid-1")
    moved = Entry(source_id="post", url="https://news.example/moved", guid="guid-1")
    other = Entry(source_id="post", url="https://news.example/2", guid="guid-2")
    if how == "age":
        assert await store.archive.forget_before(clock() + DAY) == 1
    else:
        assert await store.archive.forget(key)
    assert await store.archive.reading(key) is None
    assert await store.archive.unseen("post", [here, moved, other]) == [other]
    clock.now += REMEMBERED
    assert len(await store.archive.unseen("post", [here, other])) == 2


async def test_the_cards_of_a_forgotten_article_say_nothing_more(store, clock):
    """Those that wait are given up with a reason; those that were posted stay so; answers go."""
    key = await keep(store, 1)
    fact = fact_id(key, 0)
    told = Section(items=(QuoteItem(words="never", speaker=None, facts=(fact,)),))
    answer = Card(kind="quotes", title="Quotes", sections=(told,))
    shown = await store.shown.keep(answer, clock())
    for channel in ("slack:C1", "slack:C2"):
        await store.outbox.add(deliveries(channel, (f"story:{key}", "story:b"), clock()))
    await store.outbox.sent(delivery_key("slack:C2", f"story:{key}"), "m1", clock())
    await store.retention.drop_cards(key, key, alone=True)
    waited = await store.outbox.find(delivery_key("slack:C1", f"story:{key}"))
    posted = await store.outbox.find(delivery_key("slack:C2", f"story:{key}"))
    other = await store.outbox.find(delivery_key("slack:C2", "story:b"))
    assert (waited.state, waited.error) == (DeliveryState.PARKED, FORGOTTEN)
    assert (posted.state, posted.message_id) == (DeliveryState.SENT, "m1")
    assert (waited.card.title, posted.card.title, other.card.title) == ("", "", "story:b")
    assert await store.shown.find(shown) is None


async def test_what_a_thinned_article_said_before_it_changed_goes_too(store, clock):
    """The older version is a whole text like the newer one."""
    key = await keep(store, 1)
    visit = await store.versions.find(key)
    article = replace(visit.reading.article, title="Once more")
    await store.versions.renew(
        visit,
        replace(visit.reading, article=article),
        shingles=frozenset(),
        traits={},
        outlook=Outlook(next_look=None, validators=Validators()),
        revision=Revision(cards={}),
    )
    assert len(await store.versions.texts(key)) == 1
    clock.now += 30 * DAY
    await store.retention.thin_before(clock() - DAY)
    assert await store.versions.texts(key) == []


async def test_a_thinned_article_is_not_compared_with_its_page(store, clock):
    """What no fact cites is blank: it would always read otherwise."""
    entry = Entry(source_id="post", url=ferry(1).article.url, title="Once")
    key = await keep(store, 1, next_look=clock() + DAY)
    assert await store.versions.retold("post", [entry]) == []
    told = replace(entry, title="Again")
    assert [id_ for id_, _ in await store.versions.retold("post", [told])] == [key]
    clock.now += 30 * DAY
    assert len(await store.versions.claim_due(clock(), 9, DAY)) == 1
    clock.now += DAY
    await store.retention.thin_before(clock() - DAY)
    assert await store.versions.claim_due(clock() + DAY, 9, DAY) == []
    assert await store.versions.retold("post", [told]) == []


async def test_what_a_deleted_article_said_leaves_the_cards_that_wait(store, clock):
    """A digest of several articles goes without it."""
    key = await keep(store, 1)
    other = await keep(store, 2)
    facts = [fact_id(key, 0), fact_id(other, 0), fact_id(other, 1)]
    assert await store.verdicts.fallen(facts) == frozenset()
    await store.archive.forget(key)
    assert await store.verdicts.fallen(facts) == {facts[0]}
    assert await store.verdicts.fallen([]) == frozenset()
