"""What a channel gets, shown to everyone and changed by admins; kept in the store, in force at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.answers.arrangement import ALWAYS, MOST_CARDS, MUTE, muted_until
from bot.answers.asked import Asker
from bot.answers.audit import log_line
from bot.answers.filters import FilterReader, Misread, misread_sentence
from bot.answers.house import notice_card
from bot.answers.lexicons import Topics
from bot.answers.matching import asks_for_figures
from bot.answers.narrowing import Needed, needed, of_all
from bot.answers.phrases import Phrases
from bot.answers.places import Places
from bot.answers.routing import is_news, wanted
from bot.answers.typed_settings import TypedSettings
from bot.answers.visible import visible
from bot.answers.watch_card import Described, settings_card
from bot.model import Arrangement, Card, Channel
from bot.store.archive import Kept
from bot.store.filters import FactFilter
from bot.store.store import Store

log = logging.getLogger(__name__)

WEEK = timedelta(days=7)
LOGGED = 20  # changes on one card
LOOKED = 1_000  # articles a filter is tried on
_FORMS = {"quiet": "wrong_quiet", "tz": "wrong_zone", "language": "wrong_language"}
_FORMS |= {"cap": "wrong_cap", "cadence": "wrong_cadence", "announce": "wrong_announce"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardOptions:
    """What the admin decided in the env file."""

    language: str = "en"  # of our own words, where nobody says otherwise
    max_age: timedelta | None = timedelta(hours=48)  # older news is not posted


class Steward:
    """Answers the settings commands. Every method takes the words after it, and who asks."""

    def __init__(
        self,
        *,
        store: Store,
        places: Places,
        filters: FilterReader,
        topics: Topics,
        phrases: Mapping[str, Phrases],
        clock: Callable[[], datetime],
        options: StewardOptions,
    ) -> None:
        """Keep what is decided in `store`; `places` tell what is in force."""
        self.places = places
        self._store = store
        self._filters = filters
        self._topics = topics
        self._phrases = phrases
        self._clock = clock
        self._options = options
        self._typed = TypedSettings(phrases)

    async def watch(self, words: str, asker: Asker) -> Card:
        """What is posted here, or who changed it; a filter, tried or kept; or the env file's again."""
        if not words.strip():
            return await self._shown(asker)
        if tried := self._typed.attempt(words):
            return await self._with_filter(tried, asker, keep=False)
        if self._typed.is_history(words):
            return await self._log(asker)
        if not asker.is_admin:
            return self._refused(asker)
        if self._typed.is_reset(words):
            return await self._back(asker)
        if self._typed.is_off(words):
            return await self.cadence(words, asker)
        return await self._with_filter(words, asker, keep=True)

    async def mute(self, words: str, asker: Asker) -> Card:
        """The muted topics; or one more."""
        phrases = self._phrases[asker.language]
        if not words.strip():
            muted = (await self._described(asker)).muted()
            return settings_card(phrases, *(muted or (phrases.settings.say.nobody_muted,)))
        if not asker.is_admin:
            return self._refused(asker)
        typed = self._typed.lasting(words)
        topics = self._find(typed.words)
        if not topics:
            return self._no_topic(typed.words, phrases)
        value = ALWAYS if typed.time is None else (self._clock() + typed.time).isoformat()
        await self._decide(asker, {f"{MUTE}{topic}": value for topic in topics})
        return settings_card(phrases, *(await self._described(asker)).muted())

    async def unmute(self, words: str, asker: Asker) -> Card:
        """A muted topic is posted again, or all of them."""
        phrases = self._phrases[asker.language]
        if not asker.is_admin:
            return self._refused(asker)
        decisions = await self._decisions(asker.place)
        muted = {n for n, d in decisions.items() if n.startswith(MUTE)}
        if not self._typed.is_everything(words):
            topics = self._find(words)
            if not topics:
                return self._no_topic(words, phrases)
            muted &= {f"{MUTE}{topic}" for topic in topics}
        living = [n for n in muted if muted_until(decisions[n], self._clock()) is not False]
        if not living:
            name = visible(words)
            return settings_card(phrases, phrases.settings.say.not_muted.format(name=name))
        await self._decide(asker, dict.fromkeys(sorted(muted)))
        left = (await self._described(asker)).muted()
        return settings_card(phrases, *(left or (phrases.settings.say.nobody_muted,)))

    async def quiet(self, words: str, asker: Asker) -> Card:
        """Hours without posts."""
        return await self._simple("quiet", words, asker, self._typed.quiet)

    async def tz(self, words: str, asker: Asker) -> Card:
        """The time zone of digests and quiet hours."""
        return await self._simple("tz", words, asker, self._typed.zone)

    async def lang(self, words: str, asker: Asker) -> Card:
        """The language of our own words."""
        return await self._simple("language", words, asker, self._typed.language)

    async def cap(self, words: str, asker: Asker) -> Card:
        """How many cards an hour or a day at most."""
        return await self._simple("cap", words, asker, self._typed.cap)

    async def announce(self, words: str, asker: Asker) -> Card:
        """Whether it is told here when a source begins to fail."""
        return await self._simple("announce", words, asker, self._typed.announce)

    def is_cadence(self, words: str) -> bool:
        """True when the words after `!digest` are a setting and no question."""
        return self._typed.begins_cadence(words) or self._typed.is_reset(words)

    async def cadence(self, words: str, asker: Asker) -> Card:
        """How often is posted: at once, or as a digest."""
        return await self._simple("cadence", words, asker, self._typed.cadence)

    async def _shown(self, asker: Asker) -> Card:
        phrases = self._phrases[asker.language]
        if self.places.known(asker.place) is None:
            return settings_card(phrases, phrases.settings.say.nothing_here)
        return settings_card(phrases, *(await self._described(asker)).lines())

    async def _log(self, asker: Asker) -> Card:
        """The last changes here, newest first; admins see those of sources among them."""
        phrases = self._phrases[asker.language]
        now = await self._described(asker)
        decisions = await self._store.arrangements.newest(
            asker.place, LOGGED, sources=asker.is_admin
        )
        lines = [
            log_line(each, replace(now, channel=self._with_only(each, now.channel)))
            for each in decisions
        ]
        say = phrases.settings.say
        return settings_card(phrases, *(lines or [say.unchanged]), title=say.log_title)

    def _with_only(self, decision: Arrangement, channel: Channel) -> Channel:
        """A channel as one decision on it would have it; its times are told in its present zone."""
        alone = (decision,) if decision.channel == channel.key else ()
        made = self.places.arranged(channel.key, alone)
        return made if decision.name == "tz" else replace(made, time_zone=channel.time_zone)

    async def _simple(
        self, name: str, words: str, asker: Asker, read: Callable[[str], str | None]
    ) -> Card:
        """A setting that is one value: shown, changed, or given back to the env file."""
        if not words.strip():
            return await self._shown(asker)
        if not asker.is_admin:
            return self._refused(asker)
        phrases = self._phrases[asker.language]
        value = None if self._typed.is_reset(words) else read(words)
        if value is None and not self._typed.is_reset(words):
            form: str = getattr(phrases.settings.say, _FORMS[name])
            names = ", ".join(self._phrases)
            return notice_card(
                phrases, form.format(words=visible(words)[:40], names=names, n=MOST_CARDS)
            )
        await self._decide(asker, {name: value})
        described = await self._described(asker)
        phrases = described.phrases
        if name == "language":  # from now on in the new one
            phrases = self._phrases[described.channel.language or self._options.language]
            described = replace(described, phrases=phrases)
        done = phrases.settings.say.done.format(what=described.what(name))
        return settings_card(phrases, done)

    async def _with_filter(self, text: str, asker: Asker, *, keep: bool) -> Card:
        """What a filter would have posted; from now on it counts when `keep` says so."""
        phrases = self._phrases[asker.language]
        now = self._clock()
        text = "" if self._typed.is_everything(text) else " ".join(text.split())
        if text:
            read = self._filters.read(text, await self._language(asker), await self._names(asker))
            if isinstance(read, Misread):
                return notice_card(phrases, misread_sentence(read, self._topics, phrases))
        decision = Arrangement(
            channel=asker.place, name="filter", value=text, who=asker.who, at=now
        )
        decisions = {**await self._decisions(asker.place), "filter": decision}
        channel = self.places.arranged(asker.place, tuple(decisions.values()))
        would = await self._would(channel, phrases)
        if keep:
            await self._decide(asker, {"filter": text})
        what = replace(await self._described(asker), channel=channel).what("filter")
        said = phrases.settings.say.done.format(what=what) if keep else what
        return settings_card(phrases, said, *would)

    async def _would(self, channel: Channel, phrases: Phrases) -> tuple[str, ...]:
        """What a channel would have got in the last seven days, had it been so."""
        now, say = self._clock(), phrases.settings.say
        kept = await self._last_week(channel, now)
        gathers = channel.cadence in ("hourly", "daily", "weekly")
        stories = {
            one.story_id
            for one in kept
            if wanted(channel, one.reading)
            and (gathers or is_news(one.reading, one.kept_at, self._options.max_age))
        }
        if gathers:
            said = say.would_gather.format(stories=phrases.counts.stories.of(len(stories)))
        else:
            said = say.would_post.format(cards=phrases.counts.cards.of(len(stories)))
        return (said, say.would_of.format(n=LOOKED)) if len(kept) == LOOKED else (said,)

    async def _last_week(self, channel: Channel, now: datetime) -> list[Kept]:
        """The newest articles of seven days that a channel may want.

        By days, so that others are answered in between.
        """
        condition = channel.condition
        kinds = ("figure",) if condition is not None and asks_for_figures(condition) else ()
        near, kept = _near(channel), list[Kept]()
        for day in range(WEEK.days):
            end, left = now - timedelta(days=day), LOOKED - len(kept)
            if left > 0:
                start = end - timedelta(days=1)
                kept += await self._store.archive.between(start, end, left, near, kinds=kinds)
        return kept

    async def _back(self, asker: Asker) -> Card:
        phrases = self._phrases[asker.language]
        await self._decide(asker, dict.fromkeys(await self._decisions(asker.place)))
        said = settings_card(phrases, phrases.settings.say.back)
        shown = await self._shown(asker)
        return replace(said, sections=(*said.sections, *shown.sections))

    async def _decide(self, asker: Asker, values: Mapping[str, str | None]) -> None:
        """Keep decisions made together, with who made them and when."""
        now = self._clock()
        await self._store.channels.sync([self.places.base(asker.place)], now)
        await self._store.arrangements.add(
            [
                Arrangement(channel=asker.place, name=name, value=value, who=asker.who, at=now)
                for name, value in values.items()
            ]
        )
        for name, value in values.items():
            log.info("%s set %s of %s to %r", asker.who, name, asker.place, value)
        await self.places.all()

    async def _decisions(self, place: str) -> dict[str, Arrangement]:
        """Those in force on a place, by name."""
        every = await self._store.arrangements.in_force()
        return {e.name: e for e in every if e.channel == place and e.value is not None}

    async def _described(self, asker: Asker) -> Described:
        decisions = await self._decisions(asker.place)
        return Described(
            channel=self.places.arranged(asker.place, tuple(decisions.values())),
            decisions=decisions,
            configured=asker.place in self.places.configured,
            now=self._clock(),
            topics=self._topics,
            phrases=self._phrases[asker.language],
            language=self._options.language,
        )

    async def _language(self, asker: Asker) -> str:
        """Of numbers in a filter: the channel's, as it will be read ever after."""
        described = await self._described(asker)
        return described.channel.language or self._options.language

    async def _names(self, asker: Asker) -> set[str]:
        """Ids and names of the sources that may be seen here."""
        states = await self._store.sources.states()
        seen = [state.source for state in states if asker.may_see(state.source.id)]
        return {name for source in seen for name in (source.id, source.label)}

    def _find(self, words: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mention.id for mention in self._topics.places(words)))

    def _no_topic(self, words: str, phrases: Phrases) -> Card:
        near = self._topics.suggest(words)
        said = phrases.errors.no_topic.format(name=visible(words)[:40])
        if near is None:
            return notice_card(phrases, said)
        name = self._topics.name(near, phrases.code)
        return notice_card(phrases, f"{said} {phrases.lines.suggest.format(name=name)}")

    def _refused(self, asker: Asker) -> Card:
        phrases = self._phrases[asker.language]
        return notice_card(phrases, phrases.settings.say.admins_only.format(who=asker.who))


def _near(channel: Channel) -> FactFilter:
    """What the store can look for before an article is read: what a channel wants names it."""
    named = [Needed(topics=channel.topics)]
    if channel.condition is not None:
        named.append(needed(channel.condition))
    all_of_it = of_all(named)
    return FactFilter(
        topics=tuple(sorted(all_of_it.topics)),
        actors=tuple(sorted(all_of_it.actors)),
        within=tuple(sorted(channel.sources)),
    )
