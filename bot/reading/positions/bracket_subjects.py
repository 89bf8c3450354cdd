"""Subjects of a verb-second language, by place and case."""

from __future__ import annotations

from bot.reading.people import People
from bot.reading.positions.bracket import BracketFinder
from bot.reading.positions.cues import Cue
from bot.reading.positions.groups import Groups
from bot.reading.positions.holders import Holder, Holders
from bot.reading.positions.subjects import Subject, Subjects
from bot.reading.positions.view import View
from bot.reading.positions.voices import Voices
from bot.reading.positions.words import PositionWords

_NOT_NOMINATIVE = frozenset({"den", "dem", "des", "einen", "einem", "eines", "diesen", "diesem"})
_RELATIVE = frozenset({"der", "die", "das", "welcher", "welche", "welches"})


class BracketSubjects(Subjects):
    """Finds subjects in one German view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        holders: Holders,
        people: People,
        voices: Voices,
    ) -> None:
        super().__init__(view, words, holders, people, voices)
        self._finder = BracketFinder(view, words)
        self._members = Groups(view, words, self.phrases)

    def of(self, cue: Cue) -> Subject | None:
        """Who takes the stand of `cue`."""
        if cue.passive:
            return self._agent_in(cue)
        start = self._finder.clause_start(cue.finite)
        if self._is_final(cue, start):
            return self._of_final(start, cue.finite)
        return self._of_second(start, cue)

    def _is_final(self, cue: Cue, start: int) -> bool:
        """True when a word that opens a subordinate clause stands before it."""
        view = self.view
        opens = view.tag(start) in "TSR" or (
            view.tag(start - 1) == "," and start > 0 and view.word(start) in _RELATIVE
        )
        return opens and cue.finite > start + 1 and view.tag(cue.end + 1) in ".,;:-)CT"

    def _of_final(self, start: int, finite: int) -> Subject | None:
        view = self.view
        if view.tag(start) in "TS":
            return self._after(start + 1, finite - 1, "verb-final")
        if view.word(start) not in _RELATIVE:
            return None
        before = start - 2
        found = self.phrases.holders_before(before, self._finder.clause_start(before))
        if not found:
            return None
        return Subject((found[-1],), "relative", found[0].first)

    def _of_second(self, start: int, cue: Cue) -> Subject | None:
        view, before = self.view, cue.finite - 1
        if before < 0:
            return None
        grouped = self._members.before(self.floor(cue.finite), before)
        if grouped is not None:
            return (
                Subject(tuple(grouped[0]), "group", start, inverted=grouped[1])
                if grouped[0]
                else None
            )
        if view.tag(before) == "N":
            return self._pronoun(before)
        if view.tag(before) == "C":
            return self._opening(self._sentence_floor(cue.finite), cue.finite)
        if view.tag(before) in ",)-":
            found = self._before_parenthesis(before, self.floor(cue.finite))
            return found or self._after(cue.finite + 1, cue.end, "verb-second")
        first = start
        while view.tag(first) == "C" and first < before:
            first += 1
        floor = self.floor(cue.finite)
        holders = self.phrases.holders_before(before, floor)
        if holders and self._nominative(holders):
            return Subject(
                tuple(holders), "plain", first, negated=self._neither(holders[0].first, start)
            )
        return self._after(cue.finite + 1, cue.end, "verb-second")

    def _after(self, first: int, last: int, rule: str) -> Subject | None:
        view = self.view
        while first <= last and (view.tag(first) == "B" or view.word(first) == "sich"):
            first += 1
        if view.tag(first) == "N":
            return self._pronoun(first)
        found, _ = self.phrases.holders_after(first, last)
        if not found or not self._nominative(found):
            return None
        return Subject(tuple(found), "verb-final" if rule == "verb-final" else "verb-second", first)

    def _nominative(self, holders: list[Holder]) -> bool:
        first = holders[0].first
        return self.view.word(first) not in _NOT_NOMINATIVE and (
            self.view.word(first - 1) not in _NOT_NOMINATIVE
        )

    def _agent_in(self, cue: Cue) -> Subject | None:
        view = self.view
        for k in range(cue.finite + 1, cue.end + 1):
            if view.word(k) in self._words.sets["agents"]:
                last = cue.first - 1 if cue.first > k else cue.end
                found, _ = self.phrases.holders_after(k + 1, last)
                if found:
                    return Subject(tuple(found), "agent", k)
        return None
