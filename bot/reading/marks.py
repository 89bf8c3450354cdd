"""Pairing of quotation marks: which words of a text stand between marks.

Pure, one pass a paragraph, one level deep: marks inside a marked segment belong to its words. An
odd mark costs its own segment and nothing else. Whether marked words are speech is decided in
`quotes/speech.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.reading.text import lettered

MAX_SEGMENT = 5_000  # code points between two marks that can belong together

_MARK = re.compile(r"''|[\"“”„‟«»‹›＂]|</?[a-zA-Z][^<>\n]{0,4000}>")
_SINGLE = re.compile(r"[‘’']")
_STRAIGHT = frozenset('"＂')
_ALWAYS_OPEN = frozenset("„‟«‹“")  # what they open, unless one is left to close
_CLOSERS = {
    '"': '"”“', "＂": "＂”“", "“": "”\"“", "‟": "”\"", "„": "“”\"‟", "«": "»", "‹": "›",
    "»": "«", "›": "‹", "”": "”“\"", "''": ("''",),
}  # fmt: skip
_NO_OPENING_AFTER = frozenset(".,!?%")
_CURLY_CLOSES_AFTER = frozenset(".,!?…")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between quotation marks.

    `open_end`: the closing mark comes later, in another paragraph or behind an attribution.
    """

    span: Span  # the words, without marks and the spaces inside them
    outer: Span  # with the marks
    paragraph: int  # index of the paragraph it stands in
    open_end: bool = False


def find_marked(
    text: str, paragraphs: Sequence[Span], *, doubled_apostrophes: bool = False
) -> tuple[Marked, ...]:
    """Pair the marks of each paragraph.

    Args:
        text: the whole text.
        paragraphs: the pieces marks may not cross, in order.
        doubled_apostrophes: ``''`` is a mark (English archives; in German wikis it is italics).

    Returns:
        The segments in order; they never overlap, and none is empty.
    """
    single = not any(m.group() != "''" and m.group()[0] != "<" for m in _MARK.finditer(text))
    if single and not (doubled_apostrophes and "''" in text):
        return _single_marks(text, paragraphs)
    found: list[Marked] = []
    for i, paragraph in enumerate(paragraphs):
        following = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
        goes_on = following is not None and _begins_with_mark(text, following)
        found += _Pairing(text, paragraph, i, doubled_apostrophes).run(goes_on)
    return tuple(found)


def _begins_with_mark(text: str, paragraph: Span) -> bool:
    found = _MARK.match(text, paragraph.start)
    return found is not None and not found.group().startswith("<")


class _Pairing:
    """The marks of one paragraph, left to right."""

    def __init__(self, text: str, paragraph: Span, index: int, doubled: bool) -> None:
        self._text = text
        self._paragraph = paragraph
        self._index = index
        self._doubled = doubled
        self._found: list[Marked] = []

    def run(self, goes_on: bool) -> list[Marked]:
        """The segments; one left open is kept when the next paragraph takes it up again."""
        opened: tuple[str, int, int] | None = None  # mark, where it starts, where it ends
        depth = 0  # nested guillemets of the same kind
        for match in _MARK.finditer(self._text, self._paragraph.start, self._paragraph.end):
            mark = match.group()
            if mark.startswith("<") or (mark == "''" and not self._doubled):
                continue
            if opened is not None and match.start() - opened[2] > MAX_SEGMENT:
                opened = None
            if opened is None:
                if self._opens(mark, match.start(), match.end()):
                    opened, depth = (mark, match.start(), match.end()), 0
            elif self._closes(opened[0], mark, match.start(), match.end()) or (
                not depth and self._turned(opened[0], mark, match.start(), match.end())
            ):
                if depth:
                    depth -= 1
                    continue
                self._keep(opened, match.start(), match.end(), open_end=False)
                opened = None
            elif mark == opened[0] and mark in "«‹":
                depth += self._closed_later(mark, match.end(), depth + 2)
        if opened is not None and goes_on:
            self._keep(opened, self._paragraph.end, self._paragraph.end, open_end=True)
        return self._found

    def _closed_later(self, mark: str, start: int, times: int) -> bool:
        """True when as many closing guillemets follow as are open: else the second is a slip."""
        limit = min(self._paragraph.end, start + MAX_SEGMENT)
        return self._text.count(_CLOSERS[mark][0], start, limit) >= times

    def _opens(self, mark: str, start: int, end: int) -> bool:
        before = self._text[start - 1] if start > self._paragraph.start else " "
        after = self._text[end] if end < self._paragraph.end else " "
        if mark in _STRAIGHT or mark == "''":
            tight = lettered(before) or before in _NO_OPENING_AFTER
            return not (tight and not after.isalnum())
        if mark in _ALWAYS_OPEN:
            return True
        return after.isalnum() and not lettered(before)

    def _closes(self, opener: str, mark: str, start: int, end: int) -> bool:
        if mark not in _CLOSERS[opener]:
            return False
        before = self._text[start - 1]
        after = self._text[end] if end < self._paragraph.end else " "
        if mark == "“" and opener in _STRAIGHT:
            return lettered(before) or before in _CURLY_CLOSES_AFTER
        if mark == "“" and opener == "“":
            return not (before.isspace() and after.isalnum())
        if mark in _STRAIGHT and before.isspace() and after.isalnum():
            return opener in _STRAIGHT and self._alone(end)
        return True

    def _turned(self, opener: str, mark: str, start: int, end: int) -> bool:
        """True for a closing guillemet turned the wrong way: right behind a word, before none."""
        before = self._text[start - 1]
        after = self._text[end] if end < self._paragraph.end else " "
        return mark == opener and mark in "«‹" and not (before.isspace() or after.isalnum())

    def _alone(self, start: int) -> bool:
        """True when no other straight mark follows: this one then is the closing one, misplaced."""
        return self._text.find('"', start, min(self._paragraph.end, start + MAX_SEGMENT)) < 0

    def _keep(self, opened: tuple[str, int, int], start: int, end: int, *, open_end: bool) -> None:
        words = _stripped(self._text, opened[2], start)
        if words is not None:
            self._found.append(Marked(words, Span(opened[1], end), self._index, open_end))


def _single_marks(text: str, paragraphs: Sequence[Span]) -> tuple[Marked, ...]:
    """Single marks (British style), where a text has no double ones at all.

    One opens before a word and after a space or a bracket, and closes behind a word or a point and
    before a space or a point; an apostrophe stands inside a word or has no partner.
    """
    found = []
    for i, paragraph in enumerate(paragraphs):
        opened: int | None = None
        for match in _SINGLE.finditer(text, paragraph.start, paragraph.end):
            at = match.start()
            before = text[at - 1] if at > paragraph.start else " "
            after = text[at + 1] if at + 1 < paragraph.end else " "
            if opened is None:
                curly = match.group() != "’"
                if curly and (before.isspace() or before in "([—–") and after.isalnum():
                    opened = at
            elif not after.isalnum() and not before.isspace() and at - opened < MAX_SEGMENT:
                words = _stripped(text, opened + 1, at)
                if words is not None and not _is_possessive(text, at, paragraph.end):
                    found.append(Marked(words, Span(opened, at + 1), i))
                    opened = None
    return tuple(found)


def _is_possessive(text: str, at: int, end: int) -> bool:
    """Behind an s, when a better closing mark follows soon: "the workers' pay, he said'"."""
    if text[at - 1] != "s":
        return False
    rest = re.search(r"[.,!?]['’](?!\w)", text[at + 1 : min(end, at + 400)])
    opening = re.search(r"(?<!\w)[‘'](?=\w)", text[at + 1 : min(end, at + 400)])
    return rest is not None and (opening is None or rest.start() < opening.start())


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The span without spaces at its edges (any Unicode space); None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None
