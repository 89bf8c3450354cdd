"""Cues in a view where helpers stand before their verb (English, French, Italian, Spanish)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.positions.cue_forms import CueForm, CueGroup, Form
from bot.reading.positions.view import View
from bot.reading.positions.words import PositionWords

MAX_NAMED = 5  # words between "is" and what somebody is: "a long-standing vocal critic"
MAX_CHAIN = 3  # verbs before an infinitive that pass the subject on
MAX_PARTED = 4  # words that may part the words of one cue
MAX_JUDGED = 10  # words between a verb that judges and its verdict


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a view. `start`: where its verb group begins; `first`..`last`: its own words."""

    start: int
    first: int
    last: int
    group: CueGroup
    form: Form
    negated: bool = False
    passive: bool = False
    chance: bool = False  # "could support"
    reported: bool = False  # "aurait approuvé"
    clitic: int | None = None  # an object pronoun in the group that stands for the topic
    finite: int = -1  # German: the finite verb, and ...
    end: int = -1  # ... the end of its clause
    bare_base: bool = False  # English "support": also a noun, so a plural must be its subject
    loose: bool = False  # ... and no article follows that would tell it is a verb
    verdict: int = -1  # of a verb that judges: where its verdict begins


class CueFinder:
    """Finds the cues of one view."""

    def __init__(self, view: View, words: PositionWords) -> None:
        self._view = view
        self._words = words

    def find(self) -> Iterator[Cue]:
        """The cues in order, nouns and impersonal phrases among them."""
        behind = 0  # the cues so far
        for i, word in enumerate(self._view.words):
            if i < behind or word not in self._words.forms:
                continue
            for cue in self._at(i):
                behind = max(behind, cue.last + 1)
                yield cue

    def _at(self, i: int) -> Iterator[Cue]:
        """The readings of the words at `i`: one word may open several frames ("vote for")."""
        longest = 0
        near = self._view.words[i + 1 : i + 2 + MAX_PARTED]
        seconds = self._words.openings[self._view.words[i]]
        if seconds and seconds.isdisjoint(near):
            return
        for form in self._words.forms.get(self._view.words[i], ()):
            if len(form.words) < longest or (len(form.words) > 1 and form.words[1] not in near):
                continue
            last = self._last(i, form)
            if last is None:
                continue
            longest = len(form.words)
            if form.form in {"ought", "will"}:
                said = self._said(i, last, form)
                if said is not None:
                    yield said
                continue
            if form.form in {"noun", "impersonal"}:
                yield Cue(i, i, last, form.group, form.form)
                continue
            verdict = form.form == "verdict"
            cue = self._verdict(i, last, form) if verdict else self._verb(i, last, form)
            if cue is not None:
                yield cue

    def _last(self, i: int, form: CueForm) -> int | None:
        """Where the form ends: its words follow one another, pronouns and adverbs may part them."""
        view, at = self._view, i
        for word in form.words[1:]:
            at += 1
            for _ in range(MAX_PARTED):
                if view.word(at) == word or not self._movable(at):
                    break
                at += 1
            if view.word(at) != word:
                return None
        return at

    def _movable(self, i: int) -> bool:
        """True for a word that may stand inside a cue: "votó este martes en contra"."""
        view = self._view
        if view.tag(i) in "BNM" or view.word(i) in self._words.sets["anaphors"]:
            return True
        tally = view.tag(i) == "#" or (view.tag(i - 1) == "#" and view.tag(i + 1) == "#")
        return tally or (view.tag(i) == "D" and view.tag(i + 1) == "M") or self._adverb(i)

    def _said(self, i: int, last: int, form: CueForm) -> Cue | None:
        """A cue whose stand is that of who says it: "must", "will"."""
        start = self._group_start(i)
        if form.form == "ought" and self._weakened(start, i):
            return None
        ahead = last + 1 + (self._view.tag(last + 1) == "B")
        negated = self._negated(start, ahead - 1)
        chance = form.form == "will"
        return Cue(start, i, last, form.group, form.form, negated=negated, chance=chance)

    def _weakened(self, start: int, i: int) -> bool:
        """True for "would have to", which asks for nothing."""
        helpers = range(start, i)
        sets = self._words.sets
        return any(self._view.word(j) in sets["chances"] | sets["shades"] for j in helpers)

    # ------------------------------------------------------------------ the verb group

    def _verb(self, i: int, last: int, form: CueForm) -> Cue | None:
        """The cue whose own words are `i`..`last`; None where they are a noun, or lack a helper."""
        start = self._group_start(i)
        helpers = self._view.tags[start:i]
        if form.form == "participle":
            return self._participle(start, i, last, form)
        if form.form == "predicate":
            copula = 0 if self._fronted(i, last) else self._copula(start, i)
            if copula is None and "of" in form.group.slots:
                copula = self._named_as(i)
            return None if copula is None else self._made(copula, i, last, form)
        if form.form == "infinitive":
            chained = self._chain(start, i)
            return None if chained is None else self._made(chained, i, last, form)
        if form.form == "gerund":
            linked = self._linked(start)
            if linked is not None:
                return self._made(linked, i, last, form)
            before = self._view.word(i - 1)
            verb = "U" in helpers or before in self._words.sets["vehicles"]
            verb = verb or self._view.tag(i - 1) == ","
        else:
            verb = self._is_verb(start, i, last)
        return self._made(start, i, last, form) if verb else None

    def _linked(self, start: int) -> int | None:
        """The start of "has been outspoken in opposing"; None without such a link."""
        size = self._view.phrase_before(start, self._words.phrases["gerund_links"])
        return self._group_start(start - size) if size else None

    def _participle(self, start: int, i: int, last: int, form: CueForm) -> Cue | None:
        """Of a perfect ("has rejected"), of a passive, or alone: "the plan, rejected by X"."""
        helpers = self._view.tags[start:i]
        nearest = next((tag for tag in reversed(helpers) if tag in "HU"), "")
        passive = nearest == "U" and not self._reflexive(start, i)
        either = self._view.word(i - 1) in self._words.sets["has_or_is"]
        if passive and either and self._view.tag(last + 1) in "DWw#":
            passive = False  # "she's criticised the plan": an object follows
        if not nearest:
            passive = self._view.word(last + 1) in self._words.sets["agents"]
            if not passive:
                return None
        return self._made(start, i, last, form, passive=passive)

    def _made(
        self, start: int, i: int, last: int, form: CueForm, *, passive: bool = False
    ) -> Cue | None:
        view, words, sets = self._view, self._words, self._words.sets
        group = range(start, i)
        if form.group.reflexive and form.form != "predicate" and not self._reflexive(start, i):
            return None
        if any(view.word(j) in sets["duties"] for j in group):
            return None  # what others should do
        if passive and not form.group.passive:
            return None
        if any(view.word(j) in sets["formerly"] for j in group):
            return None  # "once opposed the tax"
        negated = self._negated(start, last)
        yet = self._not_yet(start, last) and form.group.stance != "drop"
        if negated and (yet or view.word(last + 1) in sets["restrictions"]):
            return None
        base = form.form == "infinitive" and start == i and self._words.bare_nouns
        clitic = next((j for j in group if self._stands_for_topic(j, form)), None)
        clitic = i if form.enclitic else clitic
        return Cue(
            start, i, last, form.group, form.form, negated=negated, passive=passive,
            chance=any(self._may(j, negated=negated) for j in group),
            reported=any(view.phrase(j, words.phrases["reportive"]) for j in group),
            clitic=clitic,
            bare_base=base, loose=base and view.tag(last + 1) not in "DN",
        )  # fmt: skip

    def _may(self, j: int, *, negated: bool) -> bool:
        """True for a modal that weakens; "could not support" is as good as a refusal."""
        word, sets = self._view.word(j), self._words.sets
        return word in sets["chances"] and not (negated and word in sets["inabilities"])

    def _group_start(self, i: int) -> int:
        """Where the run of helpers, negations, clitics and adverbs before `i` begins."""
        view, j = self._view, i
        clitics = self._words.sets["clitics"]
        while j > 0:
            word, tag = view.word(j - 1), view.tag(j - 1)
            adverb = self._adverb(j - 1)
            if tag == "M" and j < i:
                adverb = True
            size = view.phrase_before(j, self._words.phrases["fillers"])
            if size:
                j -= size
                continue
            if not (tag in "BHUO" or word in clitics or adverb):
                break
            if word in self._words.sets["neither"] and word not in self._words.sets["negations"]:
                break
            j -= 1
        return j

    def _adverb(self, j: int) -> bool:
        """True for a word with the ending of adverbs that is no noun behind an article."""
        view, word = self._view, self._view.word(j)
        if view.tag(j) != "w" or not word.endswith(self._words.adverb_endings):
            return False
        return word not in self._words.sets["offices"] and view.tag(j - 1) not in "DE'"

    def _is_verb(self, start: int, i: int, last: int) -> bool:
        """True for a finite form that is no noun or participle here."""
        view = self._view
        if start < i:
            return "U" not in view.tags[start:i] and view.tag(i) != "W"
        before = view.tag(i - 1)
        if view.word(last + 1) in self._words.sets["reports"]:
            return False  # "the advocates said"
        if before in "DEF" or (before == "'" and self._words.bare_nouns):
            return False
        if view.tag(i) == "W" and i > 0:
            return False
        reduced = self._words.bare_nouns and view.word(last + 1) in self._words.sets["agents"]
        return not reduced  # "sanctions rejected by"

    def _chain(self, start: int, i: int) -> int | None:
        """The start of "vient de s'opposer", "will support"; None for an infinitive of no subject."""
        view = self._view
        if "O" in view.tags[start:i]:
            return start
        if view.tag(i) == "W" and i > 0:
            return None  # "the UN Support Mission"
        raised = view.phrase_before(start, self._words.phrases["raising"])
        if self._words.bare_nouns and start == i and not raised and view.tag(i - 1) not in "DEF'":
            return start  # an English base form: its subject must be a plural
        for _ in range(MAX_CHAIN):
            size = view.phrase_before(start, self._words.phrases["raising"])
            if not size:
                return None
            start = self._group_start(start - size)
            if view.phrase_before(start, self._words.phrases["raising"]) == 0:
                return start
        return None

    def _fronted(self, i: int, last: int) -> bool:
        """True for a predicate that opens its sentence: "Hostile to the tax, the mayor"."""
        preposition = i == last and self._view.tag(i) in "EF"
        source = self._view.phrase(i, self._words.phrases["sources"])
        crowd = self._view.word(last) in self._words.sets["folk"]  # "Critics of X said"
        return i == 0 and not (preposition or source or crowd)

    def _copula(self, start: int, i: int) -> int | None:
        """Where the group of the "to be" before a predicate at `i` begins; None without one."""
        if "U" in self._view.tags[start:i]:
            return start
        for end in (start, i):
            size = self._view.phrase_before(end, self._words.phrases["copulas"])
            if size:
                noun = self._words.bare_nouns and self._view.tag(end - size - 1) == "D"
                return None if noun else self._group_start(end - size)  # "a stand against"
        return None

    def _named_as(self, i: int) -> int | None:
        """What stands before "a vocal critic": its "is", or the comma of an apposition."""
        view, k = self._view, i - 1
        while view.tag(k) in "BwD" and i - k < MAX_NAMED:
            if view.tag(k) == "D":
                before = view.tag(k - 1)
                return k - 1 if before == "," else self._group_start(k) if before in "UB" else None
            k -= 1
        return None

    def _reflexive(self, start: int, i: int) -> bool:
        return any(self._view.word(j) in self._words.sets["reflexives"] for j in range(start, i))

    def _negated(self, start: int, last: int) -> bool:
        """True when a negation stands in the group `start`..`last`."""
        view, sets = self._view, self._words.sets
        for j in range(start, last + 1):
            if view.word(j) in sets["negations"]:
                return not view.phrase(j, self._words.phrases["not_negations"])
        return False

    def _not_yet(self, start: int, last: int) -> bool:
        """True for "has not yet approved", which tells nothing of what comes."""
        return any(
            self._view.word(j) in self._words.sets["yet"] for j in range(start - 1, last + 2)
        )

    def _stands_for_topic(self, j: int, form: CueForm) -> bool:
        word = self._view.word(j)
        if word not in self._words.sets["anaphoric_clitics"]:
            return False
        return not (form.group.reflexive and word in self._words.sets["reflexives"])

    # ------------------------------------------------------------------ verdicts

    def _verdict(self, i: int, last: int, form: CueForm) -> Cue | None:
        """A verdict behind "to be" ("the plan is a mistake"), or of a verb that judges.

        "X calls the plan a mistake", "X considera un errore il piano".
        """
        k = self._verdict_start(i)
        copula = self._amount(k)
        if copula is not None:
            negated = self._negated(copula, i - 1)
            return Cue(copula, i, last, form.group, form.form, negated=negated, verdict=k)
        judge = self._judge(k)
        if judge is None:
            return None
        start = self._group_start(judge)
        negated = self._negated(start, judge)
        passive = "U" in self._view.tags[start:judge] and self._agent_follows(judge, last)
        helped = start < judge or not self._view.word(judge).endswith(self._words.to_endings)
        clitic = next((j for j in range(start, judge) if self._stands_for_topic(j, form)), None)
        return Cue(
            start, judge, last, form.group, "finite" if helped else "gerund",
            negated=negated, passive=passive, clitic=clitic, verdict=k,
        )  # fmt: skip

    def _agent_follows(self, judge: int, last: int) -> bool:
        """True for "was called by X a mistake" and "was called a mistake by X"."""
        return self._view.find(judge + 1, last + 1, self._words.sets["agents"]) is not None

    def _verdict_start(self, i: int) -> int:
        """Where the phrase of a verdict begins: "un grave | errore", "tout à fait | injuste"."""
        view, k = self._view, i
        one = self._words.sets["a"]
        if view.tag(k - 1) in "wW" and view.word(k - 2) in one:
            k -= 1
        while k > 0:
            size = view.phrase_before(k, self._words.phrases["fillers"])
            if size or view.tag(k - 1) == "B" or view.word(k - 1) in one or self._adverb(k - 1):
                k -= size or 1
            else:
                break
        return k

    def _amount(self, k: int) -> int | None:
        """Where the verb before a verdict at `k` begins, if it is "is" or as much as that."""
        start = self._group_start(k)
        if "U" in self._view.tags[start:k]:
            return start
        if self._view.word(k - 1) in self._words.sets["amounts"]:
            return self._group_start(k - 1)
        return self._copula(start, k)

    def _judge(self, k: int) -> int | None:
        """The verb that judges before a verdict at `k`."""
        view = self._view
        for j in range(k - 1, max(-1, k - MAX_JUDGED), -1):
            if view.tag(j) in ".;:,()TSRO":
                return None
            if view.word(j) in self._words.sets["judges"]:
                return j
        return None
