"""discord.py itself, connected to a Discord on loopback: commands, mentions, buttons, faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from bot.errors import DeliveryError
from handlers.chat_common import ShortMemory
from handlers.discord_chat import DiscordChat, DiscordOptions
from handlers.discord_client import DiscordClient
from handlers.discord_limits import validate
from tests.contracts.validators import discord_problems
from tests.fakes.answers import ARTICLE, KEY, NOTICE, FakeAnswers
from tests.fakes.chats import running
from tests.fakes.discord_payloads import BOT, CHANNEL, DM, GUILD, PERSON, member
from tests.fakes.discord_server import TOKEN, DiscordServer, Fault, discord_server
from tests.fakes.words import shipped_phrases


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_server() as running:
        yield running


def made(
    server: DiscordServer, answers: FakeAnswers, memory: Any = None, **given: Any
) -> DiscordChat:
    once = given.pop("once", None)
    options = DiscordOptions(
        token=SecretStr(given.pop("token", TOKEN)),
        api_base=server.api_base,
        gateway_url=server.gateway_url,
        first_wait=0.05,
        settle=0.05,
        **given,
    )
    return DiscordChat(options, answers, phrases=shipped_phrases(), memory=memory, once=once)


class Noted(ShortMemory):
    """A memory that tells when something was put into it."""

    def __init__(self) -> None:
        super().__init__()
        self.told = asyncio.Event()

    async def set(self, key: str, value: str) -> None:
        await super().set(key, value)
        self.told.set()


async def no_pause(*_: object, **__: object) -> None:
    """Discord wants five seconds between two identifications; loopback does not."""


def texts(part: Any) -> str:
    """All the words of a message's components."""
    if isinstance(part, list):
        return "\n".join(texts(one) for one in part)
    inside = [part.get("content", ""), part.get("label", "")]
    return "\n".join([*inside, texts(part.get("components", []))])


async def test_a_typed_command_is_answered_with_a_card_that_keeps_the_contract(server):
    """`!positions troops` gets a card in reply that mentions nobody."""
    answers = FakeAnswers()
    async with running(made(server, answers, admins=frozenset({PERSON})), server):
        said = await server.say("!positions troops")
        await server.until(lambda: server.posted)
    text, caller, addressed = answers.asked[0]
    assert (text, addressed, caller.channel, caller.user) == (
        "!positions troops",
        False,
        CHANNEL,
        PERSON,
    )
    assert caller.is_admin
    sent = server.posted[0]
    assert discord_problems(sent) == []
    assert validate(sent) == []
    assert sent["allowed_mentions"] == {"parse": []}  # the author replied to neither
    assert sent["message_reference"]["message_id"] == int(said["id"])
    assert "**Italy** opposes" in texts(sent["components"])


async def test_bots_and_common_talk_get_no_answer(server):
    """Other bots and ordinary talk are left alone."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say("!positions troops", bot=True)
        await server.say("good morning")
        await server.say("!last one")
        await server.until(lambda: server.posted)
    assert [text for text, *_ in answers.asked] == ["good morning", "!last one"]
    assert len(server.posted) == 1


async def test_a_message_told_twice_is_answered_once(server):
    """A replayed event, or a second process that hears it, gives no second answer."""
    seen: list[str] = []

    async def once(event_id: str) -> bool:
        seen.append(event_id)
        return seen.count(event_id) == 1

    answers = FakeAnswers()
    async with running(made(server, answers, once=once), server):
        said = await server.say("!positions troops")
        await server.send("MESSAGE_CREATE", {**said, "guild_id": GUILD, "member": member(PERSON)})
        await server.say("good morning")
        await server.say("!last one")
        await server.until(lambda: len(server.posted) == 2)
    assert [text for text, *_ in answers.asked] == [
        "!positions troops",
        "good morning",
        "!last one",
    ]
    assert len(seen) == 3  # common talk is not counted


async def test_a_mention_and_a_direct_message_need_no_prefix(server):
    """Spoken to directly, it answers without the prefix, and a bare mention with the help."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say(f"<@{BOT}> positions troops")
        await server.say("positions troops", direct=True)
        await server.say(f"<@!{BOT}>")
        await server.until(lambda: len(server.posted) == 3)
    asked = {(text, caller.channel, addressed) for text, caller, addressed in answers.asked}
    assert asked == {
        ("positions troops", CHANNEL, True),
        ("positions troops", DM, True),
        ("help", CHANNEL, True),
    }


async def test_slash_commands_are_those_of_the_registry_and_keep_the_contract(server):
    """Slash commands are offered in every language, and answered as typed ones are."""
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.slash("positions", topic="troops")
        await server.slash("status", locale="fr")
        await server.until(lambda: len(server.callbacks) == 2)
    offered = server.commands[0]
    assert [command["name"] for command in offered] == [c.name for c in answers.registry.all("en")]
    for command in offered:
        assert discord_problems(command, "ApplicationCommandUpdateRequest") == []
    french = offered[0]["description_localizations"]["fr"]
    assert french == answers.registry.command("positions", "fr").summary
    asked = sorted((text, caller.language, addressed) for text, caller, addressed in answers.asked)
    assert asked == [("positions troops", "en-US", True), ("status", "fr", True)]
    for callback in server.callbacks:
        assert discord_problems(callback, "CreateMessageInteractionCallbackRequest") == []
        assert callback["data"]["allowed_mentions"] == {"parse": []}
        assert validate(callback["data"]) == []


async def test_an_error_by_slash_is_seen_by_the_asker_alone_and_silence_stays_silent(server):
    """A notice is private; where there is no answer, none is left standing."""
    answers = FakeAnswers(card=NOTICE)
    async with running(made(server, answers), server):
        await server.slash("help")
        await server.until(lambda: server.callbacks)
        answers.card = None
        await server.slash("help")
        await server.until(lambda: server.deleted)
    assert server.callbacks[0]["data"]["flags"] & 64
    assert server.callbacks[1]["type"] == 5


async def test_a_slash_command_in_an_older_form_gets_a_word(server, caplog):
    """What somebody's client still offers after an update is answered, to them alone."""
    async with running(made(server, FakeAnswers()), server):
        await server.slash("positions", subject="troops", locale="fr")
        await server.until(lambda: server.callbacks)
    assert server.callbacks[0]["data"]["flags"] & 64
    assert shipped_phrases()["fr"].errors.failed in server.callbacks[0]["data"]["content"]
    assert caplog.text.count("a slash command failed") == 1


async def test_a_slow_answer_is_announced_and_follows(server, monkeypatch):
    """An answer that takes long is announced in time: deferred by slash, typing elsewhere."""
    monkeypatch.setattr("handlers.chat_common.SLOW", 0.02)
    answers = FakeAnswers(seconds=0.2)
    async with running(made(server, answers), server):
        await server.slash("latest")
        await server.until(lambda: server.edits)
        await server.say("!latest")
        await server.until(lambda: server.posted)
    assert server.callbacks[0]["type"] == 5
    assert discord_problems(server.edits[0], "IncomingWebhookUpdateRequestPartial") == []
    assert f"POST /channels/{CHANNEL}/typing" in server.calls


async def test_an_answer_whose_form_is_refused_goes_as_text(server, caplog):
    """Typed or by slash, a refused form costs the form and none of the words."""
    async with running(made(server, FakeAnswers()), server):
        server.faults = [Fault(status=400, code=50035)]
        await server.say("!positions troops")
        await server.until(lambda: server.messages)
        server.refusals = 1
        await server.slash("positions", topic="troops")
        await server.until(lambda: len(server.callbacks) == 2)
    for sent in (server.posted[1], server.callbacks[1]["data"]):
        assert "“Italy is against it.”" in sent["content"]
        assert sent["allowed_mentions"] == {"parse": []}
        assert validate(sent) == []
    assert caplog.text.count("goes as text") == 2


async def test_topics_are_completed_in_the_language_of_the_person(server):
    """Completion offers topics by the names of the person's language."""
    async with running(made(server, FakeAnswers()), server):
        await server.complete("positions", topic="san")
        await server.complete("positions", topic="", locale="fr")
        await server.until(lambda: len(server.callbacks) == 2)
    names = [[c["name"] for c in back["data"]["choices"]] for back in server.callbacks]
    assert sorted(names) == [["envoi de troupes"], ["sanctions"]]


async def test_without_the_intent_it_reconnects_and_hears_mentions(server):
    """Where Discord withholds the words of messages, it says so and goes on with mentions."""
    server.content_allowed = False
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say(f"<@{BOT}> latest")
        await server.until(lambda: server.posted)
    asked_for, settled_for = server.identified
    assert asked_for & (1 << 15)
    assert not settled_for & (1 << 15)
    assert not asked_for & ((1 << 1) | (1 << 8))  # members and presences


async def test_commands_are_sent_again_only_when_they_changed(server):
    """A restart with the same commands does not send them again."""
    memory = Noted()
    async with running(made(server, FakeAnswers(), memory), server):
        await asyncio.wait_for(memory.told.wait(), 5)
    async with running(made(server, FakeAnswers(), memory), server):
        await server.say("!latest")
        await server.until(lambda: server.posted)
    assert len(server.commands) == 1


async def test_refused_commands_keep_nobody_from_typing_them(server, caplog):
    """When Discord takes no slash commands, typed ones still work."""
    server.commands_fault = 403
    async with running(made(server, FakeAnswers()), server):
        await server.say("!latest")
        await server.until(lambda: server.posted)
    assert "slash commands" in caplog.text


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_dropped_gateway_is_taken_up_again(server, resumable, monkeypatch):
    """After a lost connection, resumable or not, questions are answered again."""
    monkeypatch.setattr(DiscordClient, "before_identify_hook", no_pause)
    server.resumable = resumable
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.hang_up()
        await server.until(lambda: server.sockets and (server.resumed or server.identified[1:]))
        await server.say("!latest")
        await server.until(lambda: server.posted)
    assert len(server.posted) == 1


async def test_an_odd_event_ends_the_connection_and_a_new_one_follows(server, caplog):
    """An event the library cannot read costs a connection and not the chat."""
    async with running(made(server, FakeAnswers()), server):
        await server.send("MESSAGE_CREATE", {"id": "no number"})
        await server.until(lambda: len(server.identified) == 2 and server.sockets)
        await server.say("!latest")
        await server.until(lambda: server.posted)
    assert "the connection to Discord failed" in caplog.text


async def test_a_wrong_token_ends_the_chat_and_declines_cards_without_asking(server):
    """A refused token is said once, with its setting, and never tried again."""
    chat = made(server, FakeAnswers(), token="another")
    with pytest.raises(DeliveryError, match="DISCORD_TOKEN"):
        await chat.run()
    asked = len(server.calls)
    outcome = await chat.post(CHANNEL, ARTICLE, KEY)
    assert outcome.permanent
    assert len(server.calls) == asked


async def test_a_token_refused_by_the_gateway_ends_the_chat(server):
    """The gateway's word that the token is wrong counts as the API's does."""
    server.close_with = [4004]
    with pytest.raises(DeliveryError):
        await made(server, FakeAnswers()).run()


async def test_a_button_asks_and_only_the_one_who_pressed_sees_the_answer(server):
    """A card's button runs its question, for the one who pressed it."""
    answers = FakeAnswers()
    chat = made(server, answers)
    async with running(chat, server):
        await chat.post(CHANNEL, ARTICLE, KEY)
        ids = [
            b.get("custom_id")
            for b in server.posted[0]["components"][0]["components"][-1]["components"]
        ]
        assert ids == [None, f"v:{KEY}:positions the ferry"]
        await server.press(ids[1])
        await server.until(lambda: server.callbacks)
    assert answers.asked[0][0] == "positions the ferry"
    assert server.callbacks[0]["data"]["flags"] & 64


async def test_embeds_keep_the_contract_too(server):
    """The other form of cards is as good as the first, and says in plain text what it is about."""
    chat = made(server, FakeAnswers(card=replace(ARTICLE, kind="answer")), card_style="embed")
    async with running(chat, server):
        await chat.post(CHANNEL, ARTICLE, KEY)
        await server.slash("latest")
        await server.until(lambda: server.callbacks)
    sent = server.posted[0]
    assert discord_problems(sent) == []
    assert "Ferry towns wait" in sent["content"]
    assert discord_problems(server.callbacks[0], "CreateMessageInteractionCallbackRequest") == []


async def test_check_says_what_is_wrong_and_how_to_mend_it(server):
    """Every problem the self-check finds comes with its mend."""
    chat = made(server, FakeAnswers())
    found = await chat.check([CHANNEL, "77", "general"])
    assert [bool(one.problem) for one in found] == [False, False, False, True, True]
    server.content_allowed, server.permissions = False, 1 << 10
    found = await chat.check([CHANNEL])
    assert "mention" in found[1].problem
    assert "Send Messages" in found[2].problem
    assert all(one.mend for one in found if one.problem)
    (refused,) = await made(server, FakeAnswers(), token="another").check([CHANNEL])
    assert "DISCORD_TOKEN" in refused.mend


@pytest.mark.parametrize(
    "fault", [Fault(status=429, retry_after=0.05), Fault(status=403, code=50013)]
)
async def test_an_answer_that_discord_does_not_take_at_once(server, fault, caplog):
    """Where it asks to wait the answer comes later, once; where we may not write, the log says so."""
    server.faults = [fault]
    answers = FakeAnswers()
    async with running(made(server, answers), server):
        await server.say("!latest")
        await server.until(lambda: server.posted)
        await server.say("!latest")
        await server.until(lambda: len(server.messages) == (1 if fault.code else 2))
    assert caplog.text.count("was not sent") == (fault.status == 403)
