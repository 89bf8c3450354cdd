"""Signs of a title, a name or a term: the words around and inside marks that hold no speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.reading.marks import Marked
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document, Token

MAX_NAME = 9  # words from which it is too long for a title or a name
LONG_NAME = 3  # words that a name which begins small does not reach
MAX_LABEL = 4  # atoms before a colon that only says what follows: "The slogan: ..."
MAX_GLOSS = 4  # atoms between a bracket and the marks in it
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}")
_SMALL = 3  # letters of the little words that foreign names hold: "Correio da Costa"


class TitleSigns:
    """Looks for them at the marked segments of one document."""

    def __init__(self, document: Document, words: QuoteWords) -> None:
        self._document = document
        self._words = words

    def inside(self, marked: Marked, letters: Sequence[Token]) -> list[str]:
        """What the segment's own words show; `letters` are those of them that are no signs."""
        found = []
        if _ADDRESS.fullmatch(self._document.at(marked.span)):
            found.append("address")
        if self._all_capitals(letters):
            found.append("capitals")
        if self._foreign_title(letters):
            found.append("title_case")
        if self._chanted(letters):
            found.append("chanted")
        return found

    def _chanted(self, letters: Sequence[Token]) -> bool:
        """True for one word cried again and again: "Lucy! Lucy! Lucy!", but not "Bye Bye"."""
        if len({t.lower for t in letters}) != 1 or len(letters) == 1:
            return False
        gaps = pairwise(letters)
        return all({*self._document.text[a.end : b.start]} & {",", "!"} for a, b in gaps)

    def _foreign_title(self, letters: Sequence[Token]) -> bool:
        """True for capitals as only English titles have them: "Stop If You Can"."""
        if self._words.verb_second or self._words.bare_clauses or len(letters) < LONG_NAME:
            return False
        said = [self._document.text[t.start : t.end] for t in letters]
        return all(w[0].isupper() for w in said) and not all(w.isupper() for w in said)

    def around(self, frame: Frame, i: int, marked: Marked) -> list[str]:
        """What the words around the segment at atom `i` show."""
        tags, atoms = frame.tags, frame.atoms
        before = atoms[i - 1].lower if i else ""
        near = (j for j in range(max(0, i - 3), i) if tags[j] in "wWR" and tags[j - 1 : j] != "H")
        nearby = {atoms[j].lower for j in near}
        found = ["naming"] if nearby & self._words.naming else []
        if self._may_be_title(marked) and (
            self._kind_noun(frame, i, close=self._small(marked)) or self._kind_ending(before)
        ):
            found.append("kind_noun")
        if self._apposed(frame, i, marked):
            found.append("apposed")
        if i and tags[i - 1] == "D":
            found.append("after_article")
        if i and tags[i - 1] in "EF" and self._title(marked):
            found.append("title_place")
        if self._hyphened(marked):
            found.append("compound")
        if i and tags[i - 1] == "W" and tags[i + 1 : i + 2] == "W" and self._tight(frame, i):
            found.append("inside_name")
        if self._bracketed(tags, i):
            found.append("brackets")
        if i == 1 and tags[0] in "EF" and self._begins_as_title(marked):
            found.append("complement")
        if tags[max(0, i - 2) : i] == "Q(":
            found.append("gloss")
        return found

    def _apposed(self, frame: Frame, i: int, marked: Marked) -> bool:
        """True for a title set off by commas: 'In her book, "Small Ports," she suggests ...'."""
        tags, capital = frame.tags, self._document.text[marked.span.start].isupper()
        works = self._words.kind_nouns - self._words.utterances
        work = i > 1 and tags[i - 1] == "," and frame.atoms[i - 2].lower in works
        if not work or not capital or self._words.verb_second:
            return False
        return self._title(marked) or tags[i + 1 : i + 2] in {"H", "U", "O"}

    def _title(self, marked: Marked) -> bool:
        """True for several words with the capitals of a title, where nouns have none."""
        letters = [t for t in self._document.tokens_in(marked.span) if t.lower[:1].isalpha()]
        return not self._words.verb_second and len(letters) > 1 and self._all_capitals(letters)

    def _hyphened(self, marked: Marked) -> bool:
        following = self._document.text[marked.outer.end : marked.outer.end + 2]
        return following[:1] in {"-", "‑"} and following[1:].isalpha()

    def _all_capitals(self, letters: Sequence[Token]) -> bool:
        """True for a title or a name: each word a capital, but for the little ones between."""
        text, tags = self._document.text, self._words.syntax.tags
        if self._chanted(letters):
            return False
        if not letters or not text[letters[0].start].isupper():
            return not letters
        small = [t for t in letters[1:] if not text[t.start].isupper()]
        if small and small[-1] is letters[-1]:
            return False  # a title ends in no little word
        if len(letters) >= MAX_NAME or not small:
            return len(letters) < MAX_NAME
        foreign = text[letters[-1].start].isupper() and len(small) < len(letters) / 2
        return all(
            tags.get(t.lower, "w") in "DEFC"
            or (foreign and len(t.lower) <= _SMALL and t.lower not in self._words.clause_words)
            for t in small
        )

    @staticmethod
    def _bracketed(tags: str, i: int) -> bool:
        """True for what stands in brackets without a verb: '(in English: "Lake House")'."""
        opening = tags.rfind("(", max(0, i - MAX_GLOSS), i)
        verbless = not {*tags[opening + 1 : i]} & set("HUO.;,")
        return opening >= 0 and verbless and tags[i + 1 :].lstrip("Q,C").startswith(")")

    def _begins_as_title(self, marked: Marked) -> bool:
        capital = self._document.text[marked.span.start].isupper()
        return capital and not self._words.verb_second and not self._words.bare_clauses

    def _small(self, marked: Marked) -> bool:
        """True for small letters where a title or a name would have a capital."""
        return not self._words.verb_second and self._document.text[marked.span.start].islower()

    def _may_be_title(self, marked: Marked) -> bool:
        """False for more than two words that begin small: a German title begins with a capital."""
        said = self._document.at(marked.span)
        return not self._words.verb_second or not said[0].islower() or len(said.split()) < LONG_NAME

    def _kind_noun(self, frame: Frame, i: int, *, close: bool) -> bool:
        """True when the segment names a thing of the kind before it: "the film", "the plan".

        With `close`, nothing may stand between: 'the title stays "weak"'.
        """
        for j in range(i - 1, max(-1, i - (2 if close else 4)), -1):
            if frame.tags[j] not in "wWRED':" or frame.atoms[j].lower in self._words.classing:
                return False
            if frame.tags[j] == ":" and j - frame.tags.rfind("(", 0, j) > MAX_LABEL:
                return False  # "she chose her words: ..."
            if frame.atoms[j].lower in self._words.kind_nouns:
                return True
        return False

    def _kind_ending(self, before: str) -> bool:
        """German compounds and genitives: "die Wochenzeitschrift", "des Stamms"."""
        if not self._words.verb_second:
            return False
        bare = before.removesuffix("s")
        sizes = range(4, len(before) - 3)  # not "Beispiel"
        ends = {bare, *(word[-size:] for word in (before, bare) for size in sizes)}
        return not ends.isdisjoint(self._words.kind_nouns)

    def _tight(self, frame: Frame, i: int) -> bool:
        gap = frame.atoms[i + 1].start - frame.atoms[i].end
        return gap <= 1 and len(self._document.at(frame.span(i, i)).split()) <= 3
