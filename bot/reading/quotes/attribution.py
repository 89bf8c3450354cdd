"""Attributions: who speaks by which cue, for every report verb and source phrase of a frame."""

from __future__ import annotations

from bot.model import Span
from bot.reading.people import People
from bot.reading.quotes.bearers import Bearers
from bot.reading.quotes.cues import Cue, find_cues
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.heads import Phrase
from bot.reading.quotes.second import SecondSubjects
from bot.reading.quotes.sources import find_sources
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.verbless import Verbless
from bot.reading.quotes.words import QuoteWords

MAX_AGENT = 12  # atoms between a passive and who did it
MAX_PLACE = 10  # atoms between a verb and the body its words come from


class Attributions:
    """Finds the attributions of one frame."""

    def __init__(self, frame: Frame, words: QuoteWords, people: People) -> None:
        self.frame = frame
        self.phrases = Bearers(frame, words, people)
        self._words = words
        self._found: list[Attribution] = []
        self._second = SecondSubjects(frame, self.phrases, words, self._same)

    def find(self) -> list[Attribution]:
        """The attributions in the order of the frame."""
        for cue in find_cues(self.frame, self._words):
            speaker, rule = self._subject(cue)
            if speaker is None and rule == "agent":
                if self.frame.tags[cue.last + 1 : cue.last + 3] == ",T":
                    self._keep(cue, None, "passive")  # "es wurde bekannt, dass"
                continue  # a German passive may be anybody's: "wird als Fehler bezeichnet"
            if "felt" in cue.classes and speaker is None:
                continue  # to nobody named
            if cue.bare and not self._can_speak(speaker):
                continue  # "published by Moon Press": done by somebody, not said
            self._keep(cue, speaker, rule)
        self._found += find_sources(self.frame, self.phrases, self._words)
        self._found += Verbless(self.frame, self.phrases, self._words, self._found).find()
        self._found = [found for found in self._found if not self._bracketed(found)]
        self._found.sort(key=lambda a: a.first)
        return self._found

    def _can_speak(self, speaker: Phrase | None) -> bool:
        return speaker is not None and self.phrases.human(speaker)

    def _classes(self, cue: Cue, speaker: Phrase | None) -> frozenset[str]:
        """The classes of a cue, and what its place in the sentence says of it."""
        found = set(cue.classes)
        if cue.first and self.frame.atoms[cue.first - 1].lower in self._words.as_said:
            found.add("as")  # "as Marsh put it"
        pointed = cue.verb > 0 and self.frame.tags[cue.verb - 1] in "DB"  # "lo chiama"
        named = self._names_itself(speaker) or (pointed and self._can_speak(speaker))
        if "names" in found and not named:
            found.add("coined")
        return frozenset(found)

    def _names_itself(self, speaker: Phrase | None) -> bool:
        """True when one person gives a name: "Marsh calls it", not "what sailors call"."""
        if speaker is None or self.phrases.expletive(speaker):
            return False
        if speaker.pronoun or self.phrases.named(speaker) is not None:
            return True
        atoms = self.frame.atoms[speaker.first : speaker.last + 1]
        return any(self.phrases.role(atom.lower) for atom in atoms)

    def _bracketed(self, a: Attribution) -> bool:
        """True for an aside that reports nothing here: "... (the Gazette reported)"."""
        tags = self.frame.tags
        return a.first > 0 and tags[a.first - 1] == "(" and tags[a.last + 1 : a.last + 2] == ")"

    def _keep(self, cue: Cue, speaker: Phrase | None, rule: str) -> None:
        first, last = cue.first, cue.last
        if speaker is not None and rule != "same":
            first, last = min(first, speaker.first), max(last, speaker.last)
        self._found.append(
            Attribution(
                cue=self._cue_span(cue), speaker=speaker, first=first, last=last, verb=cue.verb,
                classes=self._classes(cue, speaker), rule=rule,
                human=self._can_speak(speaker) or (rule == "agent" and speaker is not None),
                cue_last=cue.last, reported=self.frame.atoms[cue.anchor].lower in self._words.subjunctive,
            )
        )  # fmt: skip

    def _cue_span(self, cue: Cue) -> Span:
        """The verb with its auxiliaries, without the adverbs before them."""
        first = cue.first if not self._words.verb_second else cue.verb
        while first < cue.verb and self.frame.tags[first] not in "HUO":
            first += 1
        return self.frame.span(first, cue.last)

    # ------------------------------------------------------------------ subjects

    def _subject(self, cue: Cue) -> tuple[Phrase | None, str]:
        if "felt" in cue.classes:
            return self._receiver(cue), "plain"
        if cue.form == "gerund":
            return self._same(cue.first) or self._behind_opening(cue), "same"
        if cue.passive and "cite" not in cue.classes:
            if self._words.verb_second:
                return self._second.agent(cue), "agent"
            return self._agent(cue), "passive"
        if self._words.verb_second:
            return self._second.find(cue)
        return self._subject_plain(cue)

    def _receiver(self, cue: Cue) -> Phrase | None:
        """To whom a thing seems so: "a Rey le parece «justo»"."""
        tags = self.frame.tags
        start = max(tags.rfind(sign, 0, cue.first) for sign in ".;:TQ") + 1
        for i in range(start, cue.first):
            if self.frame.atoms[i].lower in self._words.receivers:
                found = self.phrases.right(i + 1, near=True, oblique=True)
                return found if found is not None and self.phrases.headed(found) else None
        return None

    def _same(self, before: int) -> Phrase | None:
        """The subject of the frame's last attribution, or of the frame."""
        for found in reversed(self._found):
            if found.speaker is not None and found.rule != "passive":
                return found.speaker
        opening = self.phrases.opening(before)
        if opening is None or not self.phrases.headed(opening):
            return self._doer(0, before) or opening
        return opening

    def _heard(self, relative: int) -> Phrase | None:
        """The speaker a relative pronoun goes on with: "..., said Marsh, who added ..."."""
        last = self._found[-1].speaker if self._found else None
        near = last is not None and not self.frame.tags[last.last + 1 : relative].strip(",")
        return last if near and last is not None and last.last < relative else None

    def _behind_opening(self, cue: Cue) -> Phrase | None:
        """The subject behind the clause a sentence opens with: 'Saying "...", she left'."""
        comma = self.frame.tags.find(",", cue.last)
        if comma < 0 or self.frame.tags[: cue.first].strip("BEFS'"):
            return None
        return self.phrases.right(comma + 1, near=True)

    def _agent(self, cue: Cue) -> Phrase | None:
        """Who did it, behind a passive: "was called a clown by the minister"."""
        return self._doer(cue.last + 1, cue.last + MAX_AGENT, bare=True)

    def _doer(self, first: int, stop: int, *, bare: bool = False) -> Phrase | None:
        """Who is named behind the first "by" from atom `first` on; `bare`: any noun will do."""
        atoms, tags = self.frame.atoms, self.frame.tags
        for i in range(first, min(len(atoms), stop)):
            if tags[i] in ".;:":
                break
            if atoms[i].lower in self._words.agents:
                named = self.phrases.right(i + 1, near=True)
                if bare and named is None and tags[i + 1 : i + 2] == "w":
                    return self.phrases.extend(i + 1)  # "by housing charity Roofs"
                return named if bare or named is None or self.phrases.headed(named) else None
        return None

    def _subject_plain(self, cue: Cue) -> tuple[Phrase | None, str]:
        tags = self.frame.tags
        if cue.last + 1 < len(tags) and tags[cue.last + 1] == "N" and self.phrases.clitic(cue.last):
            clitic = Phrase(cue.last + 1, cue.last + 1, pronoun=True)
            held = self._held(cue.last + 2) if self.phrases.expletive(clitic) else None
            return held or clitic, "clitic"
        if cue.verb > cue.first and tags[cue.verb - 1] == "N":
            return Phrase(cue.verb - 1, cue.verb - 1, pronoun=True), "clitic"
        before = tags[cue.first - 1] if cue.first else "."
        told = "addressee" in cue.classes
        beside = before in "Q.:;" or (before in ",-" and self._after_quote(cue.first - 1))
        if self._after_quote(cue.first - 1) and not self._words.bare_clauses:
            told = False  # "«...», ha avvertito il sindaco": he warns, and is not warned
        if beside and not (told and before == ","):
            return self._behind_sign(cue, before)
        if before in "STRF":
            return self._in_clause(cue, before)
        return self._comma(cue) if before in ",-" else self._beside(cue, before)

    def _behind_sign(self, cue: Cue, before: str) -> tuple[Phrase | None, str]:
        """Behind a quotation or a point the subject follows: "«...», dijo el alcalde"."""
        tags = self.frame.tags
        found = self.phrases.right(cue.last + 1)
        close = before == "Q" or self._in_sentence(cue)
        if found is not None and self._may_follow(found, close=close):
            return found, "inverted"
        place = self._place(cue)
        if place is not None:
            return place, "inverted"
        if before == "Q" and self.phrases.nickname(cue.first - 1):
            return Phrase(cue.first - 1, cue.first - 1), "plain"
        if before == "Q" and self.phrases.titled(cue.first - 1):
            return self.phrases.left(cue.first), "plain"  # "the report "Homes" says"
        if before not in ",-":
            return None, ""
        left = self.phrases.left(cue.first)
        if left is not None and "Q" in tags[left.first : left.last + 1]:
            left = None  # "«It is», admits, «the first time»": what was said says nothing
        if left is None and self._in_sentence(cue):
            left = self.phrases.opening(cue.first)
        return left, "plain"

    def _in_sentence(self, cue: Cue) -> bool:
        """True behind a quotation that its sentence does not open: 'the owners, who call it "mad", threaten'."""
        quoted = cue.first - 2
        return self._after_quote(cue.first - 1) and bool(self.frame.tags[:quoted].strip("'-"))

    def _in_clause(self, cue: Cue, before: str) -> tuple[Phrase | None, str]:
        """Behind what opens a clause: "as Marsh put it", "the mayor, who said"."""
        found = self.phrases.right(cue.last + 1, near=True)
        if found is None and self.frame.atoms[cue.first - 1].lower in self._words.as_said:
            found = self.phrases.right(cue.last + 1)
        if found is not None and self.phrases.human(found) and before != "R":
            return found, "inverted"
        return self._heard(cue.first - 1) or self.phrases.antecedent(cue.first - 1), "relative"

    def _beside(self, cue: Cue, before: str) -> tuple[Phrase | None, str]:
        """No sign before the verb: its subject stands there, or behind where it may be dropped."""
        found = self.phrases.left(cue.first) if before != "C" else None
        if found is not None and self.phrases.expletive(found):
            return self._place(cue) or self._fronted(cue) or found, "plain"
        joined = before == "C" and bool(self._found)  # "ha detto ... e ha lanciato un appello"
        if self._words.drops_subject and not joined and not self._surely_subject(found):
            behind = self._behind_verb(cue, found)
            if behind is not None:
                return behind, "inverted"
        return (found, "plain") if found is not None else (self._same(cue.first), "same")

    def _surely_subject(self, phrase: Phrase | None) -> bool:
        """True for a phrase before its verb that is headed by who can speak.

        A capital at a sentence's head is no name for sure: "Soddisfatto si è detto Rossi".
        """
        if phrase is None or not self.phrases.headed(phrase):
            return False
        return phrase.pronoun or phrase.first > 0 or not self.phrases.doubtful(phrase)

    def _behind_verb(self, cue: Cue, before: Phrase | None) -> Phrase | None:
        """A subject behind its verb without a sign between: "así lo explicó el alcalde"."""
        found = self.phrases.right(cue.last + 1, near=True)
        what = cue.first > 0 and self.frame.atoms[cue.first - 1].lower in self._words.whats
        told = "addressee" in cue.classes or "say" not in cue.classes
        if found is None and (what or before is not None) and not told:
            found = self.phrases.right(cue.last + 1)  # "lo dice in una nota il sindaco"
        if found is not None and self.phrases.human(found) and self.phrases.ends(found.last):
            return found
        if before is not None and self.phrases.determined(before):
            return None
        return self._place(cue)

    def _place(self, cue: Cue) -> Phrase | None:
        """The body that speaks without a subject: "explicaron desde el partido"."""
        tags, atoms = self.frame.tags, self.frame.atoms
        start = max(tags.rfind(sign, 0, cue.first) for sign in ".,;:TQ") + 1
        behind = range(cue.last + 1, min(len(atoms) - 1, cue.last + MAX_PLACE))
        for i in (*range(start, min(start + 1, cue.first)), *behind):
            if tags[i] in ".,;:TQ":
                return None
            if atoms[i].lower in self._words.places:
                found = self.phrases.right(i + 1, near=True)
                if found is None or not self.phrases.headed(found):
                    return None
                cut = found.first < cue.first <= found.last  # "desde el partido piden"
                return Phrase(found.first, cue.first - 1) if cut else found
            if atoms[i].lower in self._words.insides:
                return self.phrases.holder(i + 1)
        return None

    def _held(self, start: int) -> Phrase | None:
        """Where nobody in particular says it: "insiste-t-on à la mairie"."""
        for i in range(start, min(start + 3, len(self.frame.tags) - 1)):
            if self.frame.atoms[i].lower in self._words.insides | self._words.places:
                joined = self.frame.tags[i + 1] == "E"
                found = self.phrases.right(i + (2 if joined else 1), near=True)
                return found if found is not None and self.phrases.headed(found) else None
        return None

    def _fronted(self, cue: Cue) -> Phrase | None:
        """The body in front of a subject that stands for nobody: "au ministère, on assure"."""
        tags = self.frame.tags
        start = max(tags.rfind(sign, 0, cue.first) for sign in ".;:TQ") + 1
        for i in range(start, min(start + 3, cue.first)):
            if self.frame.atoms[i].lower in self._words.insides | self._words.places:
                joined = tags[i + 1 : i + 2] in {"E", "D"}
                found = self.phrases.holder(i + (2 if joined else 1))
                if found is not None:
                    return found
        return None

    def _may_follow(self, phrase: Phrase, *, close: bool) -> bool:
        """A subject behind its verb can speak, or is all that follows: "raconte une habitante".

        With words before (`close`), what follows may as well be its object.
        """
        tag = self.frame.tags[phrase.first]
        if close and not self._words.bare_clauses:
            return self.phrases.human(phrase)
        return (
            self.phrases.human(phrase)
            or tag == "W"
            or (tag == "D" and self.phrases.ends(phrase.last))
        )

    def _after_quote(self, comma: int) -> bool:
        return comma > 0 and self.frame.tags[comma - 1] == "Q"

    def _comma(self, cue: Cue) -> tuple[Phrase | None, str]:
        """Behind a comma: an unmarked report with its subject behind, or an apposition's end."""
        following = self.frame.tags[cue.last + 1 : cue.last + 2]
        told = "addressee" in cue.classes
        if not told and following not in {"T", "Q", ":", "D" if "say" not in cue.classes else ""}:
            found = self.phrases.right(cue.last + 1)
            if found is not None and self.phrases.human(found) and self._closes(cue, found):
                return found, "inverted"
        found = self.phrases.left(cue.first)
        return (found, "plain") if found is not None else (self._same(cue.first), "same")

    def _closes(self, cue: Cue, phrase: Phrase) -> bool:
        """True when `phrase` may be a subject behind its verb and not the object of a clause.

        "Marsh, the mayor, says Carr "has lied"" has its subject in front; so has "..., blasted
        Carr as a liar".
        """
        following = self.frame.tags[phrase.last + 1 : phrase.last + 2]
        if following == "Q" or ("judge" in cue.classes and "say" not in cue.classes):
            return following in {"", ".", ","} or self.phrases.left(cue.first) is None
        return self.phrases.ends(phrase.last)
