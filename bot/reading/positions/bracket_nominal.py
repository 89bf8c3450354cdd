"""Nominal cues of a verb-second language: what comes from somebody, is voiced again, is proposed."""

from __future__ import annotations

from bot.reading.positions.bracket import BracketFinder
from bot.reading.positions.bracket_slots import BracketSlots
from bot.reading.positions.cues import Cue
from bot.reading.positions.holders import Holders
from bot.reading.positions.nominal import MAX_INSIDE, Nominals
from bot.reading.positions.subject import Subject
from bot.reading.positions.subjects import Subjects
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords


class BracketNominals(Nominals):
    """Reads the nominal cues of one German view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        holders: Holders,
        subjects: Subjects,
        slots: BracketSlots,
    ) -> None:
        super().__init__(view, words, holders, subjects, slots)
        self._own = slots

    def read(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """As in other languages, or by the clause around the noun."""
        return super().read(cue) or self._come(cue) or self._stressed(cue) or self._proposed(cue)

    def _come(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """Who it comes from: "Aus der Opposition kam Kritik an dem Plan", "Kritik kam von X" and the like."""
        view, sets = self._view, self._words.sets
        finder = BracketFinder(view, self._words)
        start, end = finder.clause_start(cue.first), finder.clause_end(cue.last)
        verb = view.find(start, end, sets["coming"])
        giver = view.find(start, end, sets["givers"])
        if verb is None or giver is None or cue.negated:
            return None
        before = giver < verb
        if (cue.first < verb) == before or (before and giver != start):
            return None
        holders, _ = self._phrases.holders_after(giver + 1, verb - 1 if before else end)
        slot = self._slot(cue) if before else None
        targets = self._own.phrase_behind(slot) if slot is not None else self._own.understood(cue)
        return (Subject(tuple(holders), "nominal", giver), targets) if holders else None

    def _stressed(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """The stand in a word, of what was told before, as in "X bekräftigte seinen Widerstand"."""
        view, voicing = self._view, self._words.sets["voicing"]
        if self._slot(cue) is not None:
            return None
        if view.word(cue.first - 1) in self._words.sets["pointing"]:
            finder = BracketFinder(view, self._words)
            clause = range(finder.clause_start(cue.first), finder.clause_end(cue.last) + 1)
            voiced = any(view.word(i) in voicing and view.tag(i) == "w" for i in clause)
            subject = self._voiced(cue) if voiced else None  # not "hat diese Kritik benutzt"
        else:  # "X signalisierte Zustimmung"
            near = (cue.first - 1, cue.last + 1)
            verb = next((i for i in near if view.word(i) in voicing and view.tag(i) == "w"), None)
            subject = None if verb is None else self._subject(verb)
        return None if subject is None else (subject, self._own.understood(cue))

    def _proposed(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """What the clause wants, as in "die Forderung der Ärzte, die Praxen zu schließen"."""
        view = self._view
        if cue.group.stance != "support":
            return None
        end = self._phrases.end_of(cue.first, len(view) - 1)
        comma = view.tags.find(",", cue.last + 1, cue.last + MAX_INSIDE)
        if comma < 0 or comma == cue.last + 1 or end > comma:
            return None
        holder = self._holder(cue, comma)
        if holder is None:
            return None
        targets = self._own.infinitive_clause(self._own.outer_clause(comma))
        return (Subject((holder,), "nominal", holder.first), targets) if targets else None
