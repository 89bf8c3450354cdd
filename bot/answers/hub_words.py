"""Our words about hubs that announce news (WebSub), in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HubWords:
    """What a hub was last heard to say of a source; `{hub}` is its host."""

    in_all: str  # for `!status`
    asked: str
    confirmed: str
    refused: str
    lapsed: str
