"""A sentence as the rules of this package look at it: words, tags, and who or what is named where.

Quotation marks are left out (a marked fragment goes on with the sentence around it) and English
contractions are put together ("doesn't"; "'s" is a word of its own). `tags` has one character for
each word:

    D determiner   N subject pronoun   W capitalised   w other word   # number   ' genitive
    H have   U be   O modal   B adverb, negation, clitic   M time   C conjunction   T that
    S subordinator   R relative   E preposition inside noun phrases   F other preposition
    , : ; ( ) - . as they are (dashes are -, full stops .)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from bot.layout import Role
from bot.model import Span
from bot.reading.actors import ActorHit
from bot.reading.positions.words import PositionWords
from bot.reading.quotes.words import Syntax
from bot.reading.text import Document, Sentence, Token
from bot.reading.topics import TopicHit

Hit = TypeVar("Hit", ActorHit, TopicHit)

_SIGNS = {
    ",": ",", ":": ":", ";": ";", "(": "(", ")": ")", "[": "(", "]": ")", "–": "-", "—": "-",
    "-": "-", ".": ".", "!": ".", "?": ".", "…": ".",
}  # fmt: skip
_MARKS = frozenset('"“”„‟«»‹›＂') | {"''"}
_DATELINES = frozenset({" - ", " – ", " — "})  # "Berlin (dpa) - Die Partei": a sentence begins
GAP = 2  # spaces where a mark was lost
MAX_SHORT = 4  # letters of a word that a point cuts short
_CONTRACTED = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
_APOSTROPHE = "'"
_SINGLE = "‘"


@dataclass(frozen=True, slots=True)
class View:
    """One sentence. Places are indices of words; ranges include both ends."""

    text: str
    span: Span
    block: int
    role: Role
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    tags: str
    actors: Mapping[int, tuple[ActorHit, int]]  # first word -> who, last word
    topics: Mapping[int, tuple[TopicHit, int]]  # first word -> what, last word

    def __len__(self) -> int:
        return len(self.words)

    def tag(self, i: int) -> str:
        """The tag of a word; a full stop outside the sentence."""
        return self.tags[i] if 0 <= i < len(self.tags) else "."

    def word(self, i: int) -> str:
        """A folded word; empty outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def place(self, first: int, last: int) -> Span:
        """Where words stand in the text."""
        return Span(self.starts[first], self.ends[last])

    def said(self, first: int, last: int) -> str:
        """Words as the text has them."""
        return self.text[self.starts[first] : self.ends[last]]

    def capital(self, i: int) -> bool:
        """True when a word begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def phrase(self, i: int, table: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
        """How many words of a phrase of `table` begin at `i`; 0 when none does."""
        if 0 <= i < len(self.words):
            for words in table.get(self.words[i], ()):
                if self.words[i : i + len(words)] == words:
                    return len(words)
        return 0

    def phrase_before(self, end: int, table: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
        """How many words of a phrase of `table` end right before `end`; 0 when none does."""
        for size in range(min(6, end), 0, -1):
            if self.words[end - size : end] in table.get(self.words[end - size], ()):
                return size
        return 0

    def find(self, first: int, last: int, words: frozenset[str]) -> int | None:
        """The first of `words` in a range."""
        return next(
            (i for i in range(first, min(last + 1, len(self))) if self.words[i] in words), None
        )


class Viewer:
    """Makes views of the sentences of one document."""

    def __init__(
        self,
        document: Document,
        words: PositionWords,
        syntax: Syntax,
        actors: Sequence[ActorHit],
        topics: Sequence[TopicHit],
        asides: Sequence[Span] = (),
    ) -> None:
        """`asides` are words between marks that sentences are read without: "X (SPD)"."""
        self._document = document
        self._words = words
        self._tags = {
            **syntax.tags,
            **dict.fromkeys(words.sets["adverbs"], "B"),
            **dict.fromkeys(words.sets["governing"], "F"),
            **dict.fromkeys(words.sets["modals"], "O"),
            **dict.fromkeys(words.sets["neither"], "C"),
        }
        joins = words.phrases["joins"]
        self._joining = frozenset(w for phrases in joins.values() for p in phrases for w in p)
        self._actors = actors
        self._topics = topics
        self._asides = {aside.start: aside.end for aside in asides}
        self._views: dict[int, View] = {}

    def view(self, index: int) -> View:
        """The view of a sentence, made once."""
        if index not in self._views:
            self._views[index] = self._make(self._document.sentences[index])
        return self._views[index]

    def _make(self, sentence: Sentence) -> View:
        tokens = self._plain(_joined(self._document.tokens_in(sentence.span)))
        starts = tuple(t.start for t in tokens)
        ends = tuple(t.end for t in tokens)
        lowers = tuple(t.lower for t in tokens)
        return View(
            text=self._document.text, span=sentence.span, block=sentence.block,
            role=sentence.role, starts=starts, ends=ends, words=lowers,
            tags="".join(self._tag_at(tokens, i) for i in range(len(tokens))),
            actors=_placed(self._actors, sentence.span, tokens),
            topics=_placed(self._topics, sentence.span, tokens),
        )  # fmt: skip

    def _plain(self, tokens: list[Token]) -> list[Token]:
        """The words of a sentence with lost marks put in and asides left out."""
        tokens = self._marked(tokens)
        if not any(token.start in self._asides for token in tokens):
            return tokens
        kept: list[Token] = []
        end = -1
        for token in tokens:
            if token.start in self._asides and kept and kept[-1].lower in {",", "("}:
                end = self._asides[token.start]
                kept.pop()
            elif token.start < end or (token.start <= end + 1 and token.lower in {",", ")"}):
                continue
            else:
                kept.append(token)
        return kept

    def _marked(self, tokens: list[Token]) -> list[Token]:
        """The words of a sentence that lost all its marks, with a comma in each gap they left.

        In a text stripped of its marks each of them left a space. Two marks of quotation leave no
        gap of their own in a clause, nor does a number behind an article.
        """
        if any(not token.lower[:1].isalnum() for token in tokens[:-1]):
            return tokens
        marked = tokens[:1]
        for token in tokens[1:]:
            before = marked[-1]
            between = self._document.text[before.end : token.start]
            gap = len(between) if between.isspace() else 0
            governs = self._tags.get(before.lower, "") in {"D", "E", "F"}
            if gap == GAP or (gap > GAP + 1 and not governs):
                marked.append(Token(before.end, before.end + 1, ","))
            marked.append(token)
        return marked

    def _tag_at(self, tokens: Sequence[Token], i: int) -> str:
        token = tokens[i]
        if token.lower in self._joining and self._joins(tokens, i):
            return "C"
        if i and token.lower[:1] == _APOSTROPHE and len(token.lower) > 1:
            return self._contracted(tokens, i)
        opens = i == 0 or (tokens[i - 1].lower == "," and self._lost(tokens[i - 1]))
        tag = self._tag(token, opens or self._opens_speech(token))
        if tag == "-" and 0 < i < len(tokens) - 1:  # a hyphen inside a word: "29-jährig"
            glued = tokens[i - 1].end == token.start and tokens[i + 1].start == token.end
            return "w" if glued else tag
        return tag

    def _lost(self, comma: Token) -> bool:
        """True for a comma put in for a mark that was lost."""
        return self._document.text[comma.start].isspace()

    def _opens_speech(self, token: Token) -> bool:
        """True for a word behind a mark of quotation or a dateline, whose capital tells no name."""
        text, start = self._document.text, token.start
        if not text[start].isupper():
            return False
        return (
            text[max(0, start - 2) : start].strip()[-1:] in _MARKS
            or text[max(0, start - 3) : start] in _DATELINES
        )

    def _joins(self, tokens: Sequence[Token], i: int) -> bool:
        """True for a word of a phrase that joins as "and" does: "als auch"."""
        for first in (i, i - 1):
            pair = tuple(token.lower for token in tokens[first : first + 2]) if first >= 0 else ()
            if pair and pair in self._words.phrases["joins"].get(pair[0], ()):
                return True
        return False

    def _contracted(self, tokens: Sequence[Token], i: int) -> str:
        """The tag of "'ve" or "'m"; "'s" is a verb behind a pronoun only."""
        lower = tokens[i].lower
        if lower == "'s" and self._tag(tokens[i - 1], i == 1) not in "NTR":
            return _APOSTROPHE
        return self._tags.get(lower, _APOSTROPHE)

    def _tag(self, token: Token, first: bool) -> str:
        head = token.lower[:1]
        if token.lower in {"'s", "'"}:
            return "'"
        if not head.isalnum():
            return _SIGNS.get(head, "'")
        if head.isdigit():
            return "#"
        written = self._document.text[token.start : token.end]
        capital = written[:1].isupper()
        tag = self._tags.get(token.lower)
        if tag is None and token.lower.endswith("n't"):
            tag = self._tags.get(token.lower[:-3])
        quoted = tag == "N" and (len(written) == 1 or not written.isupper())  # said: "We ..."
        if tag is not None and (not capital or first or tag == "M" or quoted):
            return tag
        return "W" if capital else "w"


def _joined(tokens: Sequence[Token]) -> list[Token]:
    joined: list[Token] = []
    i = 0
    single = False  # inside single marks of quotation
    while i < len(tokens):
        token = tokens[i]
        if token.lower == _SINGLE or (single and _closes(tokens, i)):
            single = token.lower == _SINGLE
            i += 1
            continue
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            token.lower == _APOSTROPHE
            and following is not None
            and following.start == token.end
            and following.lower in _CONTRACTED
            and joined
        ):
            if following.lower == "t":
                before = joined.pop()
                joined.append(Token(before.start, following.end, f"{before.lower}'t"))
            else:
                joined.append(Token(token.start, following.end, f"'{following.lower}"))
            i += 2
            continue
        if token.lower not in _MARKS and not _abbreviates(tokens, i):
            joined.append(token)
        i += 1
    return joined


def _closes(tokens: Sequence[Token], i: int) -> bool:
    """True for an apostrophe with no letter behind it, which ends a quotation."""
    if tokens[i].lower != _APOSTROPHE or i + 1 == len(tokens):
        return tokens[i].lower == _APOSTROPHE
    glued = tokens[i + 1].start == tokens[i].end
    return not (glued and tokens[i + 1].lower[:1].isalpha())


def _abbreviates(tokens: Sequence[Token], i: int) -> bool:
    """True for a point inside a sentence, right behind a short word: "the U.N. sanctions"."""
    if tokens[i].lower != "." or not 0 < i < len(tokens) - 1:
        return False
    before = tokens[i - 1]
    return (
        before.end == tokens[i].start and before.lower.isalpha() and len(before.lower) <= MAX_SHORT
    )


def _placed(hits: Sequence[Hit], span: Span, tokens: Sequence[Token]) -> dict[int, tuple[Hit, int]]:
    """The hits of a sentence by their first word, with their last word. `hits` are in order."""
    placed: dict[int, tuple[Hit, int]] = {}
    starts = [token.start for token in tokens]
    first = bisect_left(hits, span.start, key=lambda hit: hit.span.start)
    for hit in islice(hits, first, None):
        if hit.span.start >= span.end:
            break
        at = bisect_right(starts, hit.span.start) - 1
        last = bisect_left(starts, hit.span.end) - 1
        if 0 <= at <= last and hit.span.end <= span.end:
            placed[at] = (hit, last)
    return placed
