"""Parsers that can be killed."""

from __future__ import annotations

import os
import time

from bot.errors import Unreadable
from bot.sources.worker import Parser


async def test_a_hang_a_crash_and_an_exception_are_answers_and_the_next_call_works() -> None:
    """One process serves them all, one after the other."""
    async with Parser(deadline=1.0) as parser:
        assert await parser.run(len, b"four") == 4
        hung = await parser.run(time.sleep, 30)
        assert isinstance(hung, Unreadable)
        assert "1 second" in str(hung)
        assert isinstance(await parser.run(os.abort), Unreadable)
        assert isinstance(await parser.run(int, "no number"), Unreadable)
        assert await parser.run(len, b"four") == 4


async def test_memory_is_bounded() -> None:
    """A document that wants gigabytes is refused, and the machine goes on."""
    async with Parser(deadline=20.0) as parser:
        assert isinstance(await parser.run(bytes, 8 * 1024**3), Unreadable)


async def test_a_closed_parser_says_so() -> None:
    """Outside its context there is nothing to run in."""
    assert isinstance(await Parser().run(len, b""), Unreadable)
