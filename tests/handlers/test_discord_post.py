"""What the outbox is told when a post on Discord goes well, ill, or nobody knows how."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from discord.http import Route
from pydantic import SecretStr

from bot.outlet import Declined, Posted, Unsure
from handlers.discord_chat import DiscordChat, DiscordOptions
from tests.fakes.answers import ARTICLE, KEY, FakeAnswers
from tests.fakes.discord_payloads import CHANNEL
from tests.fakes.discord_server import TOKEN, DiscordServer, Fault, discord_server
from tests.fakes.words import shipped_phrases

OTHER = KEY[::-1]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as running:
        yield running


@asynccontextmanager
async def delivering(server: DiscordServer, patience: float = 5.0) -> AsyncIterator[DiscordChat]:
    """A chat that delivers and does not listen."""
    options = DiscordOptions(
        token=SecretStr(TOKEN),
        api_base=server.api_base,
        gateway_url=server.gateway_url,
        patience=patience,
    )
    made = DiscordChat(options, FakeAnswers(), phrases=shipped_phrases())
    early = await made.post(CHANNEL, ARTICLE, KEY)
    assert early == Declined("not connected to Discord yet", retry_after=5)
    task = asyncio.create_task(made.run(listen=False))
    await server.until(lambda: "GET /oauth2/applications/@me" in server.calls)
    await asyncio.sleep(0.02)
    try:
        yield made
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def chat(server: DiscordServer) -> AsyncIterator[DiscordChat]:
    async with delivering(server) as running:
        yield running


def a_minute_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)  # noqa: TID251  # message ids tell real time


async def test_the_key_is_the_nonce_and_posting_twice_leaves_one_message(chat, server):
    """The delivery's key makes a repeated post the same message."""
    first = await chat.post(CHANNEL, ARTICLE, KEY)
    second = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(first, Posted)
    assert first == second
    assert len(server.messages) == 1
    assert server.posted[0]["nonce"] == KEY
    assert server.posted[0]["allowed_mentions"] == {"parse": []}
    assert server.posted[0]["enforce_nonce"]


@pytest.mark.parametrize(
    ("fault", "permanent"),
    [
        (Fault(status=404, code=10003), True),  # the channel is gone
        (Fault(status=403, code=50013), True),  # no permission
        (Fault(status=403), False),  # something in between said no
        (Fault(status=401), True),
    ],
)
async def test_a_refusal_is_final_when_it_is_discords_own(chat, server, fault, permanent):
    """Discord's own error codes end a delivery; a proxy's refusal does not."""
    server.faults = [fault]
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(outcome, Declined)
    assert outcome.permanent is permanent
    assert len(server.posted) == 1


async def test_after_a_refused_token_nothing_more_is_asked(chat, server):
    """With a refused token no further call is made, which would end in a ban."""
    server.faults = [Fault(status=401)]
    await chat.post(CHANNEL, ARTICLE, KEY)
    assert (await chat.post(CHANNEL, ARTICLE, OTHER)).permanent
    assert len(server.posted) == 1


async def test_a_long_wait_is_left_to_the_outbox_and_a_short_one_is_waited_for(chat, server):
    """A short limit is sat out, a long one is handed back with its seconds."""
    server.faults = [Fault(status=429, retry_after=90.0), Fault(status=429, retry_after=0.05)]
    waits = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(waits, Declined)
    assert (waits.permanent, waits.retry_after) == (False, 90.0)
    assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Posted)


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize("status", [503, 0])
async def test_without_a_clear_answer_nobody_knows_until_the_channel_is_read(
    chat, server, status, stored
):
    """An unclear call is unsure, and the channel's history settles it either way."""
    server.faults = [Fault(status=status, stored=stored)]
    assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Unsure)
    found = await chat.find(CHANNEL, KEY, a_minute_ago())
    assert found == (server.messages[0]["id"] if stored else None)


async def test_a_server_that_is_not_there_certainly_took_nothing(chat, monkeypatch):
    """Without a connection the card was not taken, and may be sent again."""
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(outcome, Declined)
    assert not outcome.permanent


async def test_an_answer_that_takes_too_long_is_unclear(server):
    """A call given up for time may have been taken."""
    server.seconds = 5.0
    async with delivering(server, patience=0.1) as chat:
        assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Unsure)


async def test_an_error_the_library_retries_is_no_second_message(chat, server):
    """discord.py's own second attempt leaves one message, thanks to the nonce."""
    server.faults = [Fault(status=502, stored=True)]
    assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Posted)
    assert len(server.posted) == 2
    assert len(server.messages) == 1


async def test_a_refusal_after_an_unclear_attempt_stays_unclear(chat, server):
    """The last answer of several attempts is not the whole truth."""
    server.faults = [Fault(status=502, stored=True), Fault(status=429, retry_after=90.0)]
    assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Unsure)


async def test_a_card_whose_form_is_refused_goes_as_text(chat, server, caplog):
    """A refused form costs the form and none of the words."""
    server.faults = [Fault(status=400, code=50035)]
    assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Posted)
    assert "Ferry towns wait" in server.messages[0]["content"]
    assert "“we were never asked about it” — Ana Ruiz" in server.messages[0]["content"]
    assert "goes as text" in caplog.text


async def test_the_look_back_knows_the_card_by_its_button_when_the_nonce_is_forgotten(chat, server):
    """Long after, the key in the card's button still finds it."""
    await chat.post(CHANNEL, ARTICLE, KEY)
    server.messages[0].pop("nonce")
    assert await chat.find(CHANNEL, KEY, a_minute_ago()) == server.messages[0]["id"]
    assert await chat.find(CHANNEL, OTHER, a_minute_ago()) is None


async def test_a_card_sent_while_our_clock_was_ahead_is_found_all_the_same(chat, server):
    """By up to a day, the longest a wrong date or time zone makes."""
    await chat.post(CHANNEL, ARTICLE, KEY)
    tomorrow = a_minute_ago() + timedelta(hours=24)
    assert await chat.find(CHANNEL, KEY, tomorrow) == server.messages[0]["id"]
    assert await chat.find(CHANNEL, OTHER, tomorrow) is None


async def test_a_look_back_that_is_not_allowed_is_no_proof(chat, server):
    """A history that may not be read proves nothing; a channel that is gone does."""
    server.history_fault = 403
    assert isinstance(await chat.find(CHANNEL, KEY, a_minute_ago()), Unsure)
    server.history_fault = 404
    assert await chat.find(CHANNEL, KEY, a_minute_ago()) is None


async def test_a_channel_id_that_is_none_is_never_asked_for(chat, server):
    """An id that cannot be one is refused here, for good."""
    outcome = await chat.post("general", ARTICLE, KEY)
    assert outcome.permanent
    assert not server.posted


async def test_all_messages_with_a_key_are_found_and_one_can_be_deleted(chat, server):
    """By nonce or button; what is gone already is as good as deleted, a refusal is not."""
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    await chat.post(CHANNEL, ARTICLE, KEY[::-1])
    server.land(server.posted[0])
    late = server.messages[-1]["id"]
    assert set(await chat.copies(CHANNEL, KEY, a_minute_ago())) == {outcome.message_id, late}
    assert await chat.take_back(CHANNEL, late) is None
    assert await chat.take_back(CHANNEL, late) is None
    assert list(await chat.copies(CHANNEL, KEY, a_minute_ago())) == [outcome.message_id]
    server.history_fault = 403
    assert isinstance(await chat.copies(CHANNEL, KEY, a_minute_ago()), Unsure)
