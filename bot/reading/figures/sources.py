"""Who gives a sentence's figures: "selon les chiffres de", "laut", "zufolge"."""

from __future__ import annotations

from bot.model import Span
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.phrases import MAX_NAME, PHRASE_END, WORD, trimmed


def find_source(flat: str, even: str, sentence: Span, grammar: Grammar) -> Span | None:
    """The words behind "selon les chiffres de", longest opening first; or before "zufolge"."""
    for phrase in grammar.sources:
        at = flat.find(phrase, sentence.start, sentence.end)
        if at < 0 or (at and flat[at - 1].isalpha()):
            continue
        start = at + len(phrase)
        if phrase[-1].isalpha() and flat[start : start + 1].isalpha():
            continue
        end = _name_end(flat, even, start, min(sentence.end, start + MAX_NAME), grammar)
        return trimmed(flat, start, end)
    return _source_before(flat, sentence, grammar)


def _source_before(flat: str, sentence: Span, grammar: Grammar) -> Span | None:
    """As in "dem Ministerium zufolge": the clause up to there, from its last comma."""
    for phrase in grammar.words.sources_behind:
        stop = flat.find(f" {phrase}", sentence.start, sentence.end)
        if stop < 0 or flat[stop + 1 + len(phrase) :][:1].isalpha():
            continue
        start = max(sentence.start, stop - MAX_NAME)
        last = max((m.end() for m in PHRASE_END.finditer(flat, start, stop)), default=start)
        return trimmed(flat, last, stop)
    return None


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
