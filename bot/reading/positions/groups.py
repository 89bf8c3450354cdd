"""Groups and their members: "others, such as A or B", "all countries except C"."""

from __future__ import annotations

from bot.reading.positions.holder import Holder
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_HEAD = 8  # words of "a number of other European countries"


class Groups:
    """Reads subjects that name a group and some of its members."""

    def __init__(self, view: View, words: PositionWords, phrases: Phrases) -> None:
        self._view = view
        self._words = words
        self._phrases = phrases

    def before(self, first: int, last: int) -> tuple[list[Holder], bool] | None:
        """The members named in `first`..`last`; with True when they are the exceptions.

        None when the stretch is no group with members.
        """
        for i in range(first + 1, last + 1):
            size = self._view.phrase(i, self._words.phrases["examples_of"])
            if size and self._group(first, i - 1):
                return self._phrases.holders_in(i + size, last), False
            size = self._view.phrase(i, self._words.phrases["exceptions"])
            if size and self._group(first, i - 1):
                return self._phrases.holders_in(i + size, last), True
        return None

    def examples_after(self, first: int) -> list[Holder]:
        """The members named of a group at `first`: "other nations, including X and Y"."""
        view, examples = self._view, self._words.phrases["examples_of"]
        for k in range(first + 1, min(len(view), first + MAX_HEAD)):
            size = view.phrase(k, examples)
            if size:
                return self._phrases.holders_after(k + size, len(view) - 1)[0]
        return []

    def excepted(self, first: int, start: int, behind: int) -> list[Holder]:
        """The members excepted behind a stand of the group `first`..`start`: "all back it bar X"."""
        if start < first or not self._group(first, start):
            return []
        for i in range(behind, len(self._view)):
            size = self._view.phrase(i, self._words.phrases["exceptions"])
            if size:
                return self._phrases.holders_after(i + size, len(self._view) - 1)[0]
            if self._view.tag(i) in ";:.":
                break
        return []

    def _group(self, first: int, last: int) -> bool:
        """True when the words before the members name a group and nobody in particular."""
        view, sets = self._view, self._words.sets
        head = range(max(first, last - MAX_HEAD), last + 1)
        named = any(view.word(i) in sets["group_nouns"] | sets["indefinites"] for i in head)
        return named and not any(view.tag(i) in "HUO" for i in head)
