"""What the stand is about: the topic in a cue's frame slot. No slot filled, no position."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.positions.actions import Actions, one
from bot.reading.positions.cues import Cue
from bot.reading.positions.subject import Subject
from bot.reading.positions.targets import NAMED, Target

MAX_GAP = 14  # words between a cue and the preposition of its slot
MAX_TOLD = 3  # words behind a report verb that tell who was told


class Slots(Actions):
    """Fills the slots of the cues of one view."""

    def filled(self, cue: Cue, subject: Subject) -> tuple[Target, ...]:
        """What the stand of `cue` is about; nothing when no slot is filled.

        The holders of the stand are never what it is about.
        """
        holders = [holder.span for holder in subject.holders]
        found = self._found(cue, subject)
        if cue.group.stance == "open" and any(target.flipped for target in found):
            found = self._weighed(cue)
        return tuple(t for t in found if not any(t.span.overlaps(span) for span in holders))

    def _weighed(self, cue: Cue) -> tuple[Target, ...]:
        """The end of a topic that is only being thought of, in its own words: "ban pesticides"."""
        i = self._over_adverbs(cue.last + 1)
        i += self._view.word(i) in self._words.sets["infinitive_marks"]
        return tuple(replace(t, done=True) for t in self.free(i, self._end(i)))

    def _found(self, cue: Cue, subject: Subject) -> tuple[Target, ...]:
        if cue.passive:
            return self.subject_of(cue)
        if cue.verdict >= 0 and cue.clitic is not None:
            return one(self._antecedent(cue.clitic))
        if cue.verdict >= 0 and not cue.passive:
            return self._on_trial(cue) or self._head_of_relative(cue, subject)
        if cue.clitic is not None and cue.group.slots != ("inf",):
            return one(self._meant_by(cue.clitic))
        own = subject.rule != "spoken"
        relative = self._head_of_relative(cue, subject) if own else ()
        if relative and subject.rule == "inverted":
            return relative  # what stands behind is the subject
        for slot in cue.group.slots:
            found = self._slot(cue, slot)
            if found:
                return found
            if found is not None:
                break
        if cue.form == "first" and "object" in cue.group.slots:
            return self._shown(cue)
        return relative or self._fronted(cue, subject)

    def _shown(self, cue: Cue) -> tuple[Target, ...]:
        """What a speaker only points at: "we reject this deal"."""
        i = self._over_adverbs(cue.last + 1)
        return self.in_phrase(i, self._end(i)) if self._view.tag(i) == "D" else ()

    def _fronted(self, cue: Cue, subject: Subject) -> tuple[Target, ...]:
        """What stands before the subject: "On the tax, the party is divided"."""
        view, first = self._view, subject.first
        if cue.form == "predicate" and subject.rule == "inverted" and cue.first == 0:
            return one(self._antecedent(0))  # "Contrari i Verdi."
        if subject.rule not in {"plain", "parenthesis", "inverted"}:
            return ()
        end = (cue.start if subject.rule == "inverted" else first) - 1
        while view.tag(end) in ",DB":
            end -= 1
        start = self._phrases.start_of(end, 0) if end > 0 else -1
        opens = start == 0 or view.tag(start - 1) in ";:C."
        own = any(view.word(start) in self._words.slot_words(slot) for slot in cue.group.slots)
        if not (own and opens and view.tag(start) in "EF") or self._names_only(start + 1, end):
            return ()
        return self._anaphor(start + 1) or self.in_phrase(start + 1, end)

    def _names_only(self, first: int, last: int) -> bool:
        """True for a phrase that is a name alone: "In Paris, X ..." tells where."""
        return first in self._view.actors and self._view.actors[first][1] >= last

    def _meant_by(self, clitic: int) -> Target | None:
        """What an object pronoun stands for: a topic, or the person named last."""
        topic = self._antecedent(clitic)
        unsure = topic is None or topic.competing
        return (self._person_at(clitic) or topic) if unsure else topic

    def _person_at(self, clitic: int) -> Target | None:
        """The person an object pronoun stands for: "il l'a soutenu"."""
        gender = self._words.person_clitics.get(self._view.word(clitic))
        return None if gender is None else self._person(gender)

    def _head_of_relative(self, cue: Cue, subject: Subject) -> tuple[Target, ...]:
        """What a relative clause is about: "the plan | that X rejects"."""
        view = self._view
        k = cue.start - 1 if subject.rule == "inverted" else subject.first - 1
        if view.tag(k) == "C":
            k = self._relative_before(k)
        led = view.phrase_before(k + 1, self._words.phrases["slot_relatives"])
        direct = "object" in cue.group.slots
        if led and not direct:
            k -= led - 1
        elif not direct or view.word(k) not in self._words.sets["object_relatives"]:
            return ()
        end = k - 2 if view.tag(k - 1) == "," else k - 1
        if end < 0 or view.tag(end) not in "wW#" or self._tells(end):
            return ()
        first = self._phrases.start_of(end, 0)
        while first < end and view.tag(first - 1) in "HU":
            first += 2 if view.tag(first + 1) in "EF" else 1  # "spoke of | the bridge, which"
        return self.in_phrase(first, end)

    def _relative_before(self, i: int) -> int:
        """The relative that two clauses share: "the treaty that X proposed | and | Y rejects"."""
        view, k = self._view, i - 1
        while k > 0 and i - k < MAX_GAP and view.tag(k) in "wWDB'HUO":
            k -= 1
        return k

    def _tells(self, i: int) -> bool:
        """True for a verb before "that", which makes no relative of it."""
        sets = self._words.sets
        return self._view.word(i) in sets["reports"] | sets["suppositions"]

    def _on_trial(self, cue: Cue) -> tuple[Target, ...]:
        """The object of a verb that judges, before its verdict or behind it."""
        first = self._over_adverbs(cue.first + 1)
        if first >= cue.verdict - 1 and self._view.tag(first) != "W":
            behind = self._over_adverbs(cue.last + 1)
            return (self._object(behind) or ()) if self._view.tag(behind) == "D" else ()
        return self.in_phrase(first, min(self._end(first), cue.verdict - 1))

    def behind_verdict(self, i: int) -> tuple[Target, ...]:
        """An infinitive or a clause behind a verdict: "it is a mistake to ban ..."."""
        i = self._over_adverbs(i)
        if self._view.word(i) in self._words.sets["links"] and self._infinitive(i + 1):
            return self.action(i + 1)
        if self._infinitive(i):
            return self.action(i)
        return self.clause(i) if self._view.tag(i) == "T" else ()

    def understood(self, cue: Cue) -> tuple[Target, ...]:
        """The topic of the words before, for a verdict without a subject: "es un error"."""
        opens = cue.start == 0 or self._view.tag(cue.start - 1) in ".,;:("
        return one(self._antecedent(cue.start)) if opens else ()

    def phrase_behind(self, preposition: int) -> tuple[Target, ...]:
        """What the phrase behind the preposition of a slot names."""
        return self._behind(preposition)

    def _slot(self, cue: Cue, slot: str) -> tuple[Target, ...] | None:
        """The filling of one slot; None when the slot is not there."""
        view = self._view
        i = self._over_adverbs(cue.last + 1)
        if view.word(cue.last + 1) in self._words.sets["particles"]:
            return None  # "backed away from it"
        if slot == "object":
            i = self._over_result(i)
            asked = self._asked_of(i) if cue.group.demand else None
            return asked or self._object(i, asked=cue.group.demand)
        if slot == "addressed":
            return self._object_behind_addressee(i)
        if slot == "bare":
            return one(self._antecedent(cue.start)) if view.tag(i) in ".,;CS" else None
        if slot == "that":
            opener = next((j for j in range(i, i + MAX_GAP) if view.tag(j) in "T,;:.R"), i)
            found = self.clause(opener) if view.tag(opener) == "T" else None
            impersonal = cue.form == "impersonal"
            return found and tuple(replace(t, done=t.done or impersonal) for t in found)
        if slot == "inf":
            marked = view.word(i) in self._words.sets["infinitive_marks"]
            return self.action(i + marked) if self._infinitive(i + marked) else None
        at = self._preposition(self._over_tally(i), self._words.slot_words(slot))
        others = at is not None and at > cue.last + 1  # "wants X to talk", not "wants to talk"
        return None if at is None else self._behind(at, asked=cue.group.demand and others)

    # ------------------------------------------------------------------ objects

    def _object(self, i: int, *, asked: bool = False) -> tuple[Target, ...] | None:
        view = self._view
        anaphor = self._anaphor(i)
        if anaphor is not None:
            return anaphor
        partitive = view.word(i) in self._words.sets["links"] and not self._infinitive(i + 1)
        if i >= len(view) or (view.tag(i) not in "DwW#'" and not partitive):
            return None
        if self._infinitive(i):
            return self.action(i, asked=asked)
        i += partitive and view.tag(i) == "E" and view.tag(i - 1) == "B"  # "pas | de | fête"
        return self.in_phrase(i, self._end(i))

    def _asked_of(self, i: int) -> tuple[Target, ...] | None:
        """The topic of what somebody is to do: "called for the union | to lift the embargo"."""
        view = self._view
        if view.tag(i) not in "DwW":
            return None
        mark = self._phrases.end_of(i, len(view) - 1) + 1
        marked = view.word(mark) in self._words.sets["infinitive_marks"]
        if not marked or not self._infinitive(mark + 1):
            return None
        return tuple(t for t in self.action(mark + 1, asked=True) if t.how in NAMED)

    def _object_behind_addressee(self, i: int) -> tuple[Target, ...] | None:
        """The object behind the one who is asked: "ha chiesto alla Francia il ritiro"."""
        view = self._view
        if view.word(i) not in self._words.sets["addressing"]:
            return None
        end = self._phrases.end_of(i + 1, len(view) - 1)
        act = next((k for k in range(i + 2, end + 1) if self._act_begins(k)), None)
        if act is not None:
            return self.action(act, asked=True)
        following = end + 2 if view.tag(end + 1) == "," else end + 1
        return self._object(following) if view.tag(following) == "D" else None

    def _act_begins(self, i: int) -> bool:
        """True for the infinitive behind who is asked: "al gobierno di | ritirare la legge"."""
        view, sets = self._view, self._words.sets
        if not self._infinitive(i) or view.tag(i - 1) == "D":
            return False
        marked = view.word(i - 1) in sets["infinitive_marks"]
        return marked or view.word(i) in sets["do"] | sets["undo"]

    # ------------------------------------------------------------------ behind prepositions

    def _over_tally(self, i: int) -> int:
        """The word behind a count of votes: "votó en contra | con 90 votos frente a 12 | de"."""
        view = self._view
        if view.tag(i) not in "EF" or view.tag(i + 1) != "#":
            return i
        j = i + 1
        while j < min(len(view), i + MAX_GAP) and view.tag(j) in "#wEFCD":
            if view.tag(j) in "EF" and view.tag(j + 1) == "D":
                return j
            if view.word(j) in self._words.sets["links"] and view.tag(j + 1) != "#":
                return j
            j += 1
        return i

    def _over_result(self, i: int) -> int:
        """The word behind a result between commas: "a rejeté | , par 187 voix contre 142, | le"."""
        view = self._view
        if view.tag(i) != "," or view.tag(i + 1) not in "EF" or view.tag(i + 2) != "#":
            return i
        end = next((k for k in range(i + 2, i + MAX_GAP) if view.tag(k) not in "#wEFC"), i)
        return end + 1 if view.tag(end) == "," else i

    def _preposition(self, i: int, opening: frozenset[str]) -> int | None:
        """Where the slot's preposition stands: at `i`, or further on before an infinitive."""
        view = self._view
        if view.word(i) in opening:
            return i
        for j in range(i + 1, min(i + MAX_GAP, len(view))):
            not_to = self._negation(j) and view.word(j + 1) in opening
            if view.tag(j) in ".;:()TRSUO" or (self._negation(j) and not not_to):
                return None
            led = view.word(j - 1).endswith(self._words.to_endings)  # "referring to"
            if view.word(j) in opening and self._infinitive(j + 1) and not led:
                return j
        return None

    def _negation(self, i: int) -> bool:
        return self._view.word(i) in self._words.sets["negations"]

    def _behind(self, at: int, *, asked: bool = False) -> tuple[Target, ...]:
        view = self._view
        i = self._over_adverbs(at + 1)
        pronoun = view.word(at + 1) in self._words.sets["anaphoric_clitics"]
        if pronoun and self._pronoun_at(at + 1) and self._infinitive(at + 1):
            return self.action(at + 1, asked=asked)  # "d'y participer"
        before = self._negation(at - 1) and view.tag(at - 2) in "wW"  # "urged X not to"
        if before or any(self._negation(k) for k in range(at + 1, i)):
            negated = self._forgone(i, asked=asked) if self._infinitive(i) else ()
            return tuple(replace(t, negated=True) for t in negated)
        anaphor = self._anaphor(i)
        if anaphor is not None:
            return anaphor
        if self._infinitive(i):
            return self.action(i, asked=asked)
        if view.tag(i) == "T":
            return self.clause(i)
        found = self.in_phrase(i, self._end(i)) if view.tag(i) in "DwW#'E" else ()
        others = self._list_goes_on(i, view.words[at])
        return (tuple(t for t in found if t.how != "free") if others else found) + others

    def _forgone(self, i: int, *, asked: bool) -> tuple[Target, ...]:
        """What is not to be done; an end of something in its own words: "not to | close the mine"."""
        found = self.action(i, asked=asked)
        if found and all(t.how == "free" and t.flipped for t in found):
            return tuple(replace(t, done=True) for t in self.free(i, self._end(i)))
        return found

    def _list_goes_on(self, i: int, preposition: str) -> tuple[Target, ...]:
        """The later members of a list: "à la réforme, au budget et à la direction de X"."""
        view, found = self._view, tuple[Target, ...]()
        end = self._end(i)
        same = {
            w for slot in self._words.prepositions.values() if preposition in slot for w in slot
        }
        while view.tag(end + 1) == "," and view.word(end + 2) in same:
            i = end + 3
            end = self._end(i)
            found += tuple(t for t in self.in_phrase(i, end) if t.how == "topic")
        return found

    # ------------------------------------------------------------------ subjects of passives

    def subject_of(self, cue: Cue) -> tuple[Target, ...]:
        """The subject of a passive or of a judgement: "the plan was rejected by ..."."""
        end = cue.start - 1
        if self._view.tag(end) == ",":
            end -= 1
        joined = self._joined(end) if self._view.tag(end) == "C" and cue.passive else None
        if joined is not None:
            return self.subject_of(replace(cue, start=joined))
        relative = self._view.word(end) in self._words.sets["relatives"]
        if relative and self._view.tag(end - 1) in "wW#,":
            end -= 2 if self._view.tag(end - 1) == "," else 1
        elif self._view.tag(end) in "TDN":
            return self._pronoun(end)
        if end < 0 or self._view.tag(end) not in "wW#'" or self._told_before(end + 1, 1):
            return ()
        first = self._over_act(self._phrases.start_of(end, 0))
        opens = first == 0 or self._view.tag(first - 1) in ",;:.CTS-("
        opens = opens or self._told_before(first) or self._sided(first)
        if self._view.tag(first) in "EF" or not opens:
            return ()
        return self._anaphor(first) or self.in_phrase(first, end)

    def _over_act(self, first: int) -> int:
        """Where the noun of an act begins whose object does at `first`: "a plan to close | it"."""
        view, marks = self._view, self._words.sets["infinitive_marks"]
        act = view.word(first - 2) in marks and self._infinitive(first - 1)
        noun = act and view.tag(first) == "D" and view.tag(first - 3) == "w"
        return self._phrases.start_of(first - 3, 0) if noun else first

    def _sided(self, first: int) -> bool:
        """True behind whose view it is: "For X | the plan is"."""
        near = range(max(0, first - MAX_TOLD), first)
        views = self._words.phrases["viewpoints"]
        return any(self._view.phrase(k, views) and self._view.tag(k - 1) in ".;:" for k in near)

    def _joined(self, conjunction: int) -> int | None:
        """The participle another is joined to: ", | wanted by X and | rejected by Y"."""
        view = self._view
        for k in range(conjunction - 1, max(0, conjunction - MAX_GAP), -1):
            if view.tag(k) in ",;:.(":
                agent = view.word(k + 2) in self._words.sets["agents"]
                return k + 1 if agent and view.tag(k + 1) == "w" else None
        return None

    def _told_before(self, i: int, far: int = MAX_TOLD) -> bool:
        """True behind a report verb and whom it may tell: "told the paper | the plan"."""
        before = range(max(0, i - far), i)
        return any(self._view.word(k) in self._words.sets["reports"] for k in before)

    def _pronoun(self, i: int) -> tuple[Target, ...]:
        """What a lone "this", "that" or "it" at `i` stands for, as a subject."""
        if self._view.word(i) not in self._words.sets["anaphors"] or self._view.tag(i) == "N":
            return ()  # "it" may stand for anything
        return tuple(replace(t, distance=2) for t in one(self._antecedent(i)))
