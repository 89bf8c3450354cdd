"""A call that was given up and lands after its repetition: one card stays, the copy goes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.attempts import COPIES, look_for_copies, surplus
from bot.copies import CopyWatch
from bot.deliver import Deliver
from bot.model import Platform
from bot.outlet import Outlet, Unsure
from bot.store.outbox import delivery_key
from tests.fakes.dice import dice
from tests.fakes.house import NOON, Clock
from tests.fakes.outlets import FakeOutlet, Lost
from tests.fakes.readings import deliveries

LATE = 300.0  # seconds: longer than a channel is waited for
MINUTE = timedelta(minutes=1)


def both(store, outlet: FakeOutlet, clock: Clock) -> tuple[Deliver, CopyWatch]:
    outlets: dict[Platform, Outlet] = {outlet.platform: outlet}
    deliver = Deliver(store=store, outlets=outlets, clock=clock, random=dice())
    return deliver, CopyWatch(store=store, outlets=outlets, clock=clock)


async def repeated(store, clock: Clock, outlet: FakeOutlet) -> CopyWatch:
    """A card whose first call is given up and lands late, and which was posted again before."""
    await store.outbox.add(deliveries("slack:C1", ["a"], clock()))
    outlet.script = [Lost(LATE)]
    deliver, copies = both(store, outlet, clock)
    for _ in range(2):
        await deliver.round()
        clock.now += 2 * MINUTE
    assert len(outlet.messages) == 2
    return copies


async def test_a_call_that_lands_after_its_repetition_leaves_one_card(store, clock):
    """The one whose answer came stays: edits and buttons know it."""
    outlet = FakeOutlet(clock)
    copies = await repeated(store, clock, outlet)
    assert await copies.round() == 0
    clock.now += COPIES[0]
    assert await copies.round() == 1
    sent = await store.outbox.find(delivery_key("slack:C1", "a"))
    assert [message.id for message in outlet.messages] == [sent.message_id]


async def test_the_channel_is_looked_at_again_when_it_could_not_be_read(store, clock):
    """An outage at the first look, and a refusal to delete at the second, cost time only."""
    outlet = FakeOutlet(clock)
    copies = await repeated(store, clock, outlet)
    outlet.looks, outlet.kept = [Unsure("status 500")], 1
    for after, taken in zip(COPIES, (0, 0, 1), strict=True):
        clock.now = NOON + 4 * MINUTE + after
        assert await copies.round() == taken
    assert len(outlet.messages) == 1
    assert await store.copies.count() == 0


async def test_a_process_that_dies_on_the_way_leaves_the_look_to_the_next(store, clock):
    """The claim ends by itself."""
    outlet = FakeOutlet(clock)
    copies = await repeated(store, clock, outlet)
    clock.now += COPIES[0]
    assert len(await store.copies.claim(clock(), 9, 5 * MINUTE, [Platform.SLACK])) == 1
    assert await copies.round() == 0
    clock.now += 6 * MINUTE
    assert await copies.round() == 1


async def test_a_card_that_was_sent_at_once_is_never_looked_for_again(store, clock):
    """A clear answer, and a refusal, leave nothing in doubt: no call more."""
    outlet = FakeOutlet(clock)
    await store.outbox.add(deliveries("slack:C1", ["a", "b"], clock()))
    deliver, copies = both(store, outlet, clock)
    await deliver.round()
    clock.now += timedelta(days=1)
    assert await copies.round() == 0
    assert (outlet.finds, await store.copies.count()) == ([], 0)


async def test_what_arrived_and_was_found_is_not_deleted(store, clock):
    """A lost answer alone makes no copy."""
    outlet = FakeOutlet(clock)
    await store.outbox.add(deliveries("slack:C1", ["a"], clock()))
    outlet.script = [Lost()]
    deliver, copies = both(store, outlet, clock)
    for _ in range(2):
        await deliver.round()
        clock.now += 2 * MINUTE
    for after in COPIES:
        clock.now = NOON + 4 * MINUTE + after
        assert await copies.round() == 0
    assert len(outlet.messages) == 1


@pytest.mark.parametrize(
    ("found", "too_many"),
    [(["m1"], ()), (["m2", "m1"], ("m2",)), (["m2", "m3"], ()), ([], ()), (["m3", "m2"], ())],
)
def test_nothing_is_deleted_unless_the_card_that_stays_is_seen(found, too_many):
    """Nothing lost comes before nothing doubled."""
    assert surplus(found, "m1") == too_many


def test_the_looks_for_copies_end():
    """After half a day a call that was given up is not reckoned with any more."""
    looks: list[datetime] = []
    when = look_for_copies(NOON, NOON)
    while when is not None:
        looks.append(when)
        when = look_for_copies(NOON, when)
    assert looks == [NOON + after for after in COPIES]
