"""Typed commands and questions, the same on every platform: parse, run, reply with a card.

`!positions troops` in a channel, `positions troops` where we are spoken to directly. Text that is
no command for us gets no answer; a failing command gets one sentence, and the log the cause.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.asked import Asker
from bot.answers.desk import Desk
from bot.answers.offices import Offices
from bot.answers.phrases import Phrases, phrases_for
from bot.answers.question import LONGEST
from bot.answers.review import Review
from bot.answers.visible import visible
from bot.answers.vocabulary import plain_word, vocabulary
from bot.answers.wording import joined
from bot.errors import StoreError
from bot.model import Card, Channel, Platform, Section, TextItem
from handlers.limiter import PER_CHANNEL, PER_PERSON, Limiter, Refusal
from handlers.registry import NARROWED, Command, Registry

log = logging.getLogger(__name__)

NAME_SHOWN = 40  # code points of an unknown command's name that are repeated

_WORD = re.compile(r"([^\W\d_][\w-]{0,39})(?:[\s:,;.!?…]+|$)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed: the command word and what follows it, or a question without one."""

    word: str  # empty when it begins with no word
    argument: str
    whole: str  # without the prefix
    prefixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and where."""

    platform: Platform
    channel: str  # the platform's id
    user: str
    is_admin: bool = False
    language: str | None = None  # of the person or place, when the platform says it


class Commands:
    """Answers what is typed. `registry` lists the commands for slash commands and help."""

    def __init__(
        self,
        desk: Desk,
        *,
        review: Review,
        offices: Offices,
        phrases: Mapping[str, Phrases],
        clock: Callable[[], datetime],
        language: str = "en",
        prefix: str = "!",
    ) -> None:
        """Answer from `desk`; commands that are no questions are for the `offices`.

        `language` and `prefix` are the settings'.
        """
        self.prefix = prefix
        self.language = language
        self.registry = Registry(phrases)
        self._desk = desk
        self.review = review
        self._phrases = phrases
        self._filler = vocabulary(phrases.values()).filler
        self._offices = offices
        self._channels = offices.steward.places
        self._clock = clock
        self._persons = Limiter(PER_PERSON)
        self._places = Limiter(PER_CHANNEL)

    def phrases_of(self, caller: Caller) -> Phrases:
        """Our words for a caller: the channel's language, else the caller's, else the settings'."""
        channel = self._channel(caller)
        wanted = (channel.language if channel else None) or caller.language
        return phrases_for(self._phrases, wanted, self.language)

    def topic_names(self, language: str) -> tuple[str, ...]:
        """Names of the known topics, for completion."""
        return self._desk.topic_names(language)

    async def reply(self, text: str, caller: Caller, *, addressed: bool = False) -> Card | None:
        """The answer to what was typed.

        Args:
            text: the message, as typed.
            caller: who asks, and where.
            addressed: True when we were spoken to (a mention, a direct message, a slash command,
                the terminal): then the prefix may be left out and a free question is answered too.

        Returns:
            A card; None when the text is no command for us, or when a flood was told off already.
        """
        typed = self._typed(text, addressed=addressed)
        if typed is None:
            return None
        with suppress(StoreError):  # the answer itself fails then, and says so
            await self._channels.all()
        refusal = self._refused(caller)
        phrases = self.phrases_of(caller)
        if refusal is not None:
            return self._too_fast(refusal, phrases)
        try:
            return await self._run(typed, self._asker(caller), free=addressed)
        except Exception:  # whatever fails in one answer, the chat goes on
            log.exception("the answer to %r failed", visible(text[:LONGEST]))
            return _notice(phrases, phrases.errors.failed)

    def _typed(self, text: str, *, addressed: bool) -> Typed | None:
        """The words in their parts; None when the text is none for us."""
        text = text.strip()
        prefixed = text.startswith(self.prefix)
        if not prefixed and not addressed:
            return None
        text = text.removeprefix(self.prefix)
        whole = text.strip()
        match = _WORD.match(whole if addressed else text)
        if match:
            return Typed(word=match[1], argument=match[2].strip(), whole=whole, prefixed=prefixed)
        if not (addressed and whole):
            return None
        return Typed(word="", argument=whole, whole=whole, prefixed=prefixed)

    async def _run(self, typed: Typed, asker: Asker, *, free: bool) -> Card:
        phrases = self._phrases[asker.language]
        argument = typed.argument
        name = self.registry.find(typed.word) if typed.word else None
        if name is None:
            asks = plain_word(typed.word) in self._filler  # "what" is no mistyped "watch"
            mistyped = typed.prefixed and not asks and self.registry.closest(typed.word) is not None
            if free and " " in typed.whole and not mistyped:
                return await self._desk.ask(typed.whole, asker)
            return self._unknown(typed.word or typed.whole, phrases, argument)
        command = self.registry.command(name, phrases.code)
        if command.needs_argument and not argument:
            return self._usage(command, phrases, phrases.errors.missing)
        card = await self._runner(name)(argument, asker)
        if len(argument) > LONGEST:
            return _with_note(card, phrases.errors.too_long.format(n=LONGEST))
        return card

    def _runner(self, name: str) -> Callable[[str, Asker], Awaitable[Card]]:
        desk, steward = self._desk, self._offices.steward
        return {
            "positions": desk.positions,
            "who": desk.who,
            "changes": desk.changes,
            "quotes": desk.quotes,
            "figures": desk.figures,
            "latest": desk.latest,
            "search": desk.search,
            "digest": self._digest,
            "sources": desk.sources,
            "source": self._offices.keeper.source,
            "topics": desk.topics,
            "status": desk.status,
            "accuracy": self.review.accuracy,
            "watch": steward.watch,
            "mute": steward.mute,
            "unmute": steward.unmute,
            "quiet": steward.quiet,
            "lang": steward.lang,
            "tz": steward.tz,
            "cap": steward.cap,
            "announce": steward.announce,
            "why": self._offices.tracer.why,
            "help": self._help,
        }[name]

    async def _digest(self, argument: str, asker: Asker) -> Card:
        """An answer; a setting where the words are a cadence."""
        steward = self._offices.steward
        if steward.is_cadence(argument):
            return await steward.cadence(argument, asker)
        return await self._desk.digest(argument, asker)

    async def _help(self, argument: str, asker: Asker) -> Card:
        phrases = self._phrases[asker.language]
        word = argument.removeprefix(self.prefix)
        if not word:
            return self._overview(phrases)
        name = self.registry.find(word)
        if name is None:
            return self._unknown(word, phrases)
        return self._detail(self.registry.command(name, phrases.code), phrases)

    def _overview(self, phrases: Phrases) -> Card:
        items = tuple(
            TextItem(text=f"{self.prefix}{command.usage} — {command.summary}")
            for command in self.registry.all(phrases.code)
        )
        sections = (Section(items=items), Section(items=(TextItem(text=phrases.lines.narrow),)))
        return Card(
            kind="answer", title=phrases.titles.help, sections=sections, language=phrases.code
        )

    def _detail(self, command: Command, phrases: Phrases) -> Card:
        others = (f"{self.prefix}{alias}" for alias in command.aliases if alias != command.name)
        title = phrases.titles.help_command.format(about=f"{self.prefix}{command.name}")
        lines = [command.summary, *self._how(command, phrases)]
        if command.aliases:
            lines.append(phrases.lines.aliases.format(names=", ".join(others)))
        if command.name in NARROWED:
            lines.append(phrases.lines.narrow)
        items = tuple(TextItem(text=line) for line in lines)
        return Card(
            kind="answer", title=title, sections=(Section(items=items),), language=phrases.code
        )

    def _how(self, command: Command, phrases: Phrases) -> tuple[str, str]:
        return (
            phrases.lines.usage.format(usage=f"{self.prefix}{command.usage}"),
            phrases.lines.example.format(example=f"{self.prefix}{command.example}"),
        )

    def _usage(self, command: Command, phrases: Phrases, error: str) -> Card:
        sentence = error.format(name=f"{self.prefix}{command.name}")
        return _notice(phrases, sentence, *self._how(command, phrases))

    def _unknown(self, word: str, phrases: Phrases, argument: str = "") -> Card:
        """There is no such command; the nearest one stands there with the words typed after it."""
        errors = phrases.errors
        shown = visible(word[:NAME_SHOWN])
        sentences = [errors.unknown_command.format(name=f"{self.prefix}{shown}")]
        close = self.registry.closest(word)
        if close:
            meant = visible(f"{self.prefix}{close} {argument[:NAME_SHOWN]}")
            sentences.append(errors.did_you_mean.format(name=meant))
        else:
            name = f"{self.prefix}{phrases.commands['help'].usage.split()[0]}"
            sentences.append(errors.see_help.format(name=name))
        return _notice(phrases, " ".join(sentences))

    def _refused(self, caller: Caller) -> Refusal | None:
        if caller.platform is Platform.TERMINAL:  # somebody's own machine; a script may pipe many
            return None
        now = self._clock()
        place = _place(caller)
        return self._persons.ask(f"{place}:{caller.user}", now) or self._places.ask(place, now)

    def _too_fast(self, refusal: Refusal, phrases: Phrases) -> Card | None:
        if not refusal.tell:
            return None
        seconds = max(1, round(refusal.wait.total_seconds()))
        return _notice(phrases, phrases.errors.too_fast.format(n=seconds))

    def _asker(self, caller: Caller) -> Asker:
        """What may be shown here: what the place gets, or what its platform's channels get.

        A source that goes to one workspace only is not to be read in another by asking.
        """
        channel = self._channel(caller)
        sources = channel.sources if channel else self._channels.readable(_place(caller))
        return Asker(
            language=self.phrases_of(caller).code,
            sources=tuple(sorted(sources)),
            channel=channel,
            is_admin=caller.is_admin,
            place=_place(caller),
            who=f"{caller.platform}:{caller.user}",
        )

    def _channel(self, caller: Caller) -> Channel | None:
        return self._channels.known(_place(caller))


def _place(caller: Caller) -> str:
    """The key of the channel somebody asks in."""
    return f"{caller.platform}:{caller.channel}"


def _notice(phrases: Phrases, *sentences: str) -> Card:
    items = tuple(TextItem(text=sentence) for sentence in sentences)
    return Card(
        kind="notice",
        title=phrases.titles.notice,
        sections=(Section(items=items),),
        language=phrases.code,
    )


def _with_note(card: Card, note: str) -> Card:
    return replace(card, footer=joined((card.footer, note)))
