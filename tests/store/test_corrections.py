"""A verdict leaves every posted card that shows the fact, whatever its channel and kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.review import Review
from bot.model import Card, Delivery, Fault, Platform, QuoteItem, Section, fact_id
from bot.store.archive import article_id
from bot.store.outbox import delivery_key
from tests.fakes.house import NOON, Clock
from tests.fakes.readings import deliveries, ferry
from tests.fakes.words import shipped_phrases

KEY = article_id(ferry().article.url)
QUOTE, FIGURE = fact_id(KEY, 0), fact_id(KEY, 1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def post(channel: str, slot: str, *facts: str, kind: str = "article") -> Delivery:
    items = tuple(QuoteItem(words=fact, speaker=None, facts=(fact,)) for fact in facts)
    shown = Card(kind=kind, title="Ferry", sections=(Section(items=items),))  # type: ignore[arg-type]
    return replace(deliveries(channel, [slot], NOON)[0], card=shown)


@pytest.fixture
async def posted(store):
    """Cards on both platforms that show the quote, one that does not, and one not sent."""
    await store.archive.keep(ferry(), article_id=KEY, story_id=KEY)
    await store.outbox.add(
        [
            post("slack:C1", "story:x", QUOTE, FIGURE),
            post("slack:C2", "digest:x", QUOTE, kind="digest"),
            post("discord:7", "story:x", QUOTE),
            post("slack:C3", "story:x", FIGURE),
        ]
    )
    claimed = await store.outbox.claim(NOON, 9, NOON - NOON, tuple(Platform))
    for each in claimed:
        await store.outbox.sent(each.delivery.key, "m", NOON)
    return store


async def say(store, clock, fault: Fault, fact: str = QUOTE, *, is_admin: bool = False) -> None:
    review = Review(store, shipped_phrases(), clock)
    await review.judge(
        [fact], fault, person="slack:U1", is_admin=is_admin, phrases=shipped_phrases()["en"]
    )


async def edited(store) -> dict[str, str]:
    """The footers of the newest edits, by channel."""
    slots = {"slack:C1": "story:x", "slack:C2": "digest:x", "discord:7": "story:x"}
    slots["slack:C3"] = "story:x"
    keys = {delivery_key(channel, slot): channel for channel, slot in slots.items()}
    found = await store.edits.newest(list(keys))
    return {keys[key]: edit.card.footer for key, edit in found.items()}


async def test_every_posted_card_that_shows_the_fact_is_edited(posted, clock):
    """In all channels, digests too; the one that shows another fact stays."""
    await say(posted, clock, Fault.SPEAKER)
    note = shipped_phrases()["en"].verdicts.corrected
    assert await edited(posted) == {"slack:C1": note, "slack:C2": note, "discord:7": note}


async def test_a_verdict_that_changes_nothing_edits_nothing(posted, clock):
    """Somebody confirms what nobody doubted, or says again what was said."""
    await say(posted, clock, Fault.RIGHT)
    assert await edited(posted) == {}
    await say(posted, clock, Fault.SPEAKER)
    before = await posted.edits.newest([delivery_key("slack:C1", "story:x")])
    await say(posted, clock, Fault.QUOTE)
    assert await posted.edits.newest([delivery_key("slack:C1", "story:x")]) == before


async def test_a_verdict_taken_back_brings_the_fact_back(posted, clock):
    """The cards read as they did, without the note."""
    await say(posted, clock, Fault.SPEAKER)
    await say(posted, clock, Fault.RIGHT)
    assert await edited(posted) == {"slack:C1": "", "slack:C2": "", "discord:7": ""}


async def test_a_card_that_waits_needs_no_edit(store, clock):
    """It loses the fact on its way."""
    await store.archive.keep(ferry(), article_id=KEY, story_id=KEY)
    await store.outbox.add([post("slack:C1", "story:x", QUOTE)])
    await say(store, clock, Fault.SPEAKER)
    assert await edited(store) == {}
