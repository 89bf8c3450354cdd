"""What a language pack says of people: titles, roles, first names, pronouns.

Loaded from `config/languages/<code>/people.toml`. Every word is lower case with straight
apostrophes, as `text.fold` leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gendered:
    """Words that tell a person's gender, and those of the same sort that do not."""

    m: frozenset[str] = frozenset()
    f: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()

    def __contains__(self, word: object) -> bool:
        """True for a word of either gender or of none."""
        return word in self.m or word in self.f or word in self.any

    def gender(self, word: str) -> Gender | None:
        """The gender a word tells; None when it tells none or is not listed."""
        if word in self.m:
            return "m"
        return "f" if word in self.f else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleExample:
    """A sentence, the persons it names and what one phrase must resolve to."""

    text: str
    persons: tuple[str, ...] = ()
    phrase: str = ""  # a mention or role that stands for ...
    means: str = ""  # ... this person; empty: for nobody


@dataclass(frozen=True, kw_only=True)
class PeopleWords:
    """How a language names people."""

    titles: Gendered  # never part of a name: "mr", "mme", "dr"
    roles: Gendered  # nouns before a name or in apposition: "président", "spokeswoman"
    role_endings: Gendered = Gendered()  # of compounds: "minister" in "außenminister"
    first_names: Gendered
    articles: Gendered = Gendered()  # before a role that tells no gender: "la ministre"
    pronouns: Gendered  # third person subjects; `any`: plural or of open gender
    particles: frozenset[str]  # inside names: "de", "von", "bin"
    function_words: frozenset[str]  # capitalised at the head of a sentence only
    not_names: frozenset[str] = frozenset()  # capitalised, yet never a person: days, months
    links: frozenset[str] = frozenset()  # between a role and its complement: "de", "of", "für"
    adjective_endings: tuple[str, ...] = ()  # of adjectives between a role and a name
    same_role: tuple[tuple[str, ...], ...] = ()  # phrases that name one office
    nouns_capitalised: bool = False  # German: a capital tells no name
    genitive: str = ""  # an ending names take: "s" in "Merkels"
    example: tuple[PeopleExample, ...] = ()

    @cached_property
    def offices(self) -> Mapping[str, int]:
        """Each phrase of `same_role` and the index of its group."""
        return {phrase: i for i, group in enumerate(self.same_role) for phrase in group}

    @cached_property
    def name_particles(self) -> frozenset[str]:
        """Particles that are no article: "von", and not the "der" of "von der"."""
        return frozenset(word for word in self.particles if word not in self.articles)

    @cached_property
    def _endings(self) -> Mapping[str, tuple[str, ...]]:
        """The endings of role compounds by gender, as `str.endswith` takes them."""
        ends = self.role_endings
        return {"f": tuple(ends.f), "m": tuple(ends.m), "all": tuple(ends.m | ends.f | ends.any)}

    def role_gender(self, word: str) -> Gender | None:
        """The gender a role noun or its ending tells."""
        found = self.roles.gender(word)
        if found is None and word not in self.roles.any:
            if word.endswith(self._endings["f"]):
                return "f"
            return "m" if word.endswith(self._endings["m"]) else None
        return found

    def is_role(self, word: str) -> bool:
        """True for a role noun or a compound that ends in one."""
        return word in self.roles or word.endswith(self._endings["all"])
