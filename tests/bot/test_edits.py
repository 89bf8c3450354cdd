"""Edits of posted cards over the real clients: made once at least, never a second message."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.clock import utc_now
from bot.deliver import Deliver
from bot.model import Delivery, DeliveryState, Platform
from bot.outlet import Declined, Unsure
from bot.store.edits import UPDATE, put_in_place
from bot.store.outbox import delivery_key
from bot.store.store import Store
from tests.contracts.validators import discord_problems, slack_problems
from tests.fakes.chats import deliver_of, slack_chat
from tests.fakes.dice import dice
from tests.fakes.discord_payloads import CHANNEL as DISCORD
from tests.fakes.discord_server import Fault
from tests.fakes.house import Clock
from tests.fakes.outlets import Crash, FakeOutlet, Fuse, Fused, Lost
from tests.fakes.readings import card, deliveries
from tests.fakes.slack_server import CHANNEL as SLACK
from tests.fakes.slack_server import SlackFault


@pytest.fixture
def clock() -> Clock:
    """It begins now: the servers stamp messages with real time."""
    return Clock(utc_now())


async def change(store: Store, channel: str, clock: Clock, title: str) -> str:
    """Have the card of slot "a" read otherwise; gives its key."""
    key = delivery_key(channel, "a")
    async with store._database.promise() as connection:
        await put_in_place(connection, key, card(title), kind=UPDATE, at=clock())
    return key


async def edits_of(store: Store, key: str) -> list[Delivery]:
    found = [f"{UPDATE}{key}:{number}" for number in range(5)]
    return await store.outbox.for_slots(found)


async def test_a_slack_message_is_edited_and_keeps_its_metadata(store, clock, slack):
    """It can still be found by the key it was posted with; nobody is pinged by a new message."""
    channel = f"slack:{SLACK}"
    await store.outbox.add(deliveries(channel, ["a"], clock()))
    deliver = deliver_of(store, clock, slack_chat(slack))
    await deliver.round()
    key = await change(store, channel, clock, "Ferry, again")
    report = await deliver.round()
    assert (report.sent, report.edited) == (0, 1)
    (changed,) = slack.changes
    assert changed["ts"] == slack.messages[0]["ts"]
    assert changed["metadata"]["event_payload"] == {"key": key}
    assert changed["text"].startswith("Ferry, again")
    assert slack_problems(changed["blocks"]) == []
    assert len(slack.messages) == 1


async def test_a_discord_message_is_edited(store, clock, discord, discord_chat):
    """By the real client, in a form Discord takes."""
    channel = f"discord:{DISCORD}"
    await store.outbox.add(deliveries(channel, ["a"], clock()))
    deliver = deliver_of(store, clock, discord_chat)
    await deliver.round()
    await change(store, channel, clock, "Ferry, again")
    assert (await deliver.round()).edited == 1
    (changed,) = discord.changes
    assert "Ferry, again" in str(changed)
    assert discord_problems(changed) == []
    assert len(discord.messages) == 1


@pytest.mark.parametrize(
    "fault",
    [
        SlackFault(error="ratelimited", status=429, retry_after=30),
        SlackFault(status=500),
        SlackFault(stored=True),
    ],
    ids=["haste", "failure", "lost answer"],
)
async def test_an_edit_slack_did_not_confirm_is_made_again(store, clock, slack, fault):
    """Whether it arrived or not: twice is as good as once."""
    channel = f"slack:{SLACK}"
    await store.outbox.add(deliveries(channel, ["a"], clock()))
    deliver = deliver_of(store, clock, slack_chat(slack))
    await deliver.round()
    await change(store, channel, clock, "Ferry, again")
    slack.change_faults = [fault]
    assert (await deliver.round()).edited == 0
    clock.now += timedelta(seconds=100)
    assert (await deliver.round()).edited == 1
    assert slack.changes[-1]["text"].startswith("Ferry, again")


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(status=0, stored=True)])
async def test_an_edit_discord_did_not_confirm_is_made_again(
    store, clock, discord, discord_chat, fault
):
    """discord.py itself repeats some; what it gives up on, the outbox repeats."""
    channel = f"discord:{DISCORD}"
    await store.outbox.add(deliveries(channel, ["a"], clock()))
    deliver = deliver_of(store, clock, discord_chat)
    await deliver.round()
    await change(store, channel, clock, "Ferry, again")
    discord.change_faults = [fault]
    edited = (await deliver.round()).edited
    clock.now += timedelta(seconds=100)
    assert edited + (await deliver.round()).edited == 1
    assert "Ferry, again" in str(discord.changes[-1])


async def test_an_edit_of_a_deleted_message_ends_with_its_reason(
    store, clock, slack, discord, discord_chat
):
    """Somebody deleted it: it is not posted again, and the channel's other cards go on."""
    for channel, chat, server in (
        (f"slack:{SLACK}", slack_chat(slack), slack),
        (f"discord:{DISCORD}", discord_chat, discord),
    ):
        await store.outbox.add(deliveries(channel, ["a"], clock()))
        deliver = deliver_of(store, clock, chat)
        await deliver.round()
        server.messages.clear()
        key = await change(store, channel, clock, "Ferry, again")
        await store.outbox.add(deliveries(channel, ["b"], clock()))
        report = await deliver.round()
        assert (report.sent, report.edited, report.given_up) == (1, 0, 1)
        (edit,) = await edits_of(store, key)
        assert edit.state is DeliveryState.PARKED
        assert "it" in edit.error
        assert "no more" in edit.error or "not_found" in edit.error
        assert len(server.messages) == 1


async def test_a_channel_that_is_gone_ends_an_edit(store, clock, discord, discord_chat):
    """Nobody can bring the message back."""
    channel = f"discord:{DISCORD}"
    await store.outbox.add(deliveries(channel, ["a"], clock()))
    deliver = deliver_of(store, clock, discord_chat)
    await deliver.round()
    key = await change(store, channel, clock, "Ferry, again")
    discord.change_faults = [Fault(status=404, code=10003)]
    assert (await deliver.round()).given_up == 1
    (edit,) = await edits_of(store, key)
    assert "there no more" in edit.error


def fake(store: object, outlet: object, clock: Clock) -> Deliver:
    return Deliver(store=store, outlets={Platform.SLACK: outlet}, clock=clock, random=dice())


async def test_only_the_newest_edit_is_made(store, clock):
    """An older one that waits is dropped, also one whose outcome was not known."""
    outlet = FakeOutlet(clock, edit_script=[Lost()])
    await store.outbox.add(deliveries("slack:C1", ["a"], clock()))
    deliver = fake(store, outlet, clock)
    await deliver.round()
    key = await change(store, "slack:C1", clock, "second")
    await deliver.round()
    await change(store, "slack:C1", clock, "third")
    await change(store, "slack:C1", clock, "fourth")
    for _ in range(3):
        clock.now += timedelta(minutes=3)
        await deliver.round()
    assert [(each.title, posted_as) for _, each, posted_as in outlet.edited] == [
        ("second", key),
        ("fourth", key),
    ]
    states = [edit.state for edit in await edits_of(store, key)]
    assert states == [DeliveryState.OVERTAKEN, DeliveryState.OVERTAKEN, DeliveryState.SENT]


async def test_a_card_that_waits_untouched_just_goes_as_it_reads_now(store, clock):
    """Nobody saw the older one: there is nothing to edit."""
    outlet = FakeOutlet(clock)
    await store.outbox.add(deliveries("slack:C1", ["a"], clock()))
    key = await change(store, "slack:C1", clock, "second")
    await fake(store, outlet, clock).round()
    found = await store.outbox.find(key)
    assert found is not None
    assert (found.card.title, found.state) == ("second", DeliveryState.SENT)
    assert await edits_of(store, key) == []


async def test_an_edit_waits_for_its_post_and_holds_up_no_other_card(store, clock):
    """The post's outcome is not known yet; an edit that fails keeps no new card from its channel."""
    outlet = FakeOutlet(clock, script=[Unsure("no answer")], edit_script=[Declined("slow down")])
    await store.outbox.add(deliveries("slack:C1", ["a"], clock()))
    deliver = fake(store, outlet, clock)
    await deliver.round()
    await change(store, "slack:C1", clock, "second")
    assert (await deliver.round()).edited == 0
    assert outlet.edited == []
    for _ in range(4):
        clock.now += timedelta(minutes=3)
        await deliver.round()
    assert [each.title for _, each, _ in outlet.edited] == ["second"]
    outlet.edit_script = [Declined("slow down")]
    await change(store, "slack:C1", clock, "third")
    await store.outbox.add(deliveries("slack:C1", ["b"], clock()))
    report = await deliver.round()
    assert (report.sent, report.edited) == (1, 0)


async def test_a_crash_at_any_moment_of_an_edit_leaves_it_made(store, clock):
    """Before and after every call of the store and the platform; the newest card stands there."""
    outlet = FakeOutlet(clock)
    await store.outbox.add(deliveries("slack:C1", ["a"], clock()))
    await fake(store, outlet, clock).round()
    moments, burnt = 0, True
    while burnt:
        await change(store, "slack:C1", clock, f"version {moments}")
        fuse = Fuse(moments)
        fused = SimpleNamespace(
            outbox=Fused(store.outbox, fuse), verdicts=store.verdicts, edits=store.edits
        )
        with suppress(Crash):
            await fake(fused, Fused(outlet, fuse), clock).round()
        clock.now += timedelta(minutes=3)
        await fake(store, outlet, clock).round()
        assert outlet.edited[-1][1].title == f"version {moments}"
        assert len(outlet.messages) == 1
        moments, burnt = moments + 1, fuse.burnt
    assert moments >= 6
    waiting = await store.outbox.claim(
        clock.now + timedelta(days=1), 9, timedelta(1), (Platform.SLACK,)
    )
    assert waiting == []


async def test_what_a_card_that_was_given_up_is_to_read_matters_to_nobody(store, clock):
    """No edit is queued for what was never posted."""
    outlet = FakeOutlet(clock, script=[Declined("no", permanent=True)])
    await store.outbox.add(deliveries("slack:C1", ["a"], clock()))
    await fake(store, outlet, clock).round()
    key = await change(store, "slack:C1", clock, "second")
    assert await edits_of(store, key) == []


async def test_an_edit_whose_post_is_forgotten_ends(store, clock):
    """Old deliveries are deleted."""
    outlet = FakeOutlet(clock)
    lost = replace(deliveries("slack:C1", ["e"], clock())[0], edits="gone")
    await store.outbox.add([lost])
    assert (await fake(store, outlet, clock).round()).given_up == 1
