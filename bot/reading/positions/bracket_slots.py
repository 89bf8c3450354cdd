"""Slots of a verb-second language: the object may stand before or behind, the clause outside."""

from __future__ import annotations

from bot.reading.positions.bracket import BracketFinder
from bot.reading.positions.cues import Cue
from bot.reading.positions.slots import MAX_CLAUSE, Slots
from bot.reading.positions.subjects import Subject
from bot.reading.positions.targets import Target

_PARTICLE_ZU = "zu"


class BracketSlots(Slots):
    """Fills the slots of the cues of one German view."""

    def filled(self, cue: Cue, subject: Subject) -> tuple[Target, ...]:
        """What the stand of `cue` is about; nothing when no slot is filled."""
        finder = BracketFinder(self._view, self._words)
        taken = range(subject.first, self._last_of(subject) + 1)
        start = finder.clause_start(cue.finite)
        if subject.first < cue.finite and subject.rule not in {"relative", "verb-final"}:
            start = cue.finite + 1  # what stands before belongs to the subject
        region = [i for i in range(start, max(cue.end, cue.last) + 1) if i not in taken]
        clause = self._outer_clause(max(cue.end, cue.last) + 1)
        for slot in cue.group.slots:
            found = self._fill(cue, slot, region, clause)
            if found:
                return found
        return ()

    def _last_of(self, subject: Subject) -> int:
        end = subject.holders[-1].span.end
        return max((i for i, e in enumerate(self._view.ends) if e <= end), default=-1)

    def _outer_clause(self, i: int) -> range:
        """The clause behind the bracket: ", die Sanktionen aufzuheben", ", dass ..."."""
        view = self._view
        if view.tag(i) == ",":
            i += 1
        elif view.tag(i) != "T":
            return range(0)
        end = i
        while end < len(view) and view.tag(end) not in ",;:." and end - i < 2 * MAX_CLAUSE:
            end += 1
        return range(i, end)

    def _fill(self, cue: Cue, slot: str, region: list[int], clause: range) -> tuple[Target, ...]:
        if slot == "object":
            return self._object_in(cue, region)
        if slot == "bare":
            return self._anaphor_of(cue)
        if slot == "that":
            return (
                self.clause(clause.start) if clause and self._view.tag(clause.start) == "T" else ()
            )
        if slot == "here":
            return self._anaphor(cue.last + 1) or self.in_phrase(cue.last + 1, cue.end)
        if slot == "modal":
            return self._under_modal(cue, region)
        if slot == "inf":
            return self._infinitive_clause(clause) or self._infinitive_inside(cue)
        return self._behind_preposition(slot, cue, region, clause)

    def _anaphor_of(self, cue: Cue) -> tuple[Target, ...]:
        found = self._antecedent(min(cue.start, cue.first))
        return () if found is None else (found,)

    # ------------------------------------------------------------------ objects

    def _object_in(self, cue: Cue, region: list[int]) -> tuple[Target, ...]:
        view = self._view
        inside = set(region)
        for i in region:
            if i in view.topics and not view.topics[i][0].weak:
                first = self._object_start(i, inside)
                if first is not None:
                    return self.in_phrase(first, view.topics[i][1])
        for i in region:
            size = view.phrase(i, self._words.phrases["anaphors"])
            free = size and view.tag(i - 1) not in "EFD" and i not in (cue.first, cue.finite)
            if free and (size > 1 or view.tag(i + 1) not in "wW"):
                anaphor = self._anaphor(i)
                return anaphor or ()
        return self._untitled(cue, region)

    def _object_start(self, i: int, inside: set[int]) -> int | None:
        """Where the phrase around a topic begins; None when a preposition governs it."""
        view, k = self._view, i - 1
        while k in inside:
            tag, word = view.tag(k), view.word(k)
            if tag in "EF" and word not in self._words.sets["links"]:
                return None
            if tag == "D" and not (word in self._words.sets["links"] and view.tag(k - 1) == "W"):
                return k
            if tag not in "wWD#'EF":
                return k + 1
            k -= 1
        return k + 1

    def _untitled(self, cue: Cue, region: list[int]) -> tuple[Target, ...]:
        """The object in its own words: the first phrase that no preposition governs."""
        view = self._view
        for i in region:
            if i in (cue.first, cue.finite) or view.tag(i) not in "DW" or i in view.actors:
                continue
            if i == 0 and view.tag(i) == "W" and view.tag(1) not in "HUO" and cue.finite != 1:
                continue
            begins = (
                i - 1 not in region or i - 1 in (cue.finite, cue.first) or view.tag(i - 1) == "B"
            )
            if not begins and not (view.tag(i) == "D" and view.tag(i - 1) in "wW"):
                continue
            last = i
            while (
                last + 1 in region
                and last + 1 not in (cue.first, cue.finite)
                and (view.tag(last + 1) in "wWD#'E")
            ):
                last += 1
            while last > i and view.tag(last) != "W":
                last -= 1
            found = self._without_topic(i, last, flipped=False)
            return found if any(view.tag(k) == "W" for k in range(i, last + 1)) else ()
        return ()

    # ------------------------------------------------------------------ prepositions and clauses

    def _behind_preposition(
        self, slot: str, cue: Cue, region: list[int], clause: range
    ) -> tuple[Target, ...]:
        view, opening = self._view, self._words.slot_words(slot)
        for i in region:
            if self._words.da_words.get(view.word(i)) in opening:
                if clause:
                    return self._clause_or_infinitive(clause)
                return self._anaphor_of(cue)
            if view.word(i) in opening and i + 1 in region and i not in (cue.end, cue.finite):
                last = i + 1
                while (
                    last + 1 in region
                    and view.tag(last + 1) in "wWD#'EFC"
                    and last + 1 != cue.first
                ):
                    last += 1
                anaphor = self._anaphor(i + 1)
                if anaphor is not None:
                    return anaphor
                found = self.in_phrase(i + 1, last)
                if found and any(view.tag(k) == "W" for k in range(i + 1, last + 1)):
                    return found
        return ()

    def _clause_or_infinitive(self, clause: range) -> tuple[Target, ...]:
        if self._view.tag(clause.start) == "T":
            return self.clause(clause.start)
        return self._infinitive_clause(clause)

    def _infinitive_clause(self, clause: range) -> tuple[Target, ...]:
        """The object of a clause with "zu": "die Sanktionen aufzuheben"."""
        verb = next((i for i in clause if self._is_zu(i)), None)
        if verb is None:
            return ()
        return self._acted(list(clause), verb)

    def _infinitive_inside(self, cue: Cue) -> tuple[Target, ...]:
        """As above without a comma: "ist bereit Truppen zu entsenden"."""
        view = self._view
        verb = next((i for i in range(cue.finite, len(view)) if self._is_zu(i)), None)
        if verb is None or any(view.tag(i) in ",;:." for i in range(cue.finite, verb)):
            return ()
        return self._acted(list(range(max(cue.last, cue.finite) + 1, verb + 1)), verb)

    def _is_zu(self, i: int) -> bool:
        """True for an infinitive with "zu" before it or in it."""
        view = self._view
        if view.word(i - 1) == _PARTICLE_ZU and view.tag(i) == "w":
            return view.word(i).endswith("n")
        word = view.word(i)
        inner = word.find(_PARTICLE_ZU, 2)
        return view.tag(i) == "w" and 2 <= inner < len(word) - 4 and word.endswith("n")

    def _acted(self, region: list[int], verb: int) -> tuple[Target, ...]:
        view, sets = self._view, self._words.sets
        if any(view.word(i) in sets["negations"] for i in region):
            return ()
        word = view.word(verb)
        if word in sets["neutral"]:
            return ()
        before = [i for i in region if i < verb]
        objects = self._objects_in(before)
        if not objects:
            objects = self._generic_object([i for i in before if view.word(i) != _PARTICLE_ZU])
        stance = self._words.infinitive_stance(word) or self._words.infinitive_stance(
            word.replace(_PARTICLE_ZU, "", 1)
        )
        if word in sets["undo"] or stance == "oppose":
            return tuple(self.undone(t) for t in objects if t.how != "free")
        if objects:
            return objects
        return self.free(region[0], verb) if region else ()

    def _under_modal(self, cue: Cue, region: list[int]) -> tuple[Target, ...]:
        """The object of the infinitive that ends the clause: "will Waffen liefern"."""
        verb, sets = self._view.word(cue.end), self._words.sets
        known = verb in sets["do"] or self._words.infinitive_stance(verb) == "support"
        undone = verb in sets["undo"] or self._words.infinitive_stance(verb) == "oppose"
        if cue.end <= cue.finite or not (known or undone):
            return ()
        before = [i for i in region if cue.finite < i < cue.end]
        objects = self._objects_in(before)
        return tuple(self.undone(t) for t in objects) if undone else objects

    def _objects_in(self, region: list[int]) -> tuple[Target, ...]:
        """The first topic of a stretch that no preposition governs."""
        view = self._view
        for i in region:
            if i in view.topics and not view.topics[i][0].weak:
                first = self._object_start(i, set(region))
                if first is not None:
                    found = self.in_phrase(first, view.topics[i][1])
                    return tuple(t for t in found if t.how == "topic")
        return ()

    def _generic_object(self, before: list[int]) -> tuple[Target, ...]:
        for i in before:
            if self._view.tag(i) == "D":
                found = self._without_topic(i, before[-1], flipped=False)
                return tuple(t for t in found if t.how == "generic")
        return ()
