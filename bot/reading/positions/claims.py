"""Stands in what somebody says: "X said the ban must go", "we will raise the tax", "this is a mistake".

Whoever says that something must be done wants it, and whoever calls it a mistake is against it. The
speaker is that of the quotation, or the subject of the report verb around the clause.
"""

from __future__ import annotations

from dataclasses import replace

from bot.reading.actors import Form
from bot.reading.positions.cues import Cue
from bot.reading.positions.slots import Slots
from bot.reading.positions.subject import Subject
from bot.reading.positions.subjects import Subjects
from bot.reading.positions.targets import NAMED, Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_PASSIVE = 14  # words of "the hostages must be freed"
MAX_REPORT = 9  # words between a report verb and its "that"
_PROMISING = frozenset({"country", "body"})
MAX_SPEAKER = 8  # words of the speaker in ", said X" and ", X said"


class Claims:
    """Reads the cues of one view whose stand is that of a speaker."""

    def __init__(self, view: View, words: PositionWords, subjects: Subjects, slots: Slots) -> None:
        self._view = view
        self._words = words
        self._subjects = subjects
        self._slots = slots

    def read(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        """Holder and topic of what is said; None when nobody says it, or nothing is named."""
        if cue.form == "will":
            return self._intention(cue)
        subject = self._speaker(cue)
        if subject is None:
            return None
        targets = self._judged(cue) if cue.form == "verdict" else self._wanted(cue)
        return (subject, targets) if targets else None

    # ------------------------------------------------------------------ what is said

    def _intention(self, cue: Cue) -> tuple[Subject, tuple[Target, ...]] | None:
        subject = self._subjects.before(cue.start)
        i = cue.last + 1
        while self._view.tag(i) == "B":
            i += 1
        verb = self._view.word(i)
        if subject is None or (cue.group.told and subject.rule != "report"):
            return None
        free = subject.rule == "quoted" or self._promises(subject)
        targets = self._slots.action(i)
        if self._words.infinitive_stance(verb) is not None:  # "will support" has its own cue
            free = self._promises(subject) and verb in self._words.sets["do"]
            targets = tuple(t for t in targets if t.how not in NAMED)
        targets = tuple(t for t in targets if t.how in NAMED or (free and t.done))
        return (subject, targets) if targets else None

    def _promises(self, subject: Subject) -> bool:
        """True for a country or a known body that says it will: its announced deeds commit it."""
        holder = subject.holders[0]
        if subject.rule != "report" or holder.kind not in _PROMISING:
            return False
        hits = (hit for hit, _ in self._view.actors.values() if holder.span.overlaps(hit.span))
        return any(hit.form is not Form.NOTHING for hit in hits)

    def _wanted(self, cue: Cue) -> tuple[Target, ...]:
        """What must be done: the action, or what must be ended or brought about."""
        view, i = self._view, cue.last + 1
        if self._described(cue.start - 1):
            return ()
        while view.tag(i) == "B":
            i += 1
        if view.tag(i) == "U":
            return self._undergone(cue, i + 1)
        if view.tag(i) != "w" and view.word(i) not in self._words.sets["efforts"]:
            return ()
        targets = self._slots.action(i)
        subject = "NwW" if self._words.bare_nouns else "N"  # always there in English
        others = view.tag(cue.start - 1) in subject  # "they have to": less of a demand
        others = others and view.word(cue.start - 1) not in self._words.sets["first_person"]
        if not others and self._subjects.speaker(cue.first) is not None:
            return targets
        return tuple(
            t for t in targets if t.how in NAMED or (t.done and not others) or self._names(t)
        )

    def _described(self, subject: int) -> bool:
        """True for "the leader that we need", "why we need it": such clauses ask for nothing."""
        view = self._view
        if view.word(subject - 1) in self._words.sets["unasked"]:
            return True
        relative = view.word(subject - 1) in self._words.sets["relatives"]
        noun = view.tag(subject - 2) in "wW" and view.tag(subject) == "N"
        return relative and noun and view.word(subject - 2) not in self._words.sets["reports"]

    def _undergone(self, cue: Cue, i: int) -> tuple[Target, ...]:
        """The subject of "must be lifted"."""
        view, words = self._view, self._words
        while view.tag(i) == "B":
            i += 1
        targets = tuple(t for t in self._slots.subject_of(cue) if t.how in NAMED)
        if view.word(i) in words.sets["undone"]:
            return tuple(self._slots.undone(t) for t in targets)
        if not view.word(i).endswith(words.participle_endings):
            return ()
        return targets or self._passive(cue, i)

    def _passive(self, cue: Cue, last: int) -> tuple[Target, ...]:
        """A demand in its own words, up to its participle: "the hostages must be freed"."""
        subject = self._slots.subject_of(cue)
        if not subject or subject[0].vague:
            return ()
        view, first = self._view, subject[0].first
        if last - first > MAX_PASSIVE:
            return ()
        words = " ".join(view.said(first, last).split())
        return (Target(words, view.place(first, last), first, last, how="clause"),)

    def _judged(self, cue: Cue) -> tuple[Target, ...]:
        """What a judgement is about, when it is a topic, a policy, or names somebody."""
        targets = (
            self._slots.behind_verdict(cue.last + 1)
            or self._slots.subject_of(cue)
            or self._slots.understood(cue)
        )
        return tuple(t for t in targets if t.how in NAMED or self._tells(t))

    def _tells(self, target: Target) -> bool:
        """True for words that name somebody, or a thing people take a stand on."""
        if self._view.word(target.first - 1) in self._words.sets["theirs"]:
            return False  # one's own doings are no matter of a stand
        return self._names(target) or target.done or target.how == "clause"

    def _names(self, target: Target) -> bool:
        named = any(target.span.contains(hit.span) for hit, _ in self._view.actors.values())
        matters = self._words.sets["matters"]
        return named or self._view.find(target.first, target.last, matters) is not None

    # ------------------------------------------------------------------ who says it

    def _speaker(self, cue: Cue) -> Subject | None:
        """The speaker of the quotation around the cue, or of the report verb of its clause."""
        spoken = self._subjects.spoken(cue)
        if spoken is not None or cue.group.quoted:
            return spoken
        floor = self._subjects.floor(cue.start)
        verb = self._report_before(cue, floor)
        if verb is not None:
            return self._subjects.reporter(verb)
        if cue.form == "verdict" and self._view.phrase(floor, self._words.phrases["viewpoints"]):
            return self._viewpoint(floor)
        return self._behind(cue.last)

    def _viewpoint(self, floor: int) -> Subject | None:
        """Whose view a clause opens with: "For X, this is a mistake"."""
        found, last = self._subjects.phrases.holders_after(floor + 1, len(self._view) - 1)
        clear = found and self._view.tag(last + 1) in ",DB" and found[0].kind != "unknown"
        return Subject(tuple(found), "report", floor) if clear else None

    def _report_before(self, cue: Cue, floor: int) -> int | None:
        """The report verb of "said on Monday that ..." or "said ..." before the clause."""
        view, reports = self._view, self._words.sets["reports"]
        if view.tag(floor - 1) != "T":
            start = self._subjects.phrases.start_of(cue.start - 1, floor)
            return self._subjects.report_verb(start)
        for i in range(floor - 2, max(-1, floor - 2 - MAX_REPORT), -1):
            if view.word(i) in reports:
                return i
            if view.tag(i) in ";:.":
                return None
        return None

    def _behind(self, i: int) -> Subject | None:
        """The speaker named behind the clause: ", the minister said", ", said X"."""
        view = self._view
        for k in range(i + 1, len(view)):
            if view.word(k) not in self._words.sets["reports"]:
                continue
            comma = next(
                (c for c in range(k - 1, max(i, k - MAX_SPEAKER), -1) if view.tag(c) == ","), None
            )
            if comma is None:
                return None
            if comma < k - 1:
                found = self._subjects.before(k)
                return None if found is None else replace(found, rule="report")
            holders, _ = self._subjects.phrases.holders_after(k + 1, len(view) - 1)
            return Subject((holders[0],), "report", k) if holders else None
        return None
