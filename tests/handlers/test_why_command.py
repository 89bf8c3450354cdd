"""`!why`: every stage of an article's way, told from what is kept, and where it stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.answers.plain import plain
from bot.digests import Digests
from bot.model import Channel, Delivery, DeliveryState, Platform, Reading, Source, Validators
from bot.store.archive import article_id
from bot.store.outbox import delivery_key
from bot.store.traces import Trace
from bot.store.versions import Outlook, Revision
from handlers.commands import Caller
from tests.fakes.house import ADMIN, NOON, SOMEBODY, House, open_house_at
from tests.fakes.readings import card
from tests.fakes.stories import ferry
from tests.fakes.words import shipped_phrases

ROOM = Channel(platform=Platform.SLACK, id="C1")
DAILY = Channel(platform=Platform.SLACK, id="C2", cadence="daily")
FRENCH = Channel(platform=Platform.SLACK, id="C3", languages=frozenset({"fr"}))
ELSEWHERE = Channel(platform=Platform.DISCORD, id="7")
URL = "https://phare.example/ferry"


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    """A house with four channels, on either engine."""
    channels = [ROOM, DAILY, FRENCH, ELSEWHERE]
    async with open_house_at(url, channels) as opened:
        await opened.store.channels.sync(channels, NOON)
        yield opened


async def keep(house: House, reading: Reading, *states: DeliveryState, story: str = "") -> None:
    """Keep an article, with a card for the first channel for each state."""
    key = article_id(reading.article.url)
    slot = f"story:{story or key}"
    cards = [
        Delivery(
            key=delivery_key("slack:C1", slot),
            channel="slack:C1",
            slot=slot,
            card=card(reading.article.title),
            created=house.clock(),
            state=state,
            not_before=NOON + timedelta(hours=2) if state is DeliveryState.HELD else None,
            error="<b>missing access</b>" if state is DeliveryState.PARKED else "",
            last_attempt=house.clock(),
        )
        for state in states
    ]
    await house.store.archive.keep(reading, article_id=key, story_id=story or key, deliveries=cards)


async def why(house: House, url: str = URL, caller: Caller = SOMEBODY) -> list[str]:
    house.clock.now += timedelta(minutes=1)
    answer = await house.commands.reply(f"!why {url}", caller)
    assert answer is not None
    title, _, lines = plain(answer, shipped_phrases()[answer.language]).partition("\n\n")
    assert title == f"Why: {url}"
    return lines.splitlines()


async def test_an_article_is_followed_to_its_card(house: House) -> None:
    """Found, fetched, text, facts, then each channel; everyone sees the one they ask in."""
    await keep(house, ferry(), DeliveryState.SENT)
    house.clock.now += timedelta(hours=2)
    assert await why(house) == [
        "Found in Le Phare and fetched 2 hours ago.",
        f"Text: {len(ferry().article.text)} characters, in English.",
        "Facts: 2 quotes, 1 figure, 3 positions; topics: Ferry line.",
        "slack:C1: posted 2 hours ago.",
    ]
    for_admins = await why(house, caller=ADMIN)
    assert for_admins[3:] == [
        "slack:C1: posted 2 hours ago.",
        "slack:C2: waits for the next digest.",
        "slack:C3: not wanted there. Articles in: French",
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DeliveryState.PENDING, "slack:C1: queued and not sent yet (60 seconds ago)."),
        (
            DeliveryState.HELD,
            "slack:C1: held back by quiet hours or the cap; due in 2 hours.",
        ),
        (DeliveryState.FOLDED, "slack:C1: held back, then posted on one card with others."),
        (
            DeliveryState.PARKED,
            "slack:C1: given up, since the channel refused it: "
            "Addresses and causes are shown to admins.",
        ),
    ],
)
async def test_a_card_on_its_way_says_where_it_waits(
    house: House, state: DeliveryState, said: str
) -> None:
    """Or why it will never come; causes are for admins."""
    await keep(house, ferry(), state)
    assert (await why(house))[-1] == said
    if state is DeliveryState.PARKED:
        assert "missing access" in (await why(house, caller=ADMIN))[3]


async def test_the_setting_that_keeps_an_article_out_is_named(house: House) -> None:
    """The filter, or a muted topic, with its value; a change after the article came is told."""
    await keep(house, ferry())
    assert "first look at its source" in (await why(house))[-1]
    await house.commands.reply("!watch lagoon", ADMIN)
    assert (await why(house))[-1] == "slack:C1: not wanted there. Filter: lagoon"
    await house.commands.reply("!watch all", ADMIN)
    assert "settings were changed after the article came" in (await why(house))[-1]
    house.clock.now += timedelta(minutes=1)
    await house.commands.reply("!mute ferry", ADMIN)
    assert (await why(house))[-1] == "slack:C1: not wanted there. Muted: Ferry line"


async def test_a_digest_and_a_channel_that_came_later(house: House) -> None:
    """What was told in a digest is found there; what came before a channel was there is not."""
    await keep(house, ferry())
    digest = Delivery(
        key="d" * 20,
        channel="slack:C2",
        slot="digest:2026-11-25T08:00+0000",
        card=card("Digest"),
        created=NOON + timedelta(hours=20),
    )
    await house.store.outbox.add([digest])
    house.clock.now += timedelta(hours=22)
    there = replace(SOMEBODY, channel="C2")
    assert (await why(house, caller=there))[-1] == (
        "slack:C2: told in the digest made 2 hours ago, as far as there was room."
    )
    await house.commands.reply("!watch all", replace(ADMIN, channel="C8"))
    later = replace(SOMEBODY, channel="C8")
    assert "was not served yet" in (await why(house, caller=later))[-1]
    nowhere = replace(SOMEBODY, channel="C9")
    assert "Nothing is posted here" in (await why(house, caller=nowhere))[-1]


async def test_what_was_gathered_when_the_cadence_changed_is_in_a_digest(house: House) -> None:
    """In one that goes out at once when cards are to come at once, else in the next one."""
    digests = Digests(
        store=house.store,
        channels=house.offices.steward.places.all,
        make=lambda *_: card("Digest"),
        clock=house.clock,
    )
    there = replace(ADMIN, channel="C2")
    await digests.round()
    await keep(house, ferry())
    house.clock.now += timedelta(minutes=10)
    await house.commands.reply("!digest weekly monday 08:00", there)
    assert await digests.round() == 0
    assert "waits for the next digest" in (await why(house, caller=there))[-3]
    house.clock.now += timedelta(minutes=10)
    await house.commands.reply("!digest instant", there)
    assert await digests.round() == 1
    assert "slack:C2: told in the digest made" in (await why(house, caller=there))[-3]
    house.clock.now += timedelta(minutes=10)
    await keep(house, ferry(url="https://phare.example/later"))
    assert await digests.round() == 0


async def test_old_news_and_copies(house: House) -> None:
    """An old article stops there; a copy names who told the story first."""
    await keep(house, ferry(published=NOON - timedelta(days=9)))
    assert (await why(house))[-1].startswith("Not posted: it was published on 15 November 2026")
    copy = ferry(url="https://kai.example/ferry", source="Kai")
    await keep(house, copy, DeliveryState.SENT, story=article_id(URL))
    lines = await why(house, "https://kai.example/ferry?utm_source=x")
    assert any("“Ministers agree on the ferry” (Le Phare) told first" in line for line in lines)
    await house.store.archive.add_alias(article_id(URL), url="https://phare.example/amp/ferry")
    lines = await why(house, "https://phare.example/amp/ferry")
    assert any("kept under another one" in line for line in lines)


async def test_an_article_that_could_not_be_brought(house: House) -> None:
    """The source that named it, when it was tried, and for admins the cause."""
    await house.store.sources.sync([Source(id="phare", url=f"{URL}.xml", name="Le Phare")])
    trace = Trace(source_id="phare", cause="The server says no (403).", at=house.clock())
    await house.store.traces.leave(URL, trace)
    (line,) = await why(house, caller=ADMIN)
    assert line == (
        "Found in Le Phare, but the article could not be fetched 60 seconds ago:"
        " The server says no (403)."
    )
    (line,) = await why(house)
    assert line.endswith("Addresses and causes are shown to admins.")
    french = replace(ADMIN, language="fr")
    known = replace(trace, cause="There is no such document (404). Check the address.")
    await house.store.traces.leave(URL, known)
    house.clock.now += timedelta(minutes=1)
    answer = await house.commands.reply(f"!why {URL}", french)
    assert answer is not None
    assert "Ce document n’existe pas (404)." in plain(answer, shipped_phrases()["fr"])
    await house.store.traces.forget_before(house.clock())
    assert "has not come across" in (await why(house))[0]


async def test_an_address_nobody_named(house: House) -> None:
    """A source of that site that fails is named; anything typed is answered."""
    await house.store.sources.sync([Source(id="phare", url=f"{URL}.xml", name="Le Phare")])
    assert len(await why(house)) == 1
    state = (await house.store.sources.states())[0]
    await house.store.sources.record(replace(state, failures=2, error="no answer"))
    assert (await why(house))[1] == "Le Phare, on the same site, cannot be read now; last read –."
    for odd in ("http://[", "ferry", "https://", "'; DROP TABLE"):
        assert "has not come across" in (await why(house, odd))[0]


async def test_a_change_and_the_edit_of_its_card_are_told(house: House) -> None:
    """When the article changed, how often, and what became of the card's newest edit."""
    await keep(house, ferry(), DeliveryState.SENT)
    key = article_id(ferry().article.url)
    post = delivery_key("slack:C1", f"story:{key}")
    house.clock.now += timedelta(hours=1)
    for title in ("Once more", "And again"):
        visit = await house.store.versions.find(key)
        assert visit is not None
        changed = replace(visit.reading.article, title=title)
        await house.store.versions.renew(
            visit,
            replace(visit.reading, article=changed),
            shingles=frozenset(),
            traits={},
            outlook=Outlook(next_look=None, validators=Validators()),
            revision=Revision(cards={post: card(title)}),
        )
    house.clock.now += timedelta(hours=1)
    lines = await why(house)
    assert "The article changed 2 times, last 61 minutes ago." in lines
    assert lines[-1] == "slack:C1: an edit of the card waits (61 minutes ago)."
    claimed = await house.store.outbox.claim(
        house.clock(), 9, timedelta(minutes=1), (Platform.SLACK,)
    )
    assert claimed[0].delivery.edits == post
    newest = (await house.store.edits.newest([post]))[post]
    await house.store.outbox.overtaken(claimed[0].delivery.key)
    await house.store.outbox.claim(house.clock(), 9, timedelta(minutes=1), (Platform.SLACK,))
    await house.store.outbox.parked(newest.key, "it is there no more", attempt=newest.attempts + 1)
    lines = await why(house, caller=ADMIN)
    assert "slack:C1: the card could not be edited: it is there no more" in lines


async def test_one_change_is_told_in_the_singular(house: House) -> None:
    """And a card that was edited says when."""
    await keep(house, ferry(), DeliveryState.SENT)
    key = article_id(ferry().article.url)
    post = delivery_key("slack:C1", f"story:{key}")
    visit = await house.store.versions.find(key)
    assert visit is not None
    await house.store.versions.renew(
        visit,
        visit.reading,
        shingles=frozenset(),
        traits={},
        outlook=Outlook(next_look=None, validators=Validators()),
        revision=Revision(cards={post: card("new")}),
    )
    (claimed,) = await house.store.outbox.claim(
        house.clock(), 9, timedelta(minutes=1), (Platform.SLACK,)
    )
    await house.store.outbox.sent(claimed.delivery.key, "m", house.clock())
    house.clock.now += timedelta(hours=3)
    lines = await why(house)
    assert "The article changed once, 3 hours ago." in lines
    assert lines[-1] == "slack:C1: the card was edited 3 hours ago."
