"""Clauses as what a stand is about, in a verb-second language: with "zu", with "dass", claims."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.positions.actions import MAX_CLAUSE
from bot.reading.positions.bracket import BracketFinder
from bot.reading.positions.cues import Cue
from bot.reading.positions.slots import Slots
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import MAX_FREE, Target


class BracketClauses(Slots):
    """Reads clauses of one German view."""

    def outer_clause(self, i: int) -> range:
        """The clause behind the bracket: ", die Sanktionen aufzuheben", ", dass ..."."""
        view = self._view
        if view.tag(i) in ",:":
            i += 1
        elif view.tag(i) != "T":
            return range(0)
        end, verb = i, False
        while end < len(view) and view.tag(end) not in ";:." and end - i < 2 * MAX_CLAUSE:
            verb = verb or self._is_zu(end) or view.tag(end) in "HUOT"
            if view.tag(end) == "," and verb:
                break
            end += 1
        return range(i, end)

    def infinitive_clause(self, clause: range) -> tuple[Target, ...]:
        """The object of a clause with "zu": "die Sanktionen aufzuheben"."""
        verb = next((i for i in clause if self._is_zu(i)), None)
        if verb is None:
            return ()
        return self._acted(list(clause), verb)

    def infinitive_inside(self, cue: Cue) -> tuple[Target, ...]:
        """As above without a comma: "ist bereit Truppen zu entsenden"."""
        view = self._view
        verb = next((i for i in range(cue.finite, len(view)) if self._is_zu(i)), None)
        if verb is None or any(view.tag(i) in ",;:." for i in range(cue.finite, verb)):
            return ()
        return self._acted(list(range(max(cue.last, cue.finite) + 1, verb + 1)), verb)

    def _is_zu(self, i: int) -> bool:
        """True for an infinitive with "zu" before it or in it."""
        view = self._view
        word, marks = view.word(i), self._words.sets["infinitive_marks"]
        if not word.endswith(self._words.infinitive_endings):
            return False
        if view.word(i - 1) in marks and view.tag(i) in "wOHU":
            return True
        inner = (word.find(mark, 2) for mark in marks)
        return view.tag(i) == "w" and any(2 <= at < len(word) - 4 for at in inner)

    def _without_mark(self, word: str) -> str:
        """A separable infinitive without its "zu": "abzulehnen", "ablehnen"."""
        marks = self._words.sets["infinitive_marks"]
        return next((word.replace(mark, "", 1) for mark in marks if mark in word), word)

    def _acted(self, region: list[int], verb: int) -> tuple[Target, ...]:
        view, sets = self._view, self._words.sets
        word = view.word(verb)
        if word in sets["neutral"]:
            return ()
        negated = any(
            view.word(i) in sets["negations"]
            and not view.phrase(i, self._words.phrases["not_negations"])
            for i in region
        )
        before = [i for i in region if i < verb]
        objects = self.objects_in(before)
        if not objects:
            objects = self._generic_object(
                [i for i in before if view.word(i) not in sets["infinitive_marks"]]
            )
        bare = self._without_mark(word)
        stance = self._words.infinitive_stance(word) or self._words.infinitive_stance(bare)
        if objects and (word in sets["undo"] or stance == "oppose"):
            objects = tuple(self.undone(t) for t in objects)
        known = {word, bare} & (sets["do"] | sets["undo"])
        if region and not (objects and (known or stance)):  # what is done to a topic tells more
            objects = self.own_words(region[0], verb)
            if objects and {word, bare} & sets["undo"]:
                objects = tuple(self._with_verb(t, verb) for t in objects)
            objects = objects or self.itself(verb)
        return tuple(replace(t, negated=True) for t in objects) if negated else objects

    def _with_verb(self, target: Target, verb: int) -> Target:
        """A topic in its own words together with what ends it: "das Gesetz zurückzunehmen"."""
        if not 0 <= target.first <= target.last < verb:
            return target
        view, first = self._view, target.first
        return replace(
            target, topic=view.said(first, verb), span=view.place(first, verb), last=verb
        )

    def objects_in(self, region: list[int]) -> tuple[Target, ...]:
        """The first topic of a stretch that no preposition governs."""
        view = self._view
        for i in region:
            if i in view.topics and not view.topics[i][0].weak:
                first = self.object_start(i, set(region))
                if first is not None:
                    found = self.in_phrase(first, view.topics[i][1])
                    return tuple(t for t in found if t.how == "topic")
        return ()

    def object_start(self, i: int, inside: set[int]) -> int | None:
        """Where the phrase around a topic begins; None when a preposition governs it."""
        view, k = self._view, i - 1
        while k in inside:
            tag, word = view.tag(k), view.word(k)
            if tag in "EF" and word not in self._words.sets["links"]:
                return None
            if tag == "D" and not (word in self._words.sets["links"] and view.tag(k - 1) == "W"):
                return None if view.tag(k - 1) in "EF" else k
            if tag not in "wWD#'EF":
                return k + 1
            k -= 1
        return k + 1

    def _generic_object(self, before: list[int]) -> tuple[Target, ...]:
        for i in before:
            if self._view.tag(i) == "D":
                found = self._without_topic(i, before[-1], flipped=False)
                return tuple(t for t in found if t.how == "generic")
        return ()

    # ------------------------------------------------------------------ whole clauses

    def claimed(self, cue: Cue, subject: Subject) -> tuple[Target, ...]:
        """What somebody claims must be, is right, is wrong: the clause of the claim."""
        first = BracketFinder(self._view, self._words).clause_start(cue.first)
        last = cue.end
        outer = self.outer_clause(cue.end + 1)
        if outer and self._view.tag(outer.start) == "T":
            return self.statement(outer.start + 1, outer.stop - 1, sign=False)
        named = first <= subject.first < cue.finite
        if named or self._view.phrase(first, self._words.phrases["sources"]):
            helper = self._view.tags.find("H", first, cue.finite)
            # "der Minister nannte die Steuer ungerecht", "hat die Steuer ungerecht genannt"
            first = (helper if helper >= 0 else cue.finite) + 1
        elif cue.finite < subject.first <= last:
            last = cue.finite - 1 if cue.finite > first else last
        found = self.infinitive_clause(outer) if outer else ()
        found = found or self.statement(first, last, sign=False)
        if not found and self._view.find(first, last, self._words.sets["anaphors"]) is not None:
            before = self._antecedent(cue.start)  # "das ist falsch"
            found = () if before is None else (before,)
        return found or self.itself(cue.last if cue.form == "verdict" else cue.end)

    def statement(self, first: int, last: int, *, sign: bool = True) -> tuple[Target, ...]:
        """What a clause is about: its first topic, or its own words.

        With `sign`, a negation in it turns the stand round.
        """
        view, sets = self._view, self._words.sets
        inside = range(first, last + 1)
        negated = sign and any(
            view.word(i) in sets["negations"]
            and not view.phrase(i, self._words.phrases["not_negations"])
            for i in inside
        )
        found: tuple[Target, ...] = ()
        at = next((i for i in inside if i in view.topics and not view.topics[i][0].weak), None)
        if at is not None:
            hit = view.topics[at][0]
            target = Target(hit.id, hit.span, at, how="clause", flipped=hit.against)
            undo = any(view.word(i) in sets["undo"] for i in inside)
            found = (self.undone(target) if undo else target,)
        found = found or self.own_words(first, last)
        return tuple(replace(t, negated=negated) for t in found)

    def subject_of(self, cue: Cue) -> tuple[Target, ...]:
        """What stands before the verb at the start of `cue`, in its clause."""
        first = BracketFinder(self._view, self._words).clause_start(cue.start)
        return self._pointed(first, cue.start - 1) or self.statement(first, cue.start - 1)

    def itself(self, i: int) -> tuple[Target, ...]:
        """A word that points to what nothing names here; a stand all the same."""
        view = self._view
        return (Target(view.said(i, i), view.place(i, i), i, i, how="vague"),)

    def whole(self, clause: range) -> tuple[Target, ...]:
        """A clause with "dass" in its own words, where no phrase of it tells more."""
        view, first = self._view, clause.start + 1
        last = min(clause.stop - 1, first + MAX_FREE - 1)
        if last < first:
            return ()
        return (Target(view.said(first, last), view.place(first, last), first, last, how="vague"),)

    def phrase_end(self, i: int, ceiling: int) -> int:
        """The last word of the phrase at `i` with what hangs on it: "ein Verbot von X"."""
        last = self._phrases.end_of(i, ceiling)
        while last < ceiling and self._view.tag(last + 1) in "EF" and last + 2 <= ceiling:
            last = self._phrases.end_of(last + 2, ceiling)
        return last

    def own_words(self, first: int, last: int) -> tuple[Target, ...]:
        """The first phrase of a stretch as a topic in its own words; one behind a preposition last.

        As in "bis zum Sommer 40 Klassen schließen", which is not about the summer.
        """
        view = self._view
        governed: tuple[Target, ...] = ()
        past = first
        for i in range(first, last + 1):
            if i < past:
                continue
            tag = view.tag(i)
            adjective = (
                tag == "w"
                and view.word(i).endswith(self._words.adjective_endings)
                and view.word(i) not in self._words.forms
            )
            if tag not in "DW#" and not adjective:
                continue
            if tag == "D" and view.tag(i + 1) not in "wW#B":
                continue
            end = self.phrase_end(i, last)
            number = next((k for k in range(i + 1, end + 1) if view.tag(k) == "#"), None)
            if number and view.tag(number - 1) == "W":
                end = number - 1  # "Sommer | 40 Klassen": two phrases side by side
            while end > i and view.tag(end) not in "Ww":
                end -= 1
            if not any(view.tag(k) == "W" for k in range(i, end + 1)):
                continue
            found = self._pointed(i, end) or self._without_topic(i, end, flipped=False)
            before = view.word(i - 1) if i > first else ""
            outside = view.tag(i - 1) in "EF" and before not in self._words.sets["negations"]
            if found and before and outside:
                governed, past = governed or found, end + 1
            elif found:
                return found
        return governed

    def _pointed(self, first: int, last: int) -> tuple[Target, ...]:
        """A phrase that only the context explains: "dieses Konzept", "ihren Kurs"."""
        view = self._view
        if view.word(first) not in self._words.sets["pointing"]:
            return ()
        return tuple(replace(t, how="vague") for t in self.free(first + 1, last))
