"""Who holds a figure: the subject of its verb, or the one it is set against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.phrases import MAX_NAME, PHRASE_END, WORD, trimmed
from bot.reading.figures.scan import words_before

MAX_OBJECT = 60  # code points between a verb and the figure it governs

_CUT = re.compile(r"[:;()«»“”\"] ?| - ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The words before a verb, and that verb."""

    span: Span
    verb: Span


def find_verbs(flat: str, sentence: Span, grammar: Grammar) -> tuple[Span, ...]:
    """The verbs that may part a subject from its figure; of a chain ("has been") the first."""
    found: list[Span] = []
    for word in WORD.finditer(flat, sentence.start, sentence.end):
        if word.group() not in grammar.words.verbs:
            continue
        if found and not flat[found[-1].end : word.start()].strip(" "):
            found[-1] = Span(found[-1].start, word.end())
        else:
            found.append(Span(*word.span()))
    return tuple(found)


def subject_of(
    flat: str, draft: Draft, verbs: Sequence[Span], sentence: Span, grammar: Grammar
) -> Subject | None:
    """The subject of the last verb before the figure, of an earlier one where "and" joins them."""
    words = grammar.words
    for verb in reversed([v for v in verbs if v.end <= draft.start]):
        if words.clauses.intersection(WORD.findall(flat[verb.end : draft.start])):
            return None
        joined = words_before(flat, verb.start, sentence.start, 1)
        if joined and joined[0] in words.range_and:
            continue  # "employs 40 people and pays 3 million"
        span = _last_piece(flat, sentence.start, verb.start, grammar)
        return Subject(span=span, verb=verb) if span else None
    return None


def is_measured(draft: Draft, subject: Subject, flat: str, grammar: Grammar) -> bool:
    """True when the figure tells the subject's size: "the rate is 7 %", "the dam cost 40 million"."""
    if draft.kind == "share":
        return True
    return draft.kind == "money" and not _holds(flat, subject, draft, grammar)


def holder_of(flat: str, draft: Draft, subject: Subject | None, grammar: Grammar) -> Span | None:
    """The subject, where it has, gives or loses what is counted."""
    if subject is None or draft.kind == "time" or not _holds(flat, subject, draft, grammar):
        return None
    between = flat[subject.verb.end : draft.start]
    near = len(between) <= MAX_OBJECT and "," not in between
    return subject.span if draft.kind == "money" or (near and _governed(between, grammar)) else None


def _governed(between: str, grammar: Grammar) -> bool:
    """False behind another figure: "pays 450 euros to 30 families"; what "and" joins is governed too."""
    other = any(sign.isdigit() for sign in between)
    return not other or between.rstrip().endswith(tuple(f" {w}" for w in grammar.words.range_and))


def _holds(flat: str, subject: Subject, draft: Draft, grammar: Grammar) -> bool:
    words = grammar.words
    passive = words.passive.intersection(WORD.findall(flat[subject.verb.start : draft.start]))
    verb = subject.verb.of(flat).split()[-1]  # "will build" holds, "will rise" does not
    return not passive and verb in words.holding


def compared_with(flat: str, draft: Draft, sentence: Span, grammar: Grammar) -> Span | None:
    """The holder named behind a figure: "7 milliards pour les communes"."""
    if draft.kind != "money":
        return None
    before = words_before(flat, draft.start, sentence.start, 5)
    if not grammar.words.comparing.intersection(before):
        return None
    for word in grammar.words.against:
        if flat.startswith(f" {word} ", draft.end):
            start = draft.end + len(word) + 2
            limit = min(sentence.end, start + MAX_NAME)
            stop = PHRASE_END.search(flat, start, limit)
            return trimmed(flat, start, stop.start() if stop else limit)
    return None


def _last_piece(flat: str, start: int, verb: int, grammar: Grammar) -> Span | None:
    pieces: list[Span] = []
    start = max((m.end() for m in _CUT.finditer(flat, start, verb)), default=start)
    at = start
    for comma in re.finditer(", ", flat[start:verb]):
        pieces.append(Span(at, start + comma.start()))
        at = start + comma.end()
    if at < verb:
        pieces.append(Span(at, verb))
        apposition = False
    else:
        apposition = True
    pick = pieces[-2] if apposition and len(pieces) > 1 else pieces[-1] if pieces else None
    if pick is None or len(pick) > MAX_NAME:
        return None
    pick = _past_conjunction(flat, pick, grammar)
    words = WORD.findall(flat[pick.start : pick.end])
    if not words:
        return None
    outside = grammar.words.prepositions
    if not grammar.words.verbs.isdisjoint(words):
        return _second_clause(flat, pick, grammar)
    if words[0] in outside or words[-1] in outside:
        return None
    if words[-1] in grammar.stop or any(w[0].isdigit() for w in words):
        return None
    if grammar.words.clauses.intersection(words):
        return None
    return trimmed(flat, pick.start, pick.end)


def _past_conjunction(flat: str, piece: Span, grammar: Grammar) -> Span:
    """As in ", but the yard": what joins the clause to the one before is left out."""
    word = WORD.search(flat, piece.start, piece.end)
    if word is None or word.group() not in grammar.words.conjunctions:
        return piece
    return Span(word.end(), piece.end)


def _second_clause(flat: str, piece: Span, grammar: Grammar) -> Span | None:
    """The subject behind "and" in "the union is small and the yard", which has a verb of its own."""
    for link in grammar.words.range_and:
        at = flat.rfind(f" {link} ", piece.start, piece.end)
        words = WORD.findall(flat[at + len(link) + 2 : piece.end]) if at >= 0 else []
        if words and grammar.words.verbs.isdisjoint(words) and words[-1] not in grammar.stop:
            return trimmed(flat, at + len(link) + 2, piece.end)
    return None
