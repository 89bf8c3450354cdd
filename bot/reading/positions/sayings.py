"""Sayings: who says the clauses of a sentence. "The bishop said yesterday, one must ..."."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from bot.reading.positions.subjects import Subject
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

    def speaker(self, at: int) -> Subject | None:
        """Who says the clause that holds the word `at`; None when no verb tells."""
        first, last = self._ends(at)
        for verb in sorted(self._verbs, key=lambda verb: abs(verb - at)):
            if first <= verb <= last or abs(verb - at) > MAX_FAR:
                continue
            found = self._subject(verb)
            if found is not None:
                return found
        return None

    @cached_property
    def _verbs(self) -> tuple[int, ...]:
        reports = self._words.sets["reports"]
        return tuple(
            i for i in range(len(self._view)) if self._view.words[i] in reports and self._view.tag(i) != "W"
        )
