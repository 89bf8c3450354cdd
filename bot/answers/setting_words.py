"""Our words about the settings of a channel, and those they are typed with, in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWords:
    """Words that mean something behind a settings command, each in several forms."""

    attempt: tuple[str, ...]  # `!watch try FILTER`
    reset: tuple[str, ...]  # back to the env file
    off: tuple[str, ...]
    on: tuple[str, ...]
    lasting: tuple[str, ...]  # `!mute TOPIC for 3d`
    instant: tuple[str, ...]
    hourly: tuple[str, ...]
    daily: tuple[str, ...]
    weekly: tuple[str, ...]
    per_hour: tuple[str, ...]
    per_day: tuple[str, ...]
    history: tuple[str, ...]  # `!watch log`


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What stands before a setting's value."""

    filter: str
    topics: str
    languages: str
    sources: str
    cadence: str
    tz: str
    quiet: str
    cap: str
    language: str
    announce: str
    muted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Values in words; `{time}` is a local time, `{day}` a weekday."""

    everything: str
    none: str
    instant: str
    hourly: str
    daily: str
    weekly: str
    off: str
    per_hour: str
    per_day: str
    yes: str
    no: str
    until: str
    always: str
    back: str  # a setting that was given back to the env file
    ended: str  # a topic that is muted no more
    added: str  # of a source, as the next three
    removed: str
    paused: str
    resumed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """One sentence each. `{what}` is a setting with its value, `{who}` an admin."""

    title: str
    set_by: str
    from_file: str
    nothing_here: str
    done: str
    back: str
    would_post: str
    would_gather: str
    would_of: str
    nobody_muted: str
    not_muted: str
    admins_only: str
    wrong_cadence: str
    wrong_quiet: str
    wrong_zone: str
    wrong_language: str
    wrong_cap: str
    wrong_announce: str
    logged: str
    log_title: str
    unchanged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingWords:
    """All of it."""

    typed: TypedWords
    labels: Labels
    values: Values
    say: Sentences
