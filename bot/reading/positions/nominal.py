"""Nominal cues: "the American support for ...", "Hungary's opposition to ...", "der Widerstand Ungarns gegen"."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.actors import Form
from bot.reading.positions.cues import Cue
from bot.reading.positions.holder import Holder
from bot.reading.positions.holders import Holders
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.slots import Slots
from bot.reading.positions.subject import Subject
from bot.reading.positions.subjects import Subjects
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_INSIDE = 9  # words between the noun and its slot
MAX_BEFORE = 5  # words between a verb and its noun: "voiced his strong support"
MAX_GIVEN = 8  # words between "gave" and its noun


class Nominals:
    """Reads the nominal cues of one view."""

    def __init__(
        self, view: View, words: PositionWords, holders: Holders, subjects: Subjects, slots: Slots
    ) -> None:
        self._view = view
        self._words = words
        self._holders = holders
        self._subjects = subjects
        self._phrases: Phrases = subjects.phrases
        self._slots = slots

    def read(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """Holder and topic of a nominal cue; None when one of them is missing."""
        return self._drawn(cue) or self._given(cue) or self._held(cue)

    def dropped(self, cue: Cue) -> Cue:
        """The cue as it is: negated where its stand is given up, "dropped its opposition"."""
        if cue.form != "noun":
            return cue
        absent = self._view.word(cue.first - 1) in self._words.sets["negations"]  # "no objection"
        if not absent and self._verb(cue, "dropping", MAX_BEFORE) is None:
            return cue
        return replace(cue, negated=True)

    def _held(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """The stand somebody has or voices: "X's support for", "X voiced support for"."""
        slot = self._slot(cue)
        if slot is None:
            return None
        subject = self._voiced(cue) or self._fronted(slot)
        if subject is None:
            holder = None if self._without(cue) else self._holder(cue, slot)
            subject = None if holder is None else Subject((holder,), "nominal", holder.first)
        if subject is None:
            return None
        held = [holder.span for holder in subject.holders]  # "disapproval of X of the House"
        behind = self._slots.phrase_behind(slot)
        targets = tuple(t for t in behind if not any(t.span.overlaps(span) for span in held))
        return (subject, targets) if targets else None

    # ------------------------------------------------------------------ verbs with the noun

    def _verb(self, cue: Cue, table: str, far: int) -> int | None:
        """The verb of `table` that has the noun as its object, at most `far` words before it."""
        view = self._view
        for i in range(cue.first - 1, max(-1, cue.first - far), -1):
            if view.word(i) in self._words.sets[table]:
                return i
            size = view.phrase_before(i + 1, self._words.phrases[table])
            if size:
                return i + 1 - size  # "stößt auf"
            if view.tag(i) not in "DwWB'":
                return None
        return None

    def _subject(self, verb: int) -> Subject | None:
        return self._subjects.subject_at(verb)

    def _group(self, verb: int) -> int:
        """Where the helpers of the verb begin."""
        while verb > 0 and self._view.tag(verb - 1) in "BHU":
            verb -= 1
        return verb

    def _voiced(self, cue: Cue) -> Subject | None:
        """The subject of "voiced strong support for"."""
        verb = self._verb(cue, "voicing", MAX_BEFORE)
        if verb is None and self._view.word(cue.first - 1) in self._words.sets["theirs"]:
            verb = self._verb(cue, "dropping", MAX_BEFORE)
        return None if verb is None else self._subject(verb)

    def _fronted(self, slot: int) -> Subject | None:
        """The subject of a verb behind the noun: German "Kritik an der Reform übt X"."""
        view, i = self._view, slot + 1
        if not self._words.verb_second:
            return None
        while i < len(view) and view.tag(i) in "DwWE#" and i - slot < MAX_GIVEN:
            if view.word(i) in self._words.sets["voicing"] and view.tag(i) == "w":
                found = self._subjects.subject_at(i)
                return None if found is None else replace(found, rule="nominal")
            i += 1
        return None

    def _given(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """Holder and topic of "gave X a warm endorsement"."""
        view = self._view
        opening = next(
            (i for i in range(cue.first - 1, cue.first - 4, -1) if view.tag(i) == "D"), None
        )
        verb = None if opening is None else self._verb(cue, "giving", MAX_GIVEN)
        if verb is None or opening is None or opening - verb < 2:
            return None
        subject = self._subject(verb)
        targets = self._slots.in_phrase(verb + 1, opening - 1)
        return (replace(subject, rule="nominal"), targets) if subject and targets else None

    def _drawn(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """Holder and topic of "the plan drew criticism from X"."""
        view, i = self._view, cue.last + 1
        linked = view.word(i) in self._words.sets["links"] and view.tag(cue.first - 1) == "D"
        if view.word(i) not in self._words.sets["givers"] and not linked:
            return None
        verb = self._verb(cue, "drawing", MAX_BEFORE)
        if verb is None:
            return None
        holders, _ = self._phrases.holders_after(i + 1, len(view) - 1)
        targets = self._slots.subject_of(replace(cue, start=self._group(verb)))
        return (Subject(tuple(holders), "nominal", i), targets) if holders and targets else None

    # ------------------------------------------------------------------ the noun alone

    def _slot(self, cue: Cue) -> int | None:
        """Where the slot's preposition stands: behind the noun, its adjective or its holder."""
        view = self._view
        opening = frozenset(w for slot in cue.group.slots for w in self._words.slot_words(slot))
        for i in range(cue.last + 1, min(len(view), cue.last + MAX_INSIDE)):
            names = i == cue.last + 1 and self._names(i) and self._in_front(cue) is None
            if view.word(i) in opening and not names:
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
            meant = self._subjects.possessor(i)
            if meant is not None:
                return meant
            if view.tag(i) == "'":
                first = self._phrases.start_of(i - 1, 0)
                return self._holders.read(view, first, i - 1)
            at = next((a for a, (_, end) in view.actors.items() if end == i), None)
            if at is not None:
                hit = view.actors[at][0]
                genitive = self._words.verb_second and view.word(i).endswith("s")
                whose = hit.form is Form.ADJECTIVE or (genitive and hit.form is Form.NAME)
                return self._holders.plain(view, hit, at, i) if whose else None
            if view.tag(i) not in "wW":
                return None
            i -= 1
        return None
