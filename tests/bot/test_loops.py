"""Work side by side, and steps again and again."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import StoreError
from bot.loops import again_and_again, side_by_side


class Pieces:
    """Numbers to be claimed, in order, a few at a time."""

    def __init__(self, count: int) -> None:
        self.left = list(range(count))
        self.under_way = self.most = 0
        self.ended: list[int] = []

    async def claim(self, limit: int) -> list[int]:
        taken, self.left = self.left[:limit], self.left[limit:]
        return taken

    async def do(self, number: int) -> int:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        return number


async def test_everything_is_done_a_few_at_a_time():
    """And each result is told."""
    pieces, told = Pieces(10), []
    await side_by_side(pieces.claim, pieces.do, told.append, at_once=3)
    assert sorted(told) == list(range(10))
    assert pieces.most == 3


async def test_a_piece_that_takes_long_holds_up_no_other():
    """The room it leaves is used."""
    pieces, told, last = Pieces(6), [], asyncio.Event()

    async def do(number: int) -> int:
        if number == 0:
            await last.wait()
        if number == 5:
            last.set()
        return number

    await side_by_side(pieces.claim, do, told.append, at_once=2)
    assert told[:4] == [1, 2, 3, 4]
    assert set(told[4:]) == {0, 5}


async def test_an_exception_ends_everything():
    """What is under way is broken off before it is raised."""
    pieces, broken_off = Pieces(2), asyncio.Event()

    async def do(number: int) -> None:
        if number == 1:
            raise StoreError
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()

    with pytest.raises(StoreError):
        await side_by_side(pieces.claim, do, lambda _: None, at_once=2)
    assert broken_off.is_set()


@pytest.mark.parametrize(("grace", "ends"), [(5.0, True), (0.0, False)])
async def test_a_piece_under_way_may_end_within_its_grace(grace, ends):
    """When all is broken off."""
    pieces, began, ended = Pieces(1), asyncio.Event(), asyncio.Event()

    async def do(number: int) -> None:
        began.set()
        await asyncio.sleep(0.01)
        ended.set()

    work = asyncio.create_task(
        side_by_side(pieces.claim, do, lambda _: None, at_once=1, grace=grace)
    )
    await began.wait()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert ended.is_set() is ends


async def test_a_failing_store_is_waited_for_and_told_of_once(monkeypatch, caplog):
    """The step goes on when it works again."""
    monkeypatch.setattr("bot.loops.AFTER_FAILURE", 0.0)
    outcomes = [StoreError("full"), StoreError("full"), None, StoreError("full")]
    done = asyncio.Event()

    async def step() -> None:
        if not outcomes:
            done.set()
            return
        if failure := outcomes.pop(0):
            raise failure

    going = asyncio.create_task(again_and_again(step, 0.0))
    await done.wait()
    going.cancel()
    assert [record.message for record in caplog.records] == ["full", "full"]
