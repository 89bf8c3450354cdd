"""Which channels want an article, and whether it is news to them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.answers.matching import fulfils
from bot.model import Channel, Reading

FUTURE = timedelta(hours=1)  # publishers' clocks may run ahead by so much


def wanted(channel: Channel, reading: Reading) -> bool:
    """True when the article passes the channel's filters; empty filters take everything.

    One that names a muted topic is not wanted, whatever else it is about.
    """
    article = reading.article
    topics = {mention.id for mention in reading.topics}
    if not channel.muted.isdisjoint(topics):
        return False
    if channel.sources and not _from_one_of(channel.sources, article.source_id):
        return False
    if channel.languages and article.language not in channel.languages:
        return False
    if channel.topics and channel.topics.isdisjoint(topics):
        return False
    return channel.condition is None or fulfils(channel.condition, reading)


def is_news(reading: Reading, now: datetime, max_age: timedelta | None) -> bool:
    """True when the article is young enough to be posted; without a date it is new."""
    published = reading.article.published
    return max_age is None or published is None or now - published <= max_age


def settled_date(published: datetime | None, now: datetime) -> datetime:
    """The date to keep: a missing one is now, and none lies in the future."""
    if published is None or published > now + FUTURE:
        return now
    return published


def _from_one_of(sources: frozenset[str], source_id: str) -> bool:
    """A source found through another one ("list/feed") passes by either id."""
    return source_id in sources or source_id.split("/", maxsplit=1)[0] in sources
