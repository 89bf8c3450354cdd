"""Nominal cues: "the American support for ...", "Hungary's opposition to ...", "der Widerstand Ungarns gegen"."""

from __future__ import annotations

from bot.reading.actors import Form
from bot.reading.positions.cues import Cue
from bot.reading.positions.holders import Holder, Holders
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.slots import Slots
from bot.reading.positions.subjects import Subject
from bot.reading.positions.targets import NAMED, Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_INSIDE = 9  # words between the noun and its slot


class Nominals:
    """Reads the nominal cues of one view."""

    def __init__(
        self, view: View, words: PositionWords, holders: Holders, phrases: Phrases, slots: Slots
    ) -> None:
        self._view = view
        self._words = words
        self._holders = holders
        self._phrases = phrases
        self._slots = slots

    def read(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """Holder and topic of a nominal cue; None when one of them is missing."""
        slot = self._slot(cue)
        if slot is None or self._without(cue):
            return None
        holder = self._holder(cue, slot)
        if holder is None:
            return None
        targets = self._slots.phrase_behind(slot)
        return (Subject((holder,), "nominal", holder.first), targets) if targets else None

    def _slot(self, cue: Cue) -> int | None:
        """Where the slot's preposition stands: behind the noun, its adjective or its holder."""
        view = self._view
        opening = frozenset(w for slot in cue.group.slots for w in self._words.slot_words(slot))
        for i in range(cue.last + 1, min(len(view), cue.last + MAX_INSIDE)):
            if view.word(i) in opening and not (i == cue.last + 1 and self._names(i)):
                return i
            if view.tag(i) not in "wWD#'E" and view.word(i) not in self._words.sets["agents"]:
                return None
        return None

    def _names(self, i: int) -> bool:
        """True when the word also opens the holder ("of X"), and a holder follows."""
        return self._view.word(i) in self._words.sets["links"]

    def _without(self, cue: Cue) -> bool:
        """True for a stand that is not there: "without the support of", "seeks the support of"."""
        view, i = self._view, cue.first - 1
        while i >= 0 and view.tag(i) in "DwW'" and cue.first - i < 4:
            if view.word(i) in self._words.sets["undo"] | self._words.sets["seeks"]:
                return True
            i -= 1
        return view.word(i) in self._words.sets["undo"] | self._words.sets["seeks"]

    def _holder(self, cue: Cue, slot: int) -> Holder | None:
        view = self._view
        between = range(cue.last + 1, slot)
        for i in between:
            if (
                view.word(i) in self._words.sets["links"] | self._words.sets["agents"]
                and i + 1 < slot
            ):
                return self._holders.read(view, i + 1, slot - 1)
        if between:
            return self._adjacent(between.start, slot - 1)
        return self._in_front(cue)

    def _adjacent(self, first: int, last: int) -> Holder | None:
        """An adjective or a genitive right behind the noun: "soutien américain", "Ungarns"."""
        view = self._view
        if first not in view.actors:
            found = self._holders.read(view, first, last) if view.tag(first) == "D" else None
            return found if self._words.verb_second else None
        hit, end = view.actors[first]
        if end != last or hit.form is Form.NOTHING:
            return None
        if hit.form is Form.ADJECTIVE or self._words.verb_second:
            return self._holders.plain(view, hit, first, end)
        return None

    def _in_front(self, cue: Cue) -> Holder | None:
        """A holder in front of the noun: "Hungary's firm opposition", "ungarischer Widerstand"."""
        view, i = self._view, cue.first - 1
        if not self._words.adjectives_before:
            return None
        for _ in range(3):
            if view.tag(i) == "'":
                first = self._phrases.start_of(i - 1, 0)
                return self._holders.read(view, first, i - 1)
            at = next((a for a, (_, end) in view.actors.items() if end == i), None)
            if at is not None:
                hit = view.actors[at][0]
                adjective = hit.form is Form.ADJECTIVE
                return self._holders.plain(view, hit, at, i) if adjective else None
            if view.tag(i) not in "wW":
                return None
            i -= 1
        return None
