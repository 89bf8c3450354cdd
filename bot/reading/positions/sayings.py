"""Sayings: who says the clauses of a sentence. "The bishop said yesterday, one must ..."."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from bot.reading.positions.subject import Subject
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_FAR = 40  # words between a report verb and what it reports


class Sayings:
    """The report verbs of one view, each with its subject."""

    def __init__(
        self, view: View, words: PositionWords, subject: Callable[[int], Subject | None],
        ends: Callable[[int], tuple[int, int]],
    ) -> None:  # fmt: skip
        """`subject` tells whose a verb is, `ends` what clause holds a word."""
        self._view = view
        self._words = words
        self._subject = subject
        self._ends = ends
        self._known: dict[int, Subject | None] = {}

    def speaker(self, at: int) -> Subject | None:
        """Who says the clause that holds the word `at`; None when no verb tells."""
        first, last = self._ends(at)
        for verb in sorted(self._verbs, key=lambda verb: abs(verb - at)):
            if first <= verb <= last or abs(verb - at) > MAX_FAR:
                continue
            found = self._of(verb)
            if found is not None:
                return found
        return None

    @property
    def reported(self) -> bool:
        """True when the sentence has a verb of saying."""
        return bool(self._verbs)

    def _of(self, verb: int) -> Subject | None:
        if verb not in self._known:
            self._known[verb] = None  # until it is known: one may say what another says
            self._known[verb] = self._subject(verb)
        return self._known[verb]

    @cached_property
    def _verbs(self) -> tuple[int, ...]:
        reports = self._words.sets["reports"]
        return tuple(
            i
            for i in range(len(self._view))
            if (self._view.words[i] in reports and self._view.tag(i) != "W") or self._so(i)
        )

    def _so(self, i: int) -> bool:
        """True for the word that gives what was said to a name: "..., so der Minister"."""
        view = self._view
        short = view.words[i] in self._words.sets["so"] and view.tag(i - 1) == ","
        return short and i > 0 and view.tag(i + 1) in "DW"
