"""When a cue with its frame filled is still no stand: questions, hypotheses, other people's wishes."""

from __future__ import annotations

from bot.layout import Role
from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_REPORT = 8  # words between a report verb and its "that"


class Guards:
    """Looks at the clause around a cue."""

    def __init__(self, view: View, words: PositionWords) -> None:
        self._view = view
        self._words = words

    def question(self) -> bool:
        """True for a sentence that asks."""
        return "?" in self._view.words[-2:] or "¿" in self._view.words[:2]

    def heading(self, cue: Cue) -> bool:
        """True for a heading without a verb of its own."""
        return cue.form == "noun" and self._view.role in {Role.TITLE, Role.HEADING}

    def forbids(self, cue: Cue, floor: int, subject: Subject, targets: tuple[Target, ...]) -> bool:
        """True when the clause that begins at `floor` is a hypothesis or somebody's wish."""
        if self.hypothetical(cue, floor):
            return True
        if not cue.passive and any(0 <= target.first < floor for target in targets):
            return False  # a relative clause about what stands before it
        if subject.rule in {"report", "relative", "spoken", "quoted"}:
            return False
        return self._supposed(subject) or (self._wished(floor) and not self._behind(floor, subject))

    def _behind(self, floor: int, subject: Subject) -> bool:
        """True for the main clause behind another: "bien que favorable, | X regrette"."""
        before = self._view.tags[floor : subject.first]
        return before.count(",") == 1 and not self._words.verb_second

    def _supposed(self, subject: Subject) -> bool:
        """True behind "believes", "fears": what somebody supposes of others is no fact."""
        before = self._view.words[max(0, subject.first - 2) : subject.first]
        return any(word in self._words.sets["suppositions"] for word in before)

    def hypothetical(self, cue: Cue, floor: int) -> bool:
        """True inside an if-clause that is no concession."""
        view, words = self._view, self._words
        for i in range(max(0, floor - 2), min(floor + 1, len(view))):
            if view.phrase(i, words.phrases["conditionals"]):
                return not (self._concession(cue) or self._explained(cue))
        return False

    def _concession(self, cue: Cue) -> bool:
        """French: "Si X a approuvé ..., il s'agit d'achats" states a fact."""
        view = self._view
        if "H" not in view.tags[cue.start : cue.first]:
            return False
        return any(
            view.tag(i - 1) == "," and view.phrase(i, self._words.phrases["concessives"])
            for i in range(cue.last + 1, len(view))
        )

    def _explained(self, cue: Cue) -> bool:
        """True where the main clause says why: "si X rechaza la ley, es por miedo"."""
        view, table = self._view, self._words.phrases["explanations"]
        return any(view.phrase(i, table) for i in range(cue.last + 1, len(view)))

    def _wished(self, floor: int) -> bool:
        """True in a that-clause behind a verb that reports nothing: "hopes that X supports"."""
        view = self._view
        opener = floor - 1
        if view.tag(opener) != "T" or opener < 1:
            return False
        if view.word(opener - 1) in self._words.sets["adversatives"]:
            return False  # "tandis que", "mientras que"
        if view.word(opener) in self._words.sets["relatives"] and view.tag(opener - 1) == ",":
            return False
        told = self._words.sets["reports"] | self._words.sets["factives"]
        return not any(word in told for word in view.words[max(0, opener - MAX_REPORT) : opener])
