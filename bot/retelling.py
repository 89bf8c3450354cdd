"""A story that was posted and that another source tells too: its cards name that source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.answers.places import Places
from bot.answers.routing import is_source_of
from bot.answers.slots import STORY
from bot.model import Article, Card, Channel, Delivery, Reading
from bot.store.archive import Kept
from bot.store.store import Store

NAMED = 4  # sources on a card; it is not edited for further ones

Make = Callable[[Channel, Reading], Card]
Name = Callable[[Channel, Card, Sequence[str]], Card]  # the card with the names of sources


class Retelling:
    """Says how the cards of a story are to read when another article joins it."""

    def __init__(self, *, store: Store, places: Places, make: Make, name: Name) -> None:
        """`make` gives an article's card for a channel, `name` adds the other sources to it."""
        self._store = store
        self._places = places
        self._make = make
        self._name = name

    async def cards(self, article: Article, story: str) -> Mapping[str, Card]:
        """The posted cards of a story that `article` joins: delivery's key -> how it is to read."""
        posted = await self._store.outbox.for_slots([f"{STORY}{story}"])
        if not posted:
            return {}
        kept = await self._store.archive.of_stories([story])
        channels = {channel.key: channel for channel in await self._places.all()}
        edits = await self._store.edits.newest([each.key for each in posted])
        found: dict[str, Card] = {}
        for each in posted:
            channel = channels.get(each.channel)
            first = _shown_on(each, kept)
            if channel is None or first is None or not is_source_of(channel, article.source_id):
                continue
            others = _others(channel, first.reading.article, kept, article)
            if article.source_name not in others[:NAMED]:
                continue
            newest = edits.get(each.key, each).card  # its byline tells when the article changed
            card = replace(self._make(channel, first.reading), byline=newest.byline)
            found[each.key] = self._name(channel, card, others)
        return found


def _shown_on(post: Delivery, kept: Sequence[Kept]) -> Kept | None:
    """The article a card is of; None for a digest, or when the article is kept no more."""
    if post.card.kind != "article":
        return None
    return next((one for one in kept if one.reading.article.url == post.card.url), None)


def _others(
    channel: Channel, first: Article, kept: Sequence[Kept], newest: Article
) -> tuple[str, ...]:
    """The names of the other sources that tell the story and may be read there, oldest first."""
    told = [*(one.reading.article for one in reversed(kept)), newest]
    names = dict.fromkeys(
        article.source_name for article in told if is_source_of(channel, article.source_id)
    )
    return tuple(name for name in names if name and name != first.source_name)
