"""The way to the model: what is sent, what is waited for, and what each failure comes to."""

from __future__ import annotations

import json
import socket

import pytest

from bot.second.chat import FIRST_PAUSE, MAX_BYTES, TOO_LONG, TRIES, Chat, Endpoint, NoReply, Reply
from tests.fakes.model_server import (
    ModelServer,
    fails,
    huge,
    model_server,
    plain,
    refuses,
    says,
    slow,
)
from tests.fakes.second import Pauses

SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


async def asked(
    server: ModelServer, *, pause: Pauses | None = None, patience: float = 5.0, key: str = ""
) -> Reply | NoReply:
    """One question."""
    endpoint = Endpoint(url=server.url, model="mini", key=key, timeout=patience)
    async with Chat(endpoint, pause or Pauses()) as chat:
        return await chat.ask("Do it.", "{}", "facts", SCHEMA)


async def test_an_answer_comes_with_its_cost():
    """Model, task, material and form are sent, and the key to nobody else."""
    async with model_server() as server:
        server.turns["facts"] = [says("{}", tokens=(31, 7))]
        reply = await asked(server, key="sk-1")
    assert isinstance(reply, Reply)
    assert (reply.text, reply.tokens_in, reply.tokens_out, reply.cut) == ("{}", 31, 7, False)
    [body] = server.asked
    assert (body["model"], body["temperature"]) == ("mini", 0)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert server.keys == ["Bearer sk-1"]


async def test_a_server_that_counts_no_tokens_is_counted_for():
    """About."""
    async with model_server() as server:
        server.turns["facts"] = [says("x" * 350, tokens=None)]
        reply = await asked(server)
    assert isinstance(reply, Reply)
    assert reply.tokens_out == 101


async def test_a_server_that_knows_no_schemas_is_told_the_form_in_words():
    """Once it has said so, at once."""
    async with model_server() as server:
        server.schemas = False
        server.turns["facts"] = [says("{}")]
        async with Chat(Endpoint(url=server.url, model="mini"), Pauses()) as chat:
            for _ in range(2):
                assert isinstance(await chat.ask("Do it.", "{}", "facts", SCHEMA), Reply)
    forms = [body["response_format"]["type"] for body in server.asked]
    assert forms == ["json_schema", "json_schema", "json_object", "json_object"]
    assert json.dumps(SCHEMA) in server.asked[-1]["messages"][0]["content"]


async def test_a_model_that_reasons_is_asked_as_it_wants_to_be():
    """It takes neither a temperature nor the older limit; once it has said so, at once."""
    async with model_server() as server:
        server.reasons = True
        server.turns["facts"] = [says("{}")]
        async with Chat(Endpoint(url=server.url, model="mini"), Pauses()) as chat:
            for _ in range(2):
                assert isinstance(await chat.ask("Do it.", "{}", "facts", SCHEMA), Reply)
    assert ["max_completion_tokens" in body for body in server.asked] == [False, True, True]
    assert {body["response_format"]["type"] for body in server.asked} == {"json_schema"}


async def test_an_address_without_such_a_model_is_said_and_asked_in_full_the_next_time():
    """A 404 of all forms is about the model, not about the form."""
    async with (
        model_server() as server,
        Chat(Endpoint(url=server.url, model="absent"), Pauses()) as chat,
    ):
        missing = await chat.ask("Do it.", "{}", "facts", SCHEMA)
        assert isinstance(missing, NoReply)
        assert "404" in missing.reason
        server.turns["facts"] = [says("{}")]
        assert isinstance(await chat.ask("Do it.", "{}", "facts", SCHEMA), Reply)
    assert server.asked[-1]["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, '{"error": {"code": "context_length_exceeded", "message": "Reduce the length."}}'),
        (400, '{"message": "This model\'s maximum context length is 4096 tokens."}'),
        (400, '{"error": {"type": "exceed_context_size_error"}}'),
        (400, '{"error": {"message": "prompt is too long: 208310 tokens > 200000 maximum"}}'),
        (413, ""),
    ],
    ids=["code", "words", "type", "prompt", "status"],
)
async def test_a_text_that_is_too_long_is_no_fault_of_the_server(status, told):
    """It is said, no other form is tried, and other texts are asked about all the same."""
    async with model_server() as server:
        server.turns["facts"] = [fails(status, told)]
        reply = await asked(server)
    assert isinstance(reply, NoReply)
    assert (reply.reason, reply.halts, len(server.asked)) == (TOO_LONG, False, 1)


async def test_a_server_that_took_other_texts_does_not_fail_by_refusing_one():
    """A request that no server took yet shows nothing: the address may be wrong."""
    async with (
        model_server() as server,
        Chat(Endpoint(url=server.url, model="mini"), Pauses()) as chat,
    ):
        halts = []
        for turn in (fails(400), says("{}"), fails(400), fails(404)):
            server.turns["facts"] = [turn]
            reply = await chat.ask("Do it.", "{}", "facts", SCHEMA)
            halts.append(isinstance(reply, NoReply) and reply.halts)
    assert halts == [True, False, False, True]


@pytest.mark.parametrize(
    "failing",
    [fails(500), fails(503), fails(429, Retry_After="7")],
    ids=["failed", "not there", "too many"],
)
async def test_what_may_pass_is_tried_again_after_a_pause(failing):
    """The pause the server asks for, else a growing one."""
    pause = Pauses()
    async with model_server() as server:
        server.turns["facts"] = [failing, failing, says("{}")]
        assert isinstance(await asked(server, pause=pause), Reply)
    assert pause.seconds in ([FIRST_PAUSE, 2 * FIRST_PAUSE], [7.0, 7.0])


@pytest.mark.parametrize(
    ("failing", "tries", "reason"),
    [
        (fails(500), TRIES, "It answers with 500."),
        (fails(429, Retry_After="3600"), 1, "It answers with 429."),
        (fails(401), 1, "It answers with 401. Look at VIGIE_READER_KEY."),
        (fails(302, Location="http://127.0.0.1:9/"), 1, "It answers with 302."),
        (refuses(), 1, "It refuses to answer."),
        (says("", finish="content_filter"), 1, "It refuses to answer."),
        (plain({"choices": []}), 1, "It answers in a form that is not known."),
        (plain([]), 1, "It answers in a form that is not known."),
        (huge(MAX_BYTES + 9), 1, "Its answer is too large."),
    ],
    ids=[
        "failed",
        "wait long",
        "no key",
        "elsewhere",
        "refusal",
        "filtered",
        "no choice",
        "list",
        "huge",
    ],
)
async def test_a_failure_is_a_value_with_a_sentence(failing, tries, reason):
    """What will not pass is not tried again; no redirect is followed."""
    async with model_server() as server:
        server.turns["facts"] = [failing]
        reply = await asked(server)
    assert isinstance(reply, NoReply)
    assert (reply.reason, len(server.asked)) == (reason, tries)


async def test_a_slow_answer_is_given_up():
    """After the time the settings give; the article does not wait for a second try."""
    async with model_server() as server:
        server.turns["facts"] = [slow(5, says("{}"))]
        reply = await asked(server, patience=0.05)
    assert isinstance(reply, NoReply)
    assert reply.reason == "It gives no answer in time (VIGIE_READER_TIMEOUT)."
    assert len(server.asked) == 1
    assert reply.halts


async def test_where_nobody_listens_there_is_no_answer():
    """The sentence holds neither address nor key."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    async with Chat(Endpoint(url=url, model="mini", key="sk-1"), Pauses()) as chat:
        reply = await chat.ask("Do it.", "{}", "facts", SCHEMA)
    assert isinstance(reply, NoReply)
    assert "127.0.0.1" not in reply.reason
    assert "sk-1" not in reply.reason


@pytest.mark.parametrize(
    "url", ["http://h:1/v1", "http://h:1/v1/", "http://h:1/v1/chat/completions"]
)
def test_the_address_may_be_given_with_or_without_the_path(url):
    """As servers' documents give either."""
    assert Endpoint(url=url, model="m").address == "http://h:1/v1/chat/completions"
