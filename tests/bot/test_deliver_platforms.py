"""Deliveries over the real clients: a lost answer leaves one message, a bad token costs one call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.attempts import COPIES
from bot.clock import utc_now
from bot.store.outbox import OutboxCounts, delivery_key
from tests.fakes.chats import copies_of, deliver_of, slack_chat
from tests.fakes.discord_payloads import CHANNEL as DISCORD
from tests.fakes.discord_server import Fault
from tests.fakes.house import Clock
from tests.fakes.readings import deliveries
from tests.fakes.slack_server import CHANNEL as SLACK
from tests.fakes.slack_server import SlackFault


@pytest.fixture
def clock() -> Clock:
    """It begins now: the servers stamp messages with real time."""
    return Clock(utc_now())


async def test_slack_is_read_back_after_a_lost_answer(store, clock, slack):
    """The message that arrived is found by its metadata."""
    await store.outbox.add(deliveries(f"slack:{SLACK}", ["a"], clock()))
    slack.faults = [SlackFault(stored=True)]
    deliver = deliver_of(store, clock, slack_chat(slack))
    assert (await deliver.round()).sent == 0
    clock.now += timedelta(seconds=100)
    assert (await deliver.round()).sent == 1
    assert len(slack.messages) == 1
    found = await store.outbox.find(delivery_key(f"slack:{SLACK}", "a"))
    assert found is not None
    assert found.message_id == slack.messages[0]["ts"]


async def test_discord_is_asked_again_after_a_lost_answer(store, clock, discord, discord_chat):
    """The nonce keeps the message single."""
    await store.outbox.add(deliveries(f"discord:{DISCORD}", ["a"], clock()))
    discord.faults = [Fault(status=503, stored=True)]
    deliver = deliver_of(store, clock, discord_chat)
    assert (await deliver.round()).sent == 0
    clock.now += timedelta(seconds=6)
    assert (await deliver.round()).sent == 1
    assert (len(discord.messages), len(discord.posted)) == (1, 2)


async def test_discord_is_read_back_when_it_no_longer_knows_the_nonce(
    store, clock, discord, discord_chat
):
    """Hours later nothing is posted blindly."""
    await store.outbox.add(deliveries(f"discord:{DISCORD}", ["a"], clock()))
    discord.faults = [Fault(status=503, stored=True)]
    deliver = deliver_of(store, clock, discord_chat)
    await deliver.round()
    clock.now += timedelta(hours=3)
    assert (await deliver.round()).sent == 1
    assert (len(discord.messages), len(discord.posted)) == (1, 1)


async def test_a_post_that_lands_on_slack_after_its_repetition_is_taken_back(store, clock, slack):
    """By the key in its metadata; the one that is known stays."""
    await store.outbox.add(deliveries(f"slack:{SLACK}", ["a", "b"], clock()))
    slack.faults = [SlackFault(stored=False)]
    chat = slack_chat(slack)
    deliver, copies = deliver_of(store, clock, chat), copies_of(store, clock, chat)
    await deliver.round()
    clock.now += timedelta(seconds=100)
    assert (await deliver.round()).sent == 2
    stands = [message["ts"] for message in slack.messages]
    slack.land(slack.posted[0])
    clock.now += COPIES[0]
    assert await copies.round() == 1
    assert [message["ts"] for message in slack.messages] == stands


async def test_a_post_that_lands_on_discord_when_its_nonce_is_forgotten_is_taken_back(
    store, clock, discord, discord_chat
):
    """By the key in its buttons; the one that is known stays."""
    await store.outbox.add(deliveries(f"discord:{DISCORD}", ["a", "b"], clock()))
    discord.faults = [Fault(status=503, stored=False)]
    deliver, copies = deliver_of(store, clock, discord_chat), copies_of(store, clock, discord_chat)
    await deliver.round()
    clock.now += timedelta(seconds=100)
    assert (await deliver.round()).sent >= 1
    stands = [message["id"] for message in discord.messages]
    discord.land(discord.posted[0])
    clock.now += COPIES[0]
    assert await copies.round() == 1
    assert [message["id"] for message in discord.messages] == stands


async def test_a_token_that_is_not_accepted_costs_one_call_and_no_card(store, clock, slack):
    """Whatever the number of channels; the other platform's rows are not touched."""
    for number in range(5):
        await store.outbox.add(deliveries(f"slack:C{number}", ["a", "b"], clock()))
    deliver = deliver_of(store, clock, slack_chat(slack, token="xoxb-revoked"))
    await deliver.round()
    for _ in range(3):
        clock.now += timedelta(minutes=16)
        await deliver.round()
    assert slack.calls.count("chat.postMessage") <= 5
    assert await store.outbox.counts() == OutboxCounts(pending=10)
    mended = deliver_of(store, clock, slack_chat(slack))
    slack.members |= {f"C{number}" for number in range(5)}
    clock.now += timedelta(minutes=16)
    assert (await mended.round()).sent == 10


async def test_a_channel_the_bot_is_not_in_keeps_its_cards(store, clock, slack):
    """They go when somebody invites it."""
    await store.outbox.add(deliveries("slack:CPRIVATE", ["a"], clock()))
    deliver = deliver_of(store, clock, slack_chat(slack))
    report = await deliver.round()
    assert report.problems == ("slack:CPRIVATE: Slack answered not_in_channel",)
    slack.members.add("CPRIVATE")
    clock.now += timedelta(minutes=16)
    assert (await deliver.round()).sent == 1


async def test_a_channel_discord_closes_to_us_keeps_its_cards(store, clock, discord, discord_chat):
    """They go when the bot may write there again."""
    await store.outbox.add(deliveries(f"discord:{DISCORD}", ["a", "b"], clock()))
    discord.faults = [Fault(status=403, code=50013)]
    deliver = deliver_of(store, clock, discord_chat)
    await deliver.round()
    assert (len(discord.posted), len(discord.messages)) == (1, 0)
    assert await store.outbox.counts() == OutboxCounts(pending=2)
    clock.now += timedelta(minutes=16)
    assert (await deliver.round()).sent == 2


async def test_a_flood_of_refusals_for_haste_is_met_with_few_calls(store, clock, slack):
    """An hour of them costs one call for each time Slack asked to wait."""
    await store.outbox.add(deliveries(f"slack:{SLACK}", ["a"], clock()))
    slack.faults = [SlackFault(error="ratelimited", status=429, retry_after=120)] * 1_000
    deliver = deliver_of(store, clock, slack_chat(slack))
    for _ in range(360):
        clock.now += timedelta(seconds=10)
        await deliver.round()
    assert slack.calls.count("chat.postMessage") <= 31
