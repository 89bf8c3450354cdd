"""What a channel gets, set in chat: by admins only, in the store, in force at once everywhere."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.plain import plain
from bot.model import Arrangement, Card, Channel, Delivery, Platform, QuietHours, Reading, Source
from bot.planning import Planning
from handlers.commands import Caller, Commands
from tests.fakes.house import (
    ADMIN,
    NOON,
    SOMEBODY,
    House,
    as_it_was,
    made_anew,
    offices_of,
    open_house_at,
    steward_of,
)
from tests.fakes.readings import card
from tests.fakes.stories import ferry
from tests.fakes.words import CODES, shipped_phrases

ROOM = Channel(platform=Platform.SLACK, id="C1", topics=frozenset({"ferry"}))


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    """A house with one configured channel, on either engine."""
    async with open_house_at(url, [ROOM]) as opened:
        yield opened


async def said(house: House, text: str, caller: Caller = ADMIN) -> str:
    house.clock.now += timedelta(minutes=1)
    answer = await house.commands.reply(text, caller)
    return plain(answer, shipped_phrases()[answer.language]) if answer else ""


def elsewhere(house: House) -> Commands:
    """The commands of another process on the same store."""
    offices = offices_of(house.store, house.clock, [ROOM])
    return Commands(
        house.desk,
        review=house.review,
        offices=offices,
        phrases=shipped_phrases(),
        clock=house.clock,
    )


async def channel(house: House, key: str = "slack:C1") -> Channel:
    """A channel as another process serves it."""
    found = await steward_of(house.store, house.clock, [ROOM]).places.channel(key)
    assert found is not None
    return found


async def planned(house: House, *readings: Reading) -> list[Delivery]:
    """What another process queues for articles that come in now."""

    def make(place: Channel, reading: Reading, others: Sequence[str]) -> Card:
        return card(reading.article.title)

    places = steward_of(house.store, house.clock, [ROOM]).places
    planning = Planning(
        store=house.store, places=places, make=make, remake=as_it_was, carry=made_anew
    )
    made: list[Delivery] = []
    for number, reading in enumerate(readings):
        made += await planning.plan(reading, f"{house.clock():%H%M}{number}", house.clock())
    await house.store.outbox.add(made)
    return made


async def test_everyone_sees_what_is_posted_and_nobody_but_admins_changes_it(house: House) -> None:
    """The refusal says how to become one; nothing is kept of the attempt."""
    assert await said(house, "!watch", SOMEBODY) == (
        "What is posted here\n\n"
        "Topics: Ferry line (env file)\n"
        "Posted: each article at once (env file)"
    )
    for attempt in (
        "!watch lagoon",
        "!watch reset",
        "!mute ferry",
        "!unmute ferry",
        "!digest daily 08:00",
        "!quiet 22:00-07:00",
        "!lang fr",
        "!tz Europe/Paris",
        "!cap 20",
        "!announce on",
    ):
        caller = replace(SOMEBODY, user=attempt)
        assert f"adding slack:{attempt} to VIGIE_ADMINS" in await said(house, attempt, caller)
    assert await house.store.arrangements.in_force() == []


async def test_a_filter_set_in_chat_counts_at_once_in_every_process(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """It stands in the place of the env file's filters; who set it and when is kept and logged."""
    assert len(await planned(house, ferry())) == 1
    with caplog.at_level(logging.INFO):
        answer = await said(house, "!watch lagoon OR (ferry NOT France)")
    assert "From now on: Filter: lagoon OR (ferry NOT France)." in answer
    assert "slack:U2 set filter of slack:C1" in caplog.text
    assert await planned(house, ferry()) == []
    shown = await elsewhere(house).reply("!watch", SOMEBODY)
    assert shown is not None
    assert "(set by slack:U2, " in plain(shown, shipped_phrases()["en"])
    (kept,) = await house.store.arrangements.history("slack:C1")
    assert (kept.name, kept.who, kept.at) == ("filter", "slack:U2", NOON + timedelta(minutes=1))
    assert "of the env file again" in await said(house, "!watch reset")
    assert len(await planned(house, ferry())) == 1
    assert (await channel(house)) == ROOM


async def test_a_filter_is_tried_before_it_counts(house: House) -> None:
    """Everyone may; nothing changes by it. Two articles of one story are one card."""
    one, two = ferry(), ferry(url="https://kai.example/ferry", source="Kai")
    old = ferry(url="https://phare.example/old", published=NOON - timedelta(days=30))
    await house.keep(one, two, story="s")
    await house.keep(old)
    house.clock.now += timedelta(hours=1)
    figures = await said(house, "!watch try (France > 12m EUR) OR > 11m EUR", SOMEBODY)
    assert "It would have posted 1 card" in figures
    assert "posted no card" in await said(house, "!watch try NOT > 11m EUR", SOMEBODY)
    tried = await said(house, "!watch try France", SOMEBODY)
    assert "Filter: France" in tried
    assert "It would have posted 1 card in the last 7 days." in tried
    assert "no card" in await said(house, "!watch essai lagoon", SOMEBODY)
    assert await house.store.arrangements.in_force() == []
    assert "posted 1 card" in await said(house, "!watch France AND ferry")
    await said(house, "!digest daily")
    gathered = await said(house, "!watch try all")
    assert "would have told 2 stories" in gathered
    house.clock.now += timedelta(days=8)
    assert "told no story" in await said(house, "!watch try all")


async def test_a_bad_filter_changes_nothing_and_says_where(house: House) -> None:
    """Sources are looked up among those that are watched."""
    await house.store.sources.sync([Source(id="phare", url="https://phare.example/feed")])
    assert "At character 7 of the filter" in await said(house, "!watch ferry xyzzyq")
    assert "“source:kai” names no known source" in await said(house, "!watch source:kai")
    assert await house.store.arrangements.in_force() == []
    assert "From now on" in await said(house, "!watch source:phare")


async def test_a_place_that_gets_nothing_is_started_in_chat(house: House) -> None:
    """And stopped again; nothing kept before is news to it."""
    there = replace(ADMIN, channel="C9")
    assert "Nothing is posted here." in await said(house, "!watch", there)
    await said(house, "!watch all", there)
    assert [made.channel for made in await planned(house, ferry())] == ["slack:C1", "slack:C9"]
    assert await house.store.channels.first_seen("slack:C9") == house.clock()
    assert "Posted: nothing" in await said(house, "!watch off", there)
    assert [made.channel for made in await planned(house, ferry())] == ["slack:C1"]
    assert "Nothing is posted here." in await said(house, "!watch reset", there)
    assert [made.channel for made in await planned(house, ferry())] == ["slack:C1"]


async def test_a_started_place_reads_no_more_than_the_platform_may(tmp_path: Path) -> None:
    """A source that goes to one channel only is not to be had in another by asking for all."""
    room = replace(ROOM, sources=frozenset({"kai"}))
    async with open_house_at(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", [room]) as house:
        await said(house, "!watch all", replace(ADMIN, channel="C9"))
        started = house.offices.steward.places.known("slack:C9")
        assert started is not None
        assert started.sources == {"kai"}
        await said(house, "!watch ferry")
        kept = house.offices.steward.places.known("slack:C1")
        assert kept is not None
        assert (kept.sources, kept.topics) == ({"kai"}, frozenset())


async def test_a_workspace_reads_what_its_own_channels_get(tmp_path: Path) -> None:
    """A source that goes to one workspace is not to be had in another, with or without a channel."""
    one = replace(ROOM, id="T1/C1", sources=frozenset({"kai"}))
    two = replace(ROOM, id="T2/C1", sources=frozenset({"le-phare"}))
    async with open_house_at(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", [one, two]) as house:
        await house.keep(ferry())
        readable = house.offices.steward.places.readable
        assert readable("slack:T1/C9") == {"kai"}
        assert readable("slack:T2/C9") == {"le-phare"}
        found = [
            "ferry" in (await said(house, "!latest", replace(ADMIN, channel=f"{team}/C9"))).lower()
            for team in ("T1", "T2", "T3")
        ]
    assert found == [False, True, False]
    async with open_house_at(f"sqlite+aiosqlite:///{tmp_path / 'b.db'}", [ROOM]) as house:
        assert house.offices.steward.places.readable("slack:T3/C9") == frozenset()


async def test_everyone_sees_who_changed_what_and_when(house: House) -> None:
    """Newest first, in the channel's zone; also what was taken back. Sources are for admins."""
    assert "Nobody has changed anything" in await said(house, "!watch log", SOMEBODY)
    for typed in ("!tz Europe/Paris", "!watch ferry AND France", "!mute ferry", "!unmute ferry"):
        await said(house, typed)
    await said(house, "!digest daily 08:00", replace(ADMIN, user="U7"))
    await said(house, "!quiet 22:00-07:00")
    await said(house, "!quiet reset")
    await house.store.arrangements.add(
        [
            Arrangement(channel="source:kai", name="added", value="x", who="slack:U2", at=NOON),
            Arrangement(channel="source:kai", name="paused", value="yes", who="slack:U2", at=NOON),
            Arrangement(channel="slack:C9", name="cap", value="5", who="slack:U2", at=NOON),
        ]
    )
    told = (await said(house, "!watch log", SOMEBODY)).splitlines()
    assert told[0] == "What admins changed here"
    expected = [
        "Quiet hours: as in the env file (by slack:U2)",
        "Quiet hours: 22:00-07:00 Europe/Paris (by slack:U2)",
        "Posted: a digest every day at 08:00 Europe/Paris (by slack:U7)",
        "Muted: Ferry line no more (by slack:U2)",
        "Muted: Ferry line (by slack:U2)",
        "Filter: ferry AND France (by slack:U2)",
        "Time zone: Europe/Paris (by slack:U2)",
    ]
    assert [line.partition("Paris: ")[2] for line in told[2:9]] == expected
    assert told[2].startswith("24 November 2026, 13:")
    assert len(told) == 9
    admins = await said(house, "!watch log")
    assert "source kai paused (by slack:U2)" in admins
    assert "source kai added (by slack:U2)" in admins
    assert "slack:C9" not in admins
    french = await said(house, "!watch journal", replace(SOMEBODY, language="fr"))
    assert "Fuseau horaire" in french


async def test_a_topic_is_muted_for_a_time(house: House) -> None:
    """Until then nothing that names it is posted; afterwards it is again, with nobody's help."""
    assert await said(house, "!mute", SOMEBODY) == (
        "What is posted here\n\nNo topic is muted here."
    )
    answer = await said(house, "!mute ferry for 3d")
    assert "Muted: Ferry line until 27 November 2026, 12:02 UTC (set by slack:U2" in answer
    assert "Muted: Ferry line" in await said(house, "!watch", SOMEBODY)
    assert await planned(house, ferry()) == []
    house.clock.now += timedelta(days=3)
    assert "No topic is muted" in await said(house, "!mute", SOMEBODY)
    assert len(await planned(house, ferry())) == 1


async def test_a_topic_is_muted_for_good_and_unmuted(house: House) -> None:
    """In any language; what is no topic, or not muted, is told."""
    assert "Muted: Ferry line (set" in await said(house, "!stumm Fähre")
    assert "Muted: The lagoon until" in await said(house, "!sourdine lagoon pendant 2 semaines")
    assert "is no known topic. Did you mean Ferry line?" in await said(house, "!mute feery for 3d")
    assert "“harbour dues” is not muted" in await said(house, "!unmute harbour dues")
    left = await said(house, "!unmute ferry")
    assert "The lagoon" in left
    assert "Ferry line" not in left
    assert "No topic is muted" in await said(house, "!unmute all")
    assert (await channel(house)).muted == frozenset()


async def test_a_digests_cadence_is_a_setting_and_other_words_a_question(house: House) -> None:
    """`!digest daily 08:00` sets; `!digest 7d` answers as ever."""
    answer = await said(house, "!digest weekly monday 08:30")
    assert "Posted: a digest every week, Monday at 08:30 UTC" in answer
    found = await channel(house)
    assert (found.cadence, found.weekday, found.at, found.since) == (
        "weekly",
        0,
        8 * 60 + 30,
        house.clock(),
    )
    assert "Write instant, hourly" in await said(house, "!digest daily 25:00")
    assert "Digest: since 17 November 2026" in await said(house, "!digest 7d", SOMEBODY)
    assert "Digest:" in await said(house, "!digest", SOMEBODY)
    for words, cadence in {
        "!digest off": "off",
        "!synthèse quotidien à 07:15": "daily",
        "!digest jede Woche Freitag 06:00": "weekly",
        "!digest every hour": "hourly",
        "!digest instant": "instant",
    }.items():
        await said(house, words)
        assert (await channel(house)).cadence == cadence, words
    assert "each article at once" in await said(house, "!digest reset")
    assert (await channel(house)) == ROOM


async def test_quiet_hours_zone_language_and_cap(house: House) -> None:
    """Each is shown without words, set, switched off, and refused with its form."""
    await said(house, "!tz europe/paris")
    await said(house, "!quiet 22:00 - 07:00")
    await said(house, "!cap 50 per day")
    found = await channel(house)
    assert found.time_zone == "Europe/Paris"
    assert found.quiet == QuietHours(start=22 * 60, end=7 * 60)
    assert found.cap is not None
    assert (found.cap.most, found.cap.per) == (50, "day")
    shown = await said(house, "!quiet", SOMEBODY)
    assert "Quiet hours: 22:00-07:00 Europe/Paris (set by slack:U2" in shown
    assert "At most: 50 cards a day" in shown
    assert "“Atlantis” is no time zone" in await said(house, "!tz Atlantis")
    assert "Write on or off" in await said(house, "!announce perhaps")
    assert "two different times" in await said(house, "!quiet 22:00")
    assert "from 1 to 1000" in await said(house, "!cap many")
    assert "from 1 to 1000" in await said(house, "!cap 0")
    assert "none of Vigie’s languages" in await said(house, "!lang klingon")
    await said(house, "!quiet off")
    await said(house, "!cap off")
    found = await channel(house)
    assert (found.quiet, found.cap) == (None, None)
    assert "Dorénavant" in await said(house, "!lang français")
    assert "Ce qu’on peut demander" in await said(house, "!help", SOMEBODY)
    assert "Vigie" in await said(house, "!lang reset")
    assert "What you can ask" in await said(house, "!help", SOMEBODY)


async def test_a_cap_lets_so_many_through_and_quiet_hours_none(house: House) -> None:
    """The rest is held back, not lost."""
    await said(house, "!cap 2")
    made = await planned(house, ferry(), ferry())
    made += await planned(house, ferry())
    house.clock.now += timedelta(minutes=1)
    made += await planned(house, ferry())
    assert [each.state.value for each in made] == ["pending", "pending", "held", "held"]
    assert made[-1].not_before == NOON + timedelta(hours=1)
    house.clock.now = NOON + timedelta(hours=1)
    assert [each.state.value for each in await planned(house, ferry())] == ["pending"]
    await said(house, "!quiet 12:00-14:00")
    (held,) = await planned(house, ferry())
    assert (held.state.value, held.not_before) == ("held", NOON + timedelta(hours=2))


@pytest.mark.parametrize("code", CODES)
async def test_the_examples_of_every_language_work_for_admins(tmp_path: Path, code: str) -> None:
    """What the help shows is taken, and what it changes is told in that language."""
    async with open_house_at(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", [ROOM]) as house:
        phrases = shipped_phrases()[code]
        caller = replace(ADMIN, language=code)
        for name in ("quiet", "tz", "cap"):
            example = house.commands.registry.command(name, code).example
            answer = await said(house, f"!{example}", caller)
            label = getattr(phrases.settings.labels, name).partition("{")[0]
            assert label in answer, example
        example = house.commands.registry.command("lang", code).example
        assert await said(house, f"!{example}", caller)
        found = house.offices.steward.places.known("slack:C1")
        assert found is not None
        assert None not in (found.quiet, found.cap, found.language)


PIECES = st.sampled_from(
    (
        *("try", "all", "reset", "off", "for", "3d", "999", "years", "daily", "weekly", "monday"),
        *("08:00", "25:00", "22:00-07:00", "/", "per day", "ferry", "NOT", "(", "> 5 km", "\x00"),
        *("add", "pause", "remove", "phare", "http://[", "𝟜", "é", "-", "on", "source:x"),
    )
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        ("watch", "mute", "unmute", "quiet", "tz", "lang", "cap", "digest", "announce", "why")
    ),
    words=st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=6).map(" ".join)),
)
async def test_no_words_of_an_admin_break_a_setting(house: House, name: str, words: str) -> None:
    """What is set is shown again, in every process, whatever it was set to."""
    house.clock.now += timedelta(minutes=1)
    for typed in (f"!{name} {words}", "!watch"):
        answer = await house.commands.reply(typed, ADMIN)
        assert answer is not None
        said = plain(answer, shipped_phrases()[answer.language])
        assert shipped_phrases()[answer.language].errors.failed not in said, typed
    assert await channel(house)


async def test_a_filter_that_is_understood_no_more_lets_nothing_through(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Its topic left the admin's files: silence and a warning, no flood."""
    await said(house, "!watch ferry")
    places = steward_of(house.store, house.clock, [ROOM]).places
    places._filters = replace(places._filters, topics=places._filters.actors)  # type: ignore[arg-type]
    found = await places.channel("slack:C1")
    assert found is not None
    planning = Planning(
        store=house.store,
        places=places,
        make=lambda *_: card("x"),
        remake=as_it_was,
        carry=made_anew,
    )
    assert await planning.plan(ferry(), "s", house.clock()) == ()
    assert "lets nothing through" in caplog.text
