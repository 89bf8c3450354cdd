"""Which cards an article is worth, whether they go at once or are held back, and how they change.

A card changes when its article does, and when another source tells its story: it names that source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.cards import SOURCES
from bot.answers.places import Places
from bot.answers.routing import is_source_of, wanted
from bot.answers.slots import STORY, not_before, window
from bot.model import Article, Card, Channel, Delivery, DeliveryState, Reading
from bot.store.outbox import delivery_key
from bot.store.store import Store
from bot.store.versions import Revision, Visit

CATCH_UP = "catchup:"
CHANGE = "change:"  # "change:<article id>:<version>"
COUNTED = (STORY, CATCH_UP, CHANGE)  # the slots whose cards a cap counts
NOTICES = 3  # new messages about one article's changes, in one channel; further ones edit its card

_UNSEEN = (DeliveryState.HELD, DeliveryState.PARKED, DeliveryState.FOLDED)

# An article's card for a channel, with the names of the other sources that tell its story.
Make = Callable[[Channel, Reading, Sequence[str]], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """How a channel is told that an article changed."""

    card: Card  # in the place of the one that was posted
    notice: Card | None = None  # a new one, when a fact is not what it was


Remake = Callable[[Channel, Visit, Reading, Sequence[str], datetime], Revised]
# A card made anew, with what the one it is put in the place of says of itself.
Carry = Callable[[Card, Card], Card]


class Planning:
    """Plans the instant cards of an article: one for every channel that wants it at once."""

    def __init__(
        self, *, store: Store, places: Places, make: Make, remake: Remake, carry: Carry
    ) -> None:
        """`make` gives an article's card for a channel, `remake` the one after it changed.

        `carry` gives either what stands on the card before it and is to stay.
        """
        self._store = store
        self._places = places
        self._make = make
        self._remake = remake
        self._carry = carry

    async def plan(self, reading: Reading, story: str, now: datetime) -> tuple[Delivery, ...]:
        """The cards an article of a story is worth now."""
        told = await self._store.archive.telling(story)
        found = []
        for channel in await self._places.all():
            if channel.cadence == "instant" and wanted(channel, reading):
                card = self._make(channel, reading, _others(channel, reading.article, told))
                delivery = _delivery(channel, f"{STORY}{story}", card, now)
                until = await held_until(self._store, channel, now)
                if until is not None:
                    delivery = replace(delivery, state=DeliveryState.HELD, not_before=until)
                found.append(delivery)
        return tuple(found)

    async def retell(self, article: Article, story: str) -> Mapping[str, Card]:
        """How the posted cards of a story are to read now that `article` tells it too.

        Returns:
            The cards by the key of the delivery; only of those that name its source now: a card
            names a few and is not edited for further ones.
        """
        posted = await self._store.outbox.for_slots([f"{STORY}{story}"])
        if not posted:
            return {}
        told = [*await self._store.archive.telling(story), article]
        readings = await self._posted(posted)
        channels = {channel.key: channel for channel in await self._places.all()}
        edits = await self._store.edits.newest([each.key for each in posted])
        cards: dict[str, Card] = {}
        for each in posted:
            channel, first = channels.get(each.channel), readings.get(each.card.url or "")
            if channel is None or first is None:  # nothing is posted there, or no such card was
                continue
            others = _others(channel, first.article, told)
            if article.source_name in others[:SOURCES]:
                newest = edits.get(each.key, each).card  # its byline says when the article changed
                made = replace(self._make(channel, first, others), byline=newest.byline)
                cards[each.key] = self._carry(made, newest)
        return cards

    async def _posted(self, deliveries: Sequence[Delivery]) -> Mapping[str, Reading]:
        """What was read in the articles of these cards, by address: of a story's many a few only."""
        urls = {each.card.url for each in deliveries if each.card.url}
        found = [await self._store.archive.by_address(url) for url in sorted(urls)]
        return {kept.reading.article.url: kept.reading for kept in found if kept}

    async def revise(self, visit: Visit, reading: Reading, now: datetime) -> Revision:
        """How the posted cards of an article are to read now that it changed, and what is new.

        A channel that was never shown the article, or had it in a digest, is not told.
        """
        slot, article = f"{STORY}{visit.story_id}", visit.reading.article
        posted = [
            each
            for each in await self._store.outbox.for_slots([slot])
            if _is_card_of(each, article)
        ]
        channels = {channel.key: channel for channel in await self._places.all()} if posted else {}
        told = await self._told(visit) if posted else []
        story = await self._store.archive.telling(visit.story_id) if posted else []
        edits = await self._store.edits.newest([each.key for each in posted])
        cards: dict[str, Card] = {}
        notices: list[Delivery] = []
        for each in posted:
            channel = channels.get(each.channel)
            if channel is None:  # nothing is posted there any more
                continue
            others = _others(channel, article, story)
            revised = self._remake(channel, visit, reading, others, now)
            cards[each.key] = self._carry(revised.card, edits.get(each.key, each).card)
            may_tell = each.state not in _UNSEEN and told.count(channel.key) < NOTICES
            if revised.notice and may_tell and wanted(channel, reading):
                notices += await self._notice(channel, revised.notice, visit, now)
        return Revision(cards=cards, notices=notices)

    async def _told(self, visit: Visit) -> list[str]:
        """The channels of the messages about earlier changes."""
        slots = [_change_slot(visit, number) for number in range(visit.changes)]
        return [each.channel for each in await self._store.outbox.for_slots(slots)]

    async def _notice(
        self, channel: Channel, card: Card, visit: Visit, now: datetime
    ) -> Sequence[Delivery]:
        """A new message, after the quiet hours; none beyond a cap: the edited card says it too."""
        if await capped_until(self._store, channel, now):
            return ()
        notice = _delivery(channel, _change_slot(visit, visit.changes), card, now)
        if quiet := not_before(channel, now):
            return (replace(notice, state=DeliveryState.HELD, not_before=quiet),)
        return (notice,)


async def held_until(store: Store, channel: Channel, now: datetime) -> datetime | None:
    """Until when a card for a channel is held back by quiet hours or its cap; None: it may go."""
    return not_before(channel, now) or await capped_until(store, channel, now)


async def capped_until(store: Store, channel: Channel, now: datetime) -> datetime | None:
    """Until when a channel's cap lets no card go; None: one may go."""
    if channel.cap is None:
        return None
    start, end = window(channel, channel.cap, now)
    posted = await store.outbox.count_since(channel.key, COUNTED, start)
    return end if posted >= channel.cap.most else None


def _delivery(channel: Channel, slot: str, card: Card, now: datetime) -> Delivery:
    key = delivery_key(channel.key, slot)
    return Delivery(key=key, channel=channel.key, slot=slot, card=card, created=now)


def _change_slot(visit: Visit, number: int) -> str:
    return f"{CHANGE}{visit.article_id}:{number}"


def _is_card_of(delivery: Delivery, article: Article) -> bool:
    """True for the card of this article; another one of its story may have come first."""
    return delivery.card.kind == "article" and delivery.card.url == article.url


def _others(channel: Channel, first: Article, told: Sequence[Article]) -> tuple[str, ...]:
    """The names of the other sources of a story that may be read in a channel, in the order given."""
    names = dict.fromkeys(
        article.source_name for article in told if is_source_of(channel, article.source_id)
    )
    return tuple(name for name in names if name and name != first.source_name)
