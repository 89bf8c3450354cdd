"""Who can take a stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model import Span

Kind = Literal["country", "body", "person", "office", "group", "unknown", "lone", "noun", "crowd"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who can take a stand, named in the words `first`..`last` of a sentence."""

    id: str
    name: str
    span: Span
    kind: Kind
    country: str | None = None
    first: int = 0  # the first word of its phrase in the view
    public: bool = False  # an office or a party: whatever it says is about public affairs
