"""Subjects in verb-second languages (German), where they may stand on either side of the verb.

Case helps where order does not: a phrase that opens with "den" or "seinem" is no subject.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.reading.quotes.bearers import Bearers
from bot.reading.quotes.cues import Cue
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.heads import Phrase
from bot.reading.quotes.words import QuoteWords

MAX_APPOSITION = 8  # atoms of a name or role between commas
MAX_CLAUSE = 48  # atoms between what opens a clause and its verb at the end
MAX_CITED = 12  # atoms behind "zitiert" in which the cited person is named


class SecondSubjects:
    """Finds the subjects of the cues of one frame.

    Args:
        frame: the sentence.
        phrases: its noun phrases.
        words: of the language.
        same: gives the subject of the attribution before an atom, for clauses without one.
    """

    def __init__(
        self,
        frame: Frame,
        phrases: Bearers,
        words: QuoteWords,
        same: Callable[[int], Phrase | None],
    ) -> None:
        self._frame = frame
        self._phrases = phrases
        self._words = words
        self._same = same

    def find(self, cue: Cue) -> tuple[Phrase | None, str]:
        """The subject of `cue` and the rule that found it."""
        if "cite" in cue.classes and not cue.passive:
            cited = self._phrases.person_within(cue.last + 1, cue.last + MAX_CITED)
            named = self._phrases.right(cue.last + 1, near=True, oblique=True)
            if cited is None and named is not None and self._phrases.oblique(named):
                cited = named  # "zitiert einen Zeugen"
            if cited is not None:
                return cited, "inverted"
        found, rule = self._final(cue) if cue.final else self._second(cue)
        if found is not None and self._frame.atoms[found.first].lower in self._words.impersonals:
            return None, "passive"  # "das nennt man"
        if found is not None and self._phrases.expletive(found):
            place = self._place(cue, found)
            return place, "source" if place is not None else "passive"
        return found, rule

    def agent(self, cue: Cue) -> Phrase | None:
        """Who did it, anywhere in a passive clause: "wird von Kritikern als Fehler bezeichnet"."""
        tags, atoms = self._frame.tags, self._frame.atoms
        first = max(tags.rfind(sign, 0, cue.verb) for sign in ",.;:") + 1
        for i in range(first, len(atoms) - 1):
            if i > cue.last and tags[i] in ".;:,":
                break
            if atoms[i].lower in self._words.agents:
                found = self._phrases.right(i + 1, near=True, oblique=True)
                if found is not None and (self._phrases.human(found) or self._as(found.last + 1)):
                    return found
        return self._medium(first)

    def _as(self, i: int) -> bool:
        """True where a verdict follows: "von Kennern als ..."."""
        tags, atoms = self._frame.tags, self._frame.atoms
        follows = tags[i + 1 : i + 2] in {"Q", "D"}
        return follows and atoms[i].lower in self._words.classing

    def _medium(self, first: int) -> Phrase | None:
        """Where it stands: "in einem Bericht des Senders wird der Plan als Fehler bezeichnet"."""
        tags, atoms = self._frame.tags, self._frame.atoms
        if tags[first : first + 1] not in {"E", "F"}:
            return None
        found = self._phrases.right(first + 1, near=True, oblique=True)
        if found is None:
            return None
        nouns = [atoms[i].lower for i in range(found.first, found.last + 1)]
        told = any(n in self._words.statement_nouns or self._words.source_noun(n) for n in nouns)
        return found if told or self._phrases.headed(found) else None

    def _second(self, cue: Cue) -> tuple[Phrase | None, str]:
        tags = self._frame.tags
        before = tags[cue.anchor - 1] if cue.anchor else "."
        right = self._phrases.right(cue.anchor + 1, near=True)
        if right is not None and self._phrases.expletive(right):
            return right, "inverted"
        if before == "C" and cue.first > 1:
            return self._same(cue.first), "same"
        after_quote = before == "," and cue.anchor > 1 and tags[cue.anchor - 2] == "Q"
        i = cue.anchor - 1
        name = before == "Q" and self._phrases.title(i) and self._phrases.names(i)
        if (before in "Q.:;-" and not name) or after_quote:
            return right or self._phrases.right(cue.anchor + 1), "inverted"
        if right is not None and self._frame.atoms[right.first].lower in self._words.nominatives:
            return right, "inverted"  # "als Kanzlerin lobte er sie"
        found = self._phrases.left(cue.anchor)
        spoken = right is not None and self._headed(right)
        if spoken and before in ",)" and (found is None or not self._apposed(cue.anchor)):
            return right, "inverted"
        if right is not None and before == "," and self._reported_before(cue.anchor):
            return right, "inverted"  # "die Lage sei ernst, teilte die Werft mit"
        if spoken and found is not None and self._fronted(found):
            return right, "inverted"
        if found is not None and right is not None and right.pronoun and not self._headed(found):
            return right, "inverted"  # "im Interview der Woche sagte er"
        if found is None or self._phrases.oblique(found) or self._points_back(found):
            return right or self._same(cue.first), "plain"
        return self._over_apposition(found), "plain"

    def _reported_before(self, anchor: int) -> bool:
        """True when the clause before the comma at `anchor` is reported by its verb's mood."""
        first = max(self._frame.tags.rfind(sign, 0, anchor - 1) for sign in ",;:.Q") + 1
        clause = self._frame.atoms[first : anchor - 1]
        return any(atom.lower in self._words.reportive for atom in clause)

    def _over_apposition(self, phrase: Phrase) -> Phrase:
        """The name before an apposition left open: "X, Chef der Bank sagte"."""
        i = phrase.first - 1
        if i < 1 or self._frame.tags[i] != "," or self._frame.tags[phrase.first] == "D":
            return phrase
        outer = self._phrases.left(i)
        if self._phrases.named(phrase) or outer is None or not self._phrases.named(outer):
            return phrase
        return outer

    def _apposed(self, anchor: int) -> bool:
        """True when a short piece with a name or a role stands before the comma at `anchor`."""
        tags = self._frame.tags
        first = max(tags.rfind(",", 0, anchor - 1), tags.rfind("Q", 0, anchor - 1)) + 1
        if first == 0:
            return tags[anchor - 1] == ")"
        piece = Phrase(first, anchor - 2)
        short = 0 <= piece.last - piece.first < MAX_APPOSITION
        return short and not set("HUON") & set(tags[first:anchor]) and self._phrases.human(piece)

    def _headed(self, phrase: Phrase) -> bool:
        """True when a phrase can be a speaker's by its head and its case."""
        return self._phrases.headed(phrase) and not self._phrases.oblique(phrase)

    def _fronted(self, phrase: Phrase) -> bool:
        """True when what stands before the verb is a complement, so the subject follows."""
        i = phrase.first - 1
        if not self._headed(phrase):
            return True
        return i >= 0 and self._frame.tags[i] in "EF"

    def _points_back(self, phrase: Phrase) -> bool:
        """True for a determiner alone: "das teilte der Minister mit"."""
        return phrase.first == phrase.last and self._frame.tags[phrase.first] == "D"

    def _final(self, cue: Cue) -> tuple[Phrase | None, str]:
        """Right behind what opens the clause: "wie ein Sprecher am Montag sagte"."""
        tags, atoms = self._frame.tags, self._frame.atoms
        for i in range(cue.verb - 1, max(-1, cue.verb - MAX_CLAUSE), -1):
            judged = tags[i + 1 : i + 2] in {"Q", "D"} and atoms[i].lower in self._words.classing
            if judged or (tags[i] == "Q" and tags[i - 1 : i] not in set(",:.-")):
                continue  # 'der den Plan als „Unfug“ bezeichnete'
            if tags[i] in "STR":
                return self._phrases.right(i + 1, near=True), "final"
            if tags[i] in ".;:Q":
                break
            if tags[i] == "," and tags[i + 1] == "D":
                return self._phrases.antecedent(i), "relative"
        return self._phrases.left(cue.verb), "plain"

    def _place(self, cue: Cue, expletive: Phrase) -> Phrase | None:
        """Where it says so: "heißt es in der Mitteilung", "aus dem Amt hieß es"."""
        tags = self._frame.tags
        i = max(cue.last, expletive.last) + 1
        while i < len(tags) and tags[i] in "BM":
            i += 1
        if tags[i : i + 1] in {"E", "F"}:
            return self._phrases.right(i + 1, near=True, oblique=True)
        i = cue.anchor - 1
        while i >= 0 and tags[i] not in ".,;:QEF":
            i -= 1
        if i >= 0 and tags[i] in ".,;:Q":
            return None  # it opens its clause: "der Damm halte, hieß es"
        # the first preposition of the clause opens the complement
        while i > 0 and tags[i - 1] not in ".,;:Q":
            i -= 1
        if i >= 0 and tags[i] in "EF":
            return self._phrases.right(i + 1, near=True, oblique=True)
        return None
