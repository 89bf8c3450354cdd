"""Which channels want an article, and whether it is news to them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from bot.answers.matching import fulfils
from bot.model import Channel, Reading

FUTURE = timedelta(hours=1)  # publishers' clocks may run ahead by so much


Setting = Literal["muted", "sources", "languages", "topics", "filter"]


def wanted(channel: Channel, reading: Reading) -> bool:
    """True when the article passes the channel's filters; empty filters take everything."""
    return unwanted(channel, reading) is None


def unwanted(channel: Channel, reading: Reading) -> Setting | None:
    """The setting an article does not pass; None when it passes all.

    One that names a muted topic is not wanted, whatever else it is about.
    """
    article = reading.article
    topics = {mention.id for mention in reading.topics}
    if not channel.muted.isdisjoint(topics):
        return "muted"
    if not is_source_of(channel, article.source_id):
        return "sources"
    if channel.languages and article.language not in channel.languages:
        return "languages"
    if channel.topics and channel.topics.isdisjoint(topics):
        return "topics"
    if channel.condition is not None and not fulfils(channel.condition, reading):
        return "filter"
    return None


def is_news(reading: Reading, now: datetime, max_age: timedelta | None) -> bool:
    """True when the article is young enough to be posted; without a date it is new."""
    published = reading.article.published
    return max_age is None or published is None or now - published <= max_age


def settled_date(published: datetime | None, now: datetime) -> datetime:
    """The date to keep: a missing one is now, and none lies in the future."""
    if published is None or published > now + FUTURE:
        return now
    return published


def is_source_of(channel: Channel, source_id: str) -> bool:
    """True for a source a channel may get; one found through another ("list/feed") by either id."""
    root = source_id.split("/", maxsplit=1)[0]
    return not channel.sources or source_id in channel.sources or root in channel.sources
