"""Our words about articles that changed, in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateWords:
    """On the card that was edited, and on the new one that tells what changed.

    `{time}` is the channel's time of day, `{about}` an article's title, `{was}` what was said before.
    """

    updated: str
    title: str
    changed: str  # headings
    added: str
    removed: str
    before: str
