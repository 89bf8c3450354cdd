"""Claims of a verb-second language: what is a stand in somebody's mouth, "muss", "ist falsch"."""

from __future__ import annotations

from bot.reading.positions.bracket_slots import BracketSlots
from bot.reading.positions.bracket_subjects import BracketSubjects
from bot.reading.positions.cues import Cue
from bot.reading.positions.holder import Holder
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords


class BracketClaims:
    """Reads the claims of one German view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        subjects: BracketSubjects,
        slots: BracketSlots,
        source: Holder | None,
    ) -> None:
        """`source` is whom the sentence gives as its source: "laut X", "nach dem Willen von X"."""
        self._view = view
        self._words = words
        self._source = source
        self._subjects = subjects
        self._slots = slots

    def read(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """Who claims it and what it is about; None when nobody is said to claim it."""
        if cue.form == "attribute":
            return self._attributed(cue)
        subject = self._subjects.of_claim(cue)
        if subject is None and self._source is not None:
            subject = Subject((self._source,), "report", self._source.first)
        if subject is None or self._is_hearsay(cue, subject):
            return None
        targets = self._slots.claimed(cue, subject)
        if cue.form == "ought" and subject.rule == "spoken":
            targets = tuple(t for t in targets if t.how != "vague")
        if cue.form == "ought" and not self._is_demand(cue):
            targets = tuple(t for t in targets if t.how in {"topic", "clause", "anaphor"})
        return (subject, targets) if targets else None

    def _is_hearsay(self, cue: Cue, subject: Subject) -> bool:
        """True for "soll" where no verb of saying tells that it is asked for."""
        hearsay = self._view.word(cue.finite) in self._words.sets["hearsay"]
        return hearsay and subject.rule == "spoken"

    def _attributed(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """The agent of a participle and the noun behind it: "die von X geforderte Quote"."""
        found, _ = self._subjects.phrases.holders_after(cue.start + 1, cue.first - 1)
        last = self._slots.phrase_end(cue.last + 1, len(self._view) - 1)
        targets = self._slots.in_phrase(cue.last + 1, last)
        if not found or not targets:
            return None
        return Subject(tuple(found), "agent", cue.start), targets

    def _is_demand(self, cue: Cue) -> bool:
        """True for what "we", "one", a body must do, and for what must be done."""
        view, sets = self._view, self._words.sets
        near = {view.word(i) for i in range(max(0, cue.first - 1), cue.first + 3)}
        if near & (sets["first_person"] | sets["nobody"]) or view.tag(cue.end) == "U":
            return True
        doer = self._subjects.of_verb(cue.finite, cue.end)
        if doer is None:
            return view.word(cue.finite) not in sets["duties_soft"]
        return all(h.kind not in {"person", "lone"} for h in doer.holders)
