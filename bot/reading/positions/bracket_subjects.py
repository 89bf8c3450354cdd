"""Subjects of a verb-second language, by place and case."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.people import People
from bot.reading.positions.bracket import BracketFinder
from bot.reading.positions.cues import Cue
from bot.reading.positions.groups import Groups
from bot.reading.positions.holder import Holder
from bot.reading.positions.holders import Holders
from bot.reading.positions.lone import LoneNames
from bot.reading.positions.pronouns import MAX_BACK
from bot.reading.positions.sayings import Sayings
from bot.reading.positions.subject import Rule, Subject
from bot.reading.positions.subjects import Subjects
from bot.reading.positions.view import View
from bot.reading.positions.voices import Voices
from bot.reading.positions.words import PositionWords


class BracketSubjects(Subjects):
    """Finds subjects in one German view."""

    def __init__(
        self,
        view: View,
        words: PositionWords,
        holders: Holders,
        people: People,
        voices: Voices,
    ) -> None:
        super().__init__(view, words, holders, people, voices)
        self._finder = BracketFinder(view, words)
        self._members = Groups(view, words, self.phrases)
        self._lone = LoneNames(view, words, people.words.name_particles, holders.office)
        self._sayings = Sayings(view, words, self._of_report, self._clause)

    def of(self, cue: Cue) -> Subject | None:
        """Who takes the stand of `cue`."""
        if cue.passive:
            return self._agent_in(cue)
        if cue.group.concerned:
            return self._concerned(cue)
        return self.of_verb(cue.finite, cue.end) or self._behind_group(cue) or self._listed(cue)

    def _behind_group(self, cue: Cue) -> Subject | None:
        """The members named of a group behind the verb: "Dafür stimmten alle außer X"."""
        grouped = self._members.before(cue.finite + 1, cue.end)
        if grouped is None or not grouped[0]:
            return None
        return Subject(tuple(grouped[0]), "group", cue.finite + 1, inverted=grouped[1])

    def speaker(self, i: int) -> Subject | None:
        """Who says "ich" or "wir" at `i`, or what else stands there."""
        return super().speaker(i) or self._introduced(i) or self._sayings.speaker(i)

    def _introduced(self, i: int) -> Subject | None:
        """The name in front of a colon that opens the sentence: "X: Wir fordern ..."."""
        view = self.view
        colon = self._finder.clause_start(i) - 1
        if colon < 1 or view.tag(colon) not in ",:" or 0 not in view.actors:
            return None
        found = self._holders.read(view, 0, colon - 1) if view.actors[0][1] == colon - 1 else None
        return None if found is None else Subject((found,), "quoted", 0)

    def _listed(self, cue: Cue) -> Subject | None:
        """The members of a group that the sentence names behind a colon."""
        view = self.view
        colon = next((i for i in range(cue.end + 1, len(view)) if view.tag(i) == ":"), None)
        if colon is None or not view.word(cue.finite).endswith(self.words.plural_endings):
            return None
        found = self.phrases.holders_in(colon + 1, len(view) - 2)
        return Subject(tuple(found), "group", colon) if len(found) > 1 else None

    def of_claim(self, cue: Cue) -> Subject | None:
        """Who judges in the clause itself, or says it."""
        if self.view.word(cue.finite) in self.words.sets["judging"]:
            start = self._finder.clause_start(cue.finite)
            helper = self.view.tags.find("H", start, cue.finite)  # "hat das Gesetz falsch genannt"
            return self.of_verb(helper if helper >= 0 else cue.finite, cue.end)
        return self.speaker(cue.first) or self.spoken(cue) or self._sourced() or self._unmarked(cue)

    def _sourced(self) -> Subject | None:
        """The lone name behind "laut", which no phrase of its own makes a holder."""
        view = self.view
        for i in range(len(view)):
            size = view.phrase(i, self.words.phrases["sources"])
            lone = self._lone.at(i + size) if size else None
            if lone is not None:
                return Subject((lone,), "report", lone.first)
        return None

    def _unmarked(self, cue: Cue) -> Subject | None:
        """Who was last named, where the mood of the verb alone tells that somebody is reported."""
        unmarked = self.view.word(cue.finite) in self.words.sets["reported"]
        if not unmarked or self._sayings.reported:
            return None
        start = self.view.span.start
        person = self._people.before(start)
        if person is None:
            return None
        last = max(s for s in person.mentions if s.start < start)
        if start - last.start > MAX_BACK:
            return None
        return Subject((self._holders.of_person(person, last),), "spoken", cue.start)

    def _pronoun(self, j: int) -> Subject | None:
        """As in other languages; in reported speech "er" is who reports."""
        view = self.view
        gender = self._people.words.pronouns.gender(view.word(j))
        reported = view.tag(j - 1) in "T,:" and j > 1
        if gender is not None and reported:
            found = self._sayings.speaker(j)
            if found is not None and self._pronouns.agrees(found.holders[0], gender):
                return replace(found, rule="report")
        return super()._pronoun(j)

    def subject_at(self, verb: int) -> Subject | None:
        """The subject of the verb at `verb`, finite or with its helper."""
        return self._of_report(verb)

    def _clause(self, i: int) -> tuple[int, int]:
        return self._finder.clause_start(i), self._finder.clause_end(i)

    def _of_report(self, verb: int) -> Subject | None:
        """The subject of a report verb, or of the helper its participle stands with."""
        first, last = self._clause(verb)
        own = self.view.find(first, last, self.words.sets["first_person"])
        if own is not None:
            return super().speaker(own)
        helper = next((i for i in range(first, verb) if self.view.tag(i) == "H"), verb)
        pair = self._lone.pair(verb, last)
        if pair is not None:
            return Subject((pair,), "verb-second", pair.first)
        if first == verb and self.view.tag(verb - 1) == "," and self.view.tag(verb + 1) in "DWN":
            lone = self._lone.after(verb, last)
            if lone is not None:
                return Subject((lone,), "verb-second", lone.first)
            return self._in_field(verb + 1, last, "verb-second")
        return self.of_verb(helper, last)

    def of_verb(self, finite: int, end: int) -> Subject | None:
        """The subject of the finite verb at `finite` whose clause ends at `end`."""
        start = self._finder.clause_start(finite)
        if self._is_final(start, finite, end):
            return self._of_final(start, finite)
        return self._of_second(start, finite, end)

    def _is_final(self, start: int, finite: int, end: int) -> bool:
        """True when a word that opens a subordinate clause stands before it."""
        view = self.view
        opens = self._opens(start) or (
            view.tag(start - 1) == "," and start > 0 and self._is_relative(start)
        )
        last = finite == end or view.tag(finite + 1) in "HUO"
        return opens and last and finite > start + 1 and view.tag(end + 1) in ".,;:-)CT"

    def _is_relative(self, i: int) -> bool:
        sets, word = self.words.sets, self.view.word(i)
        return word in sets["nominative_relatives"] or word in sets["oblique_relatives"]

    def _opens(self, i: int) -> bool:
        return self.view.tag(i) in "TSR" or self.view.word(i) in self.words.sets["final_openers"]

    def _of_final(self, start: int, finite: int) -> Subject | None:
        view = self.view
        before = start - 2
        if not self._opens(start) and view.word(start) in self.words.sets["nominative_relatives"]:
            found = self.phrases.holders_before(before, self._finder.clause_start(before))
            if found:
                return Subject((found[-1],), "relative", found[0].first)
            nearest = self._named_at(before)
            neuter = view.word(start) in self.words.sets["neuter_relatives"]
            fits = nearest is not None and (neuter or nearest.kind == "person")
            if nearest is not None and fits:
                return Subject((nearest,), "relative", nearest.first)
        if view.word(start) in self.words.sets["masculine_relatives"]:
            return None
        lone = self._lone.after(start, finite - 1)
        if lone is not None:
            return Subject((lone,), "verb-final", lone.first)
        return self._in_field(start + 1, finite - 1, "verb-final")

    def _of_second(self, start: int, finite: int, end: int) -> Subject | None:
        if finite == 0:
            return None  # a question, a command
        field = self._field(start, finite)
        if field is not None:
            return field
        if finite > start and self._taken(start, finite - 1):
            return None
        lone = self._lone.after(finite, end)
        if lone is not None:
            return Subject((lone,), "verb-second", lone.first)
        found = self._in_field(finite + 1, end, "verb-second")
        return found or self._shared(start, finite)

    def _field(self, start: int, finite: int) -> Subject | None:
        """The subject before the verb, in front of it or before an insertion."""
        view, before = self.view, finite - 1
        if before >= start:
            grouped = self._members.before(self.floor(finite), before)
            if grouped is not None and grouped[0]:
                return Subject(tuple(grouped[0]), "group", start, inverted=grouped[1])
            if view.tag(before) == "N":
                return self._pronoun(before)
            if view.tag(before) == "C":
                opened = self._opening(self._sentence_floor(finite), finite)
                whole = opened is not None and view.tag(self._behind(opened)) != "W"
                return opened if whole else self._shared(before, finite)
        if view.tag(before) in ",)-":
            inserted = self._inserted(before)
            return inserted or self._before_parenthesis(before, self.floor(finite))
        if before < start:
            return None
        first = start
        while view.tag(first) == "C" and first < before:
            first += 1
        size = view.phrase(first, self.words.phrases["fillers"])
        only = self._holders.read(view, first + size, before) if size else None
        if only is not None:
            return Subject((only,), "plain", first)  # "vor allem Berlin forderte"
        holders = self.phrases.holders_before(before, self.floor(finite))
        holders = holders or self._behind_attribute(first, before)
        if holders and self._nominative(holders):
            negated = self._neither(holders[0].first, start)
            return Subject(tuple(holders), "plain", first, negated=negated)
        lone = self._lone.before(finite, start)
        return Subject(lone, "plain", lone[0].first) if lone else None

    def _behind_attribute(self, first: int, last: int) -> list[Holder]:
        """The holder behind an attribute with a preposition: "der für X zuständige Minister"."""
        view = self.view
        if view.tag(first) != "D" or view.tag(first + 1) not in "EF":
            return []
        for k in range(last - 1, first, -1):
            if view.tag(k) == "w" and view.tag(k + 1) == "W":
                found = self._holders.read(view, k, last)
                return [] if found is None else [found]
        return []

    def _behind(self, subject: Subject) -> int:
        """The word behind the name of a subject."""
        end = subject.holders[-1].span.end
        return next((i for i, s in enumerate(self.view.starts) if s >= end), len(self.view))

    def _inserted(self, comma: int) -> Subject | None:
        """The person that an insertion names before the verb: "the head of X, Y, demanded"."""
        view = self.view
        at = next((at for at, (_, end) in view.actors.items() if end == comma - 1), None)
        if at is None or view.tag(at - 1) != view.tag(comma):
            return None
        found = self._holders.read(view, at, comma - 1)
        person = found is not None and found.kind == "person"
        return Subject((found,), "parenthesis", at) if found is not None and person else None

    def _shared(self, start: int, finite: int) -> Subject | None:
        """The subject of the clause before, for a verb that goes on with it: "..., und warnte"."""
        if finite - start > 1 or (finite > start and self.view.tag(start) != "C"):
            return None
        last = start - 2 if finite == start else start - 1
        if last < 0:
            return None
        first = self._finder.clause_start(last)
        if self._opens(first):
            return None
        lone = self._lone.opening(first, last)
        if lone is not None:
            return Subject((lone,), "same", lone.first)
        found = self._in_field(first, last, "same")
        return found if found is not None and found.rule in {"same", "pronoun"} else None

    def _named_at(self, end: int) -> Holder | None:
        """The name that ends at `end`, whatever governs it: "the border with X, which ..."."""
        view = self.view
        at = next((at for at, (_, last) in view.actors.items() if last == end), None)
        return None if at is None else self._holders.read(view, at, end)

    def _taken(self, first: int, last: int) -> bool:
        """True when the field before the verb is a phrase that may well be its subject."""
        view = self.view
        while first < last and view.tag(first) in "CBM":
            first += 1
        while first < last and view.tag(last) in "CB":
            last -= 1
        if view.tag(first) == "#" or (
            view.tag(first) == "N" and view.word(first) not in self.words.sets["expletives"]
        ):
            return True
        if any(view.tag(i) == "F" for i in range(first + 1, last)) and view.tag(first) in "DW":
            return True
        if (
            view.tag(first) in "EFBMSRC"
            or view.word(first) in self.words.sets["oblique_articles"]
            or first == last
        ):
            return False
        if any(i in view.topics for i in range(first, last + 1)):
            return False
        if view.phrase(first, self.words.phrases["anaphors"]) > 1:
            return False
        endings = self.words.plural_endings
        plural = view.word(first) in self.words.sets["plural_articles"]
        plural = plural and view.word(last).endswith(endings)
        if plural and not view.word(last + 1).endswith(endings):
            return False  # "die Kontrollen hält X für": what one verb is not the subject of
        thing = view.word(last).endswith(self.words.noun_endings)
        return not thing or self._holders.office(view.word(last))

    def _in_field(self, first: int, last: int, rule: Rule) -> Subject | None:
        """The first holder in a stretch of a clause that no preposition governs."""
        view = self.view
        i, passed = first, False
        while i <= last:
            tag = view.tag(i)
            if tag == "N" and view.word(i) not in self.words.sets["expletives"]:
                return self._pronoun(i)
            if tag in "EF":
                i = self._behind_governed(i, last)
                continue
            if tag in "DW#" or (tag == "w" and i in view.actors):
                found, _ = self.phrases.holders_after(i, last)
                if found and self._nominative(found):
                    return Subject(tuple(found), rule, i)
                end = max(i, self.phrases.end_of(i, last))
                named = self._inserted_at(end + 1, i, rule)
                if named is not None or (not passed and self._somebody(i, end)):
                    return named
                passed = True
                i = end + 1
                continue
            if tag in ",(;:.":
                return self._behind_mark(i, last, rule)
            i += 1
        return None

    def _behind_mark(self, i: int, last: int, rule: Rule) -> Subject | None:
        """The person an insertion names, or who is named behind it."""
        named = self._inserted_at(i, i, rule)
        behind = self._finder.over_insertion(i)
        if named is not None or behind is None:
            return named
        return self._in_field(behind + 1, last, rule)

    def _inserted_at(self, i: int, first: int, rule: Rule) -> Subject | None:
        """The person an insertion opened at `i` names, behind "the head of X" from `first`."""
        behind = self._finder.over_insertion(i)
        found = None if behind is None else self._holders.read(self.view, i + 1, behind - 1)
        person = found is not None and found.kind == "person"
        return Subject((found,), rule, first) if found is not None and person else None

    def _somebody(self, first: int, last: int) -> bool:
        """True for a phrase that is likely the subject itself, though nobody known."""
        view = self.view
        if view.word(first) in self.words.sets["oblique_articles"] or any(
            i in view.topics for i in range(first, last + 1)
        ):
            return False
        if view.tag(first) not in "DW" or view.tag(last) != "W":
            return False
        return not view.word(last).endswith(self.words.noun_endings)

    def _behind_governed(self, i: int, last: int) -> int:
        """The word behind what the preposition at `i` governs, genitives and all."""
        if i >= last:
            return last + 1
        end = self.phrases.end_of(i + 1, last)
        genitives = self.words.sets["genitive_articles"]
        while end < last and self.view.word(end + 1) in genitives and self.view.tag(end) == "W":
            end = self.phrases.end_of(end + 1, last)
        return end + 1

    def _nominative(self, holders: list[Holder]) -> bool:
        first, oblique = holders[0].first, self.words.sets["oblique_articles"]
        return self.view.word(first) not in oblique and self.view.word(first - 1) not in oblique

    def _concerned(self, cue: Cue) -> Subject | None:
        """Whom it goes too far, in the dative or behind "für": "der Partei geht das zu weit"."""
        view, sets = self.view, self.words.sets
        for i in range(self._finder.clause_start(cue.finite), cue.end):
            behind = view.word(i) in self.words.slot_words("für")
            dative = view.word(i) in sets["oblique_articles"] | sets["genitive_articles"]
            if behind or (dative and view.tag(i - 1) not in "EFwW"):
                found, _ = self.phrases.holders_after(i + behind, cue.end)
                if found:
                    return Subject(tuple(found), "plain", i)
        return None

    def _agent_in(self, cue: Cue) -> Subject | None:
        view = self.view
        behind = self._finder.clause_end(cue.end)  # "unterstützt wurden sie von X"
        for k in range(cue.finite + 1, (behind if cue.first < cue.finite else cue.end) + 1):
            if view.word(k) in self.words.sets["agents"]:
                last = cue.first - 1 if cue.first > k else behind
                found, _ = self.phrases.holders_after(k + 1, last)
                if found:
                    return Subject(tuple(found), "agent", k)
        return None
