"""The commands by name: the same list for typed commands, slash commands, completion and help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.answers.phrases import Phrases
from bot.answers.vocabulary import plain_word

NAMES = (
    "positions",
    "who",
    "changes",
    "quotes",
    "figures",
    "latest",
    "search",
    "digest",
    "sources",
    "source",
    "topics",
    "status",
    "accuracy",
    "watch",
    "mute",
    "unmute",
    "quiet",
    "lang",
    "tz",
    "cap",
    "announce",
    "why",
    "help",
)
NEEDS_ARGUMENT = frozenset({"positions", "who", "quotes", "figures", "search", "unmute", "why"})
NARROWED = frozenset(  # by since:, source:, lang:
    ("positions", "who", "changes", "quotes", "figures", "latest", "search", "digest", "topics")
)
NO_ARGUMENT = frozenset({"sources", "status", "accuracy"})
TAKES_TOPIC = frozenset(
    {"positions", "changes", "quotes", "figures", "latest", "topics", "mute", "unmute"}
)

CLOSE = 0.6  # how alike a mistyped name and a known one must be, as difflib counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command in one language. `usage` and `example` stand without the prefix."""

    name: str
    usage: str
    example: str
    summary: str
    aliases: tuple[str, ...]  # of all languages
    takes_argument: bool
    needs_argument: bool
    takes_topic: bool  # the argument may be a topic's name: for completion


class Registry:
    """Finds commands by any of their names."""

    def __init__(self, all_phrases: Mapping[str, Phrases]) -> None:
        """Take the names and explanations from the phrases of every language."""
        self._phrases = all_phrases
        self._aliases = {
            name: tuple(
                dict.fromkeys(
                    alias for p in all_phrases.values() for alias in p.commands[name].aliases
                )
            )
            for name in NAMES
        }
        self._names = {plain_word(a): name for name in NAMES for a in self._aliases[name]}
        self._names |= {name: name for name in NAMES}

    def all(self, language: str) -> tuple[Command, ...]:
        """Every command, explained in `language`."""
        return tuple(self.command(name, language) for name in NAMES)

    def command(self, name: str, language: str) -> Command:
        """One command, explained in `language`."""
        words = self._phrases[language].commands[name]
        return Command(
            name=name,
            usage=words.usage,
            example=words.example,
            summary=words.summary,
            aliases=self._aliases[name],
            takes_argument=name not in NO_ARGUMENT,
            needs_argument=name in NEEDS_ARGUMENT,
            takes_topic=name in TAKES_TOPIC,
        )

    def find(self, typed: str) -> str | None:
        """The command a word names, in any language, without regard to case and accents."""
        return self._names.get(plain_word(typed))

    def closest(self, typed: str) -> str | None:
        """The name most like a mistyped one; None when none is."""
        close = get_close_matches(plain_word(typed)[:30], self._names, 1, CLOSE)
        return close[0] if close else None

    def names(self) -> Iterable[str]:
        """Every name and alias, for completion."""
        return tuple(self._names)
