"""Our words about sources that admins add in chat, and those they are typed with, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceVerbs:
    """What stands behind `!source`, each in several forms."""

    add: tuple[str, ...]
    list: tuple[str, ...]
    test: tuple[str, ...]
    pause: tuple[str, ...]
    resume: tuple[str, ...]
    remove: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSentences:
    """One sentence each. `{name}` is a source's name, `{id}` what it is called by in commands."""

    found: str
    lists: str
    newest: str
    added: str
    known: str
    not_added: str
    failed: str
    nothing: str
    no_address: str
    paused: str
    resumed: str
    removed: str
    stays: str
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """All of it."""

    verbs: SourceVerbs
    kinds: Mapping[str, str]  # `SourceKind` -> what it is
    say: SourceSentences
