"""Whose stand it is: the subject before a verb group, or the agent of a passive."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.people import People
from bot.reading.positions.cues import Cue
from bot.reading.positions.fronted import Fronted
from bot.reading.positions.groups import Groups
from bot.reading.positions.holder import Holder
from bot.reading.positions.holders import Holders
from bot.reading.positions.phrases import Phrases
from bot.reading.positions.pronouns import Pronouns
from bot.reading.positions.subject import Subject
from bot.reading.positions.view import View
from bot.reading.positions.voices import Voices
from bot.reading.positions.words import PositionWords

MAX_APPOSITION = 8  # words
MAX_REPORT = 9  # words between a report verb and "that he"
MAX_TOLD = 3  # ... and a bare "he"


class Subjects:
    """Finds subjects in one view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        holders: Holders,
        people: People,
        voices: Voices,
    ) -> None:
        self.view = view
        self.words = words
        self._people = people
        self._voices = voices
        self._holders = holders
        self.phrases = Phrases(view, words, holders)
        self._pronouns = Pronouns(view, words, people, holders)
        self._fronts = Fronted(view, words, self.phrases)
        self._groups = Groups(view, words, self.phrases)

    def of(self, cue: Cue) -> Subject | None:
        """Who takes the stand of `cue`; None when the sentence does not name them."""
        if cue.form == "first" or self._first_person(cue):
            return self.speaker(cue.first)
        if cue.form == "gerund" and cue.start == cue.first:
            return self._opening(self._sentence_floor(cue.start), cue.start)
        if cue.passive:
            return self._agent(cue)
        if cue.start == 0 and cue.form == "predicate":
            holders, at = self._fronts.holders(cue)
            return Subject(holders, "inverted", at) if holders else None
        return (
            self.excepted(cue)
            or self.before(cue.start)
            or self._spoken_for(cue)
            or self._inverted(cue)
        )

    def excepted(self, cue: Cue) -> Subject | None:
        """Who is excepted from the group that takes the stand: "all favour it except X"."""
        floor = self.floor(cue.start)
        found = self._groups.excepted(floor, cue.start - 1, cue.last + 1)
        return Subject(tuple(found), "group", floor, inverted=True) if found else None

    def spoken(self, cue: Cue) -> Subject | None:
        """Whose words hold a cue that has no holder in its own sentence."""
        place = self.view.place(cue.first, cue.last)
        holder = self._voices.at(place) if cue.group.quoted else self._voices.said(place)
        return None if holder is None else Subject((holder,), "spoken", cue.start)

    def _first_person(self, cue: Cue) -> bool:
        """True for "estamos dispuestos", which needs no pronoun."""
        helpers = self.words.sets["first_helpers"]
        return any(self.view.word(j) in helpers for j in range(cue.start, cue.first))

    def _spoken_for(self, cue: Cue) -> Subject | None:
        """A speaker who speaks for "our country" or "the government", the subject of the cue."""
        view, j = self.view, cue.start - 1
        if view.word(j) not in self.words.sets["own"] or view.tag(j - 1) != "D":
            return None
        j -= 2 if view.tag(j - 2) == "D" else 1  # "il suo gruppo"
        reports = self.words.sets["reports"]
        if view.tag(j - 1) not in ".,;:TSC-(" and view.word(j - 1) not in reports:
            return None
        told = view.tag(j - 1) == "T" and view.word(j - 2) in reports
        return self.spoken(cue) or (self.reporter(j - 2) if told else None)

    def _inverted(self, cue: Cue) -> Subject | None:
        """A subject behind its verb: "the plan that | defends | the minister", "se opuso X a"."""
        view = self.view
        relative = view.word(cue.start - 1) in self.words.sets["object_relatives"]
        relative = relative and not self.words.bare_nouns  # English: "that backs X" tells of X
        led = view.phrase_before(cue.start, self.words.phrases["slot_relatives"])
        relative = relative or led > 0
        opened = view.tag(cue.start - 1) in ".;:,(-" or self._fronts.slot_opens(cue)
        if not relative and (not opened or not self.words.inverts):
            return None
        i = cue.last + 1
        while view.tag(i) in "BM" and view.word(i) not in self.words.pairs:
            i += 1
        found, last = self.phrases.pair_after(i, len(view) - 1)
        if not found:
            found, last = self.phrases.named_after(i)
        if not found or (relative and not led and view.tag(cue.start - 2) not in "wW#,"):
            return None
        following = view.tag(last + 1)
        ends = "TEF,." if cue.clitic is not None or view.tag(cue.start - 1) in "wW" else "TEF"
        if not relative and following not in ends:
            return None
        return Subject(tuple(found), "inverted", i)

    def subject_at(self, verb: int) -> Subject | None:
        """The subject of the verb at `verb`, whose helpers stand before it."""
        while verb > 0 and self.view.tag(verb - 1) in "BHU":
            verb -= 1
        return self.before(verb)

    def speaker(self, i: int) -> Subject | None:
        """Who says "I" or "we" at `i`."""
        holder = self._voices.at(self.view.place(i, i))
        return None if holder is None else Subject((holder,), "quoted", i)

    def before(self, i: int) -> Subject | None:
        """The subject of the verb group that begins at `i`."""
        floor = self.floor(i)
        grouped = self._groups.before(floor, i - 1)
        if grouped is not None:
            holders, inverted = grouped
            return Subject(tuple(holders), "group", floor, inverted=inverted) if holders else None
        j = i - 1
        if j < floor:
            return self._opened(floor)
        tag = self.view.tag(j)
        if tag == "N":
            return self._pronoun(j)
        if tag == "R" or (tag in "TF" and self._relative(j)):
            return self._antecedent(j)
        if tag in ",)-":
            return self._before_parenthesis(j, floor)
        if tag == "C":
            opened = self._sentence_floor(i)
            return self._opening(opened, i) or self._titled(opened)
        found = self.phrases.holders_before(j, floor)
        if found:
            first = found[0].first
            return Subject(tuple(found), "plain", first, negated=self._neither(first, floor))
        return None

    def floor(self, i: int) -> int:
        """The first word of the clause that holds `i`."""
        view, k = self.view, i - 1
        adversatives = self.words.sets["adversatives"]
        while k >= 0:
            tag = view.tag(k)
            if tag in ";:." and not (tag == "." and self._abbreviation(k)):
                break
            if tag in "TS" and k < i - 1 and not self._opens_insertion(k, i):
                break
            if view.words[k] in adversatives:
                break
            k -= 1
        return k + 1

    def _opens_insertion(self, k: int, i: int) -> bool:
        """True where the opener at `k` begins an insertion before word `i`, or an example."""
        view = self.view
        set_off = view.tag(k - 1) in ",-("
        if self._relative(k) and (set_off or self._inside(k, i)):
            return True
        if view.tag(k) == "S" and set_off and view.tag(i - 1) == ",":
            return True
        return view.phrase(k, self.words.phrases["examples_of"]) > 0

    def _inside(self, k: int, i: int) -> bool:
        """True for a relative at `k` in an insertion: ", a body that advises the state, | backs"."""
        tags = self.view.tags
        if tags[i - 1 : i] != "," or self.view.word(k - 1) in self.words.sets["reports"]:
            return False
        return "," in tags[:k] and tags[k - 1] in "wW"

    def _sentence_floor(self, i: int) -> int:
        """As `floor`, over "but": a subject goes on behind it."""
        floor = self.floor(i)
        while floor > 0 and self.view.word(floor - 1) in self.words.sets["adversatives"]:
            floor = self.floor(floor - 1)
        return floor

    def _abbreviation(self, k: int) -> bool:
        view = self.view
        inside = 0 < k < len(view) - 1 and view.tag(k - 1) in "wW"
        return inside and view.starts[k] == view.ends[k - 1]

    def _neither(self, first: int, floor: int) -> bool:
        neither = self.words.sets["neither"]
        return any(self.view.word(k) in neither for k in range(max(floor, first - 2), first))

    # ------------------------------------------------------------------ other clauses

    def _opened(self, floor: int) -> Subject | None:
        """No word between the clause's opener and the verb: "X said that (it) supports"."""
        opener = floor - 1
        if opener < 0 or self.view.tag(opener) not in "TS":
            return None
        return self._antecedent(opener) if self._relative(opener) else None

    def _relative(self, j: int) -> bool:
        return self.view.word(j) in self.words.sets["relatives"]

    def _antecedent(self, j: int) -> Subject | None:
        """Whom a relative pronoun at `j` stands for: the phrase that ends before it."""
        k = j - 1
        if self.view.tag(k) == ",":
            k -= 1
        elif self.view.word(k) in self.words.sets["reports"]:
            return self.reporter(k)
        if self.view.tag(j) == "F" or k < 0:
            return None
        if self.view.tag(k) == "D" and self.view.tag(k - 1) == ",":
            return self._before_parenthesis(k - 1, self.floor(k))  # "X, ..., the one who"
        found = self.phrases.holders_before(k, self.floor(k)) or self.phrases.governed_before(k)
        if not found:
            return None
        return Subject((found[-1],), "relative", found[0].first)

    def reporter(self, k: int) -> Subject | None:
        """The subject of the report verb at `k`."""
        start = k
        while start > 0 and (
            self.view.tag(start - 1) in "BHU"
            or self.view.word(start - 1) in self.words.sets["clitics"]
        ):
            start -= 1
        found = self.before(start)
        return None if found is None else replace(found, rule="report")

    def _before_parenthesis(self, j: int, floor: int) -> Subject | None:
        """The phrase before an insertion: "X, present in Paris, supports"; or before a lone comma."""
        view = self.view
        opening = "(" if view.tag(j) == ")" else view.tag(j)
        for k in range(j - 1, floor, -1):
            if view.tag(k) == opening and self._parenthesis(k + 1, j - 1):
                several = self.phrases.holders_before(k - 1, floor)
                if len(several) > 1:  # "X and the Union (U) support", "X e Y, invece, sostengono"
                    return Subject(tuple(several), "parenthesis", several[0].first)
                listed = self.phrases.listed(k, j, floor)
                if listed:
                    return Subject(tuple(listed), "parenthesis", listed[0].first)
                holder = self._with_apposition(k, j, floor)
                if holder is not None:
                    return Subject((holder,), "parenthesis", holder.first)
        if opening != "," or "," in view.tags[floor:j]:
            return None
        found = self.phrases.holders_before(j - 1, floor)
        if not found or found[0].first > floor:
            return None
        return Subject(tuple(found), "parenthesis", floor)

    def _with_apposition(self, k: int, j: int, floor: int) -> Holder | None:
        """Who a phrase and its insertion name: in "Slovakia's prime minister, X," X, for Slovakia."""
        found = self.phrases.holders_before(k - 1, floor)
        holder = found[-1] if found else None
        first = self.phrases.start_of(k - 1, floor)
        person = self._person_alone(k + 1, j - 1)
        if person is None:
            return self._explained(holder, first, k + 1, j - 1)
        if holder is not None and holder.kind == "person":
            return holder
        told = self.words.bare_nouns and self.view.tag(first) == "D"  # "her rival, X,"
        if holder is None and not (told or self._holders.has_office(self.view, first, k - 1)):
            return None
        country = holder.country if holder else None
        return replace(person, country=person.country or country, first=first)

    def _explained(self, holder: Holder | None, start: int, first: int, last: int) -> Holder | None:
        """The body an insertion names, "its owner, the fund X,"; or a name it calls a body."""
        if holder is None:
            found = self._holders.read(self.view, first, last)
            if found is None or self.view.tag(start) != "D":
                return None
            named = found.kind == "unknown" and " " in found.name  # "the head of the club, X Y,"
            return found if named or found.kind == "body" else None
        body = holder.kind == "unknown" and self._holders.head(self.view.word(last))
        return replace(holder, kind="body") if body else holder

    def _person_alone(self, first: int, last: int) -> Holder | None:
        """The person that is all an insertion names."""
        if last - first > MAX_APPOSITION or any(
            t in "HUONTR" for t in self.view.tags[first : last + 1]
        ):
            return None
        found = self._holders.read(self.view, first, last)
        return found if found is not None and found.kind == "person" else None

    def _parenthesis(self, first: int, last: int) -> bool:
        """True for words without a finite verb of their own, or a relative clause."""
        view = self.view
        if first > last:
            return False
        if first == last and view.tag(first) == "N":
            return True  # "X, elle, juge"
        if view.tag(first) == "S":
            return True  # "X, when asked, rejected"
        for i in range(first, last + 1):
            if view.tag(i) == "R" or (i == first and self._relative(i)):
                return True
            if view.tag(i) in "HUON":
                return False
        return True

    def _opening(self, floor: int, i: int) -> Subject | None:
        """Behind "and", or of a participle clause: the subject that opens the sentence goes on."""
        view = self.view
        if view.tag(floor) == "N" and view.word(floor) not in self.words.sets["first_person"]:
            return self._pronoun(floor)
        for k in range(floor, min(i, floor + 8)):
            if k in view.actors:
                end = view.actors[k][1]
                while view.tag(end + 1) in "wW" and end + 1 < i and self._name_follows(end + 1):
                    end = view.actors[self._name_at(end + 1)][1]
                if view.said(k, end).isupper() and "-" in view.tags[end : end + 9]:
                    return None  # "LEEDS, England - ": where a report comes from
                holder = self._holders.read(view, floor, end)
                following = view.tag(end + 1)
                if (
                    holder is None
                    or following in "'C"
                    or view.word(end + 1) in self.words.sets["links"]
                ):
                    return None
                return Subject((holder,), "same", floor)
            if view.tag(k) in "EF,":
                return None
        return None

    def _titled(self, floor: int) -> Subject | None:
        """The body with a long name that opens a sentence: "The Nurses' Federation ... and"."""
        end = floor
        while self.view.tag(end + 1) in "W'":
            end += 1
        found = (
            self._holders.read(self.view, floor, end) if "'" in self.view.tags[floor:end] else None
        )
        titled = found is not None and found.kind == "body"
        return Subject((found,), "same", floor) if found and titled else None

    def _name_follows(self, k: int) -> bool:
        """True when a name goes on the phrase within two words: "Republican nominee X"."""
        return self._name_at(k) >= 0

    def _name_at(self, k: int) -> int:
        return next((n for n in range(k, k + 3) if n in self.view.actors), -1)

    # ------------------------------------------------------------------ pronouns

    def _pronoun(self, j: int) -> Subject | None:
        if self.view.word(j) in self.words.sets["first_person"]:
            return self.speaker(j)
        verb = self.report_verb(j)
        if verb is not None:
            found = self.reporter(verb)
            agrees = found and self._pronouns.agrees(found.holders[0], self._pronouns.gender(j))
            return found if agrees else None
        person = self._pronouns.person(j)
        return None if person is None else Subject((person,), "pronoun", j)

    def report_verb(self, j: int) -> int | None:
        """The report verb before a subject at `j`: "said that he", "told reporters he"."""
        reports, that = self.words.sets["reports"], self.view.tag(j - 1) == "T"
        far = MAX_REPORT if that else MAX_TOLD
        for k in range(j - 1, max(-1, j - 1 - far), -1):
            if self.view.word(k) in reports:
                return k
            if self.view.tag(k) not in "TwWDEFM#B":
                return None
        return None

    def possessor(self, j: int) -> Holder | None:
        """Whom "her" or "its" at `j` stands for."""
        return self._pronouns.owner(j)

    # ------------------------------------------------------------------ passives

    def _agent(self, cue: Cue) -> Subject | None:
        """Who did it, behind a passive: "was rejected by Turkey"."""
        view = self.view
        behind = cue.last if cue.verdict < 0 else cue.first
        for k in range(behind + 1, min(len(view), behind + 9)):
            if view.tag(k) in ".;:,":
                return None
            if view.word(k) in self.words.sets["agents"]:
                found, _ = self.phrases.holders_after(k + 1, len(view) - 1)
                found = found or self._groups.examples_after(k + 1)
                return Subject(tuple(found), "agent", k) if found else None
        return None
