"""Who gives a sentence's figures: "selon les chiffres de", "laut", "zufolge"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.phrases import MAX_NAME, PHRASE_END, WORD, trimmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who gives figures: the whole phrase ("selon la police"), and the name in it."""

    phrase: Span
    name: Span


def find_sources(flat: str, even: str, sentence: Span, grammar: Grammar) -> tuple[Source, ...]:
    """Every "selon les chiffres de ..." and "... zufolge" of a sentence, in order."""
    found: list[Source] = []
    for phrase in grammar.sources:  # longest first: what stands inside one is no other
        for opening in _places(flat, phrase, sentence):
            source = _opened_by(flat, even, opening, sentence.end, grammar)
            if source and not any(source.phrase.overlaps(other.phrase) for other in found):
                found.append(source)
    if not found:
        found = _closed(flat, sentence, grammar)
    return tuple(sorted(found, key=lambda source: source.phrase))


def source_of(flat: str, draft: Draft, sources: Sequence[Source], sentence: Span) -> Span | None:
    """The name that a figure has from the phrase right behind it, else from the one it stands under.

    As in "20 guests say the police, 80 say the hosts": each has its own. A phrase that opens or
    closes the sentence speaks of all figures up to the next one.
    """
    behind = next((s for s in sources if s.phrase.start >= draft.end), None)
    before = next((s for s in reversed(sources) if s.phrase.end <= draft.start), None)
    if behind and not PHRASE_END.search(flat, draft.end, behind.phrase.start):
        return behind.name
    if before and _reaches(flat, before, draft, sentence):
        return before.name
    closes = behind and not flat[behind.phrase.end : sentence.end].strip(' .!?…»”"')
    return behind.name if behind and closes else None


def _reaches(flat: str, source: Source, draft: Draft, sentence: Span) -> bool:
    """True for a phrase that opens the sentence, or the clause of the figure."""
    inserted = flat[sentence.start : source.phrase.start].rstrip(" ").endswith(",")
    if not flat[sentence.start : source.phrase.start].strip(' «“„"'):
        return True
    start = source.phrase.end + (inserted and flat[source.phrase.end] == ",")
    return PHRASE_END.search(flat, start, draft.start) is None


def _places(flat: str, phrase: str, sentence: Span) -> Iterator[Span]:
    at = flat.find(phrase, sentence.start, sentence.end)
    while at >= 0:
        yield Span(at, at + len(phrase))
        at = flat.find(phrase, at + 1, sentence.end)


def _opened_by(flat: str, even: str, opening: Span, end: int, grammar: Grammar) -> Source | None:
    at, start = opening.start, opening.end
    if at and flat[at - 1].isalpha():
        return None
    if flat[start - 1].isalpha() and flat[start : start + 1].isalpha():
        return None
    stop = _name_end(flat, even, start, min(end, start + MAX_NAME), grammar)
    name = trimmed(flat, start, stop)
    return Source(phrase=Span(at, name.end), name=name) if name else None


def _closed(flat: str, sentence: Span, grammar: Grammar) -> list[Source]:
    """As in "dem Ministerium zufolge": the clause up to there, from its last comma."""
    for phrase in grammar.words.sources_behind:
        stop = flat.find(f" {phrase}", sentence.start, sentence.end)
        end = stop + 1 + len(phrase)
        if stop < 0 or flat[end : end + 1].isalpha():
            continue
        start = max(sentence.start, stop - MAX_NAME)
        last = max((m.end() for m in PHRASE_END.finditer(flat, start, stop)), default=start)
        name = trimmed(flat, last, stop)
        return [Source(phrase=Span(name.start, end), name=name)] if name else []
    return []


def _name_end(flat: str, even: str, at: int, end: int, grammar: Grammar) -> int:
    """Where a name that begins at `at` ends: before a verb or the next phrase."""
    words, stop, inner = grammar.words, at, False
    limit = PHRASE_END.search(flat, at + 1, end)
    for match in WORD.finditer(flat, at, limit.start() if limit else end):
        word = match.group()
        joins = word in words.genitives or (word in words.determiners and (inner or stop == at))
        if joins:
            inner = True
            continue
        if word in words.stop or word in words.verbs or word[0].isdigit():
            break
        if words.capital_nouns and stop > at and not inner and even[match.start()].islower():
            break  # "laut Polizei kamen"
        stop, inner = match.end(), False
    return stop
