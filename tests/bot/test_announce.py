"""A failing source is told once, with its cause, and once more when it recovers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.announce import ENOUGH, Announcer
from bot.answers.house import announcement
from bot.answers.plain import plain
from bot.model import Card, Channel, Platform, Source, SourceState
from tests.fakes.house import ADMIN, NOON, House, open_house_at, steward_of
from tests.fakes.words import shipped_phrases

OPS = Channel(platform=Platform.SLACK, id="C1", announce=True)
NEWS = Channel(platform=Platform.SLACK, id="C2")
KAI = Channel(platform=Platform.SLACK, id="C3", announce=True, sources=frozenset({"kai"}))
HOUR = timedelta(hours=1)


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    """A house with two channels that hear of failing sources, on either engine."""
    async with open_house_at(url, [OPS, NEWS, KAI]) as opened:
        names = ("kai", "phare")
        await opened.store.sources.sync(
            [Source(id=name, url=f"https://{name}.example/feed") for name in names]
        )
        yield opened


async def becomes(house: House, source_id: str, failures: int, **changes: object) -> None:
    states = {state.source.id: state for state in await house.store.sources.states()}
    state = replace(
        states[source_id],
        failures=failures,
        error="The server did not answer." if failures else "",
        last_success=states[source_id].last_success if failures else house.clock(),
        **changes,  # type: ignore[arg-type]
    )
    await house.store.sources.record(state)


async def told(house: House, channels: Sequence[Channel] = (OPS, NEWS, KAI)) -> dict[str, str]:
    """What a round, and a second one of another process, has channels hear."""

    def make(
        channel: Channel, failing: Sequence[SourceState], recovered: Sequence[SourceState]
    ) -> Card:
        return announcement(failing, recovered, house.clock(), shipped_phrases()["en"])

    for _ in range(2):
        places = steward_of(house.store, house.clock, channels).places
        await Announcer(store=house.store, places=places, make=make, clock=house.clock).round()
    heard: dict[str, str] = {}
    while claimed := await house.store.outbox.claim(house.clock(), 9, HOUR, (Platform.SLACK,)):
        for each in claimed:
            await house.store.outbox.sent(each.delivery.key, "m", house.clock())
            shown = plain(each.delivery.card, shipped_phrases()["en"]).partition("\n\n")[2]
            heard[each.delivery.channel] = heard.get(each.delivery.channel, "") + shown
    return heard


async def test_a_failing_source_is_told_once_and_its_recovery_too(house: House) -> None:
    """Not for a failure or two; with the cause; to channels that may hear of the source."""
    await becomes(house, "phare", 0)
    await becomes(house, "phare", ENOUGH - 1)
    assert await told(house) == {}
    house.clock.now += 2 * HOUR
    await becomes(house, "phare", ENOUGH)
    assert await told(house) == {
        "slack:C1": "phare cannot be read: The server did not answer. "
        "(failed 3 times in a row; last read 2 hours ago)"
    }
    await becomes(house, "phare", ENOUGH + 4)
    assert await told(house) == {}
    await becomes(house, "phare", 0)
    assert await told(house) == {"slack:C1": "phare is read again."}
    assert await told(house) == {}


async def test_the_next_time_it_fails_is_told_again(house: House) -> None:
    """A new time of failing is news."""
    for _ in range(2):
        house.clock.now += HOUR
        await becomes(house, "kai", ENOUGH)
        assert set(await told(house)) == {"slack:C1", "slack:C3"}
        await becomes(house, "kai", 0)
        assert set(await told(house)) == {"slack:C1", "slack:C3"}


async def test_many_that_fail_together_come_on_one_card(house: House) -> None:
    """A network that is down is one message."""
    for name in ("kai", "phare"):
        await becomes(house, name, ENOUGH)
    heard = await told(house)
    assert heard["slack:C1"].count("cannot be read") == 2
    assert heard["slack:C3"].count("cannot be read") == 1


async def test_what_an_admin_paused_does_not_fail_and_what_is_gone_does(house: House) -> None:
    """A source that is gone for good is told at once."""
    await house.commands.reply("!source pause kai", ADMIN)
    assert await told(house) == {}
    await becomes(house, "phare", 1, disabled=True)
    assert "phare cannot be read" in (await told(house))["slack:C1"]


async def test_nobody_is_told_until_somebody_wants_to_hear(house: House) -> None:
    """Then of what fails at that moment; a place may hear of it and get no articles."""
    await becomes(house, "phare", ENOUGH)
    assert await told(house, [NEWS]) == {}
    answer = await house.commands.reply("!announce on", replace(ADMIN, channel="C9"))
    assert answer is not None
    assert "Told here when a source fails: yes" in plain(answer, shipped_phrases()["en"])
    assert set(await told(house, [NEWS])) == {"slack:C9"}
    started = await steward_of(house.store, house.clock, [NEWS]).places.channel("slack:C9")
    assert started is not None
    assert (started.announce, started.cadence) == (True, "off")
    await house.commands.reply("!announce off", replace(ADMIN, channel="C9"))
    await becomes(house, "phare", 0)
    assert await told(house, [NEWS]) == {}
    assert house.clock() == NOON
