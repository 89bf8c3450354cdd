"""What stands around a position: who reports it, on what condition, who said it in an incise."""

from __future__ import annotations

from bot.reading.positions.holder import Holder
from bot.reading.positions.holders import Holders
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.subject import Subject
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_CONDITION = 16  # words
MAX_REPORT = 9  # words between "that" and its report verb
MAX_SPEAKER = 10  # words between a report verb and its subject behind it


class Context:
    """Reads the rest of a sentence with a position."""

    def __init__(
        self, view: View, words: PositionWords, holders: Holders, phrases: Phrases
    ) -> None:
        self._view = view
        self._words = words
        self._holders = holders
        self._phrases = phrases

    def source(self) -> Holder | None:
        """Who a source phrase names: "selon X", "according to X"."""
        view = self._view
        sources = self._words.phrases["sources"]
        for i, word in enumerate(view.words):
            size = view.phrase(i, sources) if word in sources else 0
            if size:
                found, _ = self._phrases.holders_after(i + size, len(view) - 1)
                return found[0] if found else self._inside(i + size)
        return None

    def reporter(self, floor: int, subject: int) -> Holder | None:
        """Who says the clause at `floor` whose subject begins at word `subject`.

        "X said on Monday that Y ...", "X said Y ...".
        """
        view = self._view
        if view.tag(floor - 1) != "T":
            return self._who_says(subject - 1)
        opener = floor - 2 if view.tag(floor - 2) == "," else floor - 1
        for i in range(opener - 1, max(-1, opener - MAX_REPORT), -1):
            if view.tag(i) in ",;:.":
                return None
            if view.word(i) in self._words.sets["reports"]:
                return self._who_says(i)
        return None

    def _who_says(self, verb: int) -> Holder | None:
        """The subject before a report verb at `verb`; None when there is no such verb."""
        view = self._view
        if verb < 1 or view.word(verb) not in self._words.sets["reports"]:
            return None
        while verb > 0 and view.tag(verb - 1) in "BHU":
            verb -= 1
        found = self._phrases.holders_before(verb - 1, 0) if verb else []
        return found[-1] if found else None

    def _inside(self, first: int) -> Holder | None:
        """The person at the end of a source's phrase: "d'après le compte-rendu de X"."""
        view = self._view
        for i in range(first, min(len(view), first + 8)):
            if view.tag(i) in ",;:.":
                return None
            if i in view.actors:
                end = view.actors[i][1]
                return self._holders.read(view, i, end)
        return None

    def condition(self, after: int) -> str | None:
        """The words of a condition behind word `after`: "in case of ...", "if ...".

        None behind a clause of its own: "says that X, if ..." is a condition of X.
        """
        view = self._view
        for i in range(after + 1, len(view)):
            if not view.phrase(i, self._words.phrases["conditions"]):
                if view.tag(i) in "TR;":
                    return None
                continue
            last = i
            while (
                last + 1 < len(view)
                and view.tag(last + 1) not in ",;:.()"
                and last - i < MAX_CONDITION
            ):
                last += 1
            return " ".join(view.said(i, last).split())
        return None

    def incise(self) -> Subject | None:
        """Who says a sentence without a subject: "..., a expliqué hier le porte-parole de X"."""
        view = self._view
        for i in range(1, len(view)):
            if view.word(i) not in self._words.sets["reports"]:
                continue
            start = i
            while start > 0 and view.tag(start - 1) in "BHU":
                start -= 1
            if view.tag(start - 1) != ",":
                continue
            for k in range(i + 1, min(len(view), i + MAX_SPEAKER)):
                if view.tag(k) in ",;:.TSR":
                    break
                if view.tag(k) not in "DW" or view.tag(k - 1) in "EF'":
                    continue
                found, _ = self._phrases.holders_after(k, len(view) - 1)
                if found:
                    return Subject((found[0],), "incise", k)
        return None
