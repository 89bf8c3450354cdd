"""`!why`: the way of one article through the house, from what is kept, to where it stopped and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.answers.asked import Asker
from bot.answers.house import since_then
from bot.answers.lexicons import Topics
from bot.answers.phrases import Phrases
from bot.answers.places import Places
from bot.answers.routing import is_news, unwanted
from bot.answers.second_lines import reading_lines
from bot.answers.slots import GATHERS, MINUTE, PREFIX, STORY
from bot.answers.visible import visible
from bot.answers.watch_card import Described
from bot.model import Card, Channel, Delivery, DeliveryState, Section, TextItem
from bot.sources.urls import clean_url
from bot.store.archive import Kept
from bot.store.store import Store
from bot.store.traces import Trace

CLOSING = 5 * MINUTE  # within which the last digest of a channel comes that gathers no more
SHOWN = 80  # code points of an address or title that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """What the stages of one article are told from."""

    kept: Kept
    cards: Mapping[str, Delivery]  # channel -> its instant card
    edits: Mapping[str, Delivery]  # a card's key -> its newest edit
    now: datetime
    phrases: Phrases
    detailed: bool

    def cause(self, words: str) -> str:
        """A cause in the words of the place, for admins."""
        return self.phrases.cause(words) if self.detailed else self.phrases.lines.hidden

    def ago(self, moment: datetime | None) -> str:
        """How long ago."""
        return since_then(moment, self.now, self.phrases)


class Tracer:
    """Answers `!why`."""

    def __init__(
        self,
        *,
        store: Store,
        places: Places,
        topics: Topics,
        phrases: Mapping[str, Phrases],
        clock: Callable[[], datetime],
        max_age: timedelta | None,
        language: str,
    ) -> None:
        """`max_age`: older news is not posted; `language`: of our own words, by the settings."""
        self._store = store
        self._places = places
        self._topics = topics
        self._phrases = phrases
        self._clock = clock
        self._max_age = max_age
        self._language = language

    async def why(self, words: str, asker: Asker) -> Card:
        """Every stage of the article at an address, as far as it came."""
        url, phrases = words.strip().strip("<>"), self._phrases[asker.language]
        kept = await self._store.archive.by_address(url)
        if kept is not None and asker.may_see(kept.reading.article.source_id):
            lines = await self._stages(url, kept, asker)
        else:
            lines = await self._not_kept(url, asker)
        return Card(
            kind="answer",
            title=phrases.why.title.format(about=visible(url)[:SHOWN]),
            sections=(Section(items=tuple(TextItem(text=line) for line in lines)),),
            language=phrases.code,
        )

    async def _not_kept(self, url: str, asker: Asker) -> list[str]:
        """It was found and could not be brought, or never found."""
        phrases, now = self._phrases[asker.language], self._clock()
        states = {s.source.id: s for s in await self._store.sources.states()}
        trace = await self._store.traces.find(url)
        if trace is not None and asker.may_see(trace.source_id):
            state = states.get(trace.source_id)
            name = state.source.label if state else trace.source_id
            return [_missed(name, trace, now, phrases, detailed=asker.is_admin)]
        host = _host(url)
        failing = [
            phrases.why.same_site.format(
                name=state.source.label, ago=since_then(state.last_success, now, phrases)
            )
            for state in states.values()
            if (state.failures or state.disabled)
            and host
            and _host(state.source.url) == host
            and asker.may_see(state.source.id)
        ]
        return [phrases.why.unknown, *failing]

    async def _stages(self, url: str, kept: Kept, asker: Asker) -> list[str]:
        phrases, now = self._phrases[asker.language], self._clock()
        slot = f"{STORY}{kept.story_id}"
        cards = {each.channel: each for each in await self._store.outbox.for_slots([slot])}
        way = _Way(
            kept=kept,
            cards=cards,
            edits=await self._store.edits.newest([card.key for card in cards.values()]),
            now=now,
            phrases=phrases,
            detailed=asker.is_admin,
        )
        lines = [
            *_read(url, way, self._topics),
            *await self._revised(way),
            *await self._copied(way),
        ]
        if not cards and not is_news(kept.reading, kept.kept_at, self._max_age):
            published = kept.reading.article.published or kept.kept_at
            return [*lines, phrases.why.old.format(date=phrases.date(published))]
        channels = await self._shown(asker)
        if not channels:
            return [*lines, phrases.settings.say.nothing_here]
        for channel in channels:
            lines.append(await self._in(channel, way))
            card = way.cards.get(channel.key)
            edit = way.edits.get(card.key) if card else None
            lines += [_edit(edit, channel, way)] if edit else []
        return lines

    async def _shown(self, asker: Asker) -> list[Channel]:
        """The channel it is asked in; admins see all of its platform, their own first."""
        every = await self._places.all()
        here = [channel for channel in every if channel.key == asker.place]
        if not asker.is_admin:
            return here
        platform = asker.place.partition(":")[0]
        return [*here, *(c for c in every if c.platform == platform and c.key != asker.place)]

    async def _copied(self, way: _Way) -> list[str]:
        """That another article told the story first."""
        kept = way.kept
        if kept.story_id == kept.article_id:
            return []
        first = await self._store.archive.reading(kept.story_id)
        if first is None:
            return []
        title, source = visible(first.article.title)[:SHOWN], first.article.source_name
        return [way.phrases.why.copy.format(title=title, source=source)]

    async def _revised(self, way: _Way) -> list[str]:
        """That the article changed after it was kept, and when."""
        history = await self._store.versions.history(way.kept.article_id)
        if not history.changes:
            return []
        why = way.phrases.why
        form = why.revised_one if history.changes == 1 else why.revised
        return [form.format(n=history.changes, ago=way.ago(history.changed_at))]

    async def _in(self, channel: Channel, way: _Way) -> str:
        """How far it came in one channel."""
        card = way.cards.get(channel.key)
        if card is not None:
            return _card(card, channel, way)
        why, key = way.phrases.why, channel.key
        if channel.cadence == "off":
            return why.off.format(channel=key)
        first_seen = await self._store.channels.first_seen(key)
        since = max(first_seen or way.kept.kept_at, channel.since or way.kept.kept_at)
        if since > way.kept.kept_at and not await self._was_gathered(channel, way):
            return why.late.format(channel=key)
        if name := unwanted(channel, way.kept.reading):
            return why.unwanted.format(channel=key, what=await self._setting(channel, name, way))
        if channel.cadence != "instant" or since > way.kept.kept_at:
            return await self._gathered(channel, way)
        decisions = await self._store.arrangements.history(key)
        if any(each.at > way.kept.kept_at for each in decisions):
            return why.changed.format(channel=key)
        return why.first.format(channel=key)

    async def _was_gathered(self, channel: Channel, way: _Way) -> bool:
        """True when the cadence changed since, and the channel gathered its news all the time.

        Or until it changed: then the rest went out as one digest, at once.
        """
        first_seen = await self._store.channels.first_seen(channel.key)
        if channel.since is None or first_seen is None or first_seen > way.kept.kept_at:
            return False
        if channel.cadence != "instant":
            told = await self._store.notebook.get(f"{GATHERS}{channel.key}")
            return told is not None and datetime.fromisoformat(told) <= way.kept.kept_at
        digest = await self._store.outbox.first_since(channel.key, PREFIX, way.kept.kept_at)
        return digest is not None and digest.created <= channel.since + CLOSING

    async def _gathered(self, channel: Channel, way: _Way) -> str:
        why, after = way.phrases.why, way.kept.kept_at
        digest = await self._store.outbox.first_since(channel.key, PREFIX, after)
        if digest is None:
            return why.gathers.format(channel=channel.key)
        return why.gathered.format(channel=channel.key, ago=way.ago(digest.created))

    async def _setting(self, channel: Channel, name: str, way: _Way) -> str:
        """The setting an article does not pass, with its value."""
        if name == "muted":
            muted = channel.muted & {mention.id for mention in way.kept.reading.topics}
            names = sorted(self._topics.name(topic, way.phrases.code) for topic in muted)
            return way.phrases.settings.labels.muted.format(value=", ".join(names))
        described = Described(
            channel=channel,
            decisions={},
            configured=False,
            now=way.now,
            topics=self._topics,
            phrases=way.phrases,
            language=self._language,
        )
        return described.what(name)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _missed(name: str, trace: Trace, now: datetime, phrases: Phrases, *, detailed: bool) -> str:
    cause = phrases.cause(visible(trace.cause)) if detailed else phrases.lines.hidden
    ago = since_then(trace.at, now, phrases)
    return phrases.why.missed.format(name=name, ago=ago, why=cause)


def _read(url: str, way: _Way, topics: Topics) -> list[str]:
    """Found, fetched, text, facts."""
    why, counts, reading = way.phrases.why, way.phrases.counts, way.kept.reading
    article = reading.article
    lines = [why.found.format(name=article.source_name, ago=way.ago(way.kept.kept_at))]
    if clean_url(url) != clean_url(article.url):
        lines.append(why.elsewhere.format(title=visible(article.title)[:SHOWN]))
    if article.partial:
        notes = "; ".join(way.phrases.cause(note) for note in reading.notes)
        lines.append(why.partial.format(why=notes if way.detailed else way.cause("")))
    language = way.phrases.language(article.language or "?")
    lines.append(why.text.format(n=len(article.text), language=language))
    named = dict.fromkeys(mention.id for mention in reading.topics)
    names = ", ".join(topics.name(topic, way.phrases.code) for topic in named)
    lines.append(
        why.facts.format(
            quotes=counts.quotes.of(len(reading.quotes)),
            figures=counts.figures.of(len(reading.figures)),
            positions=counts.positions.of(len(reading.positions)),
            topics=names or way.phrases.settings.values.none,
        )
    )
    return [*lines, *reading_lines(reading, way.phrases, detailed=way.detailed)]


def _card(card: Delivery, channel: Channel, way: _Way) -> str:
    """What became of a channel's card."""
    why, key = way.phrases.why, channel.key
    match card.state:
        case DeliveryState.SENT:
            return why.sent.format(channel=key, ago=way.ago(card.last_attempt))
        case DeliveryState.HELD:
            return why.held.format(channel=key, ago=way.ago(card.not_before))
        case DeliveryState.FOLDED:
            return why.folded.format(channel=key)
        case DeliveryState.PARKED:
            return why.parked.format(channel=key, why=way.cause(visible(card.error)))
    waits = way.cause(visible(card.error)) if card.error else way.ago(card.created)
    return why.queued.format(channel=key, why=waits)


def _edit(edit: Delivery, channel: Channel, way: _Way) -> str:
    """What became of the newest edit of a channel's card."""
    why, key = way.phrases.why, channel.key
    match edit.state:
        case DeliveryState.SENT:
            return why.edited.format(channel=key, ago=way.ago(edit.last_attempt))
        case DeliveryState.PARKED:
            return why.edit_ended.format(channel=key, why=way.cause(visible(edit.error)))
    waits = way.cause(visible(edit.error)) if edit.error else way.ago(edit.created)
    return why.edit_waits.format(channel=key, why=waits)
