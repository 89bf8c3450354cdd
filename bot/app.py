"""Builds the parts from the settings, hands them to each other, starts and stops them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from random import SystemRandom
from zoneinfo import ZoneInfo

from bot.announce import Announcer
from bot.answers.cards import article_card
from bot.answers.corrected import corrected, is_corrected
from bot.answers.desk import Desk
from bot.answers.digest import digest_card
from bot.answers.filters import FilterReader, Misread, misread_sentence
from bot.answers.hearing import DeskOptions
from bot.answers.house import announcement, coverage
from bot.answers.keeper import Keeper
from bot.answers.offices import Offices
from bot.answers.phrases import Phrases
from bot.answers.places import Places
from bot.answers.review import Review
from bot.answers.revision import compare
from bot.answers.routing import is_source_of
from bot.answers.slots import Slot
from bot.answers.steward import Steward, StewardOptions
from bot.answers.tracer import Tracer
from bot.answers.update_card import change_card, marked
from bot.catchup import CatchUp
from bot.copies import CopyWatch
from bot.deliver import Deliver
from bot.digests import Digests
from bot.errors import SettingsError, SourceError
from bot.model import Article, Card, Channel, Platform, Reading, Source, SourceState
from bot.outlet import Outlet
from bot.planning import Planning, Revised
from bot.reading.actors import ActorLexicon
from bot.reading.topics import TopicLexicon
from bot.second.chat import Chat
from bot.second.gloss import Glosses
from bot.second.reader import SecondReader
from bot.sources.http import Fetcher
from bot.sources.retrieve import Polled, Retriever
from bot.sources.worker import Parser
from bot.store.archive import Kept
from bot.store.store import Store
from bot.store.versions import Visit
from bot.subscriber import Subscriber
from bot.watch import Watch, WatchOptions
from config.filters import filter_reader
from config.lexicons import load_actors, load_phrases, load_topics
from config.made import (
    asking_of,
    chat_of,
    fetcher_of,
    recipe_of,
    second_of,
    source_at,
    sources_of,
)
from config.prompts import load_prompts
from config.reader import read_again, read_article
from config.settings import Settings

TERMINAL = Channel(platform=Platform.TERMINAL, id="main")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicons:
    """What answers and cards are worded with, and questions and filters are read by."""

    topics: TopicLexicon
    actors: ActorLexicon
    phrases: Mapping[str, Phrases]
    filters: FilterReader


def lexicons_of(settings: Settings) -> Lexicons:
    """The topics, actors and phrases, by the settings.

    Raises:
        SettingsError: when a data file is wrong.
    """
    topics, actors = load_topics(settings.topics_file), load_actors(settings.actors_file)
    phrases = load_phrases()
    return Lexicons(
        topics=topics,
        actors=actors,
        phrases=phrases,
        filters=filter_reader(topics, actors, phrases),
    )


def channels_of(settings: Settings, lexicons: Lexicons) -> tuple[Channel, ...]:
    """The configured channels with their topics as ids and their filters understood.

    With neither a channel nor a chat token it is the terminal.

    Raises:
        SettingsError: when a filter is not understood; the sentence says where.
    """
    if not settings.channels:
        has_chat = settings.discord_token or settings.wants_slack
        return () if has_chat else (TERMINAL,)
    return tuple(_understood(channel, settings.language, lexicons) for channel in settings.channels)


def _understood(channel: Channel, language: str, lexicons: Lexicons) -> Channel:
    find = lexicons.topics.find
    topics = frozenset(id_ for name in channel.topics for id_ in find(name) or (name,))
    if not channel.filter:
        return replace(channel, topics=topics)
    condition = lexicons.filters.read(channel.filter, channel.language or language)
    if isinstance(condition, Misread):
        said = misread_sentence(condition, lexicons.topics, lexicons.phrases["en"])
        raise SettingsError(f"VIGIE_CHANNELS: {channel.key}: {said}")
    return replace(channel, topics=topics, condition=condition)


class App:
    """The running parts. Made by `open_app`, which also stops them."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        chat: Chat | None = None,
    ) -> None:
        """Wire what needs no network: lexicons, channels, the desk that answers.

        `chat` is the open way to a language model; None when none is set.
        """
        self.settings = settings
        self.asking = asking_of(settings, chat, store.second, clock) if chat else None
        self.store = store
        self.clock = clock
        self.lexicons = lexicons_of(settings)
        self.channels = channels_of(settings, self.lexicons)
        self.sources = sources_of(settings)
        self.desk = Desk(
            store=store,
            topics=self.lexicons.topics,
            actors=self.lexicons.actors,
            phrases=self.lexicons.phrases,
            clock=clock,
            options=DeskOptions(language=settings.language, min_confidence=settings.min_confidence),
            asking=self.asking,
        )
        glosses = Glosses(self.asking, load_prompts().gloss) if self.asking else None
        self.review = Review(store, self.lexicons.phrases, clock, glosses)
        self.places = Places(
            configured=self.channels,
            store=store,
            filters=self.lexicons.filters,
            language=settings.language,
            clock=clock,
        )
        self.offices = self._offices()
        self.digests = Digests(
            store=store, channels=self.places.all, make=self._digest, clock=clock
        )
        self.catch_up = CatchUp(store=store, places=self.places, make=self._catch_up, clock=clock)

        self.announcer = Announcer(
            store=store, places=self.places, make=self._announcement, clock=clock
        )

    def _offices(self) -> Offices:
        settings, phrases = self.settings, self.lexicons.phrases
        steward = Steward(
            store=self.store,
            places=self.places,
            filters=self.lexicons.filters,
            topics=self.lexicons.topics,
            phrases=phrases,
            clock=self.clock,
            options=StewardOptions(language=settings.language, max_age=settings.max_age),
        )
        keeper = Keeper(
            store=self.store,
            configured=self.sources,
            look=self._look,
            make=lambda url, taken: source_at(url, taken, settings),
            phrases=phrases,
            clock=self.clock,
        )
        tracer = Tracer(
            store=self.store,
            places=self.places,
            topics=self.lexicons.topics,
            phrases=phrases,
            clock=self.clock,
            max_age=settings.max_age,
            language=settings.language,
        )
        return Offices(steward=steward, keeper=keeper, tracer=tracer)

    async def _look(self, source: Source) -> Polled:
        """One look at a source that is not watched yet, with a way out and a parser of its own."""
        async with Parser() as parser, fetcher_of(self.settings, self.clock) as fetcher:
            return await Retriever(fetcher, parser).poll(SourceState(source=source))

    def watch(self, fetcher: Fetcher, parser: Parser) -> Watch:
        """The watch over the configured sources."""
        recipe, second = recipe_of(self.settings), self.second(parser)

        async def read(article: Article) -> Reading | SourceError:
            reading = await parser.run(read_article, recipe, article)
            if second is None or isinstance(reading, SourceError):
                return reading
            return await second.read(reading)

        planning = Planning(
            store=self.store,
            places=self.places,
            make=self._card,
            remake=self._changed_card,
            carry=self._carried,
        )
        return Watch(
            store=self.store,
            retriever=Retriever(fetcher, parser),
            read=read,
            plan=planning.plan,
            retell=planning.retell,
            revise=planning.revise,
            clock=self.clock,
            options=WatchOptions(
                max_age=self.settings.max_age,
                first_posts=self.settings.first_posts,
                keep=self.settings.keep,
                keep_text=self.settings.keep_text,
                announced=self.settings.public_url is not None,
            ),
            random=SystemRandom(),
        )

    def subscriber(self, fetcher: Fetcher, base: str) -> Subscriber:
        """What keeps subscriptions at hubs, which reach us at `base`."""
        return Subscriber(store=self.store, post=fetcher.post, base=base, clock=self.clock)

    def second(self, parser: Parser) -> SecondReader | None:
        """The language model as second reader; None when none is set."""
        if self.asking is None:
            return None
        recipe = recipe_of(self.settings)

        async def again(
            reading: Reading, answers: tuple[str, ...], reader: str
        ) -> Reading | SourceError:
            return await parser.run(read_again, recipe, reading, answers, reader, False)

        return second_of(self.settings, self.asking, again)

    def deliver(self, outlets: Mapping[Platform, Outlet]) -> Deliver:
        """The way of the cards to the given platforms."""
        return Deliver(store=self.store, outlets=outlets, clock=self.clock, random=SystemRandom())

    def copies(self, outlets: Mapping[Platform, Outlet]) -> CopyWatch:
        """What takes copies of cards back that come late on the given platforms."""
        return CopyWatch(store=self.store, outlets=outlets, clock=self.clock)

    def language_in(self, channel: Channel) -> str:
        """The language of our own words in a channel."""
        return channel.language or self.settings.language

    def _card(self, channel: Channel, reading: Reading, others: Sequence[str]) -> Card:
        return article_card(
            reading,
            topics=self.lexicons.topics,
            actors=self.lexicons.actors,
            phrases=self.lexicons.phrases[self.language_in(channel)],
            min_confidence=self.settings.min_confidence,
            others=others,
        )

    def _changed_card(
        self,
        channel: Channel,
        visit: Visit,
        reading: Reading,
        others: Sequence[str],
        now: datetime,
    ) -> Revised:
        phrases = self.lexicons.phrases[self.language_in(channel)]
        time = f"{now.astimezone(ZoneInfo(channel.time_zone)):%H:%M}"
        changes = compare(
            visit.reading,
            reading,
            min_confidence=self.settings.min_confidence,
            refuted=visit.refuted,
        )
        card = marked(self._card(channel, reading, others), time, phrases)
        if not changes:
            return Revised(card=card)
        notice = change_card(
            visit.reading.article,
            reading.article,
            changes,
            topics=self.lexicons.topics,
            actors=self.lexicons.actors,
            phrases=phrases,
            time=time,
        )
        return Revised(card=card, notice=notice)

    def _carried(self, card: Card, standing: Card) -> Card:
        """A card that was corrected says so still when it is made anew."""
        phrases = self.lexicons.phrases
        if is_corrected(standing, phrases[standing.language]):
            return corrected(card, phrases[card.language])
        return card

    def _digest(
        self,
        channel: Channel,
        kept: Sequence[Kept],
        slot: Slot,
        states: Sequence[SourceState],
    ) -> Card:
        phrases = self.lexicons.phrases[self.language_in(channel)]
        mine = [s for s in states if is_source_of(channel, s.source.id)]
        return self._together(channel, kept, slot.label, coverage(mine, phrases))

    def _announcement(
        self,
        channel: Channel,
        failing: Sequence[SourceState],
        recovered: Sequence[SourceState],
    ) -> Card:
        phrases = self.lexicons.phrases[self.language_in(channel)]
        return announcement(failing, recovered, self.clock(), phrases)

    def _catch_up(self, channel: Channel, kept: Sequence[Kept]) -> Card:
        phrases = self.lexicons.phrases[self.language_in(channel)]
        return self._together(channel, kept, phrases.lines.held_back)

    def _together(
        self, channel: Channel, kept: Sequence[Kept], period: str, covers: str = ""
    ) -> Card:
        return digest_card(
            kept,
            topics=self.lexicons.topics,
            actors=self.lexicons.actors,
            phrases=self.lexicons.phrases[self.language_in(channel)],
            min_confidence=self.settings.min_confidence,
            period=period,
            covers=covers,
        )


@asynccontextmanager
async def open_app(settings: Settings, clock: Callable[[], datetime]) -> AsyncIterator[App]:
    """Open the store, remember the configured sources and channels, close all at the end.

    Raises:
        SettingsError: when a data file is wrong.
        StoreError: when the database cannot be used.
    """
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database_url.get_secret_value(), clock)
        stack.push_async_callback(store.close)
        chat = chat_of(settings)
        if chat is not None:
            await stack.enter_async_context(chat)
        app = App(settings, store, clock, chat)
        await store.sources.sync(app.sources)
        await store.channels.sync(app.channels, clock())
        yield app
