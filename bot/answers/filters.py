"""Reads a filter: what an article must hold to be posted. Pure, never raises.

troops AND (France OR Italy)      topics and actors, by any of their names
aid > 10bn EUR NOT source:wire    a figure in a sentence about aid; not from one source
lang:fr "rear guard"              a language; words that stand so in the text

NOT binds closest, then AND, then OR; words side by side are joined by AND.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.answers.filter_words import Kind, Operators, Piece, pieces
from bot.answers.lexicons import Finder, Topics
from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.answers.vocabulary import Vocabulary, plain_word, tokens
from bot.model import Mention, Span
from bot.model.conditions import (
    About,
    AllOf,
    Amount,
    AnyOf,
    Comparison,
    Condition,
    FromSource,
    Holding,
    InLanguage,
    Naming,
    NotSo,
)

LONGEST = 300  # code points of a filter
DEEPEST = 20  # brackets and negations inside each other

Fault = Literal["unknown", "missing", "unopened", "unclosed", "number", "long", "deep", "source"]

_COMPARISONS: dict[str, Comparison] = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "="}
_COMPARISONS |= {">=": ">=", "<=": "<="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """Why a filter was not understood. `at`: the place, 1 for its first sign."""

    fault: Fault
    at: int
    words: str = ""
    near: str | None = None  # id of the topic that may be meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A number with its unit at the beginning of a text, and where it ends there."""

    value: Decimal
    unit: str | None
    end: int


Measure = Callable[[str, str], Measured | None]  # text, language of whoever wrote it


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterReader:
    """Reads filters with these names and words."""

    topics: Topics
    actors: Finder
    vocabulary: Vocabulary
    operators: Operators
    measure: Measure

    def read(
        self, text: str, language: str, sources: Collection[str] | None = None
    ) -> Condition | Misread:
        """The condition a filter states; what is wrong with it, and where, when it states none.

        Args:
            text: as typed.
            language: of whoever typed it, for numbers that languages write differently.
            sources: ids and names of the known sources; None: any is taken.
        """
        if len(text) > LONGEST:
            return Misread(fault="long", at=LONGEST + 1)
        try:
            return _Parser(self, text, language, sources).whole()
        except _Stop as stop:
            return stop.misread


def misread_sentence(misread: Misread, topics: Topics, phrases: Phrases) -> str:
    """What is wrong with a filter and where, in one sentence; a second names what may be meant."""
    form: str = getattr(phrases.filter, misread.fault)
    place = LONGEST if misread.fault == "long" else misread.at
    said = form.format(n=place, words=misread.words)
    if misread.near is None:
        return said
    name = topics.name(misread.near, phrases.code)
    return f"{said} {phrases.lines.suggest.format(name=name)}"


class _Stop(Exception):
    """Carries a fault out of the parser; never leaves this module."""

    def __init__(self, fault: Fault, piece: Piece, near: str | None = None) -> None:
        self.misread = Misread(
            fault=fault, at=piece.start + 1, words=visible(piece.text), near=near
        )
        super().__init__(fault)


class _Parser:
    """One text. Methods take what they read from `pieces` and go on behind it."""

    def __init__(
        self,
        reader: FilterReader,
        text: str,
        language: str,
        sources: Collection[str] | None,
    ) -> None:
        self.reader = reader
        self.text = text
        self.language = language
        self.sources = None if sources is None else {plain_word(name) for name in sources}
        self.topics = self._named(reader.topics)
        self.actors = self._named(reader.actors)
        self.pieces = pieces(text, reader.operators, (*self.topics, *self.actors))
        self.at = 0
        self.depth = 0

    def whole(self) -> Condition:
        """The condition of all the text."""
        if self.here.kind is Kind.END:
            raise _Stop("missing", self.here)
        condition = self.either()
        stopped = self.here
        if stopped.kind is Kind.CLOSE:  # all that can stop it before the end
            raise _Stop("unopened", stopped)
        return condition

    @property
    def here(self) -> Piece:
        return self.pieces[self.at]

    def either(self) -> Condition:
        parts = [self.both()]
        while self.here.kind is Kind.OR:
            self.at += 1
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self) -> Condition:
        parts = [self.negated()]
        while self.here.kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            if self.here.kind is Kind.AND:
                self.at += 1
            parts.append(self.negated())
        return _all(parts)

    def negated(self) -> Condition:
        if self.here.kind is not Kind.NOT:
            return self.single()
        self._deeper()
        self.at += 1
        part = self.negated()
        self.depth -= 1
        return NotSo(part)

    def single(self) -> Condition:
        piece = self.here
        match piece.kind:
            case Kind.OPEN:
                return self.bracketed()
            case Kind.WORD:
                return self.words()
            case Kind.COMPARE:
                return self.amount(())
            case Kind.PAIR:
                self.at += 1
                return self.pair(piece)
            case Kind.QUOTED if words := " ".join(piece.text[1:-1].split()):
                self.at += 1
                return Holding(words)
            case Kind.STRAY:
                raise _Stop("unknown", piece)
        raise _Stop("missing", piece)

    def bracketed(self) -> Condition:
        opening = self.here
        self._deeper()
        self.at += 1
        condition = self.either()
        if self.here.kind is not Kind.CLOSE:
            raise _Stop("unclosed", opening)
        self.at += 1
        self.depth -= 1
        return condition

    def words(self) -> Condition:
        """Names side by side; before a sign of comparison they say what the figure is about."""
        run = []
        while self.here.kind is Kind.WORD:
            run.append(self.here)
            self.at += 1
        parts = self._names(Span(run[0].start, run[-1].end))
        for piece in run:
            self._check_known(piece)
        if not parts:
            raise _Stop("unknown", run[0])
        return self.amount(tuple(parts)) if self.here.kind is Kind.COMPARE else _all(parts)

    def amount(self, about: tuple[Condition, ...]) -> Condition:
        sign = self.here
        self.at += 1
        start = self.at
        while self.here.kind is Kind.WORD:
            self.at += 1
        text = self.text[sign.end : self.here.start]
        lead = len(text) - len(text.lstrip())
        measured = self.reader.measure(text[lead:], self.language)
        if measured is None:
            raise _Stop("number", sign)
        end = sign.end + lead + measured.end
        self.at = next(i for i in range(start, len(self.pieces)) if self.pieces[i].start >= end)
        return Amount(
            comparison=_COMPARISONS[sign.text],
            value=measured.value,
            unit=measured.unit,
            about=about,
        )

    def pair(self, piece: Piece) -> Condition:
        key, _, value = piece.text.partition(":")
        key, value = plain_word(key), value.strip('"')
        words = self.reader.vocabulary
        if key in words.language_keys:
            if code := words.languages.get(plain_word(value)):
                return InLanguage(code)
            raise _Stop("unknown", piece)
        if key in words.source_keys and value:
            if self.sources is not None and plain_word(value) not in self.sources:
                raise _Stop("source", piece)
            return FromSource(value)
        raise _Stop("unknown", piece)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Stop("deep", self.here)

    def _named(self, finder: Finder) -> list[Mention]:
        """What is named; "who" and "un" name a body in capitals only."""
        return [
            mention
            for mention in finder.places(self.text)
            if (written := mention.span.of(self.text)).isupper()
            or plain_word(written) not in self.reader.vocabulary.filler
        ]

    def _names(self, run: Span) -> list[Condition]:
        """A condition for each name in the run; a longer name stands before a shorter inside it."""
        spans = {m.span for m in (*self.topics, *self.actors) if run.contains(m.span)}
        widest = [s for s in spans if not any(o != s and o.contains(s) for o in spans)]
        return [self._name(span) for span in sorted(widest)]

    def _name(self, span: Span) -> Condition:
        topics = frozenset(m.id for m in self.topics if m.span == span)
        actors = frozenset(m.id for m in self.actors if m.span == span)
        if topics and actors:  # "China" may be both: either will do
            return AnyOf((About(topics), Naming(actors)))
        return About(topics) if topics else Naming(actors)

    def _check_known(self, piece: Piece) -> None:
        """Every word of a run belongs to a name or is one that says nothing."""
        known = [mention.span for mention in (*self.topics, *self.actors)]
        words = tokens(piece.text)
        if not words:  # a lone sign that joins nothing
            raise _Stop("unknown", piece)
        for token in words:
            span = Span(piece.start + token.start, piece.start + token.end)
            is_known = any(span.overlaps(name) for name in known)
            if not is_known and token.plain not in self.reader.vocabulary.filler:
                raise _Stop("unknown", piece, self.reader.topics.suggest(piece.text))


def _all(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
