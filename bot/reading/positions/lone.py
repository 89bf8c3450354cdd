"""Names that nothing but their place tells: "Yesterday called Kessel for ...".

A noun of a language that writes every noun with a capital needs an article; a word that has none
and is the subject of a verb only somebody can do is a name. An article introduces people by their full
names; only a headline or another short text leaves it at the last one.
"""

from __future__ import annotations

from bot.reading.actors import slug
from bot.reading.positions.holders import Holder
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_TEXT = 900  # code points of a text that may not introduce the people it names
_PLURAL = ("en", "sind")
_HEADS = "DEFwW#'"  # before a word that is part of a larger phrase
_ADVERBIAL = ("lich", "ig", "weise", "dessen", "falls", "mals", "wärts", "seits", "nd", "bei", "her", "hin")


class LoneNames:
    """Reads lone names of one view."""

    def __init__(self, view: View, words: PositionWords) -> None:
        self._view = view
        self._words = words

    def before(self, finite: int, start: int) -> Holder | None:
        """The name that is all that stands between `start` and a finite verb."""
        i = finite - 1
        while start < i and self._view.tag(start) in "CB":
            start += 1
        if i != start or not self._singular(finite) or not self._is_name(i):
            return None
        if i == 0 and self._view.word(i).endswith(_ADVERBIAL):
            return None
        return self._holder(i)

    def after(self, finite: int, last: int) -> Holder | None:
        """The name right behind a finite verb, adverbs aside."""
        view, i = self._view, finite + 1
        while i < last and view.tag(i) == "B":
            i += 1
        if i > last or not self._singular(finite) or not self._is_name(i):
            return None
        return self._holder(i)

    def _singular(self, finite: int) -> bool:
        return len(self._view.text) <= MAX_TEXT and not self._view.word(finite).endswith(_PLURAL)

    def _is_name(self, i: int) -> bool:
        view = self._view
        word = view.word(i)
        if not word or not view.capital(i) or view.tag(i) != "W" or i in view.topics or i in view.actors:
            return False
        noun = word.endswith(self._words.noun_endings)
        return len(word) > 2 and not noun and view.tag(i + 1) != "W"

    def _holder(self, i: int) -> Holder:
        name = self._view.said(i, i)
        return Holder(slug(name), name, self._view.place(i, i), "lone", first=i)
