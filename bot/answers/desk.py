"""The desk answers questions from what is kept: looks facts up and has them made into cards.

An answer is worded in the asker's language; evidence stays in the language of its article, and a
question in one language is answered from articles in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.answers.asked import Asked, Asker, Kind
from bot.answers.digest import digest_card
from bot.answers.grid import Related, grid_card
from bot.answers.hearing import DeskOptions, Hearing
from bot.answers.house import (
    coverage,
    notice_card,
    sources_card,
    status_card,
    topic_card,
    topics_card,
)
from bot.answers.hub_lines import hubs_lines
from bot.answers.lexicons import Actors, Topics
from bot.answers.lists import (
    ARTICLES,
    FigureFound,
    QuoteFound,
    article_item,
    articles_card,
    figures_card,
    quotes_card,
)
from bot.answers.lookup import Hit, Look, Lookup, are_named, set_aside, without_loose
from bot.answers.phrases import Phrases
from bot.answers.routing import wanted
from bot.answers.second_lines import AtWork, second_lines
from bot.answers.shifts import shifts, shifts_card
from bot.model import Card, Question, Reading, SourceState
from bot.second.asking import Asking
from bot.store.facts import PositionHit
from bot.store.filters import FactFilter
from bot.store.store import Store

MOST = 20  # articles that may be asked for at once
DIGEST = 400  # articles of one digest
HISTORY = 1_000  # positions looked at for changes
NEAR = 3  # articles shown when no fact was found
DAY = timedelta(days=1)

Laid_contra = TypeVar("Laid_contra", contravariant=True)


class _Layout(Protocol[Laid_contra]):
    """Lays facts out on a card."""

    def __call__(
        self, asked: Asked, found: Sequence[Laid_contra], /, *, notes: tuple[str, ...], looked: str
    ) -> Card: ...


class Desk:
    """Answers. Every method takes the words after the command, and who asks."""

    def __init__(
        self,
        *,
        store: Store,
        topics: Topics,
        actors: Actors,
        phrases: Mapping[str, Phrases],
        clock: Callable[[], datetime],
        options: DeskOptions,
        asking: Asking | None = None,
    ) -> None:
        """Answer from `store`, in the languages of `phrases`; `asking`: the second reader's cost."""
        self._asking = asking
        self._store = store
        self._topics = topics
        self._actors = actors
        self._phrases = phrases
        self._clock = clock
        self._options = options
        self._hearing = Hearing(
            topics=topics, actors=actors, phrases=phrases, clock=clock, options=options
        )
        self._look = Lookup(store, topics, options.min_confidence)

    def topic_names(self, language: str) -> tuple[str, ...]:
        """Names of the known topics, for completion."""
        return tuple(self._topics.name(id_, language) for id_ in self._topics.ids)

    async def ask(self, words: str, asker: Asker) -> Card:
        """A free question: somebody's words, who stands where on a topic, or else a search."""
        asked = self._hearing.asked(words, asker)
        if await self._is_about_words(asked):
            return await self.quotes(words, asker)
        if asked.question.topics or asked.question.actors:
            return await self.positions(words, asker)
        return await self.search(words, asker)

    async def _is_about_words(self, asked: Asked) -> bool:
        """True when the question names somebody who is quoted, and who holds no position on it."""
        where, question = await self._look.where(asked), asked.question
        if not question.loose:
            return False
        where = replace(where, loose=(*question.exact, *question.loose))
        facts = self._store.facts
        if question.topics and any(
            are_named(question.loose, _holder_names(hit)) for hit in await facts.positions(where)
        ):
            return False
        quotes = await facts.quotes(where)
        return any(are_named(question.loose, _speaker_names(hit)) for hit in quotes)

    async def positions(self, words: str, asker: Asker) -> Card:
        """Who supports, does not rule out, opposes or is undecided."""
        asked = self._hearing.asked(words, asker)
        return await self._grid(asked, asked.phrases.titles.positions)

    async def who(self, words: str, asker: Asker) -> Card:
        """Where an actor stands, on everything or on a topic."""
        asked = self._hearing.asked(words, asker, prefer="actor")
        titles, question = asked.phrases.titles, asked.question
        nobody = question.topics and not (question.actors or question.loose)
        return await self._grid(asked, titles.positions if nobody else titles.who)

    async def changes(self, words: str, asker: Asker) -> Card:
        """Who changed position, when, and with which words."""
        asked = self._hearing.asked(words, asker)
        if refusal := await self._no_source(asked):
            return refusal
        where = replace(await self._look.where(asked), limit=HISTORY)
        found = await self._look.facts(asked, where, self._store.facts.positions, _holder_names)
        changed = shifts(found.hits)
        if not changed:
            return await self._empty("changes", found.asked, where, found.notes)
        looked = await self._look.looked(asked, where)
        return shifts_card(found.asked, changed, notes=found.notes, looked=looked)

    async def _grid(self, asked: Asked, title: str) -> Card:
        if refusal := await self._no_source(asked):
            return refusal
        where = await self._look.where(asked)
        found = await self._look.facts(asked, where, self._store.facts.positions, _holder_names)
        asked, held, notes = found.asked, found.hits, found.notes
        related = [
            Related(topic, near)
            for topic in self._look.related(asked.question)
            if (near := await self._store.facts.positions(_on(where, topic)))
        ]
        if not held and not related:
            return await self._empty("positions", asked, where, notes)
        if not held:
            notes = (asked.phrases.empty.positions.format(about=asked.about), *notes)
        looked = await self._look.looked(asked, where)
        return grid_card(asked, held, related, title=title, notes=notes, looked=looked)

    async def quotes(self, words: str, asker: Asker) -> Card:
        """What somebody said, or what was said on a topic."""
        asked = self._hearing.asked(words, asker, prefer="actor")
        look = self._store.facts.quotes
        return await self._listed("quotes", asked, look, _speaker_names, quotes_card)

    async def figures(self, words: str, asker: Asker) -> Card:
        """The figures given on a topic."""
        asked = self._hearing.asked(words, asker)
        look = self._store.facts.figures
        return await self._listed("figures", asked, look, _figure_names, figures_card)

    async def _listed(
        self,
        kind: Kind,
        asked: Asked,
        look: Look[Hit],
        names: Callable[[Hit], str],
        make: _Layout[Hit],
    ) -> Card:
        """The facts `look` finds, as the card `make` lays out; `names`: who a fact speaks of."""
        if refusal := await self._no_source(asked):
            return refusal
        where = await self._look.where(asked)
        found = await self._look.facts(asked, where, look, names)
        if not found.hits:
            return await self._empty(kind, found.asked, where, found.notes)
        looked = await self._look.looked(asked, where)
        return make(found.asked, found.hits, notes=found.notes, looked=looked)

    async def latest(self, words: str, asker: Asker) -> Card:
        """The newest articles: so many, or on a topic."""
        number = int(words) if words.isdecimal() and len(words) <= 3 else None
        asked = self._hearing.asked("" if number is not None else words, asker)
        if refusal := await self._no_source(asked):
            return refusal
        where = await self._look.where(asked)
        kept = await self._store.archive.latest(where, max(1, min(number or ARTICLES, MOST)))
        notes = self._look.hints(asked, found=bool(kept))
        if asked.question.topics:
            notes = set_aside(asked, asked.question.loose)
            asked = without_loose(asked)
        if not kept:
            return await self._empty("latest", asked, where, notes)
        titles = asked.phrases.titles
        title = titles.latest_about if asked.names_something else titles.latest
        readings = [one.reading for one in kept]
        looked = await self._look.looked(asked, where) if asked.names_something else ""
        return articles_card(asked, title, readings, notes=notes, looked=looked)

    async def search(self, words: str, asker: Asker) -> Card:
        """Articles that hold the words, as typed."""
        asked = self._hearing.literally(words, asker)
        if refusal := await self._no_source(asked):
            return refusal
        where = replace(await self._look.where(asked), loose=())
        kept = await self._store.archive.search(_typed(asked.question), where, ARTICLES)
        if not kept:
            return await self._empty("search", asked, where, ())
        return articles_card(
            asked,
            asked.phrases.titles.search,
            [one.reading for one in kept],
            words=(*asked.question.exact, *asked.question.loose),
            notes=(),
            looked=await self._look.looked(asked, where),
        )

    async def digest(self, words: str, asker: Asker) -> Card:
        """The digest of what came in the last 24 hours, or was published since a date.

        Of what the channel wants, when it is asked for in one.
        """
        asked = self._hearing.asked(words, asker)
        phrases, now = asked.phrases, self._clock()
        since = asked.question.since
        within = FactFilter(within=asker.sources)
        kept = await self._store.archive.between(since or now - DAY, now + DAY, DIGEST, within)
        channel = asker.channel
        topics = set(asked.question.topics)
        chosen = [
            one
            for one in kept
            if _since(one.reading, since)
            and (channel is None or wanted(channel, one.reading))
            and (not topics or topics & {mention.id for mention in one.reading.topics})
        ]
        return digest_card(
            chosen,
            topics=self._topics,
            actors=self._actors,
            phrases=phrases,
            min_confidence=self._options.min_confidence,
            period=asked.byline or phrases.lines.last_day,
            covers=coverage(await self._states(asker), phrases),
        )

    async def sources(self, words: str, asker: Asker) -> Card:  # noqa: ARG002  # like the others
        """What is watched and how it goes; admins see addresses and causes."""
        states = await self._states(asker)
        phrases = self._hearing.words_for(asker)
        return sources_card(
            states,
            self._clock(),
            phrases,
            detailed=asker.is_admin,
            subscriptions=await self._store.subscriptions.all(),
        )

    async def topics(self, words: str, asker: Asker) -> Card:
        """The known topics, or one of them."""
        phrases = self._hearing.words_for(asker)
        if not words.strip():
            return topics_card(self._topics, phrases)
        asked = self._hearing.asked(words, asker)
        if not asked.question.topics:
            sentence = phrases.errors.no_topic.format(name=asked.question.words)
            return notice_card(phrases, " ".join((sentence, *self._look.ways_on(asked))))
        topic = asked.question.topics[0]
        articles = await self._store.archive.count(
            FactFilter(topics=(topic,), within=asker.sources)
        )
        return topic_card(topic, self._topics, self._phrases, phrases, articles)

    async def status(self, words: str, asker: Asker) -> Card:  # noqa: ARG002  # like the others
        """What is kept, read, failing, sent and waiting, and the version."""
        now, phrases = self._clock(), self._hearing.words_for(asker)
        known = await self._store.subscriptions.all()
        subscriptions = [each for each in known if asker.may_see(each.source_id)]
        return status_card(
            await self._store.archive.counts(),
            await self._store.outbox.counts(),
            await self._states(asker),
            now,
            phrases,
            self._options.languages,
            oldest=await self._store.outbox.oldest(),
            detailed=asker.is_admin,
            more=[
                *hubs_lines(subscriptions, now, phrases),
                *second_lines(await self._store.second.in_all(), await self._at_work(), phrases),
            ],
        )

    async def _at_work(self) -> AtWork | None:
        asking = self._asking
        if asking is None:
            return None
        return AtWork(reader=asking.reader, today=await asking.today(), budget=asking.budget)

    async def _states(self, asker: Asker) -> list[SourceState]:
        """The sources that may be seen where it is asked."""
        return [s for s in await self._store.sources.states() if asker.may_see(s.source.id)]

    async def _no_source(self, asked: Asked) -> Card | None:
        """A word to who asks for a source that is none."""
        name = asked.question.source
        if name is None or await self._look.source(asked) is not None:
            return None
        help_ = asked.phrases.commands["sources"].usage
        return notice_card(
            asked.phrases, asked.phrases.errors.no_source.format(name=name, help=help_)
        )

    async def _empty(
        self, kind: Kind, asked: Asked, where: FactFilter, notes: tuple[str, ...]
    ) -> Card:
        """Nothing found: what was looked at, and the articles that come nearest.

        Those on the topic alone, when none names the actor asked for with it.
        """
        near = [] if kind in ("latest", "search") else await self._store.archive.latest(where, NEAR)
        question = asked.question
        if not near and question.topics and question.actors:
            where, question = replace(where, actors=()), replace(question, actors=())
            near = await self._store.archive.latest(where, NEAR)
        named = (*question.topics, *question.actors)
        mentions = tuple(
            article_item(one.reading, (*question.exact, *question.loose), named) for one in near
        )
        looked = await self._look.looked(asked, where)
        about = replace(asked, question=question).about
        return asked.empty(kind, mentions, notes, looked, near=about)


def _since(reading: Reading, since: datetime | None) -> bool:
    published = reading.article.published
    return since is None or published is None or published >= since


def _typed(question: Question) -> str:
    """The words of a question as one types them for a search."""
    return " ".join((*question.loose, *(f'"{phrase}"' for phrase in question.exact)))


def _on(where: FactFilter, topic: str) -> FactFilter:
    return replace(where, topics=(topic,), loose=())


def _holder_names(hit: PositionHit) -> str:
    return f"{hit.position.actor_name} {hit.position.reported_by or ''}"


def _speaker_names(hit: QuoteFound) -> str:
    return f"{hit.quote.speaker_name or ''} {hit.speaker or ''}"


def _figure_names(hit: FigureFound) -> str:
    figure = hit.figure
    return f"{figure.what or ''} {figure.holder or ''} {figure.reported_by or ''}"
