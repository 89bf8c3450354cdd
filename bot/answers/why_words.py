"""Our words about the way of one article, in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyWords:
    """A sentence for each stage; `{channel}` is a channel's key, `{ago}` how long ago."""

    title: str
    unknown: str
    same_site: str
    missed: str
    found: str
    elsewhere: str
    partial: str
    text: str
    facts: str
    copy: str
    old: str
    sent: str
    queued: str
    held: str
    folded: str
    parked: str
    unwanted: str
    off: str
    gathered: str
    gathers: str
    late: str
    changed: str
    first: str
    revised_one: str
    revised: str
    edited: str
    edit_waits: str
    edit_ended: str
