"""Attributions inside one pair of marks: "The world - said the minister - has changed".

The words of the attribution are not the speaker's: they are cut out, and two segments of the same
utterance remain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.model import Span
from bot.reading.marks import Marked
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document, Token

MAX_INCISE = 160  # code points of an attribution inside marks
_DASH = re.compile(r"(?<=\s)[-–—](?=\s)")
_COMMA = re.compile(r",\s")


def cut_incises(
    document: Document, marked: Sequence[Marked], words: QuoteWords
) -> tuple[Marked, ...]:
    """Cut the attributions out of the segments that hold one."""
    out: list[Marked] = []
    for segment in marked:
        out += _cut(document, segment, words)
    return tuple(out)


def _cut(document: Document, segment: Marked, words: QuoteWords) -> list[Marked]:
    pieces: list[Marked] = []
    rest = segment
    while (hole := _find(document, rest, words)) is not None:
        pieces.append(_piece(document, rest, rest.outer.start, hole.start, rest.span.start))
        if hole.end >= rest.span.end:
            return [p for p in pieces if len(p.span)]
        rest = replace(
            rest,
            span=_stripped(document.text, hole.end, rest.span.end),
            outer=Span(hole.end, rest.outer.end),
        )
    return [p for p in [*pieces, rest] if len(p.span)]


def _piece(document: Document, segment: Marked, start: int, end: int, words: int) -> Marked:
    span = _stripped(document.text, words, end)
    return replace(segment, span=span, outer=Span(start, max(end, span.end)), open_end=True)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _find(document: Document, segment: Marked, words: QuoteWords) -> Span | None:
    """The first attribution inside, with the dashes or commas around it."""
    text, span = document.text, segment.span
    for opening in _DASH.finditer(text, span.start, span.end):
        closing = _DASH.search(text, opening.end(), min(span.end, opening.end() + MAX_INCISE))
        end = closing.end() if closing else span.end
        body = Span(opening.end(), closing.start() if closing else end)
        if len(body) <= MAX_INCISE and _reports(document.tokens_in(body), words, strict=False):
            return Span(opening.start(), end)
    if words.after_quote == "inverted":
        return None
    for opening in _COMMA.finditer(text, span.start, span.end):
        closing = _COMMA.search(text, opening.end(), min(span.end, opening.end() + MAX_INCISE))
        if closing is None:
            continue
        body = Span(opening.end(), closing.start())
        if _reports(document.tokens_in(body), words, strict=True):
            return Span(opening.start(), closing.end())
    return None


def _reports(tokens: Sequence[Token], words: QuoteWords, *, strict: bool) -> bool:
    """True when `tokens` begin with a report verb: "ha detto X"; strictly, a pronoun's: "dit-il"."""
    if not tokens or len(tokens) > MAX_INCISE // 4:
        return False
    head, _, pronoun = tokens[0].lower.partition("-")
    if pronoun.removeprefix("t-") in words.syntax.pronouns:
        verb = tokens[1].lower if head in words.syntax.have and len(tokens) > 1 else head
        return verb in words.cues  # "dit-elle", "a-t-elle dit"
    if strict:
        return False
    i = 0
    have = words.syntax.have
    while i < min(3, len(tokens)) and (
        tokens[i].lower in have or tokens[i].lower in words.syntax.adverbs
    ):
        i += 1
    if i >= len(tokens):
        return False
    forms = words.cues.get(tokens[i].lower, ())
    wanted = "participle" if any(t.lower in have for t in tokens[:i]) else "finite"
    return any(form.form == wanted and "say" in form.classes for form in forms)
