"""What the outbox is told when a post on Slack goes well, ill, or nobody knows how."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.outlet import Declined, Posted, Unsure
from handlers.slack_chat import SlackChat, SlackOptions
from tests.contracts.validators import metadata_problems, slack_problems
from tests.fakes.answers import ARTICLE, KEY, FakeAnswers
from tests.fakes.slack_server import (
    APP_TOKEN,
    BOT_TOKEN,
    CHANNEL,
    SlackFault,
    SlackServer,
    slack_server,
)
from tests.fakes.words import shipped_phrases

OTHER = KEY[::-1]


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as running:
        yield running


async def never_twice(_: str) -> bool:
    return True


@pytest.fixture
def chat(server: SlackServer) -> SlackChat:
    options = SlackOptions(
        bot_token=SecretStr(BOT_TOKEN), app_token=SecretStr(APP_TOKEN), api_base=server.api_base
    )
    return SlackChat(options, FakeAnswers(), phrases=shipped_phrases(), once=never_twice)


def a_minute_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)  # noqa: TID251  # Slack's stamps are real time


async def test_the_key_travels_in_the_metadata_and_is_found_again(chat, server):
    """The delivery's key is kept with the message and finds it in the history."""
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(outcome, Posted)
    assert metadata_problems(server.posted[0]["metadata"]) == []
    assert slack_problems(server.posted[0]["blocks"]) == []
    assert await chat.find(CHANNEL, KEY, a_minute_ago()) == outcome.message_id
    assert await chat.find(CHANNEL, OTHER, a_minute_ago()) is None


async def test_the_look_back_reads_on_through_the_pages(chat, server):
    """Older pages are read too, up to a limit beyond which nobody knows."""
    server.page = 1
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    for number in range(3):
        await chat.post(CHANNEL, ARTICLE, f"{number}{KEY[1:]}")
    assert await chat.find(CHANNEL, KEY, a_minute_ago()) == outcome.message_id
    for number in range(3, 6):
        await chat.post(CHANNEL, ARTICLE, f"{number}{KEY[1:]}")
    assert isinstance(await chat.find(CHANNEL, KEY, a_minute_ago()), Unsure)


async def test_a_card_sent_while_our_clock_was_ahead_is_found_all_the_same(chat, server):
    """By up to a day, the longest a wrong date or time zone makes; many later messages hide nothing."""
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    tomorrow = a_minute_ago() + timedelta(hours=24)
    assert await chat.find(CHANNEL, KEY, tomorrow) == outcome.message_id
    assert await chat.find(CHANNEL, OTHER, tomorrow) is None
    server.page = 1
    for number in range(6):
        await chat.post(CHANNEL, ARTICLE, f"{number}{KEY[1:]}")
    assert await chat.find(CHANNEL, OTHER, tomorrow) is None


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        ("channel_not_found", True),
        ("not_in_channel", True),
        ("is_archived", True),
        ("missing_scope", True),
        ("invalid_auth", True),
        ("some_new_word", False),
    ],
)
async def test_a_refusal_is_final_when_asking_again_cannot_help(chat, server, error, permanent):
    """Refusals about token, channel and permission are final; an unknown word is not."""
    server.faults = [SlackFault(error=error)]
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(outcome, Declined)
    assert outcome.permanent is permanent
    assert len(server.posted) == 1


async def test_after_a_refused_token_nothing_more_is_asked(chat, server):
    """With a revoked token no further call is made."""
    server.faults = [SlackFault(error="token_revoked")]
    await chat.post(CHANNEL, ARTICLE, KEY)
    assert (await chat.post(CHANNEL, ARTICLE, OTHER)).permanent
    assert len(server.posted) == 1


async def test_a_wait_is_left_to_the_outbox(chat, server):
    """A limit is handed back with its seconds, not sat out."""
    server.faults = [SlackFault(error="ratelimited", status=429, retry_after=12)]
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(outcome, Declined)
    assert (outcome.permanent, outcome.retry_after) == (False, 12.0)
    assert len(server.posted) == 1


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize(
    "fault", [SlackFault(), SlackFault(status=503), SlackFault(error="fatal_error")]
)
async def test_without_a_clear_answer_nobody_knows_until_the_channel_is_read(
    chat, server, fault, stored
):
    """An unclear call is never repeated; the channel's history settles it either way."""
    server.faults = [
        SlackFault(error=fault.error, status=fault.status, stored=stored),
    ]
    assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Unsure)
    assert len(server.posted) == 1
    found = await chat.find(CHANNEL, KEY, a_minute_ago())
    assert found == (server.messages[0]["ts"] if stored else None)


async def test_a_server_that_is_not_there_certainly_took_nothing(server):
    """Without a connection the card was not taken, and may be sent again."""
    options = SlackOptions(
        bot_token=SecretStr(BOT_TOKEN),
        app_token=SecretStr(APP_TOKEN),
        api_base="http://127.0.0.1:9/api/",
    )
    chat = SlackChat(options, FakeAnswers(), phrases=shipped_phrases(), once=never_twice)
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert isinstance(outcome, Declined)
    assert not outcome.permanent


async def test_a_card_whose_blocks_are_refused_goes_as_text(chat, server, caplog):
    """Refused blocks cost the form and none of the words."""
    server.faults = [SlackFault(error="invalid_blocks")]
    assert isinstance(await chat.post(CHANNEL, ARTICLE, KEY), Posted)
    assert "blocks" not in server.messages[0]
    assert "“we were never asked about it”" in server.messages[0]["text"]
    assert "goes as text" in caplog.text


async def test_a_look_back_that_is_not_allowed_is_no_proof(chat, server):
    """A history that may not be read proves nothing; a channel that is gone does."""
    server.history_fault = "missing_scope"
    assert isinstance(await chat.find(CHANNEL, KEY, a_minute_ago()), Unsure)
    server.history_fault = "channel_not_found"
    assert await chat.find(CHANNEL, KEY, a_minute_ago()) is None


async def test_an_answer_in_plain_words_is_unclear(chat, server):
    """A proxy in between says 502 in its own words: nobody knows whether the card arrived."""
    server.faults = [SlackFault(status=502, words="Bad gateway")]
    assert await chat.post(CHANNEL, ARTICLE, KEY) == Unsure("Slack answered 502")


async def test_all_messages_with_a_key_are_found_and_one_can_be_deleted(chat, server):
    """Over the pages; what is gone already is as good as deleted, another error is not."""
    server.page = 1
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    await chat.post(CHANNEL, ARTICLE, OTHER)
    server.land(server.posted[0])
    late = server.messages[-1]["ts"]
    assert set(await chat.copies(CHANNEL, KEY, a_minute_ago())) == {outcome.message_id, late}
    assert await chat.take_back(CHANNEL, late) is None
    assert await chat.take_back(CHANNEL, late) is None
    assert list(await chat.copies(CHANNEL, KEY, a_minute_ago())) == [outcome.message_id]
    server.history_fault = "missing_scope"
    assert isinstance(await chat.copies(CHANNEL, KEY, a_minute_ago()), Unsure)
    server.tokens = {}
    assert isinstance(await chat.take_back(CHANNEL, late), Unsure)
