"""What stands in a button besides a question: what to do, with which card. Pure.

All a button needs is in its own id, so that it works after a restart and in every process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_FORM = re.compile(r"([a-z0-9]{1,25}):=([a-z]+):(\d{1,3})\.(\d{1,3})")


class Verb(StrEnum):
    """What a button does."""

    EVIDENCE = "evidence"  # show the sentences of a page's facts
    MORE = "more"  # show this page
    WRONG = "wrong"  # ask which fact of a page is wrong
    FACT = "fact"  # a fact was chosen
    SAY = "say"  # a verdict on a fact was chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What to do with the card `key`, on which page, with the fact at which place of it."""

    key: str
    verb: Verb
    page: int = 0
    place: int = 0

    @property
    def ref(self) -> str:
        """The action as a button carries it; short enough for every platform."""
        return f"{self.key}:={self.verb}:{self.page}.{self.place}"


def read_action(ref: str) -> Action | None:
    """The action a button carries; None when it carries none."""
    found = _FORM.fullmatch(ref)
    if found is None or found[2] not in set(Verb):
        return None
    return Action(key=found[1], verb=Verb(found[2]), page=int(found[3]), place=int(found[4]))
