"""Articles that change: the new version in the old one's place, with all that follows, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import StatementError

from bot.answers.revision import carried_over
from bot.model import Entry, Fault, Platform, Reading, Validators, fact_id
from bot.store.archive import article_id
from bot.store.filters import FactFilter
from bot.store.outbox import delivery_key
from bot.store.versions import Outlook, Revision
from tests.fakes.house import NOON, Clock
from tests.fakes.readings import FERRY, card, deliveries, ferry, unchanged

KEY = article_id(ferry().article.url)
QUOTE, FIGURE, POSITION = (fact_id(KEY, n) for n in range(3))
POST = delivery_key("slack:C1", "a")
LATER = FERRY.replace("3 million euros", "5 million euros").replace("café", "bakery")
HOUR = timedelta(hours=1)
GIVEN = Validators(etag='"1"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT")
NEXT = Outlook(next_look=NOON + 6 * HOUR, validators=Validators(etag='"2"'))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def kept(store):
    await store.archive.keep(
        ferry(),
        article_id=KEY,
        story_id=KEY,
        shingles=frozenset({1, 2, 3, 4}),
        deliveries=deliveries("slack:C1", ["a"], NOON),
        next_look=NOON + HOUR,
        validators=GIVEN,
    )
    return store


def later() -> Reading:
    """The ferry costs more, and nobody speaks of coffee."""
    text = LATER
    old = ferry()
    figure = replace(old.figures[0], span=old.figures[0].span, value=Decimal(5_000_000))
    return replace(
        old,
        article=replace(old.article, text=text, title="Ferry 1, corrected"),
        figures=(figure,),
        topics=old.topics[:2],
    )


async def renewed(store, reading: Reading, revision: Revision | None = None) -> bool:
    visit = await store.versions.find(KEY)
    return await store.versions.renew(
        visit,
        carried_over(visit.reading, reading, KEY, visit.ordinals),
        shingles=frozenset({3, 4, 5, 6}),
        traits={},
        outlook=NEXT,
        revision=revision or Revision(cards={}),
    )


async def test_what_is_due_is_given_to_one_only_and_comes_back(kept, clock):
    """After the lease, when whoever took it died."""
    claim = kept.versions.claim_due
    assert await claim(NOON, 9, HOUR) == []
    (visit,) = await claim(NOON + HOUR, 9, HOUR)
    assert (visit.article_id, visit.validators, visit.changes) == (KEY, GIVEN, 0)
    assert visit.reading.article.text == FERRY
    assert await claim(NOON + HOUR, 9, HOUR) == []
    assert len(await claim(NOON + 3 * HOUR, 9, HOUR)) == 1
    await kept.versions.settle(KEY, NEXT)
    assert await claim(NOON + 5 * HOUR, 9, HOUR) == []
    (visit,) = await claim(NOON + 6 * HOUR, 9, HOUR)
    assert visit.validators == NEXT.validators


async def test_answers_are_given_from_the_newest_version(kept):
    """Facts, words, searches and copies; what it said before is kept."""
    assert await renewed(kept, later())
    reading = await kept.archive.reading(KEY)
    assert reading.article.text == LATER
    (hit,) = await kept.facts.figures(FactFilter())
    assert hit.words == "5 million euros"
    assert await kept.archive.search("bakery")
    assert await kept.archive.search("corrected")
    assert await kept.archive.search("café") == []
    assert len(await kept.archive.copy_candidates(frozenset({5, 6, 3, 4}))) == 1
    assert await kept.archive.copy_candidates(frozenset({1, 2, 7, 8})) == []
    assert await kept.versions.texts(KEY) == [FERRY]
    history = await kept.versions.history(KEY)
    assert (history.changes, history.changed_at) == (1, NOON)


async def test_a_fact_keeps_its_id_and_no_id_is_given_twice(kept):
    """The quote stays what it was; figures come and go under names of their own."""
    await renewed(kept, later())
    (quote,), (figure,) = (
        await kept.facts.quotes(FactFilter()),
        await kept.facts.figures(FactFilter()),
    )
    assert quote.quote.id == QUOTE
    assert figure.figure.id not in (QUOTE, FIGURE, POSITION)
    await renewed(kept, replace(later(), figures=()))
    await renewed(kept, later())
    (again,) = await kept.facts.figures(FactFilter())
    assert again.figure.id not in (QUOTE, FIGURE, POSITION, figure.figure.id)


async def test_a_verdict_holds_for_the_fact_in_the_next_version(kept, clock):
    """What was called wrong and still stands there is not shown; what is new is."""
    said = {"person": "slack:U1", "by_admin": False, "at": NOON, "correct": unchanged}
    await kept.verdicts.record([QUOTE, FIGURE], Fault.QUOTE, **said)
    await renewed(kept, later())
    assert await kept.facts.quotes(FactFilter()) == []
    assert len(await kept.facts.figures(FactFilter())) == 1


async def test_the_change_and_its_edits_are_one(kept, clock):
    """A card that was sent is edited, and a new message queued; of a change that failed, nothing."""
    revision = Revision(cards={POST: card("new")}, notices=deliveries("slack:C1", ["n"], NOON))
    await kept.outbox.sent((await claimed(kept)).key, "m1", NOON)
    naive = replace(deliveries("slack:C1", ["n"], NOON)[0], created=NOON.replace(tzinfo=None))
    with pytest.raises(StatementError):
        await renewed(kept, later(), replace(revision, notices=[naive]))
    assert (await kept.archive.reading(KEY)).article.text == FERRY
    assert await kept.edits.newest([POST]) == {}
    assert await renewed(kept, later(), revision)
    edit = (await kept.edits.newest([POST]))[POST]
    assert (edit.card.title, edit.edits, edit.channel) == ("new", POST, "slack:C1")
    assert len(await kept.outbox.for_slots(["n"])) == 1


async def claimed(store):
    (one,) = await store.outbox.claim(NOON, 9, HOUR, (Platform.SLACK,))
    return one.delivery


async def test_of_two_who_see_one_change_one_keeps_it(kept):
    """The other's cards are not edited twice."""
    visit = await kept.versions.find(KEY)
    reading = carried_over(visit.reading, later(), KEY, visit.ordinals)
    given = {"shingles": frozenset(), "traits": {}, "outlook": NEXT}
    revision = Revision(cards={POST: card("new")})
    both = [await kept.versions.renew(visit, reading, **given, revision=revision) for _ in range(2)]
    assert both == [True, False]
    assert (await kept.versions.history(KEY)).changes == 1


async def test_a_source_that_says_something_else_is_heard(kept):
    """Another title, summary or date of a known entry; the first word counts as none."""
    entry = Entry(source_id="post", url="https://news.example/1", guid="guid-1", title="Ferry")
    other = Entry(source_id="post", url="https://news.example/2", guid="guid-2", title="Bus")
    said = kept.versions.retold
    assert await said("post", [entry, other]) == []
    assert await said("post", [entry]) == []
    for changed in (
        replace(entry, title="Ferry!"),
        replace(entry, summary="It sank."),
        replace(entry, updated=NOON),
        replace(entry, published=NOON),
    ):
        assert await said("post", [changed, other]) == [(KEY, changed)]
    await kept.versions.hear("post", replace(entry, title="Ferry!"))
    assert await said("post", [replace(entry, title="Ferry!")]) == []


async def test_all_of_it_goes_with_its_article(kept):
    """Nothing is left behind."""
    await renewed(kept, later())
    assert await kept.archive.forget(KEY)
    assert await kept.versions.texts(KEY) == []
    assert await kept.versions.find(KEY) is None
    assert await kept.versions.claim_due(NOON + 99 * HOUR, 9, HOUR) == []
