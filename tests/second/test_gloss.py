"""A foreign sentence in the reader's language: from the model, or not at all."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager

import pytest

from bot.second.asking import Asking, Budget
from bot.second.chat import Chat, Endpoint
from bot.second.gloss import LONGEST, Glosses
from bot.second.ledger import MemoryLedger
from config.prompts import load_prompts
from tests.fakes.model_server import fails, model_server, says
from tests.fakes.second import NOON, Pauses


@asynccontextmanager
async def glosses(turn):
    """What puts sentences into other words, with a server that answers by `turn`."""
    async with model_server() as server:
        server.turns["gloss"] = [turn]
        async with Chat(Endpoint(url=server.url, model="mini"), Pauses()) as chat:
            asking = Asking(
                chat=chat,
                ledger=MemoryLedger(),
                budget=Budget(),
                version="1",
                clock=lambda: NOON,
            )
            yield Glosses(asking, load_prompts().gloss), server, asking


async def test_a_sentence_is_put_into_the_language_once():
    """The second time it is known; the tokens count for the day."""
    async with glosses(says('{"gloss": " Spain says no. "}')) as (found, server, asking):
        assert await found.of("España dice que no.", "en") == "Spain says no."
        assert await found.of("España dice que no.", "en") == "Spain says no."
        assert (await asking.today()).requests == 1
    [body] = server.asked
    material = json.loads(body["messages"][1]["content"])
    assert material == {"sentence": "España dice que no.", "language": "en"}


@pytest.mark.parametrize(
    "turn",
    [
        says("Spain says no."),
        says('{"gloss": 7}'),
        says(json.dumps({"gloss": "x" * 9_999})),
        fails(500),
    ],
    ids=["prose", "number", "endless", "failed"],
)
async def test_without_a_good_answer_there_is_none(turn):
    """The original stands alone then."""
    async with glosses(turn) as (found, _, _asking):
        assert await found.of("España dice que no.", "en") == ""


async def test_an_endless_sentence_is_not_sent():
    """Nor an empty one."""
    async with glosses(says('{"gloss": "x"}')) as (found, server, _):
        assert await found.of("x" * (LONGEST + 1), "en") == await found.of(" ", "en") == ""
        assert server.asked == []
