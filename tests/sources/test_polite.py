"""Turns: the pause between two requests to a host."""

from __future__ import annotations

import asyncio
import time

from bot.sources.polite import Turns


async def test_a_host_is_left_alone_for_the_gap() -> None:
    """The second request waits until the pause after the first is over."""
    turns = Turns(time.monotonic)
    begun = time.monotonic()
    for _ in range(3):
        async with turns.turn("press.example", 0.05):
            pass
    assert time.monotonic() - begun >= 0.1


async def test_hosts_do_not_wait_for_each_other() -> None:
    """One host's pause is no other's."""
    turns = Turns(time.monotonic)
    begun = time.monotonic()
    for n in range(20):
        async with turns.turn(f"{n}.press.example", 5):
            pass
    assert time.monotonic() - begun < 1


async def test_no_more_than_twenty_requests_are_under_way() -> None:
    """However many hosts there are, the machine stays calm."""
    turns = Turns(time.monotonic)
    now, most = 0, 0

    async def ask(host: str) -> None:
        nonlocal now, most
        async with turns.turn(host, 0):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.01)
            now -= 1

    await asyncio.gather(*(ask(f"{n}.press.example") for n in range(60)))
    assert most == 20
