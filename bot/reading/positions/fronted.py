"""Who is what a sentence opens with: "Hostile to the tax, the mayor ...", "Contrari i Verdi"."""

from __future__ import annotations

from bot.reading.positions.cues import Cue
from bot.reading.positions.holder import Holder
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_FRONTED = 18  # words between what a sentence opens with and its subject


class Fronted:
    """Reads the subjects of fronted predicates of one view."""

    def __init__(self, view: View, words: PositionWords, phrases: Phrases) -> None:
        self._view = view
        self._words = words
        self._phrases = phrases

    def holders(self, cue: Cue) -> tuple[tuple[Holder, ...], int]:
        """The holders of a predicate that opens its sentence, and where they begin."""
        view = self._view
        alone = self._verbless(cue)
        if alone is not None:
            return alone
        for k in range(cue.last + 1, min(len(view), cue.last + MAX_FRONTED)):
            size = view.phrase(k, self._words.phrases["copulas"])
            if size or view.tag(k) == ",":
                found, _ = self._phrases.holders_after(k + max(1, size), len(view) - 1)
                return tuple(found), k
            if view.tag(k) in ".;:HUO":
                break
        return (), -1

    def slot_opens(self, cue: Cue) -> bool:
        """True where a clause opens with what the stand is about: "A la tasa | se oponen X"."""
        view, end = self._view, cue.start - 1
        start = self._phrases.start_of(end, 0) if end > 0 else -1
        if start < 0 or view.tag(start) not in "EF" or view.tag(start - 1) not in ".;:C":
            return False
        return any(view.word(start) in self._words.slot_words(slot) for slot in cue.group.slots)

    def _verbless(self, cue: Cue) -> tuple[tuple[Holder, ...], int] | None:
        """Whoever stands behind it with no verb: "Contrari i Verdi", "Favorevoli al piano i ..."."""
        view = self._view
        i = cue.last + 1
        while view.tag(i) == "B":
            i += 1
        if view.tag(i) in "EF":
            i = self._phrases.end_of(i + 1, len(view) - 1) + 1
        if not self._words.inverts or view.tag(i) not in "DW":
            return None
        found, last = self._phrases.holders_after(i, len(view) - 1)
        return (tuple(found), i) if found and view.tag(last + 1) in ",.;" else None
