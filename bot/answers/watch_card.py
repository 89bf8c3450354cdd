"""What a channel gets, in words, and who decided it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answers.arrangement import MUTE, muted_until
from bot.answers.house import since_then
from bot.answers.lexicons import Names
from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.model import Arrangement, Card, Channel, Section, TextItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A channel, the decisions in force on it by their names, and the words to tell it with."""

    channel: Channel
    decisions: Mapping[str, Arrangement]
    configured: bool  # the env file names it
    now: datetime
    topics: Names
    phrases: Phrases
    language: str  # of our own words where the channel has none of its own

    def lines(self) -> tuple[str, ...]:
        """A line for every setting that says something, with who set it."""
        names = ["filter", "sources", "cadence", "tz", "quiet", "cap", "language", "announce"]
        if "filter" not in self.decisions:
            names[:0] = [name for name in ("topics", "languages") if getattr(self.channel, name)]
        told = [self.line(name) for name in names if self._says_something(name)]
        return (*told, *self.muted())

    def line(self, name: str) -> str:
        """One setting with its value and who set it."""
        what, decision = self.what(name), self.decisions.get(name)
        say = self.phrases.settings.say
        if decision is not None:
            ago = since_then(decision.at, self.now, self.phrases)
            return say.set_by.format(what=what, who=decision.who, ago=ago)
        return say.from_file.format(what=what) if self.configured else what

    def what(self, name: str) -> str:
        """One setting with its value: "Quiet hours: 22:00-07:00"."""
        label: str = getattr(self.phrases.settings.labels, name)
        return label.format(value=self._value(name))

    def muted(self) -> tuple[str, ...]:
        """A line for each muted topic."""
        say, label = self.phrases.settings.say, self.phrases.settings.labels.muted
        return tuple(
            say.set_by.format(
                what=label.format(value=value),
                who=decision.who,
                ago=since_then(decision.at, self.now, self.phrases),
            )
            for decision in self.decisions.values()
            if (value := self.muted_value(decision))
        )

    def _says_something(self, name: str) -> bool:
        """What stands as it always does is passed over; that everything is posted is not."""
        if name in self.decisions or name in ("filter", "cadence"):
            return not (name == "filter" and self._has_plain_filters)
        return name != "tz" and bool(getattr(self.channel, name))

    @property
    def _has_plain_filters(self) -> bool:
        channel = self.channel
        return not channel.filter and bool(channel.topics or channel.languages or channel.sources)

    def _value(self, name: str) -> str:
        channel, values, phrases = self.channel, self.phrases.settings.values, self.phrases
        match name:
            case "filter":
                return visible(channel.filter) or values.everything
            case "topics":
                return ", ".join(sorted(self.topics.name(t, phrases.code) for t in channel.topics))
            case "languages":
                return ", ".join(sorted(phrases.language(code) for code in channel.languages))
            case "sources":
                return ", ".join(sorted(channel.sources))
            case "tz":
                return channel.time_zone
            case "language":
                return phrases.language(channel.language or self.language)
            case "announce":
                return values.yes if channel.announce else values.no
            case "cadence":
                return self._cadence()
        return self._quiet() if name == "quiet" else self._cap()

    def _cadence(self) -> str:
        channel = self.channel
        form: str = getattr(self.phrases.settings.values, channel.cadence)
        day = self.phrases.dates.weekdays[channel.weekday][0]
        return form.format(time=f"{_clock(channel.at)} {channel.time_zone}", day=day)

    def _quiet(self) -> str:
        quiet = self.channel.quiet
        if quiet is None:
            return self.phrases.settings.values.none
        return f"{_clock(quiet.start)}-{_clock(quiet.end)} {self.channel.time_zone}"

    def _cap(self) -> str:
        cap, values = self.channel.cap, self.phrases.settings.values
        if cap is None:
            return values.none
        form = values.per_day if cap.per == "day" else values.per_hour
        return form.format(cards=self.phrases.counts.cards.of(cap.most))

    def muted_value(self, decision: Arrangement) -> str:
        """A muted topic with until when; empty for what is none, or no more."""
        if not decision.name.startswith(MUTE):
            return ""
        until, values = muted_until(decision, self.now), self.phrases.settings.values
        name = self.topics.name(decision.name.removeprefix(MUTE), self.phrases.code)
        if isinstance(until, bool):
            return values.always.format(name=name) if until else ""
        local = until.astimezone(ZoneInfo(self.channel.time_zone))
        time = f"{self.phrases.date(local)}, {local:%H:%M} {self.channel.time_zone}"
        return values.until.format(name=name, time=time)


def settings_card(phrases: Phrases, *sentences: str, title: str = "") -> Card:
    """A card about what is posted in a channel."""
    items = tuple(TextItem(text=sentence) for sentence in sentences if sentence)
    return Card(
        kind="answer",
        title=title or phrases.settings.say.title,
        sections=(Section(items=items),),
        language=phrases.code,
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
