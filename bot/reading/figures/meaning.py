"""What a figure means: what is measured, who holds it, for which time, who says so.

All words are pieces of the sentence the figure stands in, letter for letter; where the sentence
does not say, nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.reading.figures.context import NUMBERED
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.periods import find_periods, period_of
from bot.reading.figures.phrases import PHRASE_END, WORD, trimmed
from bot.reading.figures.sources import Source, find_sources, source_of
from bot.reading.figures.subjects import (
    compared_with,
    find_verbs,
    holder_of,
    is_measured,
    subject_of,
)
from bot.reading.figures.units import TIME
from bot.reading.text import Document

MAX_WORDS = 10  # of a complement
MAX_FIGURES = 40  # of one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """Verbatim words, each None where the sentence does not say."""

    what: str | None = None
    holder: str | None = None
    period: str | None = None
    reported_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a sentence says of all its figures."""

    span: Span
    sources: tuple[Source, ...]
    periods: tuple[Span, ...]
    verbs: tuple[Span, ...]


def meanings(
    document: Document, flat: str, found: Sequence[Draft], grammar: Grammar
) -> list[Meaning]:
    """The meaning of each draft; a sentence with very many figures is a table and says none."""
    indexes = [document.sentence_index(draft.start) for draft in found]
    together: defaultdict[int | None, list[Draft]] = defaultdict(list)
    for draft, index in zip(found, indexes, strict=True):
        together[index].append(draft)
    said: dict[int, _Said] = {}
    done = []
    for draft, index in zip(found, indexes, strict=True):
        if index is None or len(together[index]) > MAX_FIGURES:
            done.append(Meaning())
            continue
        if index not in said:
            sentence = document.sentences[index].span
            said[index] = _said(flat, document.text, sentence, together[index], grammar)
        done.append(_meaning(document, flat, draft, together[index], said[index], grammar))
    return done


def _said(flat: str, even: str, sentence: Span, others: Sequence[Draft], grammar: Grammar) -> _Said:
    return _Said(
        span=sentence,
        sources=find_sources(flat, even, sentence, grammar),
        periods=find_periods(flat, even, sentence, others, grammar),
        verbs=find_verbs(flat, sentence, grammar),
    )


def _meaning(
    document: Document,
    flat: str,
    draft: Draft,
    together: Sequence[Draft],
    said: _Said,
    grammar: Grammar,
) -> Meaning:
    subject = subject_of(flat, draft, said.verbs, said.span, grammar)
    measured = _what(document.text, flat, draft, said.span, grammar)
    if measured is None and subject and is_measured(draft, subject, flat, grammar):
        measured, subject = subject.span, None
    compared = compared_with(flat, draft, said.span, grammar)
    return Meaning(
        what=_words(document, measured),
        holder=_words(document, compared or holder_of(flat, draft, subject, grammar)),
        period=_words(document, period_of(flat, draft, together, said.periods, said.span, grammar)),
        reported_by=_words(document, source_of(flat, draft, said.sources, said.span)),
    )


def _words(document: Document, span: Span | None) -> str | None:
    return document.at(span).strip() or None if span else None


def _what(text: str, flat: str, draft: Draft, sentence: Span, grammar: Grammar) -> Span | None:
    """The counted noun with its complement, or the complement of an amount ("d'aide agricole")."""
    start = draft.end
    if draft.noun is not None and draft.noun.start < draft.start:
        if draft.rule != NUMBERED:
            return None  # the words stand with the figure it leans on
        start = draft.noun.end
    for filler in grammar.words.fillers:
        if flat.startswith(f" {filler} ", start):
            start += len(filler) + 1
    limit = PHRASE_END.search(flat, start, sentence.end)
    # a point of "Mrd." may have ended the sentence inside the figure
    within = Span(start, limit.start() if limit else max(start, sentence.end))
    stop = _complement_end(text, flat, within, grammar, counted=draft.noun is not None)
    if draft.noun is not None:
        return trimmed(flat, draft.noun.start, max(stop, start))
    last = WORD.findall(flat[start:stop])[-1:]
    if last and grammar.units.get(last[0]) in TIME:
        return None  # "27 per cent in a year"
    return trimmed(flat, start, stop)


def _complement_end(text: str, flat: str, within: Span, grammar: Grammar, *, counted: bool) -> int:
    """Where the words end that belong to the noun before `within`."""
    words, stop, after_of, loose, last = grammar.words, within.start, False, counted, ""
    for i, match in enumerate(WORD.finditer(flat, within.start, within.end)):
        word = match.group()
        if word in words.genitives:
            after_of = True
            continue
        article = after_of and word in words.determiners
        if article:
            continue
        if i >= MAX_WORDS or word in words.stop or word in words.verbs or _counts(word, grammar):
            break
        if not after_of and not (loose and _agrees(word, last, grammar, plural=i == 0)):
            break
        if words.capital_nouns and text[match.start()].islower():
            continue  # an adjective before its noun: "der karelischen Armee"
        loose, last = after_of or (grammar.words.noun_last and loose), word
        stop, after_of = match.end(), False
    return stop


def _counts(word: str, grammar: Grammar) -> bool:
    return word[0].isdigit() or (word in grammar.openers and word not in grammar.words.nouns)


def _agrees(word: str, last: str, grammar: Grammar, *, plural: bool) -> bool:
    """An adjective behind its noun where it stands there ("villes voisines"), or a noun behind one."""
    words = grammar.words
    if words.noun_last or words.capital_nouns:
        return words.noun_last and not plural
    return word.endswith(words.plural_ends) if plural else word[-1] == last[-1:]
