"""Noun phrases and their heads: whether a phrase can speak, and whom it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import Span
from bot.reading.people import People
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.words import QuoteWords

_APPOSED = re.compile(r",(?:D?w{1,3})?W")  # a comma, perhaps a role, a name
MAX_HYPHEN = 3  # code points of "-t-"
MAX_NICKNAME = 3  # words of a name between marks
MARKS = "\"'“”„«»‹› "  # around a name


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: first and last atom, both inside."""

    first: int
    last: int
    pronoun: bool = False


class Heads:
    """Looks at the heads of the noun phrases of one frame."""

    def __init__(self, frame: Frame, words: QuoteWords, people: People) -> None:
        self.frame = frame
        self._words = words
        self._people = people

    def human(self, phrase: Phrase) -> bool:
        """True when a phrase can speak: a pronoun, a name, a noun for people or bodies."""
        if phrase.pronoun or self._noun_at(phrase.first, phrase.last):
            return True
        if self.nickname(phrase.first):
            return True
        span = self.frame.span(phrase.first, phrase.last)
        return bool(self._people.within(span) or self._people.others_within(span))

    def oblique(self, phrase: Phrase) -> bool:
        """True when the first words tell that a phrase is no subject: "den Rat", "der alten Frau"."""
        atoms = self.frame.atoms
        if atoms[phrase.first].lower in self._words.oblique:
            return True
        second = atoms[min(phrase.first + 1, phrase.last)]
        weak = self.frame.tags[phrase.first + 1 : phrase.first + 2] == "w"
        bends = weak and second.lower.endswith(self._words.oblique_endings)
        return bends and atoms[phrase.first].lower in self._words.oblique_before

    def headed(self, phrase: Phrase) -> bool:
        """True when a person or body is the phrase's head: not "die Rede des Ministers"."""
        tags = self.frame.tags
        if not self._words.verb_second:
            joint = next(
                (i for i in range(phrase.first + 1, phrase.last + 1) if tags[i] in "EF"), 0
            )
            return self.human(Phrase(phrase.first, joint - 1, phrase.pronoun) if joint else phrase)
        head = next((i for i in range(phrase.first, phrase.last + 1) if tags[i] in "WQ"), None)
        if phrase.pronoun or head is None or tags[phrase.first] not in "Dw":
            return self.human(phrase)
        if self._is_human_word(head) or tags[head] == "Q":
            return True
        return bool(self._people.within(self.frame.span(head, head)))

    def expletive(self, phrase: Phrase) -> bool:
        """True for a pronoun that stands for nobody: "heißt es"."""
        return phrase.pronoun and self.frame.atoms[phrase.first].lower in self._words.expletives

    def nickname(self, i: int) -> bool:
        """True when the marked segment at `i` may name who speaks: "“Marlo” (the captain) said".

        In German a paper's name stands so, which `names` tells.
        """
        tags = self.frame.tags
        if self._words.verb_second or tags[i : i + 1] != "Q":
            return False
        before, after = tags[i - 1 : i] or ".", tags[i + 1 : i + 2]
        opens = before in ".;D" or (before == "," and after == "(")
        if not opens or after not in set("(,wBHD"):
            return False
        atom = self.frame.atoms[i]
        said = self._people.text[atom.start : atom.end].strip(MARKS).split()
        return 0 < len(said) <= MAX_NICKNAME and all(
            word[:1].isupper() and word[-1].isalnum() for word in said
        )

    def pronoun(self, i: int) -> bool:
        """True for a pronoun that stands for a person: "lui", "ella"."""
        return self._people.words.pronouns.gender(self.frame.atoms[i].lower) is not None

    def doubtful(self, phrase: Phrase) -> bool:
        """True when only the capital of its first word makes a phrase able to speak."""
        joint = phrase.first
        while joint < phrase.last and self.frame.tags[joint + 1] not in "EF":
            joint += 1
        span = self.frame.span(phrase.first, joint)
        known = self._noun_at(phrase.first, joint) or self._people.within(span)
        return not known and "W" not in self.frame.tags[phrase.first + 1 : joint + 1]

    def determined(self, phrase: Phrase) -> bool:
        """True for a phrase with its article, as a subject has one."""
        return self.frame.tags[phrase.first] == "D" and phrase.last > phrase.first

    def role(self, word: str) -> bool:
        """True for the noun of one person's office: "minister"."""
        return self._people.words.is_role(word)

    def ends(self, last: int) -> bool:
        """True when a subject behind its verb may end at atom `last`: no object follows."""
        following = self.frame.tags[last + 1 : last + 2]
        return following in {"", ".", ",", ":", "Q", ";", "-", ")", "M", "F", "E", "B"}

    def clitic(self, verb: int) -> bool:
        """True when the pronoun behind the verb is hyphened to it: "dit-il"."""
        atoms = self.frame.atoms
        between = self._people.text[atoms[verb].end : atoms[verb + 1].start]
        close = len(between) <= MAX_HYPHEN and not between.isspace()
        return close and atoms[verb + 1].lower in self._words.clitics

    def named(self, phrase: Phrase) -> Span | None:
        """The person's name that is the head of a phrase; not one behind a preposition."""
        span = self.frame.span(phrase.first, phrase.last)
        for mention, _ in self._people.within(span):
            i = self._atom_at(phrase, mention.start)
            if i is not None and not self._governed(phrase, i):
                return mention
        return None

    def apposed(self, phrase: Phrase) -> Span | None:
        """The name behind a phrase and a comma: "la portavoz del partido, Pepa Rey".

        A role may stand before it: "her late husband, the painter Owen Larch,".
        """
        behind = _APPOSED.match(self.frame.tags, phrase.last + 1)
        if behind is None:
            return None
        name = behind.end() - 1
        start = self.frame.atoms[name].start
        span = self.frame.span(name, name)
        there = self._people.within(span)
        if self.role(self._head(phrase)) or self._head(phrase) in self._words.humans:
            there = there or self._people.others_within(span)
        return next((mention for mention, _ in there if mention.start == start), None)

    def _head(self, phrase: Phrase) -> str:
        """The first noun of a phrase, folded."""
        nouns = (
            self.frame.atoms[i].lower
            for i in range(phrase.first, phrase.last + 1)
            if self.frame.tags[i] in "wW"
        )
        return next(nouns, "")

    def author(self, phrase: Phrase) -> Span | None:
        """Whose statement a phrase names: "le récit de Claire Vasseur"; None for others."""
        for i in range(phrase.first, phrase.last + 1):
            if self.frame.atoms[i].lower in self._words.statement_nouns:
                rest = self.frame.span(i, phrase.last)
                return next((mention for mention, _ in self._people.within(rest)), None)
            if self.frame.tags[i] not in "Dw":
                return None
        return None

    def _atom_at(self, phrase: Phrase, start: int) -> int | None:
        for i in range(phrase.first, phrase.last + 1):
            if self.frame.atoms[i].end > start:
                return i
        return None

    def _governed(self, phrase: Phrase, i: int) -> bool:
        """True when the name at `i` hangs on a preposition: "the spokesman for X".

        In "il ministro degli Esteri X" the preposition has its noun already.
        """
        tags = self.frame.tags
        complement = False
        for j in range(i - 1, phrase.first - 1, -1):
            genitive = self._words.verb_second and tags[j] == "D" and j > phrase.first
            if tags[j] in "EF" or genitive:
                return not complement
            complement = complement or (tags[j] == "W" and not self._is_human_word(j))
            if tags[j] not in "DW'." or (tags[j] == "w" and self._is_human_word(j)):
                return False
        return False

    def _is_human_word(self, i: int) -> bool:
        lower = self.frame.atoms[i].lower
        if lower in self._words.humans or self._people.words.is_role(lower):
            return True
        if lower[-1:] in "sn" and lower[:-1] in self._words.humans:
            return True
        return self.frame.tags[i] == "W" and self._words.human_ending(lower)

    def _noun_at(self, first: int, last: int) -> bool:
        return any(self._is_human_word(i) for i in range(first, last + 1))
