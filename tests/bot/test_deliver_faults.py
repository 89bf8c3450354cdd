"""Every fault a platform may show, met over the real clients: no card lost, none twice, one log line."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta

import pytest

from bot.clock import utc_now
from bot.store.outbox import OutboxCounts
from tests.fakes.chats import deliver_of, logged_in, slack_chat
from tests.fakes.discord_payloads import CHANNEL as DISCORD
from tests.fakes.discord_server import Fault
from tests.fakes.house import Clock
from tests.fakes.readings import deliveries
from tests.fakes.slack_server import CHANNEL as SLACK
from tests.fakes.slack_server import SlackFault

SLOTS = ["a", "b", "c"]
PATIENCE = 60  # rounds, a minute apart, within which all is well again

SLACKS = {
    "429": SlackFault(error="ratelimited", status=429, retry_after=30),
    "429 without a word": SlackFault(status=429, retry_after=30),
    "500": SlackFault(status=500),
    "500 after it was taken": SlackFault(status=500, stored=True),
    "502": SlackFault(status=502),
    "503": SlackFault(status=503),
    "503 after it was taken": SlackFault(status=503, stored=True),
    "reset": SlackFault(),
    "reset after it was taken": SlackFault(stored=True),
    "halfway": SlackFault(error="fatal_error", stored=True),
    "channel deleted": SlackFault(error="channel_not_found"),
    "channel archived": SlackFault(error="is_archived"),
    "scope missing": SlackFault(error="missing_scope"),
}
DISCORDS = {
    "429": Fault(status=429, retry_after=90.0),
    "500": Fault(status=500),
    "500 after it was taken": Fault(status=500, stored=True),
    "502": Fault(status=502),
    "502 after it was taken": Fault(status=502, stored=True),
    "503": Fault(status=503),
    "503 after it was taken": Fault(status=503, stored=True),
    "reset": Fault(),
    "reset after it was taken": Fault(stored=True),
    "channel deleted": Fault(status=404, code=10003),
    "permission lost": Fault(status=403, code=50013),
    "a proxy's no": Fault(status=403),
}


@pytest.fixture
def clock() -> Clock:
    """It begins now: the servers stamp messages with real time."""
    return Clock(utc_now())


async def until_all_are_sent(deliver, clock, store) -> None:
    for _ in range(PATIENCE):
        await deliver.round()
        if await store.outbox.counts() == OutboxCounts(sent=len(SLOTS)):
            return
        clock.now += timedelta(minutes=1)
    raise AssertionError(await store.outbox.counts())


def warnings(caplog) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]


@pytest.mark.parametrize("name", SLACKS)
async def test_on_slack_each_card_is_there_once_after_any_fault(store, clock, slack, name, caplog):
    """Whatever happens to the first card, all three stand there once, in order."""
    await store.outbox.add(deliveries(f"slack:{SLACK}", SLOTS, clock()))
    slack.faults = [SLACKS[name]]
    await until_all_are_sent(deliver_of(store, clock, slack_chat(slack)), clock, store)
    assert [message["blocks"][0]["text"]["text"] for message in slack.messages] == SLOTS
    (line,) = warnings(caplog)
    assert line.startswith(f"cards for slack:{SLACK} wait: ")


@pytest.mark.parametrize("name", DISCORDS)
async def test_on_discord_each_card_is_there_once_after_any_fault(
    store,
    clock,
    discord,
    discord_chat,
    name,
    caplog,
):
    """As on Slack; what discord.py mends by itself is not even worth a line."""
    caplog.set_level(logging.WARNING, logger="bot")
    await store.outbox.add(deliveries(f"discord:{DISCORD}", SLOTS, clock()))
    discord.faults = [DISCORDS[name]]
    await until_all_are_sent(deliver_of(store, clock, discord_chat), clock, store)
    titles = [message["components"][0]["components"][0]["content"] for message in discord.messages]
    assert titles == [f"## {slot}" for slot in SLOTS]
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("bot", "handlers"))]
    assert len(ours) <= 1
    assert all(line.startswith(f"cards for discord:{DISCORD} wait: ") for line in ours)


async def test_a_token_revoked_while_at_work_loses_no_card(store, clock, slack, caplog):
    """Nothing more is asked with it; with a new one all cards go, and the log says it once."""
    await store.outbox.add(deliveries(f"slack:{SLACK}", SLOTS, clock()))
    slack.faults = [SlackFault(error="token_revoked")]
    deliver = deliver_of(store, clock, slack_chat(slack))
    for _ in range(40):
        await deliver.round()
        clock.now += timedelta(minutes=1)
    assert len(slack.posted) == 1
    assert Counter("token" in line for line in warnings(caplog))[True] <= 2
    await until_all_are_sent(deliver_of(store, clock, slack_chat(slack)), clock, store)
    assert len(slack.messages) == len(SLOTS)


async def test_discords_token_revoked_while_at_work_loses_no_card(
    store, clock, discord, discord_chat, caplog
):
    """As on Slack."""
    caplog.set_level(logging.WARNING, logger="bot")
    await store.outbox.add(deliveries(f"discord:{DISCORD}", SLOTS, clock()))
    discord.faults = [Fault(status=401)]
    deliver = deliver_of(store, clock, discord_chat)
    for _ in range(40):
        await deliver.round()
        clock.now += timedelta(minutes=1)
    assert len(discord.posted) == 1
    assert Counter("token" in line or "401" in line for line in warnings(caplog))[True] <= 2
    async with logged_in(discord) as mended:
        await until_all_are_sent(deliver_of(store, clock, mended), clock, store)
    assert len(discord.messages) == len(SLOTS)


async def test_a_slow_slack_is_not_posted_to_twice(store, clock, slack, caplog):
    """A call that was given up for time was taken all the same, and is found by its metadata."""
    await store.outbox.add(deliveries(f"slack:{SLACK}", SLOTS, clock()))
    slack.seconds = 0.4
    deliver = deliver_of(store, clock, slack_chat(slack, patience=0.1))
    await deliver.round()
    await slack.until(lambda: slack.messages)
    slack.seconds = 0.0
    await until_all_are_sent(deliver, clock, store)
    assert [message["blocks"][0]["text"]["text"] for message in slack.messages] == SLOTS
    (line,) = warnings(caplog)
    assert "no answer from Slack" in line


async def test_a_slow_discord_is_not_posted_to_twice(store, clock, discord, caplog):
    """As on Slack; here by the nonce."""
    caplog.set_level(logging.WARNING, logger="bot")
    await store.outbox.add(deliveries(f"discord:{DISCORD}", SLOTS, clock()))
    async with logged_in(discord, patience=0.2) as chat:
        discord.seconds = 0.5
        deliver = deliver_of(store, clock, chat)
        await deliver.round()
        await discord.until(lambda: discord.messages)
        discord.seconds = 0.0
        await until_all_are_sent(deliver, clock, store)
    assert len(discord.messages) == len(SLOTS)
    assert len(warnings(caplog)) == 1


@pytest.mark.slow
async def test_a_look_back_that_fails_is_tried_again(store, clock, slack):
    """Reading may be repeated, other than posting."""
    await store.outbox.add(deliveries(f"slack:{SLACK}", SLOTS, clock()))
    slack.faults, slack.history_failures = [SlackFault(stored=True)], 1
    deliver = deliver_of(store, clock, slack_chat(slack))
    await until_all_are_sent(deliver, clock, store)
    assert len(slack.messages) == len(SLOTS)
