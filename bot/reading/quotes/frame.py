"""Frames: the sentences around quotations, each marked segment folded into one atom.

A frame's `tags` is a string with one character for each atom, so that the shape of a sentence can
be looked at without looking at its words:

    Q marked segment   D determiner   N subject pronoun   W capitalised   w other word   # number
    H have   U be   O modal   B adverb, negation, clitic   M time   C conjunction   T that
    S subordinator   R relative   E preposition inside noun phrases   F other preposition
    , : ; ( ) - . as they are (dashes are -, full stops .)   ' other signs
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.layout import Role
from bot.model import Span
from bot.reading.marks import Marked
from bot.reading.people import People
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document, Token

_SIGNS = {
    ",": ",", ":": ":", ";": ";", "(": "(", ")": ")", "[": "(", "]": ")", "–": "-", "—": "-", "―": "-",
    "-": "-", ".": ".", "!": ".", "?": ".", "…": ".",
}  # fmt: skip
_TERMINAL = ".!?…"
MAX_FRAME = 400  # atoms; a longer sentence is cut, so that the work on it stays bounded
MAX_TAG_LINE = 9  # atoms before the verb of a sentence that is only an attribution
_CLITICS = ("-t-il", "-t-elle", "-t-ils", "-t-elles", "-t-on", "-il", "-elle", "-ils", "-elles",
            "-on", "-je", "-nous")  # fmt: skip


class Atom(NamedTuple):
    """A token, or a whole marked segment (`segment` is then its index, else -1)."""

    start: int
    end: int
    lower: str
    segment: int = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence with its marked segments as atoms."""

    atoms: tuple[Atom, ...]
    tags: str
    paragraph: int
    role: Role
    quoted: tuple[int, ...]  # indices of the atoms that are marked segments

    def span(self, first: int, last: int) -> Span:
        """From atom `first` to atom `last`, both inside."""
        return Span(self.atoms[first].start, self.atoms[last].end)


def build_frames(
    document: Document, marked: Sequence[Marked], words: QuoteWords, people: People
) -> tuple[Frame, ...]:
    """Cut every block of `document` into frames, in order."""
    builder = _Builder(document, marked, words, people)
    return tuple(
        frame
        for index, block in enumerate(document.blocks)
        for frame in builder.block(index, block.span, block.role)
    )


class _Builder:
    """Walks the tokens and the marked segments of a document side by side."""

    def __init__(
        self, document: Document, marked: Sequence[Marked], words: QuoteWords, people: People
    ) -> None:
        self._people = people
        self._humans = words.humans
        self._second = words.verb_second
        self._text = document.text
        self._document = document
        self._marked = marked
        self._tags = words.syntax.tags
        self._words = words
        self._starts = {s.span.start for s in document.sentences}
        self._next = 0  # the first marked segment not yet folded

    def block(self, index: int, span: Span, role: Role) -> list[Frame]:
        """The frames of one block."""
        sentences: list[list[Atom]] = [[]]
        tokens = self._document.tokens_in(span)
        i = 0
        while i < len(tokens):
            token = tokens[i]
            segment = self._segment_at(token.start)
            if segment is not None:
                atom = Atom(
                    self._marked[segment].outer.start, self._marked[segment].outer.end, "", segment
                )
                i = self._behind(tokens, i, atom.end)
            else:
                atom = Atom(token.start, token.end, token.lower)
                i += 1
            if self._begins(sentences[-1], atom):
                sentences.append([])
            sentences[-1] += self._split(sentences[-1], atom)
        return [self._frame(atoms, index, role) for atoms in self._joined(sentences) if atoms]

    def _joined(self, sentences: list[list[Atom]]) -> list[list[Atom]]:
        """Put back together what a mark's own point cut: "Why now?" Smith asked."""
        joined: list[list[Atom]] = []
        for atoms in sentences:
            if joined and self._is_tag_line(joined[-1], atoms):
                joined[-1] += atoms
            else:
                joined.append(atoms)
        return joined

    def _is_tag_line(self, before: list[Atom], atoms: list[Atom]) -> bool:
        """True for a sentence that is only subject and report verb, behind a quotation."""
        if not before or before[-1].segment < 0 or not atoms:
            return False
        if _SIGNS.get(atoms[0].lower) == "-":
            return self._is_signature(atoms[1:])
        for k, atom in enumerate(atoms[:MAX_TAG_LINE]):
            if atom.segment >= 0:
                return False
            if (k or self._second) and atom.lower in self._words.cue_words:
                following = atoms[k + 1].lower if k + 1 < len(atoms) else "."
                return self._may_end(atom, following, atoms[k + 1 :])
            if self._second:
                return False  # German: the subject stands behind
            if not atom.lower[:1].isalnum() and atom.lower not in {"'", ".", "-"}:
                return False
        return False

    def _may_end(self, verb: Atom, following: str, rest: Sequence[Atom]) -> bool:
        if following in {".", ",", ":"} or self._tags.get(following) in {"F", "M", "B"}:
            return True
        told = any("addressee" in form.classes for form in self._words.cues[verb.lower])
        alone = len(rest) <= MAX_TAG_LINE and all(atom.segment < 0 for atom in rest)
        return told and alone  # "...?" Marsh asked reporters in the hall.

    def _is_signature(self, atoms: Sequence[Atom]) -> bool:
        """True for a name alone, as behind a dash under somebody's words."""
        if not 0 < len(atoms) <= MAX_TAG_LINE or not self._text[atoms[0].start].isupper():
            return False
        span = Span(atoms[0].start, atoms[-1].end)
        return bool(self._people.within(span) or self._people.others_within(span))

    def _segment_at(self, start: int) -> int | None:
        """The marked segment that begins at or spans `start`, taken once."""
        while self._next < len(self._marked) and self._marked[self._next].outer.end <= start:
            self._next += 1
        if self._next < len(self._marked) and self._marked[self._next].outer.start <= start:
            self._next += 1
            return self._next - 1
        return None

    @staticmethod
    def _behind(tokens: Sequence[Token], i: int, end: int) -> int:
        while i < len(tokens) and tokens[i].start < end:
            i += 1
        return i

    def _begins(self, sentence: list[Atom], atom: Atom) -> bool:
        """True when `atom` begins a new sentence."""
        if not sentence:
            return False
        if atom.start in self._starts or len(sentence) >= MAX_FRAME:
            return True
        before = sentence[-1]
        if before.segment < 0 or (atom.segment < 0 and not self._text[atom.start].isupper()):
            return False
        words = self._marked[before.segment].span
        return self._text[words.end - 1] in _TERMINAL

    def _split(self, before: Sequence[Atom], atom: Atom) -> list[Atom]:
        """A French verb and the pronoun hyphened to it are two atoms: "a-t-il", "dit-elle"."""
        if "-" not in atom.lower:
            return [atom]
        for clitic in _CLITICS:
            verb = atom.lower.removesuffix(clitic)
            known = verb in self._words.cue_words or verb in self._tags
            if verb != atom.lower and (known or self._behind_quote(before)):
                at = atom.end - len(clitic.rpartition("-")[2])
                return [Atom(atom.start, atom.start + len(verb), verb),
                        Atom(at, atom.end, clitic.rpartition("-")[2])]  # fmt: skip
        return [atom]

    def _behind_quote(self, before: Sequence[Atom]) -> bool:
        """True right behind a quotation, where any verb reports: "...", ironise-t-elle."""
        words = [atom for atom in before[-3:] if self._tags.get(atom.lower) != "B"]
        return len(words) > 1 and words[-1].lower == "," and words[-2].segment >= 0

    def _frame(self, atoms: list[Atom], index: int, role: Role) -> Frame:
        tags = []
        head = True
        for atom in atoms:
            tag = self._tag(atom, head)
            tags.append(tag)
            head = tag in "Q:" or (head and tag in "-'(")
        quoted = tuple(i for i, atom in enumerate(atoms) if atom.segment >= 0)
        return Frame(tuple(atoms), "".join(tags), index, role, quoted)

    def _tag(self, atom: Atom, head: bool) -> str:
        if atom.segment >= 0:
            return "Q"
        first = atom.lower[:1]
        if not first.isalnum():
            return "'" if self._joins(atom) else _SIGNS.get(first, "'")
        if first.isdigit():
            return "#"
        tag = self._tags.get(atom.lower)
        capital = self._text[atom.start].isupper()
        if tag is not None and (not capital or head or tag == "M"):
            return tag
        if not capital or (head and not self._names(atom)):
            return "w"
        return "W"

    def _joins(self, atom: Atom) -> bool:
        """True for a hyphen inside a word: "58-Jährige"."""
        around = self._text[atom.start - 1 : atom.start] + self._text[atom.end : atom.end + 1]
        return atom.lower == "-" and len(around) == 2 and around.isalnum()

    def _names(self, atom: Atom) -> bool:
        """True when a capital at the head of a sentence is a name's and not its place's."""
        if self._people.words.nouns_capitalised or atom.lower in self._humans:
            return True
        span = Span(atom.start, atom.end)
        if self._people.words.is_role(atom.lower) or self._people.within(span):
            return True
        return atom.lower not in self._words.cue_words and bool(self._people.others_within(span))
