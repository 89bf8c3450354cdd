"""Speech or not: what speaks for a marked segment being somebody's words, and what against.

Titles, names, terms and scare quotes wear the same marks as speech, and have the same length. The
signs below are added up; their weights are set by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.marks import Marked
from bot.reading.quotes.choose import Choice
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.titles import TitleSigns
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document, Token, fold

THRESHOLD = 0.0
MAX_OBJECT = 4  # atoms between a verb that judges and its words: 'called the plan a "disgrace"'
OWN_VERB = 6  # words, German: a fragment of that length takes the clause's verb with it
_WEIGHTS = {
    "beside_report": 3.0,  # "...," he said
    "report_in_sentence": 1.6,
    "beside_judgement": 1.4,
    "attitude_in_sentence": 0.6,
    "source": 1.6,
    "mood": 1.2,  # "Die Lage sei ...", behind somebody's words
    "own_sentence": 1.2,  # nothing but the segment between two points
    "first_person": 1.6,
    "clause": 0.7,
    "four_words": 0.5,
    "seven_words": 1.0,
    "twelve_words": 1.5,
    "predicate": 0.0,  # German: the clause's verb or predicate is among the words
    "attribute": 0.0,  # German: 'ein „klares“ Nein'
    "subjunctive": 0.8,  # German: "Das sei ..." reports whoever spoke
    "question_or_cry": 0.7,
    "chanted": 1.2,  # "Lucy! Lucy! Lucy!"
    "opens_line": 0.4,
    "behind_colon": 1.0,  # Ana Ruiz has an answer: "Wait."
    "naming": -3.0,  # "so-called"
    "borne": -4.0,  # German: der Titel lautet „...“
    "kind_noun": -2.2,  # the film "..."
    "apposed": -5.0,  # in her book, "Small Ports," she suggested
    "claimed": 1.2,  # his claim that they would "learn nothing"
    "capitals": -1.6,  # every word that could be small is not
    "title_place": -1.6,  # capitals behind a preposition: on "Good Morning", the author of "..."
    "title_before": -3.0,  # English: his song "Come Home Soon" moved her, she said
    "complement": -3.5,  # In "The Last Wave", the director ...
    "title_case": -1.5,  # in a language that writes no title so
    "after_article": -0.7,
    "described": 0.8,  # English, nobody said to speak: paints her as a "spoiled brat"
    "goes_on": 3.0,  # English: small letters behind an attribution: urged them to "turn away"
    "speaks": -4.0,  # laut „Talblick“, die „Talblick“ schreibt: who speaks, not what is said
    "inside_name": -3.0,  # Joaquín "El Chapo" Guzmán
    "compound": -3.0,  # "Bild"-Zeitung
    "address": -3.0,  # "valley-news.example"
    "gloss": -2.0,  # „gens du lac“ („Seeleute“)
    "brackets": -1.2,
    "named": -1.0,  # German: der „Rote Turm“, a name with its article
    "stray": -0.8,  # German: nobody speaks in the sentence, and it is no clause
    "repeated": -1.2,
    "one_word": -0.4,
    "heading": -0.3,
}
_SAY = frozenset({"say"})
_OWN = frozenset({"own_sentence", "opens_line", "clause", "first_person", "question_or_cry"})
_OF_NOUNS = frozenset({"capitals", "after_article", "one_word"})  # signs any German noun has


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs found at one segment, by name."""

    found: tuple[str, ...]

    @property
    def score(self) -> float:
        """Their sum: above `THRESHOLD` it is speech."""
        return sum(_WEIGHTS[name] for name in self.found)


class SpeechSigns:
    """Looks at the marked segments of one document."""

    def __init__(self, document: Document, marked: Sequence[Marked], words: QuoteWords) -> None:
        self._document = document
        self._marked = marked
        self._words = words
        self._titles = TitleSigns(document, words)
        self._count = Counter(fold(document.at(m.span)).strip(" .,!?") for m in marked)

    def signs(self, frame: Frame, i: int, choice: Choice | None, *, mood: bool = False) -> Signs:
        """The signs at atom `i` of `frame`.

        Args:
            frame: the sentence.
            i: the marked segment.
            choice: its attribution in the same frame.
            mood: the sentence goes on with reported speech by the mood of its verb.
        """
        marked = self._marked[frame.atoms[i].segment]
        inside = self._document.tokens_in(marked.span)
        found = [*self._from_attribution(frame, i, choice), *self._inside(marked, inside)]
        found += self._around(frame, i, marked, choice)
        if self._words.verb_second:
            found += self._in_clause(frame, i, inside)
        found += self._by_letters(frame, i, marked, choice, found)
        if choice is not None:
            taken_back = self._taken_back(i, marked, choice, found)
            found = [sign for sign in found if sign not in taken_back]
        found += ["mood"] if mood else []
        found += ["claimed"] if choice is None and self._claimed(frame, i, marked) else []
        found += ["naming"] if self._names_itself(frame, i, choice) else []
        found += ["borne"] if self._bears(frame, choice) else []
        if self._classes(frame, i, choice):
            found = [sign for sign in found if sign not in _OF_NOUNS]
        elif self._words.verb_second and {"capitals", "after_article"} <= {*found}:
            found.append("named")
        if self._judged(choice, found, marked) and "capitals" not in found:
            found = [sign for sign in found if sign != "kind_noun"]  # 'called the plan "a joke"'
            if choice is not None and self._judged_as(frame, i, choice.link):
                found = [sign for sign in found if sign != "repeated"]
        alone = choice is None and not mood and frame.tags[i - 1 : i] != ":"
        if alone and any(atom.lower in self._words.subjunctive for atom in frame.atoms):
            found.append("subjunctive")
            alone = False
        if self._words.verb_second and alone and not _OWN & {*found}:
            found.append("stray")
        if choice is not None and self._speaks(i, choice, found):
            found.append("speaks")
        return Signs(tuple(found))

    def _names_body(self, frame: Frame, i: int, marked: Marked, choice: Choice | None) -> bool:
        """True for the name of a body right behind its noun: 'the committee "Hands off" will march'."""
        capital = self._document.text[marked.span.start].isupper()
        if not capital or frame.tags[max(0, i - 2) : i] != "Dw":
            return False
        if self._words.bare_clauses or self._words.verb_second:
            return False
        told = choice is not None and choice.adjacent and choice.link != ""
        return not told and frame.atoms[i - 1].lower in self._words.humans

    def _taken_back(
        self, i: int, marked: Marked, choice: Choice, found: Sequence[str]
    ) -> frozenset[str]:
        """The signs of a name that an attribution outweighs."""
        names = _names_by_cue(choice, i, own=self._words.drops_subject)
        coined = "coined" in choice.attribution.classes
        signs = {"naming"} if names and not coined else set()
        judged = "judge" in choice.attribution.classes and not choice.behind
        judged = judged and choice.attribution.human and len(choice.link) <= MAX_OBJECT
        if self._goes_on(marked) and (judged or {"clause", "four_words"} & {*found}):
            signs.add("kind_noun")  # 'the firm "will not pay"', 'hails a "quiet" plan'
        return frozenset(signs)

    def _judged(self, choice: Choice | None, found: Sequence[str], marked: Marked) -> bool:
        """True for the words of a verdict, which begin small where names have capitals.

        In German they may stand behind any noun.
        """
        small = self._document.text[marked.span.start].islower()
        if "beside_judgement" in found:
            return small or self._words.verb_second or self._words.bare_clauses
        if choice is None or not self._words.verb_second:
            return False
        return small and choice.attribution.human and "judge" in choice.attribution.classes

    def _bears(self, frame: Frame, choice: Choice | None) -> bool:
        """True for what bears a name: "Der Titel des Buches lautet" (German)."""
        if choice is None or not self._words.verb_second:
            return False
        by = choice.attribution
        if by.human or by.speaker is None or by.classes != _SAY:
            return False
        bearer = frame.atoms[by.speaker.first : by.speaker.last + 1]
        return any(atom.lower in self._words.kind_nouns for atom in bearer)

    def _names_itself(self, frame: Frame, i: int, choice: Choice | None) -> bool:
        """True where somebody gives himself a name: 'das Bündnis, das sich „Tal“ nennt'."""
        if choice is None or "judge" not in choice.attribution.classes:
            return False
        own = i - 2 if i > 1 and frame.atoms[i - 1].lower in self._words.emphatics else i - 1
        word = frame.atoms[max(0, own)].lower
        return own != choice.attribution.cue_last and word in self._words.reflexives

    def _claimed(self, frame: Frame, i: int, marked: Marked) -> bool:
        """True behind a noun of saying and its "that": 'her claim that nobody would "lose a cent"'."""
        that = frame.tags.rfind("T", 0, i)
        if that < 1 or not self._document.text[marked.span.start].islower():
            return False
        told = frame.atoms[that - 1].lower in self._words.statement_nouns
        return told and not set(frame.tags[that:i]) & set(",.;:Q")

    def _classes(self, frame: Frame, i: int, choice: Choice | None) -> bool:
        """True behind "als" or "ein": what somebody says or judges a thing to be (German)."""
        while frame.tags[max(0, i - 2) : i] in {"QC", "Q,"}:
            i -= 2  # the second of 'nannte ihn „eitel“ und „faul“'
        if i == 0 or frame.atoms[i - 1].lower not in self._words.classing:
            return False
        if choice is not None and choice.attribution.speaker is not None:
            if {"judge", "demand"} & choice.attribution.classes:
                return True
        elif choice is not None:
            return False
        said = {atom.lower for atom in frame.atoms[max(0, i - MAX_OBJECT) : i]}
        return not said.isdisjoint(self._words.subjunctive)  # "sei ein „Irrweg“"

    def _speaks(self, i: int, choice: Choice, found: Sequence[str]) -> bool:
        """True when the segment is, or names, the one who speaks: a nickname, a paper, a body."""
        by = choice.attribution
        named = by.speaker is not None and by.speaker.first <= i <= by.speaker.last
        if not self._words.verb_second:
            if not named or by.speaker is None:
                return False
            alone = by.speaker.first == by.speaker.last
            return alone or (by.speaker.last == i and not self._words.bare_clauses)
        if named:
            return True
        return "capitals" in found and choice.behind and not choice.link and by.rule == "inverted"

    def _inside(self, marked: Marked, inside: Sequence[Token]) -> list[str]:
        found = []
        letters = [t for t in inside if t.lower[:1].isalpha()]
        lowers = {t.lower for t in letters}
        if len(letters) > 1 and lowers & self._words.first_person:
            found.append("first_person")
        if lowers & self._words.clause_words:
            found.append("clause")
        for name, size in (("four_words", 4), ("seven_words", 7), ("twelve_words", 12)):
            if len(letters) >= size:
                found.append(name)
        last = self._document.text[marked.span.end - 1]
        if last in "?!" and len(letters) > 1:
            found.append("question_or_cry")
        if len(letters) == 1:
            found.append("one_word")
        return found + self._titles.inside(marked, letters)

    def _in_clause(self, frame: Frame, i: int, inside: Sequence[Token]) -> list[str]:
        """What a German segment is in its clause: nouns have capitals, and predicates stand last."""
        letters = [t for t in inside if t.lower[:1].isalpha()]
        if len(letters) > 2 and letters[-2].lower in self._words.infinitives:
            return ["predicate", "clause"]  # „das Land zu teilen“
        if len(letters) >= OWN_VERB:
            return ["predicate"]
        if not letters or self._document.text[letters[-1].start].isupper():
            return []
        while frame.tags[i + 1 : i + 3] in {"CQ", ",Q"}:  # 'ein „klares“ und „mutiges“ Nein'
            i += 2
        following = frame.tags[i + 1 : i + 3]
        verb = following == "wW" and frame.atoms[i + 1].lower in self._words.cues
        if following[:1] == "W" or (following == "wW" and not verb):
            return ["attribute"]
        return ["predicate"] if following[:1] in {*".,;:-)CHUO", ""} else []

    def _goes_on(self, marked: Marked) -> bool:
        """True when small letters go on with the sentence: hardly a name or a title."""
        return not self._words.verb_second and self._document.text[marked.span.start].islower()

    def _by_letters(
        self, frame: Frame, i: int, marked: Marked, choice: Choice | None, found: Sequence[str]
    ) -> list[str]:
        """What the letters show where every word of a name or a title has a capital (English)."""
        if not self._words.capital_names:
            return []
        before = frame.tags[i - 1 : i]
        if self._goes_on(marked):
            if choice is not None:
                return ["goes_on"] if not choice.behind and "," not in choice.link else []
            described = before == "D" and frame.atoms[i - 1].lower in self._words.indefinites
            return ["described"] if described and "four_words" not in found else []
        inside = before and before in self._words.embedding and "opens_line" not in found
        behind = choice is not None and choice.behind
        return ["title_before"] if inside and behind and "capitals" in found else []

    def _around(self, frame: Frame, i: int, marked: Marked, choice: Choice | None) -> list[str]:
        found = self._titles.around(frame, i, marked)
        found += ["kind_noun"] if self._names_body(frame, i, marked, choice) else []
        capital = self._document.text[marked.span.start].isupper()
        found += _position(frame.tags, i, capital=capital)
        if self._count[fold(self._document.at(marked.span)).strip(" .,!?")] > 1:
            found.append("repeated")
        return found

    def _from_attribution(self, frame: Frame, i: int, choice: Choice | None) -> list[str]:
        if choice is None:
            return []
        by, adjacent = choice.attribution, choice.adjacent
        if by.rule in {"source", "view"}:
            return ["source"]
        if "coined" in by.classes:
            return ["naming"]
        if "as" in by.classes and choice.behind:
            return ["beside_judgement"]
        if adjacent and choice.behind and by.speaker is None and self._is_subject(choice):
            return ["attitude_in_sentence"]
        if by.speaker is not None and not by.human and not adjacent and not self._words.verb_second:
            return ["attitude_in_sentence"]
        if adjacent and choice.behind and by.rule == "passive" and "say" not in by.classes:
            return []  # 'the "Lark" supported by the fund'
        if "say" in by.classes:
            led = adjacent or choice.link.endswith(":") or self._word_for_word(frame, i, choice)
            return ["beside_report" if led else "report_in_sentence"]
        near = adjacent or (not choice.behind and len(choice.link) <= MAX_OBJECT)
        near = near or by.verb == i + 1  # 'wenn Rey von „Mut“ spricht'
        near = near or (not choice.behind and self._judged_as(frame, i, choice.link))
        near = near or (not choice.behind and _joined(choice.link))
        return ["beside_judgement" if "judge" in by.classes and near else "attitude_in_sentence"]

    def _word_for_word(self, frame: Frame, i: int, choice: Choice) -> bool:
        """True behind "the words" of a report: 'she added the words, "Come home"'."""
        last = i - 2 if frame.tags[i - 1 : i] == "," else i - 1
        near = not choice.behind and len(choice.link) <= MAX_OBJECT
        return near and last > 0 and frame.atoms[last].lower in self._words.utterances

    def _is_subject(self, choice: Choice) -> bool:
        """True when the marked words are what the verb speaks of: 'the "Lark" was announced'."""
        return not self._words.verb_second and (
            not choice.link or choice.attribution.rule == "passive"
        )

    def _judged_as(self, frame: Frame, i: int, link: str) -> bool:
        """True behind what joins a verdict to its object: 'described Marsh as a "disgrace"'."""
        before = [atom.lower for atom in frame.atoms[max(0, i - 2) : i]]
        return not set(link) & set(".;:HUO") and not self._words.judged_as.isdisjoint(before)


def _joined(link: str) -> bool:
    """True when a segment goes on with a list of judgements: 'calls it "old" and a "risk"'."""
    first = link.rfind("Q") + 1
    rest = link[first:]
    listed = rest[:1] in {"C", ",", "E"} and not set(rest) & set(".;:HUO")
    return first > 0 and len(rest) <= MAX_OBJECT and listed


def _position(tags: str, i: int, *, capital: bool) -> list[str]:
    """Where a segment stands in its sentence."""
    opens = dateline(tags[:i])
    if opens and not tags[i + 1 :].strip(".'"):
        return ["own_sentence"]
    if opens:
        return ["opens_line"]
    led = tags[:i].endswith(":") and capital and not _bracketed(tags, i)
    return ["behind_colon"] if led else []


def dateline(before: str) -> bool:
    """True for nothing, or what only tells when and where: "ORSA, 12 May - "."""
    return not before.strip("'-") or (before.endswith("-") and not before.strip("W#M.,'()-w:"))


def _bracketed(tags: str, i: int) -> bool:
    return tags.rfind("(", 0, i) > tags.rfind(")", 0, i)


def _names_by_cue(choice: Choice, i: int, *, own: bool) -> bool:
    """True when the word that names is a person's own verb: 'she called the plan "a joke"'.

    With `own`, a verb of saying may be such a word too: "si è detta «fiduciosa»".
    """
    by = choice.attribution
    if by.human and "say" in by.classes and choice.adjacent and not choice.behind:
        return True  # "elle se dit « rassurée »", not "le port dit « du Roi »"
    if own and by.human and by.cue_last == i - 1:
        return True
    return by.human and "judge" in by.classes and 0 < i - by.cue_last <= MAX_OBJECT
