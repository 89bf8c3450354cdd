"""slack-bolt itself, connected to a Slack on loopback: commands, mentions, buttons, faults."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from bot.errors import DeliveryError
from handlers.slack_chat import SlackChat, SlackOptions
from handlers.slack_limits import validate
from tests.contracts.validators import slack_problems
from tests.fakes.answers import ARTICLE, KEY, NOTICE, FakeAnswers
from tests.fakes.chats import running
from tests.fakes.slack_server import (
    APP_TOKEN,
    BOT_TOKEN,
    BOT_USER,
    CHANNEL,
    DM,
    PERSON,
    SlackFault,
    SlackServer,
    slack_server,
)
from tests.fakes.words import shipped_phrases


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with slack_server() as running:
        yield running


def replay_table() -> Callable[[str], Awaitable[bool]]:
    seen: set[str] = set()

    async def once(event_id: str) -> bool:
        if event_id in seen:
            return False
        seen.add(event_id)
        return True

    return once


def made(server: SlackServer, answers: FakeAnswers, **given: Any) -> SlackChat:
    options = SlackOptions(
        bot_token=SecretStr(given.pop("bot_token", BOT_TOKEN)),
        app_token=SecretStr(given.pop("app_token", APP_TOKEN)),
        api_base=server.api_base,
        first_wait=0.05,
        ping=0.2,
        **given,
    )
    return SlackChat(options, answers, phrases=shipped_phrases(), once=replay_table())


async def test_a_typed_command_is_answered_in_its_thread_with_a_card_that_keeps_the_contract(
    server,
):
    """`!positions troops` is acknowledged and answered in its thread; nothing unfurls."""
    answers = FakeAnswers()
    async with running(made(server, answers, admins=frozenset({PERSON})), server):
        said = await server.say("!positions troops &amp; <https://a.example/x|a.example>")
        await server.until(lambda: server.posted)
        await server.until(lambda: server.acks)
    text, caller, addressed = answers.asked[0]
    assert (text, addressed) == ("!positions troops & a.example", False)
    assert (caller.channel, caller.user, caller.is_admin) == (CHANNEL, PERSON, True)
    assert server.acks == [said["envelope_id"]]
    sent = server.posted[0]
    assert sent["thread_ts"] == said["payload"]["event"]["ts"]
    assert slack_problems(sent["blocks"]) == []
    assert validate(sent["text"], sent["blocks"]) == []
    assert (sent["unfurl_links"], sent["unfurl_media"], sent["mrkdwn"]) == (False, False, False)
    assert "Italy opposes" in sent["text"]
    assert "“Italy is against it.”" in sent["text"]


async def test_a_mention_is_answered_once_though_slack_tells_it_twice(server):
    """A mention comes as two events and gets one answer; a bare one gets the help."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.mention("positions troops", thread_ts="17.1")
        await server.mention("")
        await server.until(lambda: len(server.posted) == 2)
        await server.until(lambda: len(server.acks) == 4)
    assert sorted((text, addressed) for text, _, addressed in answers.asked) == [
        ("help", True),
        ("positions troops", True),
    ]
    assert "17.1" in {sent["thread_ts"] for sent in server.posted}


async def test_a_direct_message_needs_no_prefix_and_opens_no_thread(server):
    """In a direct talk it answers plainly, below the question."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say("positions troops", channel=DM, channel_type="im")
        await server.until(lambda: server.posted)
    assert answers.asked[0][2]
    assert server.posted[0].get("thread_ts") is None


async def test_an_event_sent_again_is_acknowledged_and_not_answered_again(server):
    """Slack's repetitions are acknowledged, and answered once."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        said = await server.say("!positions troops")
        await server.until(lambda: server.posted)
        for _ in range(2):
            await server.deliver("events_api", said["payload"])
        await server.until(lambda: len(server.acks) == 3)
    assert len(answers.asked) == 1


async def test_bots_edits_and_other_events_get_no_answer_but_an_acknowledgement(server):
    """Its own words, other bots, edits and other events are only acknowledged."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say("!positions troops", bot_id="BOTHER")
        await server.say("!positions troops", user=BOT_USER)
        await server.say("!positions troops", subtype="message_changed")
        await server.event({"type": "reaction_added", "user": PERSON})
        await server.until(lambda: len(server.acks) == 4)
    assert not server.posted
    assert not answers.asked


async def test_the_slash_command_answers_all_and_tells_errors_to_the_asker_alone(server):
    """`/vigie` answers in the channel, and a notice to the asker alone."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.slash("positions troops")
        await server.until(lambda: len(server.responses) == 1)
        answers.card = NOTICE
        await server.slash("")
        await server.until(lambda: len(server.responses) == 2)
        answers.card = None
        await server.slash("positions troops")
        await server.until(lambda: len(server.acks) == 3)
    assert [text for text, *_ in answers.asked] == ["positions troops", "help", "positions troops"]
    kinds = [sent["response_type"] for sent in server.responses]
    assert kinds == ["in_channel", "ephemeral"]
    assert slack_problems(server.responses[0]["blocks"]) == []


async def test_a_slow_answer_is_acknowledged_first(server):
    """The acknowledgement does not wait for the answer."""
    answers = FakeAnswers(seconds=0.3)
    async with running(made(server, answers), server):
        await server.slash("positions troops")
        await server.say("!positions troops")
        await server.until(lambda: len(server.acks) == 2)
        assert not server.responses
        assert not server.posted
        await server.until(lambda: server.responses and server.posted)


async def test_an_answer_whose_form_is_refused_goes_as_text(server, caplog):
    """Typed or by slash, refused blocks cost the form and none of the words."""
    async with running(made(server, FakeAnswers()), server):
        server.faults = [SlackFault(error="invalid_blocks")]
        await server.say("!positions troops")
        await server.until(lambda: len(server.posted) == 2)
        server.refusals = 1
        await server.slash("positions troops")
        await server.until(lambda: len(server.responses) == 2)
    for sent in (server.posted[1], server.responses[1]):
        assert "“Italy is against it.”" in sent["text"]
        assert not sent.get("blocks")
    assert "goes as text" in caplog.text


async def test_a_button_asks_and_a_link_is_only_acknowledged(server):
    """A card's button runs its question privately and leaves the card as it is."""
    answers = FakeAnswers()
    chat = made(server, answers)
    async with running(chat, server):
        await chat.post(CHANNEL, ARTICLE, KEY)
        link, ask = server.posted[0]["blocks"][-1]["elements"]
        await server.press(link)
        await server.press(ask)
        await server.until(lambda: len(server.acks) == 2 and server.responses)
    assert [text for text, *_ in answers.asked] == ["positions the ferry"]
    assert server.responses[0]["response_type"] == "ephemeral"
    assert server.responses[0]["replace_original"] is False


async def test_a_closed_socket_is_opened_again(server):
    """After a lost socket, questions are answered again."""
    async with running(made(server, FakeAnswers()), server):
        first = server.sockets[0]
        await server.hang_up()
        await server.until(lambda: server.sockets and server.sockets[0] is not first)
        await server.say("!positions troops")
        await server.until(lambda: server.posted)
    assert len(server.posted) == 1


async def test_a_socket_that_slack_replaces_is_left_for_the_new_one(server):
    """Slack renews connections now and then: each question is heard once, before and after."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say("!positions troops")
        await server.until(lambda: len(server.posted) == 1)
        await server.replace_socket()
        await server.say("!positions troops")
        await server.until(lambda: len(server.posted) == 2)
    assert len(answers.asked) == 2


async def test_an_answer_slack_never_confirms_is_not_repeated(server, caplog):
    """An answer whose fate is not known is not said twice; one line tells of it."""
    async with running(made(server, FakeAnswers()), server):
        server.faults = [SlackFault(stored=True)]
        await server.say("!positions troops")
        await server.until(lambda: server.posted)
        await server.say("!positions troops")
        await server.until(lambda: len(server.posted) == 2)
    assert len(server.messages) == 2
    assert caplog.text.count("was not sent") == 1


@pytest.mark.parametrize("token", ["bot_token", "app_token"])
async def test_a_wrong_token_ends_the_chat_and_declines_cards_without_asking(server, token):
    """Either refused token is said once, with its setting, and never tried again."""
    chat = made(server, FakeAnswers(), **{token: "xoxb-another"})
    with pytest.raises(DeliveryError, match="SLACK_BOT_TOKEN"):
        await chat.run()
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert outcome.permanent
    assert not server.posted


async def test_check_says_what_is_wrong_and_how_to_mend_it(server):
    """Every problem the self-check finds comes with its mend."""
    found = await made(server, FakeAnswers()).check([CHANNEL, "CELSEWHERE"])
    assert [bool(one.problem) for one in found] == [False, False, False, True]
    assert "/invite" in found[3].mend
    server.scopes = "chat:write"
    found = await made(server, FakeAnswers(), app_token="xapp-another").check()
    assert "channels:history" in found[0].problem
    assert found[1].warning
    assert "users:read" in found[1].mend
    assert "SLACK_APP_TOKEN" in found[2].mend
    (refused,) = await made(server, FakeAnswers(), bot_token="xoxb-another").check()
    assert "invalid_auth" in refused.problem


@pytest.mark.slow
async def test_an_answer_waits_for_its_turn(server):
    """Where Slack asks to wait, the answer comes later, once."""
    server.faults = [SlackFault(error="ratelimited", status=429, retry_after=1)]
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say("!latest")
        await server.until(lambda: server.messages)
    assert (len(server.posted), len(server.messages), len(answers.asked)) == (2, 1, 1)
