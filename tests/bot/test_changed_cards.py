"""From a page that changes to what people see: the card edited, and a new one for a changed fact."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers.plain import plain
from bot.app import App, open_app
from bot.model import Card, Delivery, DeliveryState, Fault, Platform
from bot.store.archive import article_id
from bot.store.outbox import delivery_key
from config.made import fetcher_of
from tests.fakes.env import settings_of
from tests.fakes.house import Clock
from tests.fakes.http_server import HttpServer, http_server, page
from tests.fakes.newsroom import item
from tests.fakes.pages import rss

HOUR = timedelta(hours=1)
FIRST = (
    "The council of Vell met on Monday and spoke for three hours about the harbour.",
    "The new ferry will cost 3 million euros, the council said in the evening.",
    "“We were never asked about the ferry”, said mayor Ana Ruiz after the meeting.",
    "Nobody spoke about the old bridge, which was closed for repairs in the spring.",
)


def body(*paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        '<!doctype html><html lang="en"><head><title>Vell gets a ferry</title></head>'
        f"<body><article><h1>Vell gets a ferry</h1>{text}</article></body></html>"
    ).encode()


class Town:
    """A site with one article, and the program around it."""

    def __init__(self, app: App, server: HttpServer, clock: Clock, parser: object) -> None:
        self.app, self.server, self.clock, self.parser = app, server, clock, parser
        self.judged: list[str] = []

    async def look(self, *paragraphs: str, hours: float = 0.0) -> None:
        """The page reads so, and some hours later everything that is due is looked at."""
        self.server.routes["/1"] = page(body(*paragraphs))
        self.clock.now += hours * HOUR
        async with fetcher_of(self.app.settings, self.clock) as fetcher:
            await self.app.watch(fetcher, self.parser).round()  # type: ignore[arg-type]

    async def send(self) -> list[str]:
        """The slots of what goes out now."""
        slots = []
        claim = self.app.store.outbox.claim
        while claimed := await claim(self.clock(), 9, HOUR, tuple(Platform)):
            for each in claimed:
                slots.append(each.delivery.slot.partition(":")[0])
                await self.app.store.outbox.sent(each.delivery.key, "m", self.clock())
        return sorted(slots)

    @property
    def article(self) -> str:
        return article_id(self.server.url("/1"))

    async def judge(self, fault: Fault) -> None:
        """Somebody says this of what the mayor said."""
        (kept,) = await self.app.store.archive.latest()
        article, quotes = kept.reading.article, kept.reading.quotes
        said = [q.id for q in quotes if article.at(q.span).startswith("We were never asked")]
        self.judged = said or self.judged  # what is called wrong is not found any more
        await self.app.review.judge(
            self.judged,
            fault,
            person="slack:U1",
            is_admin=False,
            phrases=self.app.lexicons.phrases["en"],
        )

    async def edit(self, channel: str = "slack:C1") -> Delivery:
        post = delivery_key(channel, f"story:{self.article}")
        return (await self.app.store.edits.newest([post]))[post]

    async def notice(self, number: int, channel: str = "slack:C1") -> Delivery | None:
        slot = f"change:{self.article}:{number}"
        return await self.app.store.outbox.find(delivery_key(channel, slot))

    def words(self, card: Card) -> str:
        return plain(card, self.app.lexicons.phrases[card.language])


@asynccontextmanager
async def town(
    folder: Path, clock: Clock, parser: object, *channels: str, **more: str
) -> AsyncIterator[Town]:
    """The article was brought; nothing is sent yet."""
    async with http_server() as server:
        entry = item(1, server.url("/1"), clock() - HOUR)
        server.routes["/feed"] = page(rss(entry))
        settings = settings_of(
            folder,
            VIGIE_SOURCES=server.url("/feed"),
            VIGIE_ALLOWED_HOSTS=server.host,
            VIGIE_CHANNELS="\n".join(channels or ("slack:C1",)),
            **more,
        )
        async with open_app(settings, clock) as app:
            opened = Town(app, server, clock, parser)
            await opened.look(*FIRST)
            yield opened


DEARER = (FIRST[0], FIRST[1].replace("3 million", "5 million"), *FIRST[2:])


async def test_a_changed_figure_edits_the_card_and_is_told(tmp_path, clock, parser):
    """The card reads as the article does; the new one says what it is now and what it was."""
    channels = "slack:C1 tz=Europe/Paris", "discord:7 language=fr"
    async with town(tmp_path, clock, parser, *channels) as place:
        assert await place.send() == ["story", "story"]
        await place.look(*DEARER, hours=1.1)
        assert await place.send() == ["change", "change", "update", "update"]
        edit = place.words((await place.edit()).card)
        assert "5 million euros" in edit
        assert "3 million euros" not in edit
        assert "updated 14:06" in edit
        told = await place.notice(0)
        assert told is not None
        words = place.words(told.card)
        assert words.startswith("Changed: Vell gets a ferry")
        assert words.index("Now different") < words.index("5 million euros")
        assert words.index("5 million euros") < words.index("before: 3 million euros")
        assert "Ana Ruiz" not in words
        assert "mis à jour à 13:06" in place.words((await place.edit("discord:7")).card)


async def test_a_corrected_card_says_so_after_its_article_changed_too(tmp_path, clock, parser):
    """In each channel's language, once; and no longer once the fact is said to be right."""
    more = "The harbour is quiet in the evening."
    async with town(tmp_path, clock, parser, "slack:C1", "discord:7 language=fr") as place:
        await place.send()
        await place.judge(Fault.SPEAKER)
        await place.send()
        for hours, paragraphs in ((1.1, (more,)), (5.1, (more, more.replace("harbour", "town")))):
            await place.look(*FIRST, *paragraphs, hours=hours)
            assert await place.send() == ["update", "update"]
            words = place.words((await place.edit()).card)
            assert words.count("Corrected: ") == 1
            assert place.words((await place.edit("discord:7")).card).count("Corrigé") == 1
        await place.judge(Fault.RIGHT)
        assert await place.send() == ["verdict", "verdict"]
        assert "Corrected" not in place.words((await place.edit()).card)
        await place.look(*FIRST, hours=20)
        assert "Corrected" not in place.words((await place.edit()).card)


async def test_other_words_edit_the_card_and_ping_nobody(tmp_path, clock, parser):
    """No quote, figure or position changed: no new message."""
    async with town(tmp_path, clock, parser) as place:
        await place.send()
        await place.look(*FIRST, "The harbour is quiet in the evening.", hours=1.1)
        assert await place.send() == ["update"]
        assert "updated 13:06" in place.words((await place.edit()).card)


async def test_a_quote_that_comes_and_goes_is_told_twice(tmp_path, clock, parser):
    """As new in the article, then as gone from it; the card follows."""
    more = "“The ferry will sink within a year”, said the captain Tom Berg on Tuesday."
    async with town(tmp_path, clock, parser) as place:
        await place.send()
        await place.look(*FIRST, more, hours=1.1)
        await place.send()
        await place.look(*FIRST, hours=5.1)
        assert await place.send() == ["change", "update"]
        came, went = await place.notice(0), await place.notice(1)
        assert came is not None
        assert went is not None
        assert "New in it\n“The ferry will sink" in place.words(came.card)
        assert "No longer in it\n“The ferry will sink" in place.words(went.card)
        assert went.card.facts == ()
        assert came.card.facts != ()


async def test_after_some_new_messages_only_the_card_follows(tmp_path, clock, parser):
    """An article whose figure changes all the time is edited, and pings three times at most."""
    async with town(tmp_path, clock, parser) as place:
        sent = await place.send()
        for number in range(4, 9):
            paragraph = FIRST[1].replace("3 million", f"{number} million")
            entry = item(1, place.server.url("/1"), clock()).replace("closed", f"shut {number}")
            place.server.routes["/feed"] = page(rss(entry))
            await place.look(FIRST[0], paragraph, *FIRST[2:], hours=30)
            sent += await place.send()
        assert (sent.count("change"), sent.count("update")) == (3, 5)


async def test_a_card_nobody_saw_yet_just_goes_as_the_article_reads(tmp_path, clock, parser):
    """Held back by quiet hours: one card, of the newest version, and no word of a change."""
    async with town(tmp_path, clock, parser, "slack:C1 quiet=11:00-15:00") as place:
        await place.look(*DEARER, hours=1.1)
        assert await place.send() == []
        clock.now += 3 * HOUR
        await place.app.catch_up.round()
        assert await place.send() == ["story"]
        post = delivery_key("slack:C1", f"story:{place.article}")
        found = await place.app.store.outbox.find(post)
        assert found is not None
        assert "5 million euros" in place.words(found.card)


async def test_quiet_hours_hold_the_new_message_back_and_not_the_edit(tmp_path, clock, parser):
    """An edit makes no sound."""
    async with town(tmp_path, clock, parser, "slack:C1 quiet=13:00-15:00") as place:
        await place.send()
        await place.look(*DEARER, hours=1.1)
        assert await place.send() == ["update"]
        clock.now += 2 * HOUR
        assert await place.app.catch_up.round() == 1
        assert await place.send() == ["change"]


async def test_a_cap_leaves_the_edit_alone(tmp_path, clock, parser):
    """Beyond it no new message comes, and the edited card says it."""
    async with town(tmp_path, clock, parser, "slack:C1 cap=1/day") as place:
        await place.send()
        await place.look(*DEARER, hours=1.1)
        assert await place.send() == ["update"]


async def test_a_digest_that_was_sent_stays_as_it_is(tmp_path, clock, parser):
    """It told what was known at its hour."""
    async with town(tmp_path, clock, parser, "slack:C1 cadence=hourly") as place:
        clock.now += HOUR
        await place.app.digests.round()
        assert await place.send() == ["digest"]
        await place.look(*DEARER, hours=0.2)
        assert await place.send() == []
        (kept,) = await place.app.store.archive.latest()
        assert "5 million" in kept.reading.article.text


async def test_an_article_whose_page_was_long_away_is_in_the_digest_after_it_came(
    tmp_path, clock, parser
):
    """It is news of the hour it came, not of the one its source spoke of it."""
    late = "The new lighthouse will cost 9 million euros, the council of Vell said on Tuesday."
    async with town(tmp_path, clock, parser, "slack:C1 cadence=hourly") as place:
        entries = [item(n, place.server.url(f"/{n}"), clock() - HOUR) for n in (2, 1)]
        place.server.routes["/feed"] = page(rss("".join(entries)))
        for _ in range(3):
            await place.look(*FIRST, hours=2)
            await place.app.digests.round()
            await place.send()
        place.server.routes["/2"] = page(body(late, *FIRST[::3]))
        await place.look(*FIRST, hours=2)
        clock.now += HOUR
        await place.app.digests.round()
        (claimed,) = await place.app.store.outbox.claim(clock(), 9, HOUR, tuple(Platform))
        assert claimed.delivery.slot.startswith("digest:")
        assert "9 million euros" in place.words(claimed.delivery.card)


async def test_a_crash_between_the_change_and_its_edit_loses_nothing(tmp_path, clock, parser):
    """They are kept together: the next life of the program finds the edit queued."""
    async with town(tmp_path, clock, parser) as place:
        await place.send()
        await place.look(*DEARER, hours=1.1)
        settings = place.app.settings
        async with open_app(settings, clock) as app:
            again = Town(app, place.server, clock, parser)
            assert (await again.edit()).state is DeliveryState.PENDING
            assert await again.send() == ["change", "update"]


@pytest.fixture
def clock() -> Clock:
    return Clock()
