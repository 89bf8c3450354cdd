"""The parts put together: which channel gets what, from the settings to the outbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app import TERMINAL, App, channels_of, lexicons_of, open_app
from bot.errors import SettingsError
from bot.model import Platform
from config.lexicons import load_topics
from config.made import fetcher_of
from tests.fakes.env import settings_of
from tests.fakes.house import Clock
from tests.fakes.program import write_articles


def test_without_channels_cards_go_to_the_terminal_unless_there_is_a_chat(tmp_path):
    """A chat's channels are an admin's choice."""
    for settings, channels in (
        (settings_of(tmp_path), (TERMINAL,)),
        (settings_of(tmp_path, DISCORD_TOKEN="x"), ()),
    ):
        assert channels_of(settings, lexicons_of(settings)) == channels


def test_a_channels_topics_are_known_by_any_of_their_names(tmp_path):
    """A word that names no topic stays as it is: nothing passes it."""
    settings = settings_of(tmp_path, VIGIE_CHANNELS="slack:C1 topics=troops,nonsense")
    (channel,) = channels_of(settings, lexicons_of(settings))
    assert "nonsense" in channel.topics
    assert set(load_topics().find("troops")) <= channel.topics


async def test_a_filter_that_is_not_understood_is_told_before_anything_starts(tmp_path, clock):
    """With the channel and the place of the mistake."""
    settings = settings_of(tmp_path, VIGIE_CHANNELS="slack:C1 filter=troops AND (France")
    with pytest.raises(SettingsError, match="slack:C1: At character 12 of the filter"):
        async with open_app(settings, clock):
            pass


async def watched(app: App, parser) -> None:
    async with fetcher_of(app.settings, app.clock) as fetcher:
        await app.watch(fetcher, parser).round()


async def waiting(app: App) -> list[str]:
    claimed = await app.store.outbox.claim(app.clock(), 9, timedelta(days=1), tuple(Platform))
    return sorted(each.delivery.channel for each in claimed)


async def test_an_article_is_queued_for_the_channels_that_want_it_at_once(
    tmp_path, parser, clock: Clock
):
    """One with another language, source or cadence gets none."""
    write_articles(tmp_path / "articles", 1)
    channels = (
        "slack:C1",
        "slack:C2 languages=fr",
        "discord:3 languages=en",
        "slack:C4 cadence=daily 08:00",
        "slack:C5 sources=other",
        "slack:C6 cadence=off",
        "slack:C7 filter=lang:en NOT lang:fr quiet=01:00-02:00",
        "slack:C8 filter=lang:fr OR source:other",
    )
    settings = settings_of(
        tmp_path,
        VIGIE_SOURCES=str(tmp_path / "articles"),
        VIGIE_MAX_AGE="none",
        VIGIE_CHANNELS="\n".join(channels),
    )
    async with open_app(settings, clock) as app:
        await watched(app, parser)
        assert await waiting(app) == ["discord:3", "slack:C1", "slack:C7"]


async def test_the_digest_of_a_channel_is_made_from_what_was_read(tmp_path, parser, clock: Clock):
    """From the source to the card."""
    write_articles(tmp_path / "articles", 2)
    settings = settings_of(
        tmp_path,
        VIGIE_SOURCES=str(tmp_path / "articles"),
        VIGIE_CHANNELS="slack:C1 cadence=hourly",
    )
    async with open_app(settings, clock) as app:
        await watched(app, parser)
        assert await app.digests.round() == 0
        clock.now += timedelta(hours=1)
        assert await app.digests.round() == 1
        newest = await app.store.outbox.newest("slack:C1")
        assert newest is not None
        assert newest.card.kind == "digest"
        assert newest.card.footer == "Sources watched: 1 source."
        assert await app.digests.round() == 0


async def test_quiet_hours_hold_a_card_back(tmp_path, parser, clock: Clock):
    """Until they end."""
    write_articles(tmp_path / "articles", 1)
    settings = settings_of(
        tmp_path,
        VIGIE_SOURCES=str(tmp_path / "articles"),
        VIGIE_MAX_AGE="none",
        VIGIE_CHANNELS="slack:C1 quiet=11:00-13:00",
    )
    async with open_app(settings, clock) as app:
        await watched(app, parser)
        assert await waiting(app) == []
        assert await app.catch_up.round() == 0
        clock.now += timedelta(hours=1)
        assert await app.catch_up.round() == 1
        assert await waiting(app) == ["slack:C1"]


async def test_what_quiet_hours_held_back_comes_as_one_card(tmp_path, parser, clock: Clock):
    """With all of its articles."""
    write_articles(tmp_path / "articles", 3)
    settings = settings_of(
        tmp_path,
        VIGIE_SOURCES=str(tmp_path / "articles"),
        VIGIE_MAX_AGE="none",
        VIGIE_CHANNELS="slack:C1 quiet=11:00-13:00",
    )
    async with open_app(settings, clock) as app:
        await watched(app, parser)
        clock.now += timedelta(hours=1)
        assert await app.catch_up.round() == 1
        newest = await app.store.outbox.newest("slack:C1")
        assert newest is not None
        assert newest.card.title == "Digest: what was held back"
        assert "3 articles" in newest.card.byline


async def test_a_source_that_fails_is_told_where_the_settings_say(tmp_path, parser, clock: Clock):
    """With its cause, after the third look."""
    missing = tmp_path / "missing"
    settings = settings_of(
        tmp_path,
        VIGIE_SOURCES=str(missing),
        VIGIE_CHANNELS="slack:C1; slack:C2 announce=yes",
    )
    async with open_app(settings, clock) as app:
        for _ in range(3):
            await watched(app, parser)
            clock.now += timedelta(days=1)
        assert await app.announcer.round() == 1
        newest = await app.store.outbox.newest("slack:C2")
        assert newest is not None
        assert newest.card.kind == "notice"


@pytest.mark.parametrize("name", ["VIGIE_TOPICS_FILE", "VIGIE_ACTORS_FILE"])
async def test_a_wrong_data_file_is_told_before_anything_starts(tmp_path, clock, name):
    """And the store is closed again."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("nonsense = [")
    settings = settings_of(tmp_path, **{name: str(wrong)})
    with pytest.raises(SettingsError):
        async with open_app(settings, clock):
            pass
