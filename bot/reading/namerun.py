"""Runs of capitalised words that may be names, with the title or role that stands with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.reading.people_words import PeopleWords
from bot.reading.text import Document, Token

MAX_RUN = 8  # words of one name; longer runs are headlines
MAX_ROLE = 9  # tokens between a role noun and its name
_AGES = range(10, 110)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRun:
    """A name in the text: `span` without title and role."""

    span: Span
    name: str  # the words of `span`
    key: str  # the last name, folded
    given: str  # the first word, folded
    size: int  # words
    first: int  # index of its first token
    last: int  # index of its last token
    title: str = ""  # "mme", folded
    role: Span | None = None  # a capitalised role before it: "Ukrainian President"
    aged: bool = False  # "(54)" or ", 54," stands behind


def name_runs(document: Document, words: PeopleWords) -> Iterator[NameRun]:
    """The runs of capitalised words of a document, in order."""
    finder = _Runs(document, words)
    end = 0
    for i in finder.capitals:
        if i < end or not finder.opens(i):
            continue
        end = finder.reach(i)
        run = finder.cut(i, end)
        if run is not None:
            yield run


class _Runs:
    """Reads runs off the tokens of one document."""

    def __init__(self, document: Document, words: PeopleWords) -> None:
        self.tokens = document.tokens
        self._text = document.text
        self._words = words
        self._heads = {s.span.start for s in document.sentences}
        self._plain = {t.lower for t in self.tokens if self._text[t.start].islower()}
        self.capitals = [i for i in range(len(self.tokens)) if self._capital(i)]
        """The indices of the tokens that can be part of a name."""

    def _capital(self, i: int) -> bool:
        """True for a word that can be part of a name."""
        token = self.tokens[i]
        if self._text[token.start].isupper():
            return token.lower not in self._words.not_names
        return "-" in token.lower and token.lower[:3] in self._words.particles

    def _head(self, i: int) -> bool:
        """True when a capital at token `i` is owed to its place: behind a point, a mark, a colon."""
        before = self.tokens[i - 1] if i else None
        if before is None or self.tokens[i].start in self._heads:
            return True
        return not before.lower[:1].isalnum() and before.lower not in {",", "-", "–", "'", ")", "&"}

    def opens(self, i: int) -> bool:
        """True when a name may begin at token `i`, one of `capitals`."""
        lower = self.tokens[i].lower
        if lower in self._words.function_words:
            return False
        if not self._head(i) or self._words.nouns_capitalised:
            return True
        return lower not in self._plain or lower in self._words.first_names or self._titled(lower)

    def _titled(self, lower: str) -> bool:
        return lower in self._words.titles or self._words.is_role(lower)

    def reach(self, i: int) -> int:
        """The index behind the last token of the run that begins at `i`."""
        j = i + 1
        while j < len(self.tokens) and j - i < 2 * MAX_RUN:
            step = self._step(j)
            if not step or (step > 1 and self._complete(i, j)):
                break
            j += step
        return j

    def _complete(self, i: int, j: int) -> bool:
        """German: a given and a last name stand before the particle, which is a preposition then.

        "John Sand von der Stiftung", but "Anna von der Aue", "Johann Karl von Orsa".
        """
        words = [t.lower for t in self.tokens[i:j] if t.lower[:1].isalpha()]
        names = [w for w in words if w not in self._words.titles and not self._words.is_role(w)]
        return (
            self._words.nouns_capitalised
            and len(names) > 1
            and not all(name in self._words.first_names for name in names)
        )

    def _step(self, j: int) -> int:
        """How many tokens from `j` go on with the run: 0 ends it."""
        token, before = self.tokens[j], self.tokens[j - 1]
        if token.lower == "." and token.start == before.end:
            dotted = len(before.lower) == 1 or before.lower in self._words.titles
            dotted = dotted or (self._words.is_role(before.lower) and len(before.lower) <= 5)
            return 1 if dotted and self._follows(j + 1, token.end) else 0
        if token.lower in {"'", "-"} and token.start == before.end:
            return 2 if self._glued(j + 1, token.end) else 0
        if self._text[before.end : token.start] not in {" ", "\u00a0", ""} or before.lower == "s":
            return 0
        if self._capital(j):
            function = token.lower in self._words.function_words
            return 0 if function and token.lower not in self._words.particles else 1
        for size in (1, 2):
            if self._particles(j, size) and self._follows(j + size, self.tokens[j + size - 1].end):
                return size + 1
        return 0

    def _particles(self, j: int, size: int) -> bool:
        tokens = self.tokens[j : j + size]
        return len(tokens) == size and all(t.lower in self._words.particles for t in tokens)

    def _follows(self, j: int, end: int) -> bool:
        """True when token `j` is a name word one space behind `end`."""
        if j >= len(self.tokens) or self.tokens[j].start - end > 1:
            return False
        return self._capital(j) and self.tokens[j].lower not in self._words.function_words

    def _glued(self, j: int, end: int) -> bool:
        return j < len(self.tokens) and self.tokens[j].start == end and self._capital(j)

    def cut(self, i: int, end: int) -> NameRun | None:
        """Take titles and roles off the front of the run `i`..`end`; None when no name is left."""
        first, title, role_end = i, "", i
        for j in range(i, end):
            lower = self.tokens[j].lower
            if lower in self._words.titles:
                first, title = j + 1, lower
            elif self._is_role(j, first, end):
                first = role_end = j + 1
            elif lower == "." and first == j:
                first = j + 1
                role_end = first if role_end == j else role_end
        if first >= end or self._text[self.tokens[first].start].islower():
            return None  # a role alone, or with its complement: "Sprecherin der Polizei"
        first = self._given(first, end)
        role = None
        if role_end > i:
            role = Span(self.tokens[i].start, self.tokens[role_end - 1].end)
        return self._run(first, end, title, role)

    def _is_role(self, j: int, first: int, end: int) -> bool:
        """True for a role noun; behind a given name and at the end it is a last name: "Hugo Rey"."""
        lower = self.tokens[j].lower
        if not self._words.is_role(lower) or lower in self._words.first_names:
            return False
        given = self.tokens[first].lower in self._words.first_names
        return not (given and first < j == end - 1)

    def _given(self, first: int, end: int) -> int:
        """Where the name begins: at a known given name behind words that are none (a party's)."""
        if end - first < 3 or self.tokens[first].lower in self._words.first_names:
            return first
        for j in range(first + 1, end - 1):
            between = self.tokens[j - 1].lower
            known = self.tokens[j].lower in self._words.first_names
            if known and between not in self._words.particles and between not in {"-", "'", "."}:
                return first if between == "&" else j
        return first

    def _run(self, first: int, end: int, title: str, role: Span | None) -> NameRun | None:
        tokens = self.tokens[first:end]
        last = end - 1
        if tokens[-1].lower in {"jr", "sr"} and len(tokens) > 1:
            last -= 1
        span = Span(tokens[0].start, self.tokens[last].end)
        size = sum(t.lower[:1].isalpha() for t in tokens if t.lower not in self._words.particles)
        if not 0 < size <= MAX_RUN or (self._words.nouns_capitalised and self._common(first, end)):
            return None
        return NameRun(
            span=span, name=span.of(self._text), key=self.tokens[last].lower,
            given=tokens[0].lower, size=size, first=first, last=end - 1,
            title=title, role=role, aged=self._aged(end),
        )  # fmt: skip

    def _common(self, first: int, end: int) -> bool:
        """German: a lone capitalised word that the article also has behind an article is a noun."""
        return end - first == 1 and self.tokens[first].lower in self._plain

    def _aged(self, end: int) -> bool:
        following = [t.lower for t in self.tokens[end : end + 3]]
        if len(following) < 3 or following[0] not in {",", "("} or following[2] not in {",", ")"}:
            return False
        age = following[1]
        return age.isascii() and age.isdigit() and len(age) < 4 and int(age) in _AGES


def role_before(document: Document, words: PeopleWords, run: NameRun) -> Span | None:
    """The role in lower case (or in German) before a name: "le ministre de la Santé", or None.

    Between the role noun and the name only its complement may stand: links, capitalised words and
    adjectives; one comma right before the name is allowed ("el presidente del Gobierno, X").
    """
    tokens, text = document.tokens, document.text
    i = run.first - 1
    while i >= 0 and (tokens[i].lower in words.titles or _ends_title(tokens, i, words)):
        i -= 1
    comma = i >= 0 and tokens[i].lower == ","
    stop = max(-1, i - MAX_ROLE)
    i -= comma
    if i >= 0 and tokens[i].lower in words.links:
        return None  # "the spokesman for X": X is not the spokesman
    end = i
    while i > stop:
        token = tokens[i]
        if words.is_role(token.lower):
            return Span(token.start, tokens[end].end)
        if not _complement(text, token, words):
            return None
        i -= 1
    return None


def _ends_title(tokens: Sequence[Token], i: int, words: PeopleWords) -> bool:
    """True for the point of an abbreviated title: "Mr."."""
    return tokens[i].lower == "." and i > 0 and tokens[i - 1].lower in words.titles


def _complement(text: str, token: Token, words: PeopleWords) -> bool:
    if token.lower in words.links or text[token.start].isupper():
        return True
    return token.lower.isalpha() and token.lower.endswith(words.adjective_endings or ("\0",))


def role_after(document: Document, words: PeopleWords, run: NameRun) -> Span | None:
    """The role in apposition behind a name: ", ministre de la Santé," without its marks, or None."""
    tokens = document.tokens
    i = run.last + 1
    if i >= len(tokens) or tokens[i].lower != ",":
        return None
    for j in range(i + 1, min(i + 5, len(tokens))):
        lower = tokens[j].lower
        if words.is_role(lower):
            end = j
            while end + 1 < min(j + 12, len(tokens)) and tokens[end + 1].lower[:1].isalnum():
                end += 1
            return Span(tokens[j].start, tokens[end].end)
        if not lower[:1].isalnum():
            return None
    return None
