"""The way of the cards: order, waiting, failures, and what becomes of each in the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.attempts import CLOSED, LAG, STALE, Later
from bot.deliver import LEASE, Deliver
from bot.model import (
    Card,
    DeliveryState,
    Fault,
    FigureItem,
    Platform,
    QuoteItem,
    Section,
    fact_id,
)
from bot.outlet import Declined, Unsure
from bot.store.archive import article_id
from bot.store.outbox import OutboxCounts, delivery_key
from bot.store.store import Store
from tests.fakes.dice import dice
from tests.fakes.house import NOON, Clock
from tests.fakes.outlets import FakeOutlet, Lost
from tests.fakes.readings import deliveries, ferry, unchanged


@pytest.fixture
def slack(clock: Clock) -> FakeOutlet:
    """A platform that forgets keys."""
    return FakeOutlet(clock)


@pytest.fixture
def discord(clock: Clock) -> FakeOutlet:
    """A platform that remembers keys."""
    return FakeOutlet(clock, Platform.DISCORD, remembers_keys=True)


@pytest.fixture
def deliver(store: Store, clock: Clock, slack: FakeOutlet, discord: FakeOutlet) -> Deliver:
    """Both platforms connected."""
    outlets = {outlet.platform: outlet for outlet in (slack, discord)}
    return Deliver(store=store, outlets=outlets, clock=clock, random=dice())


async def queue(store: Store, channel: str, *slots: str) -> list[str]:
    await store.outbox.add(deliveries(channel, slots, NOON))
    return [delivery_key(channel, slot) for slot in slots]


async def state_of(store: Store, key: str) -> DeliveryState:
    found = await store.outbox.find(key)
    assert found is not None
    return found.state


async def test_every_card_goes_once_and_in_order(deliver, store, slack, discord):
    """A second round finds nothing to do."""
    first = await queue(store, "slack:C1", "a", "b", "c")
    second = await queue(store, "discord:1", "a", "b")
    report = await deliver.round()
    assert (report.sent, report.problems, report.again) == (5, (), ())
    assert slack.keys() == first
    assert discord.keys() == second
    assert (await deliver.round()).sent == 0
    found = await store.outbox.find(first[0])
    assert found is not None
    assert (found.state, found.message_id) == (DeliveryState.SENT, "m1")


async def test_a_platform_that_is_not_connected_keeps_its_cards_waiting(store, clock, slack):
    """They go when it is."""
    await queue(store, "discord:1", "a")
    deliver = Deliver(store=store, outlets={Platform.SLACK: slack}, clock=clock, random=dice())
    assert (await deliver.round()).sent == 0
    assert await store.outbox.counts() == OutboxCounts(pending=1)
    assert (await Deliver(store=store, outlets={}, clock=clock, random=dice()).round()).sent == 0


async def test_a_channel_that_must_wait_holds_up_no_other(deliver, store, slack, clock):
    """And its own later cards stay behind the first."""
    blocked = await queue(store, "slack:C1", "a", "b")
    free = await queue(store, "slack:C2", "c", "d")
    slack.script = [Declined("slow down", retry_after=60)]
    report = await deliver.round()
    assert report.sent == 2
    assert report.problems == ("slack:C1: slow down",)
    assert len(report.again) == 1
    assert slack.keys() == free
    clock.now += timedelta(seconds=59)
    assert (await deliver.round()).sent == 0
    clock.now += timedelta(seconds=10)
    await deliver.round()
    assert slack.keys() == [*free, *blocked]
    assert slack.finds == []


async def test_a_closed_channel_costs_one_call_and_loses_nothing(
    deliver, store, slack, clock, caplog
):
    """Somebody is told once; when it is mended, everything goes, in order."""
    keys = await queue(store, "slack:C1", "a", "b")
    refusal = Declined("Slack answered not_in_channel", permanent=True, closed=True)
    slack.script = [refusal, refusal]
    await deliver.round()
    await deliver.round()
    assert len(slack.posts) == 1
    clock.now += CLOSED
    await deliver.round()
    assert [record.message for record in caplog.records] == [
        "cards for slack:C1 wait: Slack answered not_in_channel"
    ]
    clock.now += CLOSED
    await deliver.round()
    assert slack.keys() == keys


async def test_a_card_that_cannot_be_taken_is_given_up_and_the_next_one_goes(
    deliver, store, slack, caplog
):
    """The reason is kept in the outbox and in the log."""
    odd, good = await queue(store, "slack:C1", "a", "b")
    slack.script = [Declined("invalid_blocks", permanent=True)]
    report = await deliver.round()
    assert (report.sent, report.given_up) == (1, 1)
    assert slack.keys() == [good]
    assert await state_of(store, odd) is DeliveryState.PARKED
    assert "invalid_blocks" in caplog.text


async def test_a_lost_answer_is_asked_again_with_the_same_key(deliver, store, discord, clock):
    """Where keys are remembered, that is safe and quick."""
    (key,) = await queue(store, "discord:1", "a")
    discord.script = [Lost()]
    await deliver.round()
    assert await state_of(store, key) is DeliveryState.IN_FLIGHT
    clock.now += timedelta(seconds=6)
    assert (await deliver.round()).sent == 1
    assert discord.posts == [key, key]
    assert discord.keys() == [key]
    assert discord.finds == []


async def test_a_lost_answer_is_looked_for_where_keys_are_forgotten(deliver, store, slack, clock):
    """Not before history had the time to show it."""
    (key,) = await queue(store, "slack:C1", "a")
    slack.script = [Lost(late=80)]
    await deliver.round()
    clock.now += timedelta(seconds=85)
    await deliver.round()
    assert slack.finds == []
    clock.now += timedelta(seconds=10)
    assert (await deliver.round()).sent == 1
    assert slack.posts == [key]
    assert await state_of(store, key) is DeliveryState.SENT


async def test_a_card_that_is_proven_absent_is_posted_anew(deliver, store, slack, clock):
    """One look, one more post."""
    (key,) = await queue(store, "slack:C1", "a")
    slack.script = [Unsure("no answer")]
    await deliver.round()
    clock.now += timedelta(seconds=100)
    assert (await deliver.round()).sent == 1
    assert (slack.posts, slack.finds, slack.keys()) == ([key, key], [key], [key])


@pytest.mark.parametrize("failure", [Unsure("no scope"), OSError("broken")])
async def test_a_look_that_fails_posts_nothing(deliver, store, slack, clock, failure):
    """The card waits for one that succeeds."""
    (key,) = await queue(store, "slack:C1", "a")
    slack.script, slack.looks = [Lost()], [failure]
    await deliver.round()
    clock.now += timedelta(seconds=100)
    assert (await deliver.round()).sent == 0
    clock.now += timedelta(seconds=100)
    assert (await deliver.round()).sent == 1
    assert slack.posts == [key]


async def test_a_defect_in_one_post_ends_nothing(deliver, store, slack, clock):
    """Whatever a platform raises counts as no answer."""
    blocked = await queue(store, "slack:C1", "a")
    free = await queue(store, "slack:C2", "b")
    slack.script = [ValueError("a card nobody thought of")]
    assert (await deliver.round()).sent == 1
    assert slack.keys() == free
    clock.now += timedelta(seconds=100)
    await deliver.round()
    assert slack.keys() == [*free, *blocked]


async def test_a_crashed_attempt_is_looked_for_after_its_lease(deliver, store, slack, clock):
    """Its post may have left until then, and shows a while later; it is found and not made again."""
    (key,) = await queue(store, "slack:C1", "a")
    await store.outbox.claim(clock(), 1, LEASE, (Platform.SLACK,))
    claimed = await store.outbox.find(key)
    await slack.post("C1", claimed.card, key)
    assert (await deliver.round()).sent == 0
    clock.now += LEASE
    assert (await deliver.round()).sent == 0
    clock.now += LAG
    assert (await deliver.round()).sent == 1
    assert slack.posts == [key]


async def test_what_was_said_to_be_wrong_while_a_card_waited_is_not_posted(store, clock):
    """The card goes without the refuted fact, and with all the others."""
    key = article_id(ferry().article.url)
    await store.archive.keep(ferry(), article_id=key, story_id=key)
    wrong, right = fact_id(key, 0), fact_id(key, 1)
    items = (
        QuoteItem(words="never asked", speaker="Ana Ruiz", facts=(wrong,)),
        FigureItem(words="3 million euros", facts=(right,)),
    )
    card = Card(kind="article", title="Ferry", sections=(Section(items=items),))
    (waiting,) = deliveries("slack:C1", ["a"], clock())
    await store.outbox.add([replace(waiting, card=card)])
    await store.verdicts.record(
        [wrong], Fault.QUOTE, person="slack:U1", by_admin=False, at=clock(), correct=unchanged
    )
    cards = []

    class Watched(FakeOutlet):
        async def post(self, channel_id, card, key):
            cards.append(card)
            return await FakeOutlet.post(self, channel_id, card, key)

    outlet = Watched(clock)
    await Deliver(store=store, outlets={Platform.SLACK: outlet}, clock=clock, random=dice()).round()
    (posted,) = cards
    assert [item.words for item in posted.sections[0].items] == ["3 million euros"]


async def test_a_claim_held_up_for_too_long_is_not_posted_under(store, slack, clock):
    """Another process may hold the card by then; it is claimed anew instead."""

    class Slow:
        async def fallen(self, _):
            clock.now += timedelta(seconds=60)
            return frozenset()

    await queue(store, "slack:C1", "a")
    held_up = SimpleNamespace(outbox=store.outbox, edits=store.edits, verdicts=Slow())
    made = Deliver(store=held_up, outlets={Platform.SLACK: slack}, clock=clock, random=dice())
    report = await made._deliver((await store.outbox.claim(clock(), 1, LEASE, tuple(Platform)))[0])
    assert isinstance(report[1], Later)
    assert slack.posts == []
    assert await store.outbox.counts() == OutboxCounts(pending=1)


async def test_a_stale_card_that_certainly_is_not_there_is_given_up(deliver, store, slack, clock):
    """Its last attempts ended without an answer; the channel goes on after two days of them."""
    await queue(store, "slack:C1", "a", "b")
    slack.script = [Unsure("status 500")] * 400
    while not (await store.outbox.counts()).parked:
        clock.now += timedelta(minutes=16)
        await deliver.round()
    assert clock.now - NOON > STALE
    slack.script = []
    for _ in range(3):
        clock.now += timedelta(minutes=16)
        await deliver.round()
    assert await store.outbox.counts() == OutboxCounts(parked=1, sent=1)
