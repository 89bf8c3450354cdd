"""A text cut into blocks, sentences and tokens, once, for every reader of it.

All spans are offsets into the text as it is; nothing is normalised. `Token.lower` is a folded copy
for comparison (case folded, typographic apostrophes and hyphens made plain), same word, own string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

from bot.layout import Block, Role, blocks
from bot.model import Span
from bot.reading.words import TextWords

MAX_TEXT = 400_000  # code points read of one article
MAX_SENTENCE = 2_000  # code points; a longer one is cut, so that no pattern meets an endless line

READ_ROLES = frozenset({Role.TITLE, Role.HEADING, Role.BODY, Role.CAPTION})

_WORD = re.compile(
    r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*"  # letters, their accents perhaps marks of their own
    r"(?:[-‐‑][^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*)*['’]?"  # hyphened, perhaps elided
    r"|\d+(?:[.,:'’\u00a0\u202f\u2009]\d+)*"  # numbers and times with their inner signs
    r"|''|[^\w\s]|\w"
)
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None})
# A run of marks is looked at from its first one only: a long one that ends nothing costs no more.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”“»’)\]]*+(?=\s)|[.!?…][\"”“»]*(?=[A-ZÀ-Þ«„“])")
_TIME = re.compile(r"\d{1,2}[:.h]\d\d ?")
_BEHIND_TIME = re.compile(r"(?:\s*[-–—:|])?\s*(?=[^\W\d_a-zß-öø-ÿ]|[“”„«»\"])")
_OPENERS = "\"'“„«‹(["


class Token(NamedTuple):
    """A word, a number or a mark. `lower` is its folded form."""

    start: int
    end: int
    lower: str


def fold(words: str) -> str:
    """Case folded with plain apostrophes and hyphens, accents composed. May change the length."""
    if words.isascii():
        return words.casefold()
    return normalize("NFC", words).translate(_FOLD).casefold()


def lettered(char: str) -> bool:
    """True for a letter, a digit, or an accent that is a mark of its own behind its letter."""
    return char.isalnum() or "\u0300" <= char <= "\u036f"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the block it stands in (index into `Document.blocks`)."""

    span: Span
    block: int
    role: Role


@dataclass(frozen=True)
class Document:
    """A text with its blocks, sentences and tokens, each made when first asked for.

    `title` is the article's title when it is known from elsewhere and is not part of the text.
    """

    text: str
    language: str
    words: TextWords
    title: str = ""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The lines that are read; furniture, bylines and dates are left out."""
        return tuple(b for b in blocks(self.text[:MAX_TEXT]) if b.role in READ_ROLES)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in order; none crosses a block."""
        return tuple(
            Sentence(span, i, block.role)
            for i, block in enumerate(self.blocks)
            for span in _sentences(self.text, block.span, self.words)
        )

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Tokens of every block, in order."""
        return tuple(t for b in self.blocks for t in tokenize(self.text, b.span, self.words))

    @cached_property
    def _token_starts(self) -> list[int]:
        return [t.start for t in self.tokens]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.span.start for s in self.sentences]

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that begin inside `span`."""
        first = bisect_right(self._token_starts, span.start - 1)
        last = bisect_right(self._token_starts, span.end - 1)
        return self.tokens[first:last]

    def sentence_index(self, offset: int) -> int | None:
        """The index of the sentence that holds `offset`; None outside every sentence."""
        i = bisect_right(self._sentence_starts, offset) - 1
        return i if i >= 0 and offset < self.sentences[i].span.end else None

    def at(self, span: Span) -> str:
        """The words of a span."""
        return span.of(self.text)


def tokenize(text: str, span: Span, words: TextWords) -> list[Token]:
    """Cut a span into tokens. An elided article or pronoun ("l'", "qu'") is a token of its own."""
    tokens = []
    for match in _WORD.finditer(text, span.start, span.end):
        start, end = match.span()
        lower = fold(match.group())
        if lower.endswith("'") and len(lower) > 1 and lower not in words.elisions:
            # a closing mark or a plural possessive, not an elision
            tokens.append(Token(start, end - 1, lower[:-1]))
            tokens.append(Token(end - 1, end, "'"))
        else:
            tokens.append(Token(start, end, lower))
    return tokens


def _sentences(text: str, block: Span, words: TextWords) -> list[Span]:
    spans: list[Span] = []
    start = _past_stamp(text, block, words)
    for match in _SENTENCE_END.finditer(text, block.start, block.end):
        if not _is_end(text, start, match.start(), match.end(), block.end, words):
            continue
        spans += _cut_long(text, start, match.end())
        start = match.end()
        while start < block.end and text[start].isspace():
            start += 1
    if start < block.end:
        spans += _cut_long(text, start, block.end)
    return spans


def _past_stamp(text: str, block: Span, words: TextWords) -> int:
    """Where the words of an entry in a live ticker begin: behind "17:10 ", "9.30 Uhr - "."""
    time = _TIME.match(text, block.start, block.end)
    if time is None:
        return block.start
    at = time.end()
    at += next((len(word) for word in words.hours if text.startswith(word, at)), 0)
    behind = _BEHIND_TIME.match(text, at, block.end)
    spaced = behind is not None and text[behind.end() - 1].isspace()
    return behind.end() if behind is not None and spaced else block.start


def _is_end(text: str, start: int, mark: int, after: int, limit: int, words: TextWords) -> bool:
    following = text[after:limit].lstrip()
    if not following:
        return False
    first = following.lstrip(_OPENERS)[:1]
    if first.islower():
        return False
    if text[mark] != "." or text[mark : mark + 2] == "..":
        return True
    before = text[start:mark].rsplit(None, 1)
    word = fold(before[-1]).lstrip("('\"«„“") if before else ""
    if word in words.abbreviations or _is_short(word.rpartition("-")[2], words):
        return False
    if "." in word and word.replace(".", "").isalpha() and len(word) <= 5:  # "U.S", "z.B"
        return first.isupper() and word not in words.abbreviations and _starts_sentence(following)
    return not (words.ordinal_point and word.isdigit() and len(word) <= 2)


def _is_short(word: str, words: TextWords) -> bool:
    """True for an initial or an abbreviation, also as the last part of a word: "D-N.Y."."""
    return word in words.abbreviations or (len(word) == 1 and word.isalpha())


_STARTERS = re.compile(r"(?:The|A|An|He|She|It|They|We|But|And|In|On|That|This|I)\b")


def _starts_sentence(following: str) -> bool:
    return bool(_STARTERS.match(following))


def _cut_long(text: str, start: int, end: int) -> list[Span]:
    spans = []
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        spans.append(Span(start, cut))
        start = cut + (text[cut : cut + 1] == " ")
    stop = start + len(text[start:end].rstrip())
    return [*spans, Span(start, stop)] if stop > start else spans
