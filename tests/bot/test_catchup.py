"""What quiet hours and caps hold back goes out as one card, once, on either engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catchup import CatchUp
from bot.model import Cap, Card, Channel, Delivery, DeliveryState, Platform, QuietHours
from bot.planning import Planning
from bot.store.archive import Kept, article_id
from tests.fakes.house import ADMIN, NOON, House, as_it_was, made_anew, open_house_at, steward_of
from tests.fakes.readings import card, ferry

QUIET = Channel(platform=Platform.SLACK, id="C1", quiet=QuietHours(start=11 * 60, end=13 * 60))
CAPPED = Channel(platform=Platform.SLACK, id="C2", cap=Cap(most=2))
ONE = timedelta(hours=1)


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    """A house with a channel in its quiet hours and one with a cap."""
    async with open_house_at(url, [QUIET, CAPPED]) as opened:
        yield opened


def catch_up(house: House, quiet: Channel = QUIET) -> CatchUp:
    def make(channel: Channel, kept: Sequence[Kept]) -> Card:
        titles = ", ".join(sorted(one.reading.article.title for one in kept))
        return card(f"{channel.id}: {titles}")

    places = steward_of(house.store, house.clock, [quiet, CAPPED]).places
    return CatchUp(store=house.store, places=places, make=make, clock=house.clock)


async def come_in(house: House, *numbers: int) -> None:
    """Articles that are kept, with what is to be posted of them."""
    planning = Planning(
        store=house.store,
        places=house.offices.steward.places,
        make=lambda _, reading, __: card(reading.article.title),
        remake=as_it_was,
        carry=made_anew,
    )
    for number in numbers:
        reading = ferry(number)
        key = article_id(reading.article.url)
        planned = await planning.plan(reading, key, house.clock())
        await house.store.archive.keep(reading, article_id=key, story_id=key, deliveries=planned)


async def taken(house: House, channel: str) -> list[str]:
    """The titles of the cards that go to a channel now, and went."""
    titles = []
    while claimed := await house.store.outbox.claim(house.clock(), 9, ONE, (Platform.SLACK,)):
        for each in claimed:
            await house.store.outbox.sent(each.delivery.key, "m", house.clock())
            titles += [each.delivery.card.title] if each.delivery.channel == channel else []
    return titles


async def test_quiet_hours_end_with_one_card(house: House) -> None:
    """Nothing before; one card for all of it after, whoever looks how often."""
    await come_in(house, 1, 2, 3)
    assert await catch_up(house).round() == 0
    assert await taken(house, "slack:C1") == []
    house.clock.now = NOON + ONE
    assert [await catch_up(house).round(), await catch_up(house).round()] == [2, 0]
    assert await taken(house, "slack:C1") == ["C1: Ferry 1, Ferry 2, Ferry 3"]
    counts = await house.store.outbox.counts()
    assert (counts.held, counts.folded, counts.pending) == (0, 3, 0)


async def test_a_single_card_goes_as_it_is(house: House) -> None:
    """A catch-up of one article is its own card."""
    await come_in(house, 1)
    house.clock.now = NOON + ONE
    assert await catch_up(house).round() == 1
    assert await taken(house, "slack:C1") == ["Ferry 1"]


async def test_what_is_over_a_cap_comes_as_one_card_in_the_next_hour(house: House) -> None:
    """That card counts too."""
    await come_in(house, 1, 2, 3, 4)
    assert await taken(house, "slack:C2") == ["Ferry 1", "Ferry 2"]
    assert await catch_up(house).round() == 0
    house.clock.now = NOON + ONE
    await catch_up(house).round()
    await come_in(house, 5, 6)
    assert await taken(house, "slack:C2") == ["C2: Ferry 3, Ferry 4", "Ferry 5"]


async def test_a_catch_up_tells_a_story_only_from_what_the_channel_gets(house: House) -> None:
    """A copy from a source that goes elsewhere, or in a language it does not want, is left out."""
    room = Channel(
        platform=Platform.SLACK,
        id="C1",
        quiet=QUIET.quiet,
        sources=frozenset({"post", "poste"}),
        languages=frozenset({"en"}),
    )
    await come_in(house, 1, 2)
    story = article_id(ferry(1).article.url)
    french = replace(ferry(3, source_id="poste").article, language="fr")
    for copy in (ferry(4, source_id="other"), replace(ferry(3), article=french)):
        key = article_id(copy.article.url)
        await house.store.archive.keep(copy, article_id=key, story_id=story)
    house.clock.now = NOON + ONE
    await catch_up(house, room).round()
    assert await taken(house, "slack:C1") == ["C1: Ferry 1, Ferry 2"]


async def test_quiet_hours_switched_off_in_chat_let_go_at_once(house: House) -> None:
    """What was decided meanwhile counts, not what was when the card was held."""
    await come_in(house, 1, 2)
    await house.commands.reply("!quiet off", ADMIN)
    assert await catch_up(house).round() == 1
    assert await taken(house, "slack:C1") == ["C1: Ferry 1, Ferry 2"]


async def test_a_channel_that_is_gone_keeps_what_it_was_promised(house: House) -> None:
    """A card that was queued is not lost with its channel's settings."""
    gone = Delivery(
        key="k" * 20,
        channel="slack:C7",
        slot="story:x",
        card=card("Ferry 7"),
        created=NOON,
        state=DeliveryState.HELD,
    )
    await house.store.outbox.add([gone])
    assert await catch_up(house).round() == 1
    assert await taken(house, "slack:C7") == ["Ferry 7"]


async def test_cards_are_folded_whole_or_not_at_all(house: House) -> None:
    """Two processes that release at once make one card; nothing held is forgotten with age."""
    await come_in(house, 1, 2)
    held = [each for each in await house.store.outbox.held() if each.channel == "slack:C1"]
    keys = [each.key for each in held]
    into = Delivery(
        key="c" * 20, channel="slack:C1", slot="catchup:1", card=card("both"), created=NOON
    )
    assert await house.store.outbox.forget_before(NOON + ONE) == 0
    assert not await house.store.outbox.fold([*keys, "stranger"], into)
    assert [each.key for each in await house.store.outbox.held()] == keys
    assert await house.store.outbox.fold(keys, into)
    assert not await house.store.outbox.fold(keys, into)
    assert await house.store.outbox.held() == []
    slots = [each.slot for each in held]
    assert {each.state for each in await house.store.outbox.for_slots(slots)} == {
        DeliveryState.FOLDED,
        DeliveryState.PENDING,
    }
