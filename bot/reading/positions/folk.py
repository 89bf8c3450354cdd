"""People who are named together: "26 countries", "Norwegian farmers", "activists in Norway"."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.actors import slug
from bot.reading.positions.holder import Holder
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_FOLK = 12  # words of "families of victims of the fire of 1989"


class Folk:
    """Reads phrases that name a group by its noun."""

    def __init__(self, words: PositionWords) -> None:
        """Know the nouns of a language."""
        self._words = words
        self._groups = words.sets["group_nouns"]

    def counted(self, view: View, first: int, cut: int) -> Holder | None:
        """A group with a number, "26 countries"; nothing less is known by its words."""
        if view.tag(first) != "#":
            return None
        head = next((i for i in range(first + 1, cut + 1) if view.word(i) in self._groups), None)
        return None if head is None else self.group(view, first, head)

    def read(self, view: View, first: int, head: int, last: int) -> Holder | None:
        """People who take a stand together, when something tells which: "Norwegian farmers"."""
        if view.word(head) not in self._words.sets["folk"] or last - first >= MAX_FOLK:
            return None
        if view.word(first) in self._words.sets["indefinites"]:
            return None  # "some farmers"
        if any(self._verbal(view, i) for i in range(first, head)):
            return None  # "X quickly ignored critics"
        return replace(self.group(view, first, last), kind="unknown")

    def end(self, view: View, cut: int, last: int) -> int:
        """The end of the name behind the head: "activists in Norway"."""
        return next((view.actors[i][1] for i in range(cut + 1, last + 1) if i in view.actors), cut)

    def group(self, view: View, first: int, last: int) -> Holder:
        """The words `first`..`last` as the name of a group."""
        name = view.said(first, last)
        return Holder(slug(name), name, view.place(first, last), "group")

    def _verbal(self, view: View, i: int) -> bool:
        """True for a word of a verb group rather than of a name."""
        endings = self._words.adverb_endings + self._words.participle_endings
        verb = view.word(i) in self._words.sets["reports"] or view.word(i).endswith(endings)
        return view.tag(i) == "w" and verb
