"""The log: sentences for people, objects for machines, and no secret in either."""

from __future__ import annotations

import json
import logging

import pytest
from structlog.contextvars import bound_contextvars

from bot.cli import log
from tests.cli.conftest import FERRY
from tests.fakes.program import start

SECRET = "xoxb-canary-sup3r-s3cret"


@pytest.fixture
def logged(capsys):
    """What is logged by a room and by a library, in a form and from a level on."""

    def run(form, level):
        log.set_up(form, level)
        with bound_contextvars(source="dw", channel="slack:C1"):
            logging.getLogger("bot.watch").info("look done: %d new", 3)
            logging.getLogger("bot.watch").warning("it is “late”")
            logging.getLogger("aiohttp.client").info("what was sent")
            logging.getLogger("aiohttp.client").warning("slow")
        return capsys.readouterr().err

    before = {room: logging.getLogger(room).level for room in ("", *log.ROOMS)}
    yield run
    logging.getLogger().handlers[:] = [
        one for one in logging.getLogger().handlers if one.name != log.__name__
    ]
    for room, level in before.items():
        logging.getLogger(room).setLevel(level)


def test_a_line_for_machines_says_what_it_is_about(logged):
    """Also a library's: what is bound around the work stands beside it."""
    lines = [json.loads(line) for line in logged("json", "info").splitlines()]
    assert [line["event"] for line in lines] == ["look done: 3 new", "it is “late”", "slow"]
    assert {(line["source"], line["channel"]) for line in lines} == {("dw", "slack:C1")}
    assert [line["level"] for line in lines] == ["info", "warning", "warning"]
    assert lines[0]["logger"] == "bot.watch"
    assert lines[0]["timestamp"].endswith("Z")


def test_people_get_the_sentences(logged):
    """From warnings on, when nothing else is asked for."""
    text = logged("text", "warning")
    assert "it is “late”" in text
    assert "slow" in text
    assert "look done" not in text
    assert "{" not in text


def test_a_trace_for_machines_is_one_line_without_the_values_of_variables(logged, capsys):
    """They may hold secrets."""
    logged("json", "info")
    secret = SECRET
    try:
        int(secret[:1])
    except ValueError:
        logging.getLogger("bot").exception("failed")
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert "ValueError" in told["exception"]
    assert SECRET not in line


async def test_a_round_is_logged_for_machines_without_secrets_or_words_of_articles(tmp_path):
    """With a token and a password set, and a source that fails beside one that works."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    ended = await (
        await start(
            tmp_path,
            "once",
            env={
                "VIGIE_SOURCES": f"./articles, http://user:{SECRET}@127.0.0.1:9/feed",
                "VIGIE_LOG": "json",
                "VIGIE_LOG_LEVEL": "info",
                "VIGIE_MAX_AGE": "none",
            },
        )
    ).end()
    told = [json.loads(line) for line in ended.err.splitlines() if line.startswith("{")]
    looks = {line["source"]: line["event"] for line in told if "look at" in line["event"]}
    assert [event for event in looks.values() if "done: 1 new" in event]
    assert [event for event in looks.values() if "failed" in event]
    assert any(line["event"].startswith("posted to terminal:") for line in told)
    assert SECRET not in ended.err
    assert all("Karvenia" not in json.dumps(line) for line in told)
