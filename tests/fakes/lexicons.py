"""Small lexicons with made-up words, for tests that need names and not the shipped lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.model import Mention, Span


@dataclass(frozen=True)
class FakeLexicon:
    """Finds aliases as whole words, longest first, and names ids by a table."""

    aliases: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.aliases.values()))

    def places(self, question: str) -> tuple[Mention, ...]:
        names = "|".join(re.escape(a) for a in sorted(self.aliases, key=len, reverse=True))
        return tuple(
            Mention(self.aliases[found[0].casefold()], Span(*found.span()))
            for found in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", question, re.IGNORECASE)
            if found[0].casefold() in self.aliases
        )

    def name(self, id_: str, language: str) -> str:
        return self.names.get(id_, id_)

    def related(self, id_: str) -> tuple[str, ...]:
        return self.near.get(id_, ())

    def words(self, id_: str, language: str) -> tuple[str, ...]:
        return tuple(alias for alias, named in self.aliases.items() if named == id_)

    def suggest(self, word: str) -> str | None:
        close = get_close_matches(word.casefold(), self.aliases, 1, 0.7)
        return self.aliases[close[0]] if close else None


TOPICS = FakeLexicon(
    aliases={
        "ferry": "ferry",
        "fähre": "ferry",
        "night ferry": "ferry_night",
        "bac": "ferry",
        "harbour dues": "dues",
        "droits de port": "dues",
        "lagoon": "lagoon",
        "aid to ostrea": "aid",
    },
    names={"ferry": "Ferry line", "dues": "Harbour dues", "aid": "Aid", "lagoon": "The lagoon"},
    near={"ferry": ("dues",)},
)
ACTORS = FakeLexicon(
    aliases={
        "france": "FR",
        "germany": "DE",
        "italie": "IT",
        "italy": "IT",
        "lagoon": "lagoon_council",
        "ostrea": "OS",
    },
    names={"FR": "France", "IT": "Italy", "DE": "Germany", "OS": "Ostrea"},
)
