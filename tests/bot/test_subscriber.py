"""Subscriptions at a hub that verifies, signs, refuses, hangs and lies: asked for, kept, renewed, ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Subscription, SubscriptionState
from bot.store.store import Store
from bot.subscriber import GAP, Subscriber
from bot.websub import GOODBYES, PATIENCE, REFUSED, SILENT
from tests.fakes.announced import FEED, Announced, announced
from tests.fakes.house import Clock, emptied
from tests.fakes.hub import CHALLENGE
from tests.fakes.newsroom import title

SIX_HOURS = timedelta(hours=6)


@pytest.fixture
async def house(store: Store, clock: Clock, parser) -> AsyncIterator[Announced]:
    """A newsroom with a hub, nothing read or asked yet."""
    async with announced(store, clock, parser) as opened:
        yield opened


async def test_what_a_feed_offers_is_subscribed_to_and_confirmed(house):
    """The hub gets topic, callback, secret and lease; its question is answered with its challenge."""
    await house.begin()
    (asked,) = house.hub.asked
    assert asked["hub.topic"] == house.room.server.url(FEED)
    assert asked["hub.callback"].startswith(f"{house.base}/websub/")
    assert len(asked["hub.callback"].rpartition("/")[2]) >= 40
    assert len(asked["hub.secret"]) >= 40
    assert asked["hub.lease_seconds"] == "864000"
    assert house.hub.echoed == [(200, CHALLENGE)]
    found = await house.subscription()
    assert (found.state, found.error) == (SubscriptionState.CONFIRMED, "")
    assert found.lease_end == house.clock() + timedelta(days=10)


async def test_news_of_an_announced_source_is_posted_without_waiting_for_the_poll(house):
    """The next look was hours away; the hub's word makes it due at once."""
    await house.begin()
    house.later(hours=25)
    await house.look()
    assert SIX_HOURS <= await house.due_in() <= timedelta(days=1)
    house.later(minutes=1)
    house.feed(1, 0)
    assert await house.look() == []
    assert await house.hub.publish() == [202]
    (report,) = await house.look()
    assert report.new == 1
    assert await house.room.queued() == [title(1)]
    assert SIX_HOURS <= await house.due_in()
    assert (await house.subscription()).pinged_at == house.clock()


async def test_an_interval_the_admin_set_holds_beside_a_hub(house):
    """`every` stands before everything but Retry-After."""
    await house.begin()
    (state,) = await house.room.store.sources.states()
    await house.room.store.sources.sync([replace(state.source, every=600.0)])
    house.later(hours=25)
    await house.look()
    assert await house.due_in() <= timedelta(minutes=11)


async def test_a_storm_of_calls_is_one_look_and_loses_nothing(house):
    """A hundred calls, then more right after the look: the second look comes after a pause."""
    await house.begin()
    house.later(hours=25)
    for _ in range(100):
        await house.hub.publish()
    assert len(await house.look()) == 1
    house.feed(1, 0)
    for _ in range(100):
        assert await house.hub.publish() == [202]
    assert await house.look() == []
    house.later(seconds=GAP.total_seconds())
    assert len(await house.look()) == 1
    assert await house.room.queued() == [title(1)]
    house.later(seconds=GAP.total_seconds())
    assert await house.look() == []


async def test_a_call_during_a_look_brings_about_another_one(house):
    """What the look under way may have missed is not left for hours."""
    await house.begin()
    house.later(hours=25)
    (state,) = await house.room.store.sources.claim_due(house.clock(), 1, timedelta(minutes=15))
    assert await house.hub.publish() == [202]
    await house.watch._look(state, lambda _: None)
    assert await house.due_in() == GAP
    house.later(seconds=GAP.total_seconds())
    assert len(await house.look()) == 1
    assert await house.due_in() >= SIX_HOURS


async def test_a_call_does_not_hasten_a_source_that_asked_us_to_wait(house):
    """The back-off of a failing source holds."""
    await house.begin()
    house.later(hours=25)
    del house.room.server.routes[FEED]
    await house.look()
    wait = await house.due_in()
    assert await house.hub.publish() == [202]
    assert await house.due_in() == wait > timedelta(minutes=30)


async def test_a_hub_that_says_no_is_asked_again_later_and_the_source_is_polled(house):
    """A refusal before and after a confirmation: the source is looked at by its rhythm."""
    house.hub.verifies = False
    await house.begin()
    assert await house.hub.deny(house.hub.asked[0], "not <b>you</b>\x1b[1m") == 200
    found = await house.subscription()
    assert found.state is SubscriptionState.REFUSED
    assert found.error.startswith("The hub refuses the subscription: not")
    house.later(hours=REFUSED.total_seconds() / 3600 - 1)
    await house.ask()
    assert house.hub.modes() == ["subscribe"]
    house.later(hours=2)
    house.hub.verifies = True
    await house.ask()
    assert await house.is_live()
    await house.look()
    assert await house.due_in() >= SIX_HOURS
    assert await house.hub.deny(house.hub.asked[0], "") == 200
    assert await house.due_in() <= GAP
    assert not await house.is_live()
    house.later(minutes=1)
    await house.look()
    assert await house.due_in() < SIX_HOURS


@pytest.mark.parametrize(("status", "state"), [(500, "asked"), (400, "refused"), (429, "asked")])
async def test_a_hub_that_fails_is_asked_ever_more_seldom(house, status, state):
    """Each wait is longer than the last; nothing is relied on."""
    house.hub.status = status
    await house.begin()
    waits = []
    for _ in range(5):
        found = await house.subscription()
        assert (found.state.value, bool(found.error)) == (state, True)
        waits.append(found.next_ask - house.clock())
        house.clock.now = found.next_ask
        await house.ask()
    assert waits == sorted(waits)
    assert waits[0] >= PATIENCE
    assert waits[-1] >= 8 * waits[0] or waits[-1] >= REFUSED
    assert len(house.hub.asked) == 6


async def test_a_hub_that_is_slow_holds_up_no_look(house):
    """The source is read while the hub is waited for; what it says in the end is kept."""
    house.hub.holds, house.hub.status = asyncio.Event(), 503
    house.feed(0)
    await house.room.sources(FEED)
    await house.look()
    asking = asyncio.create_task(house.ask())
    await house.hub.reached.wait()
    house.later(hours=25)
    assert len(await house.look()) == 1
    assert not asking.done()
    house.hub.holds.set()
    await asking
    assert "(503)" in (await house.subscription()).error


async def test_a_hub_that_is_down_is_not_relied_on(house):
    """At the renewal nobody listens there: the source is looked at once, and by its rhythm."""
    await house.begin()
    house.later(days=7.9)
    await house.look()
    await house.hub.close()
    house.later(minutes=1)
    await house.ask()
    assert (await house.subscription()).error.startswith("No connection to the server.")
    assert await house.due_in() == timedelta()
    await house.look()
    assert await house.due_in() < SIX_HOURS


async def test_a_hub_in_a_private_network_is_not_asked(house):
    """A feed cannot lead us inside: the address guard holds for hubs too."""
    house.hub.port, port = 9, house.hub.port
    await house.begin()
    house.hub.port = port
    found = await house.subscription()
    assert found.state is SubscriptionState.REFUSED
    assert "VIGIE_ALLOWED_HOSTS" in found.error
    assert house.hub.asked == []


async def test_a_hub_that_accepts_and_never_confirms_is_not_relied_on(house):
    """After the patience it is asked again, and the silence is told."""
    house.hub.verifies = False
    await house.begin()
    assert (await house.subscription()).error == ""
    house.later(minutes=11)
    await house.ask()
    found = await house.subscription()
    assert (found.state, found.error) == (SubscriptionState.ASKED, SILENT)
    assert house.hub.modes() == ["subscribe"] * 2
    assert await house.hub.verify(house.hub.asked[0]) == (200, CHALLENGE)
    assert (await house.subscription()).error == ""


async def test_a_hub_that_confirmed_is_believed_whatever_it_answers(house):
    """The confirmation came first, at the address only it knows."""
    house.hub.status, house.hub.contradicts = 500, True
    await house.begin()
    assert await house.is_live()


async def test_a_lease_is_renewed_before_it_ends(house):
    """The same callback and secret; nothing lapses in between."""
    await house.begin()
    first = await house.subscription()
    house.later(days=6.9)
    await house.ask()
    assert len(house.hub.asked) == 1
    house.later(days=1.2)
    assert await house.is_live()
    await house.ask()
    assert house.hub.asked[1] == house.hub.asked[0]
    renewed = await house.subscription()
    assert renewed.lease_end == house.clock() + timedelta(days=10) > first.lease_end


async def test_a_lease_that_is_not_renewed_lapses_and_the_source_is_looked_at_at_once(house):
    """From the first failed renewal on the hub is not relied on; it is still asked."""
    await house.begin()
    house.later(days=7.9)
    await house.look()
    house.hub.status = 503
    assert await house.due_in() >= SIX_HOURS
    house.later(minutes=1)
    await house.ask()
    assert await house.due_in() == timedelta()
    await house.look()
    assert await house.due_in() < SIX_HOURS
    assert await house.hub.publish() == [202]  # what it still sends is heard
    house.later(days=2.2)
    await house.ask()
    found = await house.subscription()
    assert found.state is SubscriptionState.LAPSED
    assert await house.hub.publish() == [404]
    house.hub.status = 202
    house.clock.now = found.next_ask
    await house.ask()
    assert await house.is_live()


async def test_a_hub_that_grants_a_moment_only_makes_no_storm(house):
    """However short the lease, the hub is asked and the source hastened once in ten minutes at most."""
    house.hub.lease = "1"
    await house.begin()
    for _ in range(60):
        house.later(seconds=10)
        await house.ask()
    assert len(house.hub.asked) == 2


async def test_a_restart_keeps_subscriptions(house):
    """Nothing is asked anew; the hub's word still counts."""
    await house.begin()
    base, post = house.base, house.subscriber._post
    house.subscriber = Subscriber(store=house.room.store, post=post, base=base, clock=house.clock)
    await house.ask()
    assert len(house.hub.asked) == 1
    house.later(hours=25)
    await house.look()
    house.later(minutes=1)
    await house.hub.publish()
    assert len(await house.look()) == 1


@pytest.mark.parametrize("end", ["removed", "paused", "no hub any more"])
async def test_what_is_offered_no_more_is_unsubscribed(house, end):
    """A source that is removed or paused, a feed without a hub: the hub is told, and agrees."""
    await house.begin()
    sources = house.room.store.sources
    if end == "removed":
        await sources.sync([])
    elif end == "paused":
        await sources.switch("feed", on=False)
    else:
        house.room.feed(FEED, 0)
        house.later(hours=25)
        await house.look()
    await house.ask()
    assert house.hub.modes() == ["subscribe", "unsubscribe"]
    assert house.hub.subscribers == {}
    assert await house.room.store.subscriptions.all() == []
    if end == "no hub any more":
        assert await house.due_in() < SIX_HOURS


async def test_a_hub_that_does_not_let_go_is_told_a_few_times_only(house):
    """Then the lease ends by itself; meanwhile its calls are answered with `gone`."""
    await house.begin()
    await house.room.store.sources.sync([])
    house.hub.verifies = False
    for _ in range(10):
        await house.ask()
        if await house.room.store.subscriptions.all():
            assert await house.hub.publish() == [410]
        house.later(hours=3)
    assert house.hub.modes() == ["subscribe"] + ["unsubscribe"] * GOODBYES
    assert await house.room.store.subscriptions.all() == []
    assert await house.hub.publish() == [404]


async def test_a_feed_that_changes_its_hub_is_followed(house):
    """The old topic is ended, the new one asked for, each at an address of its own."""
    await house.begin()
    links = house.hub.links(house.room.server.url("/other"))
    house.room.feed(FEED, 0, channel=links)
    house.later(hours=25)
    await house.look()
    await house.ask()
    assert sorted(house.hub.modes()) == ["subscribe", "subscribe", "unsubscribe"]
    assert (await house.subscription()).topic == house.room.server.url("/other")
    assert len({form["hub.callback"] for form in house.hub.asked}) == 2


async def test_another_public_address_is_told_to_the_hub(house):
    """Hubs keep calling the old one otherwise."""
    await house.begin()
    house.subscriber._base = f"{house.base}/elsewhere"
    house.hub.verifies = False
    await house.ask()
    callbacks = {form["hub.mode"]: form["hub.callback"] for form in house.hub.asked[1:]}
    assert callbacks["subscribe"].startswith(f"{house.base}/elsewhere/websub/")
    assert callbacks["unsubscribe"] == house.hub.asked[0]["hub.callback"]


async def test_a_source_that_comes_back_keeps_its_subscription(house):
    """Removed and configured again before the hub was told: nothing was lost."""
    await house.begin()
    sources = house.room.store.sources
    (state,) = await sources.states()
    await sources.sync([])
    await house.subscriber.settle()
    await sources.sync([state.source])
    await house.ask()
    assert await house.is_live()


@pytest.mark.postgres
async def test_of_two_processes_one_asks(postgres_url, clock, parser):
    """Each hub is asked once, whoever is first."""
    async with AsyncExitStack() as stack:
        stores = []
        for _ in range(2):
            opened = await Store.open(postgres_url, clock)
            stack.push_async_callback(opened.close)
            stores.append(opened)
        await emptied(stores[0])
        house = await stack.enter_async_context(announced(stores[0], clock, parser))
        house.feed(0)
        paths = [f"/feed{n}" for n in range(12)]
        for path in paths:
            house.room.feed(path, 0, channel=house.hub.links(house.room.server.url(path)))
        await house.room.sources(*paths)
        await house.look()
        other = Subscriber(
            store=stores[1], post=house.subscriber._post, base=house.base, clock=clock
        )
        both = house.subscriber, other
        await asyncio.gather(*(each.settle() for each in both))
        await asyncio.gather(*(each.round() for each in both))
        topics = [form["hub.topic"] for form in house.hub.asked]
        assert sorted(topics) == sorted(house.room.server.url(path) for path in paths)


async def test_what_is_secret_is_not_shown(house):
    """Neither the callback nor what the hub signs with stands in a log of a subscription."""
    await house.begin()
    found: Subscription = await house.subscription()
    assert not any(word in repr(found) for word in (found.token, found.secret))
