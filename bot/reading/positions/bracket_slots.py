"""Slots of a verb-second language: the object may stand before or behind, the clause outside."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.positions.bracket import BracketFinder
from bot.reading.positions.bracket_clauses import BracketClauses
from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import Target

MAX_ANTECEDENT = 8  # words


class BracketSlots(BracketClauses):
    """Fills the slots of the cues of one German view."""

    def filled(self, cue: Cue, subject: Subject) -> tuple[Target, ...]:
        """What the stand of `cue` is about; nothing when no slot is filled."""
        finder = BracketFinder(self._view, self._words)
        last = self._last_of(subject)
        told = subject.first < cue.first < last  # "wir": who that is stands behind the words
        taken = range(subject.first, subject.first + 1 if told else last + 1)
        start = finder.clause_start(cue.finite)
        if subject.first < cue.finite and subject.rule not in {"relative", "verb-final"}:
            start = cue.finite + 1  # what stands before belongs to the subject
        inside = max(cue.end, cue.last) + 1 - self._behind_words(cue)
        region = [i for i in range(start, inside) if i not in taken]
        clause = self.outer_clause(max(cue.end, cue.last) + 1)
        for slot in cue.group.slots:
            found = self._fill(cue, slot, region, clause)
            if found:
                return found
        if {"object", "that"} & set(cue.group.slots):
            begin = finder.clause_start(cue.finite)
            return (
                self._said_before(cue, start)
                or self._turned(cue, self._antecedent_of(subject, begin))
                or (() if told else self._pronoun_in(region))
            )
        return ()

    def _behind_words(self, cue: Cue) -> int:
        """How many words at the end belong to the verb: "geht ... zu weit"; 0 for a particle."""
        behind = self._view.words[: cue.end + 1]
        for form in self._words.forms.get(self._view.word(cue.first), ()):
            parts = tuple(form.particle.split())
            if len(parts) > 1 and behind[-len(parts) :] == parts:
                return len(parts)
        return 0

    def _antecedent_of(self, subject: Subject, start: int) -> tuple[Target, ...]:
        """What a relative pronoun that is the object stands for: "die Quote, die X fordert"."""
        view = self._view
        if subject.rule != "verb-final" or view.tag(start - 1) != "," or view.tag(start) != "D":
            return ()
        last = start - 2
        first = BracketFinder(view, self._words).clause_start(last)
        return self.statement(max(first, last - MAX_ANTECEDENT), last)

    def _turned(self, cue: Cue, found: tuple[Target, ...]) -> tuple[Target, ...]:
        """What is wanted of an antecedent: "the road that X wants to stop"."""
        verb = self._view.word(cue.finite - 1)
        undone = verb in self._words.sets["undo"] or self._words.infinitive_stance(verb) == "oppose"
        turned = "modal" in cue.group.slots and undone
        return tuple(self.undone(t) for t in found) if turned else found

    def _last_of(self, subject: Subject) -> int:
        end = subject.holders[-1].span.end
        return max((i for i, e in enumerate(self._view.ends) if e <= end), default=-1)

    def _fill(self, cue: Cue, slot: str, region: list[int], clause: range) -> tuple[Target, ...]:
        if slot == "object":
            return self._object_in(cue, region)
        if slot == "bare":
            return self.understood(cue)
        if slot == "that":
            return self._that(clause)
        if slot == "here":
            whole = self.phrase_end(cue.last + 1, cue.end) == cue.end
            found = self.in_phrase(cue.last + 1, cue.end) if whole else ()
            return self._anaphor(cue.last + 1) or found
        if slot == "modal":
            return self._under_modal(cue, region)
        if slot == "inf":
            return self.infinitive_clause(clause) or self.infinitive_inside(cue)
        return self._behind_preposition(slot, cue, region, clause)

    def _that(self, clause: range) -> tuple[Target, ...]:
        """A clause with "dass", or one with the verb second: "fordert, der Bund solle zahlen"."""
        if not clause:
            return ()
        if self._view.tag(clause.start) == "T":
            told = self.statement(clause.start + 1, clause.stop - 1)
            return told or self.whole(clause)
        return self.statement(clause.start, clause.stop - 1)

    def understood(self, cue: Cue) -> tuple[Target, ...]:
        """What a stand without an object is about: something told before, or not told at all."""
        return self._anaphor_of(cue) or self.itself(cue.first)

    def _anaphor_of(self, cue: Cue) -> tuple[Target, ...]:
        found = self._antecedent(min(cue.start, cue.first))
        return () if found is None else (found,)

    def _said_before(self, cue: Cue, start: int) -> tuple[Target, ...]:
        """The words that an incise gives to its subject: "..., kritisierte der Verband"."""
        view = self._view
        first = min(start, cue.finite)
        if (
            view.tag(first - 1) != ","
            or first < 2
            or any(
                view.tag(i) in "wW" and i not in (cue.finite, cue.first)
                for i in range(first, cue.finite)
            )
        ):
            return ()
        last = first - 2
        begin = BracketFinder(view, self._words).clause_start(last)
        return self.statement(begin, last)

    # ------------------------------------------------------------------ objects

    def _object_in(self, cue: Cue, region: list[int]) -> tuple[Target, ...]:
        view = self._view
        inside = set(region)
        for i in region:
            if i in view.topics and not view.topics[i][0].weak:
                first = self.object_start(i, inside)
                if first is not None:
                    return self.in_phrase(first, view.topics[i][1])
        for i in region:
            size = view.phrase(i, self._words.phrases["anaphors"])
            free = size and view.tag(i - 1) not in "EFD" and i not in (cue.first, cue.finite)
            if free and (size > 1 or view.tag(i + 1) not in "wW"):
                anaphor = self._anaphor(i)
                if anaphor:
                    return anaphor
                if size > 1:
                    return self.own_words(i, i + size - 1) or self.itself(i + size - 1)
        return self._untitled(cue, region)

    def _untitled(self, cue: Cue, region: list[int]) -> tuple[Target, ...]:
        """The object in its own words: the first phrase that no preposition governs."""
        view, inside = self._view, set(region) - {cue.first, cue.finite}
        i, end = (region[0], region[-1]) if region else (0, -1)
        while i <= end:
            if i not in inside or view.tag(i) not in "EFDW#w":
                i += 1
                continue
            ceiling = i
            while ceiling + 1 in inside:
                ceiling += 1
            opening = i == 0 and view.tag(i) == "W" and view.tag(1) not in "HUO" and cue.finite != 1
            if view.tag(i) in "EF" or opening:
                i = self._phrases.end_of(i + 1, ceiling) + 1 if i < ceiling else i + 1
                continue
            last = self.phrase_end(i, ceiling)
            found = self.own_words(i, last)
            if found:
                return found
            i = last + 1
        return ()

    def _pronoun_in(self, region: list[int]) -> tuple[Target, ...]:
        """A pronoun as the object, where it is not told what it stands for."""
        view, pronouns = self._view, self._words.sets["anaphors"]
        for i in region:
            if view.word(i) in pronouns and view.tag(i - 1) not in "EF" and view.tag(i + 1) != "W":
                return self.itself(i)
        return ()

    # ------------------------------------------------------------------ prepositions and clauses

    def _behind_preposition(
        self, slot: str, cue: Cue, region: list[int], clause: range
    ) -> tuple[Target, ...]:
        view, opening = self._view, self._words.slot_words(slot)
        rivals = self._rivals(cue) - opening
        for i in region:
            if self._words.da_words.get(view.word(i)) in opening:
                if clause:
                    return self._clause_or_infinitive(clause)
                return self._anaphor_of(cue) or self.itself(i)
            if view.word(i) in rivals:
                return ()
            if view.word(i) in opening and i + 1 in region and i not in (cue.end, cue.finite):
                last = i + 1
                while (
                    last + 1 in region
                    and view.tag(last + 1) in "wWD#'EFC"
                    and last + 1 != cue.first
                ):
                    last += 1
                anaphor = self._anaphor(i + 1)
                if anaphor:
                    return anaphor
                found = self.in_phrase(i + 1, last)
                if found and any(view.tag(k) == "W" for k in range(i + 1, last + 1)):
                    return found
                return self.own_words(i + 1, last)
        return ()

    def _rivals(self, cue: Cue) -> frozenset[str]:
        """The prepositions of the other frames of a verb: "für" beside "gegen"."""
        forms = self._words.forms.get(self._view.word(cue.first), ())
        slots = {slot for form in forms if form.form == cue.form for slot in form.group.slots}
        known = slots & self._words.prepositions.keys()
        return frozenset(w for slot in known for w in self._words.slot_words(slot))

    def _clause_or_infinitive(self, clause: range) -> tuple[Target, ...]:
        return self.infinitive_clause(clause) or self._that(clause)

    def _under_modal(self, cue: Cue, region: list[int]) -> tuple[Target, ...]:
        """The object of the infinitive that ends the clause: "will Waffen liefern"."""
        view, sets = self._view, self._words.sets
        verb = view.word(cue.end)
        if verb in sets["raising"]:
            verb = view.word(cue.end - 1)  # "auslaufen lassen"
        if cue.end <= cue.finite or view.tag(cue.end) == "W":
            if view.tag(cue.end + 1) not in ".;:)":
                return ()  # the clause goes on, and its infinitive may say anything
            return self._object_in(cue, [i for i in region if i != cue.finite])
        if verb in sets["neutral"] or view.word(cue.end - 1) in sets["infinitive_marks"]:
            return ()
        stance = self._words.infinitive_stance(verb)
        undone = verb in sets["undo"] or stance == "oppose"
        before = [i for i in region if i != cue.finite and i < cue.end]
        objects = self.objects_in(before)
        if objects:
            return tuple(self.undone(t) for t in objects) if undone else objects
        if stance == "oppose" or not verb.endswith(self._words.infinitive_endings):
            return ()  # "will ... ausschließen" is a stand of its own
        untitled = self._untitled(cue, before)
        if untitled:
            return tuple(replace(t, how="vague") for t in untitled[:1])
        return self._pronoun_in(before) or self.itself(cue.end)
