"""Cues of a verb-second language: the finite verb second or last, its other part at the end."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.positions.cue_forms import CueForm
from bot.reading.positions.cues import Cue
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_HEADLINE = 4  # words before the preposition of a headline
MAX_ATTRIBUTE = 14  # words between an agent and its participle
MAX_BRACKET = 45  # words between the two parts of a verb
_ENDS = ".,;:-)C"


class BracketFinder:
    """Finds the cues of one German view, with the finite verb and the end of their clause."""

    def __init__(self, view: View, words: PositionWords) -> None:
        self._view = view
        self._words = words

    def find(self) -> Iterator[Cue]:
        """The cues in order, nouns among them."""
        forms, words, partners = self._words.forms, self._view.words, self._words.partners
        done = -1
        for i, word in enumerate(words):
            if i <= done or word not in forms:
                continue
            if word in partners and partners[word].isdisjoint(words):
                continue
            for cue in self._at(i):
                done = max(done, cue.last)
                yield cue

    def _at(self, i: int) -> Iterator[Cue]:
        """The readings of the words at `i`: one verb may open several frames ("stimmen für")."""
        for form in self._words.forms.get(self._view.words[i], ()):
            last = i + len(form.words) - 1
            if self._view.words[i : last + 1] != form.words:
                continue
            if form.form in {"noun", "impersonal"}:
                yield Cue(i, i, last, form.group, form.form)
                continue
            if form.form == "attribute":
                yield from self._attribute(i, form)
                continue
            if form.form in {"ought", "verdict"}:
                yield from self._claim(i, last, form)
                continue
            cue = self._verb(i, last, form)
            if cue is not None:
                yield cue

    def _verb(self, i: int, last: int, form: CueForm) -> Cue | None:
        view = self._view
        if len(form.words) == 1 or form.form == "predicate":  # else "eine Absage erteilt"
            noun = view.tag(i) == "W" and i > 0 and form.form != "predicate"
            governed = view.tag(i - 1) in "DEF" and i > 0 and not self._points(i - 1)
            if noun or (governed and form.form in {"finite", "participle"}):
                return None
        if form.form == "finite":
            return self._finite(i, last, form)
        if form.particle and form.particle not in view.words[self.clause_start(i) : i - 1]:
            return None
        if form.form in {"participle", "predicate"}:
            return self._with_helper(i, last, form, "HU" if form.form == "participle" else "U")
        return self._with_modal(i, last, form)

    def _points(self, i: int) -> bool:
        """True for "das" as all there is before the verb: "Genau das verlangt die SPD"."""
        view = self._view
        alone = all(view.tag(j) in "BC" or j == 0 for j in range(self.clause_start(i), i))
        if not alone or view.word(i) not in self._words.sets["anaphors"]:
            return False
        return view.tag(i + 2) != "W" or i + 2 in view.actors

    def _attribute(self, i: int, form: CueForm) -> Iterator[Cue]:
        """A participle with its agent, before a noun: "der von X geforderte Ausbau"."""
        view = self._view
        if form.group.reflexive or not form.group.passive or view.tag(i + 1) not in "wW":
            return
        for k in range(i - 1, max(0, i - MAX_ATTRIBUTE), -1):
            if view.word(k) in self._words.sets["agents"] and view.tag(k - 1) == "D":
                yield Cue(k, i, i, form.group, form.form, finite=i, end=i)
                return
            if view.tag(k) in ",;:.HUO":
                return

    def _claim(self, i: int, last: int, form: CueForm) -> Iterator[Cue]:
        """What is a stand in somebody's mouth only: "muss ..."; of a quality, with its verb."""
        view = self._view
        start, end = self.clause_start(i), self.clause_end(last)
        finite = i
        if form.form == "ought" and self._hearsay(start, end):
            return
        if form.form == "verdict":
            verbs = self._words.sets["judging"] | self._words.sets["copulas_be"]
            found = view.find(start, end, verbs)
            if found is None:
                return
            finite = found
        cue = self._made(i, last, form, finite=finite, end=end)
        if cue is not None:
            yield cue

    def _hearsay(self, start: int, end: int) -> bool:
        """True for "soll ... getan haben": what is said to be so, not what ought to be."""
        return "H" in self._view.tags[start : end + 1]

    def _finite(self, i: int, last: int, form: CueForm) -> Cue | None:
        view = self._view
        if view.word(i - 1) in self._words.sets["infinitive_marks"]:
            return None
        if not form.particle:
            end = self.clause_end(i)
            helped = "H" in view.tags[self.clause_start(i) : i] and end == last
            helped = helped or view.tag(last + 1) in "HU" or self._parted(i, end)
            return None if helped else self._made(i, last, form, finite=i, end=end)
        parts = tuple(form.particle.split())
        if parts[0] not in view.words[last + 1 :]:
            return None
        for j in range(last + 1, min(len(view), last + MAX_BRACKET)):
            behind = j + len(parts)
            noun = view.tag(j) == "W" and len(parts) == 1  # "sieht ... keinen Grund für"
            if view.words[j:behind] == parts and (noun or view.tag(behind) in _ENDS + "TS"):
                end = behind - 1 if view.tag(behind) in _ENDS + "TS" else self.clause_end(j)
                return self._made(i, last, form, finite=i, end=end)
            if view.tag(j) in ".;":
                return None
        return None

    def _parted(self, i: int, end: int) -> bool:
        """True for a verb whose particle ends the clause: "forderte ... auf"."""
        last = self._view.word(end)
        forms = self._words.forms.get(self._view.word(i), ())
        other = last in self._words.sets["separable"] or any(f.particle == last for f in forms)
        return end > i and other

    def _with_helper(self, i: int, last: int, form: CueForm, wanted: str) -> Cue | None:
        """A participle with "haben" or "werden", an adjective with "sein"."""
        view = self._view
        if form.group.slots == ("here",):
            return self._stands_for(i, form)
        if view.tag(last + 1) in wanted:
            return None if self._contrasts(i) else self._helped(i, last, form, last + 1)
        for j in range(i - 1, max(-1, i - MAX_BRACKET), -1):
            if view.tag(j) in wanted:
                return self._helped(i, last, form, j)
            size = view.phrase_before(j + 1, self._words.phrases["copulas"])
            if size and form.form == "predicate":
                end = max(last, self.clause_end(last))
                return self._made(i, last, form, finite=j + 1 - size, end=end)
            if view.tag(j) in ".;:TO" or (view.tag(j) == "S" and view.tag(j - 1) in ",.;:"):
                return None
        return None

    def _contrasts(self, i: int) -> bool:
        """True for "dagegen" behind a subject that it sets off: "X dagegen ist zufrieden"."""
        view = self._view
        if view.word(i) not in self._words.da_words or view.tag(i + 2) in _ENDS:
            return False
        start = self.clause_start(i)
        return view.tag(start) not in "TSR" and any(view.tag(j) in "WN" for j in range(start, i))

    def _stands_for(self, i: int, form: CueForm) -> Cue | None:
        """A preposition that is the cue itself, right behind "be": "ist nicht für die Zölle"."""
        for j in range(i - 1, max(-1, i - 4), -1):
            if self._view.word(j) in self._words.sets["copulas_be"]:
                return self._made(i, i, form, finite=j, end=self.clause_end(i))
            if self._view.tag(j) != "B":
                break
        if not self._is_headline(i):
            return None
        return self._made(i, i, form, finite=i, end=self.clause_end(i))

    def _is_headline(self, i: int) -> bool:
        """True for "Stadtrat gegen Parkverbot": a name, the preposition, a matter, and no verb."""
        view = self._view
        if not 0 < i <= MAX_HEADLINE or set(view.tags) & set("HUON,:"):
            return False
        if set(view.tags[:i]) - set("DWw") or i + 1 in view.actors:
            return False
        behind = range(i + 1, len(view))
        thing = any(view.word(j).endswith(self._words.noun_endings) for j in behind)
        matter = thing or any(j in view.topics for j in behind)
        verb = any(
            form.form == "finite" for word in view.words for form in self._words.forms.get(word, ())
        )
        return matter and not verb and view.tag(i + 1) in "DWw"

    def _helped(self, i: int, last: int, form: CueForm, helper: int) -> Cue | None:
        passive = form.form == "participle" and self._view.tag(helper) == "U"
        if passive and not form.group.passive:
            return None
        end = max(last, helper)
        if helper > last and all(self._view.tag(j) in "BC" for j in range(self.clause_start(i), i)):
            end = self.clause_end(helper)  # "strikt dagegen ist X", "gefordert hat das X"
        return self._made(i, last, form, finite=helper, end=end, passive=passive)

    def _with_modal(self, i: int, last: int, form: CueForm) -> Cue | None:
        """An infinitive under a modal, "will ... unterstützen"; with "zu" it is another verb's."""
        view = self._view
        if form.infinitive or view.word(i - 1) in self._words.sets["infinitive_marks"]:
            return None
        for j in range(i - 1, max(-1, i - MAX_BRACKET), -1):
            if view.tag(j) == "O" or view.word(j) in self._words.sets["future_helpers"]:
                if form.group.weight == 1 and view.tag(j) == "O":
                    return None  # "kann ... aufheben" tells nothing; "will" is the stand itself
                return self._made(i, last, form, finite=j, end=last)
            if view.tag(j) in ".;:TSH":
                return None
        return None

    def _made(
        self, i: int, last: int, form: CueForm, *, finite: int, end: int, passive: bool = False
    ) -> Cue | None:
        view, sets = self._view, self._words.sets
        start = self.clause_start(min(finite, i))
        if view.tag(finite - 1) == "C":
            start = finite
        inside = range(start, end + 1)
        if view.word(finite) in sets["duties"] and form.form != "ought":
            return None
        if any(view.word(j) in sets["former"] and not self._in_name(j) for j in inside):
            return None  # "lange hatte sich X gesperrt": no longer
        behind = finite < end and self._negated_behind(end)
        own = range(i, last + 1) if form.form == "verdict" else ()
        negated = behind or any(self._negates(j) for j in inside if j not in own)
        yet = any(view.word(j) in sets["yet"] and self._negates(j + 1) for j in inside)
        if yet and form.group.stance != "drop":
            return None  # "noch nicht" tells nothing of what comes
        if (
            not form.group.reflexive
            and form.form in {"finite", "participle"}
            and ("modal" not in form.group.slots)
        ):
            near = i - 1 if form.form == "participle" else last + 1
            if view.word(near) in sets["reflexives"]:
                return None  # "verabschiedet sich": another verb
        if form.group.reflexive and not any(view.word(j) in sets["reflexives"] for j in inside):
            return None
        return Cue(
            min(finite, i), i, last, form.group, form.form,
            negated=negated, passive=passive,
            chance=view.word(finite) in sets["chances"],
            reported=any(view.phrase(j, self._words.phrases["reportive"]) for j in inside),
            finite=finite, end=end,
        )  # fmt: skip

    def _negated_behind(self, end: int) -> bool:
        """True for a negation that comes last: "unterstützt die Idee, ..., allerdings nicht"."""
        view = self._view
        last = len(view) - 2
        return last - 2 > end and view.tag(last - 2) == "," and self._negates(last)

    def _in_name(self, i: int) -> bool:
        """True inside a name: "Ärzte ohne Grenzen"."""
        return any(at < i <= end for at, (_, end) in self._view.actors.items())

    def _negates(self, j: int) -> bool:
        if self._view.word(j) not in self._words.sets["negations"] or self._in_name(j):
            return False
        return not self._view.phrase(j, self._words.phrases["not_negations"])

    def clause_start(self, i: int) -> int:
        """The first word of the clause that holds `i`: behind a comma, a colon, "aber"."""
        view = self._view
        while i > 0:
            if view.tag(i - 1) in ",;:.(-" and not self._lists(i - 1):
                break
            if self._turns(i - 1):
                break
            i -= 1
        return i

    def _turns(self, i: int) -> bool:
        """True for "aber" between two clauses, not inside one: "das aber lehnt X ab"."""
        view = self._view
        if view.word(i) not in self._words.sets["adversatives"]:
            return False
        begin = i
        while begin > 0 and view.tag(begin - 1) not in ",;:.(-":
            begin -= 1
        return begin == i or any(view.tag(j) in "wHUO" for j in range(begin, i))

    def _lists(self, i: int) -> bool:
        """True for a comma between two names of a list: "Grüne, Linke und SPD"."""
        view = self._view
        if view.tag(i) != "," or i + 1 not in view.actors:
            return False
        end = view.actors[i + 1][1]
        named = any(last == i - 1 for _, last in view.actors.values())
        return named and view.tag(end + 1) == "C" and end + 2 in view.actors

    def clause_end(self, i: int) -> int:
        """The last word of the clause that holds `i`, over a name set between marks."""
        view = self._view
        while i + 1 < len(view):
            behind = self.over_insertion(i + 1)
            if behind is not None:
                i = behind
            elif view.tag(i + 1) in ",;:.)(-T" or self._turns(i + 1):
                break
            else:
                i += 1
        return i

    def over_insertion(self, i: int) -> int | None:
        """The mark that closes an insertion opened at `i`: ", Anna Kessel,", "(CDU)"."""
        view = self._view
        if view.tag(i) not in ",(" or i + 1 not in view.actors:
            return None
        end = view.actors[i + 1][1] + 1
        closing = ")" if view.tag(i) == "(" else ","
        return end if view.tag(end) == closing and view.tag(end + 1) not in ".C" else None
