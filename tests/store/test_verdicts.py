"""What people said of facts: kept, counted, taken back, and what follows for questions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Card, Fault, Section, TextItem, fact_id
from bot.store.archive import article_id
from bot.store.filters import FactFilter
from bot.store.shown import KEPT
from tests.fakes.house import Clock
from tests.fakes.readings import ferry, unchanged

KEY = article_id(ferry().article.url)
QUOTE, FIGURE, POSITION = (fact_id(KEY, n) for n in range(3))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def kept(store):
    await store.archive.keep(ferry(), article_id=KEY, story_id=KEY)
    return store


async def say(store, clock, fact, fault, person="slack:U1", *, by_admin=False):
    clock.now += timedelta(minutes=1)
    at = clock()
    said = {"person": person, "by_admin": by_admin, "at": at, "correct": unchanged}
    return await store.verdicts.record([fact], fault, **said)


async def test_facts_bear_the_ids_they_are_judged_by(kept):
    """A fact's id is its article's and its place there, whichever way it is asked for."""
    (hit,) = await kept.facts.quotes(FactFilter())
    reading = await kept.archive.reading(KEY)
    (figure,) = reading.figures
    (position,) = await kept.facts.positions(FactFilter())
    assert (hit.quote.id, figure.id, position.position.id) == (QUOTE, FIGURE, POSITION)
    found = await kept.facts.by_ids([POSITION, "gone.0", QUOTE])
    assert [fact.id for fact, _ in found] == [POSITION, QUOTE]


async def test_a_refuted_fact_is_found_by_no_question(kept, clock):
    """Questions, readings and exports leave it out, and find it again when it is confirmed."""
    assert await say(kept, clock, QUOTE, Fault.QUOTE) == 1
    assert await kept.facts.quotes(FactFilter()) == []
    reading = await kept.archive.reading(KEY)
    assert reading.quotes == ()
    assert reading.positions[0].id == POSITION  # the others keep their ids
    assert [row.kind async for row in kept.export()] == ["figure", "position"]
    assert await kept.verdicts.refuted([QUOTE, FIGURE]) == {QUOTE}
    await say(kept, clock, QUOTE, Fault.RIGHT)
    assert len(await kept.facts.quotes(FactFilter())) == 1


async def test_the_verdict_that_counts_is_an_admins_else_the_newest(kept, clock):
    """Rank goes before time, time before nothing; each person has one say."""
    await say(kept, clock, FIGURE, Fault.FIGURE, "slack:ADMIN", by_admin=True)
    await say(kept, clock, FIGURE, Fault.RIGHT, "slack:U1")
    await say(kept, clock, POSITION, Fault.STANCE, "slack:U1")
    await say(kept, clock, POSITION, Fault.RIGHT, "slack:U2")
    judged = {one.fact: one.fault for one in await kept.verdicts.judged()}
    assert judged == {FIGURE: Fault.FIGURE, POSITION: Fault.RIGHT}
    assert await kept.verdicts.refuted([FIGURE, POSITION]) == {FIGURE}


@pytest.mark.parametrize("fact", ["", "x", f"{KEY}.99", f"{KEY}.x", f"{KEY}.²", f"{KEY}.{9**99}"])
async def test_what_is_no_kept_fact_gets_no_verdict(kept, clock, fact):
    """Nothing is kept of a verdict on nothing."""
    assert await say(kept, clock, fact, Fault.QUOTE) == 0
    assert await kept.verdicts.judged() == []


async def test_verdicts_are_exported_with_their_facts_and_counted_without(kept, clock):
    """The export holds the refuted fact too; when the article is deleted, the count remains."""
    await say(kept, clock, QUOTE, Fault.SPEAKER)
    ((said, row),) = [pair async for pair in kept.verdicts.export()]
    assert (said.fact, said.person, said.fault) == (QUOTE, "slack:U1", Fault.SPEAKER)
    assert row.words == "we were never asked about it"
    await kept.archive.forget(KEY)
    assert [pair async for pair in kept.verdicts.export()] == []
    assert len(await kept.verdicts.judged()) == 1


async def test_a_shown_answer_is_known_by_its_key_for_two_weeks(store, clock):
    """The same card has the same key; after two weeks without being shown again it is forgotten."""
    card = Card(kind="answer", title="Ferry", sections=(Section(items=(TextItem(text="x"),)),))
    key = await store.shown.keep(card, clock())
    assert await store.shown.keep(card, clock()) == key
    assert await store.shown.find(key) == card
    clock.now += KEPT
    await store.shown.keep(Card(kind="answer", title="Another"), clock())
    assert await store.shown.find(key) is None
