"""What a figure means: what is measured, who holds it, for which time, who says so.

All words are pieces of the sentence the figure stands in, letter for letter; where the sentence
does not say, nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.reading.figures.context import NUMBERED
from bot.reading.figures.draft import Draft
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.scan import words_before
from bot.reading.text import Document

MAX_WORDS = 10  # of a complement
MAX_NAME = 90  # code points of a holder or a source
MAX_PERIOD_WORDS = 9
MAX_FIGURES = 40  # of one sentence
BEFORE = 40  # code points a phrase of time before the figure counts as farther away
_PHRASE_END = re.compile(r"[,:.](?!\d)|[;!?()«»“”\"\n]|(?<= )-(?= )")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*'?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_SHARES = frozenset({"percent", "percentage_point", "basis point"})


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
    source: Span | None
    periods: tuple[Span, ...]
    verb: Span | None  # the first that may part a subject from its figure
    subject: Span | None


def meanings(
    document: Document, flat: str, found: Sequence[Draft], grammar: Grammar
) -> list[Meaning]:
    """The meaning of each draft; a sentence with very many figures is a table and says none."""
    indexes = [document.sentence_index(draft.start) for draft in found]
    crowd = Counter(indexes)
    said: dict[int, _Said] = {}
    done = []
    for draft, index in zip(found, indexes, strict=True):
        if index is None or crowd[index] > MAX_FIGURES:
            done.append(Meaning())
            continue
        if index not in said:
            said[index] = _said(flat, document.sentences[index].span, grammar)
        done.append(_meaning(document, flat, draft, said[index], grammar))
    return done


def _said(flat: str, sentence: Span, grammar: Grammar) -> _Said:
    words = _WORD.finditer(flat, sentence.start, sentence.end)
    verb = next((Span(*w.span()) for w in words if w.group() in grammar.words.verbs), None)
    return _Said(
        span=sentence,
        source=_source(flat, sentence, grammar),
        periods=_periods(flat, sentence, grammar),
        verb=verb,
        subject=_last_piece(flat, sentence.start, verb.start, grammar) if verb else None,
    )


def _meaning(document: Document, flat: str, draft: Draft, said: _Said, grammar: Grammar) -> Meaning:
    subject = _subject(flat, draft, said, grammar)
    measured = _what(document.text, flat, draft, said.span, grammar)
    if measured is None and draft.unit_code in _SHARES and subject:
        measured, subject = subject, None
    compared = _compared(flat, draft, said.span, grammar)
    return Meaning(
        what=_words(document, measured),
        holder=_words(document, compared or (subject if draft.kind == "money" else None)),
        period=_words(document, _period(draft, said.periods)),
        reported_by=_words(document, said.source),
    )


def _words(document: Document, span: Span | None) -> str | None:
    return document.at(span).strip() or None if span else None


def _trimmed(flat: str, start: int, stop: int) -> Span | None:
    while start < stop and flat[start] in " ,-":
        start += 1
    while stop > start and flat[stop - 1] in " ,-":
        stop -= 1
    return Span(start, stop) if stop > start else None


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
    limit = _PHRASE_END.search(flat, start, sentence.end)
    # a point of "Mrd." may have ended the sentence inside the figure
    within = Span(start, limit.start() if limit else max(start, sentence.end))
    stop = _complement_end(text, flat, within, grammar, counted=draft.noun is not None)
    if draft.noun is not None:
        return _trimmed(flat, draft.noun.start, max(stop, start))
    return _trimmed(flat, start, stop)


def _complement_end(text: str, flat: str, within: Span, grammar: Grammar, *, counted: bool) -> int:
    """Where the words end that belong to the noun before `within`."""
    words, stop, after_of, loose, last = grammar.words, within.start, False, counted, ""
    for i, match in enumerate(_WORD.finditer(flat, within.start, within.end)):
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


def _source(flat: str, sentence: Span, grammar: Grammar) -> Span | None:
    """The words behind "selon les chiffres de", longest opening first."""
    for phrase in grammar.sources:
        at = flat.find(phrase, sentence.start, sentence.end)
        if at < 0 or (at and flat[at - 1].isalpha()):
            continue
        start = at + len(phrase)
        if phrase[-1].isalpha() and flat[start : start + 1].isalpha():
            continue
        end = _name_end(flat, start, min(sentence.end, start + MAX_NAME), grammar)
        return _trimmed(flat, start, end)
    return None


def _name_end(flat: str, at: int, end: int, grammar: Grammar) -> int:
    """Where a name that begins at `at` ends: before a verb or the next phrase."""
    words, stop, inner = grammar.words, at, False
    limit = _PHRASE_END.search(flat, at + 1, end)
    for match in _WORD.finditer(flat, at, limit.start() if limit else end):
        word = match.group()
        joins = word in words.genitives or (word in words.determiners and (inner or stop == at))
        if joins:
            inner = True
            continue
        if word in words.stop or word in words.verbs or word[0].isdigit():
            break
        stop, inner = match.end(), False
    return stop


def _periods(flat: str, sentence: Span, grammar: Grammar) -> tuple[Span, ...]:
    """The phrases of time, outermost only: "entre ... et fin mai" holds no second one."""
    found: list[Span] = []
    for match in grammar.period.finditer(flat, sentence.start, sentence.end):
        if found and match.start() < found[-1].end:
            continue
        if grammar.words.than.intersection(words_before(flat, match.start(), sentence.start, 1)):
            continue
        stop = _time_end(flat, match.end(), sentence.end, grammar)
        if stop is None:
            continue
        inner = grammar.period.search(flat, match.end(), stop)
        if inner and not _spans(flat[match.end() : stop], match.group(), grammar):
            continue  # "from six investors in 2021" is opened by "in"
        found.append(Span(match.start(), stop))
    return tuple(found)


def _period(draft: Draft, periods: Sequence[Span]) -> Span | None:
    """The phrase of time nearest behind the figure, else before it."""
    apart = [p for p in periods if p.start >= draft.end or p.end <= draft.start]
    return min(apart, key=lambda p: _distance(draft, p), default=None)


def _distance(draft: Draft, period: Span) -> int:
    behind = period.start - draft.end
    return behind if behind >= 0 else draft.start - period.start + BEFORE


def _spans(words: str, opener: str, grammar: Grammar) -> bool:
    """True for "between March and June": an opener that takes two ends, and both there."""
    links = {*grammar.words.range_and, *grammar.words.range_to}
    return opener in grammar.between and not links.isdisjoint(words.split())


def _time_end(flat: str, at: int, end: int, grammar: Grammar) -> int | None:
    """Where the last word of time near an opener ends; None when there is none."""
    limit = _PHRASE_END.search(flat, at, end)
    found = None
    for i, match in enumerate(_WORD.finditer(flat, at, limit.start() if limit else end)):
        word = match.group()
        joins = _joins(word, grammar)
        if i >= MAX_PERIOD_WORDS or (word in grammar.stop and not joins):
            break
        if word in grammar.months or word in grammar.weekdays or _YEAR.match(word):
            found = match.end()
        elif found and not joins and not word.isdigit():
            break
    return found


def _joins(word: str, grammar: Grammar) -> bool:
    """True for the small words inside a phrase of time."""
    words = grammar.words
    small = (words.range_and, words.range_to, words.of_date, words.determiners, words.genitives)
    return any(word in some for some in small)


def _compared(flat: str, draft: Draft, sentence: Span, grammar: Grammar) -> Span | None:
    """The holder named behind a figure: "7 milliards pour les communes"."""
    before = words_before(flat, draft.start, sentence.start, 5)
    if draft.kind != "money" or not grammar.words.comparing.intersection(before):
        return None
    for word in grammar.words.against:
        if flat.startswith(f" {word} ", draft.end):
            start = draft.end + len(word) + 2
            limit = min(sentence.end, start + MAX_NAME)
            stop = _PHRASE_END.search(flat, start, limit)
            return _trimmed(flat, start, stop.start() if stop else limit)
    return None


def _subject(flat: str, draft: Draft, said: _Said, grammar: Grammar) -> Span | None:
    """What stands before the verb, past an apposition between commas; none in a "that" clause."""
    if said.subject is None or said.verb is None or said.verb.end > draft.start:
        return None
    between = _WORD.findall(flat[said.verb.end : draft.start])
    return None if grammar.words.clauses.intersection(between) else said.subject


def _last_piece(flat: str, start: int, verb: int, grammar: Grammar) -> Span | None:
    pieces: list[Span] = []
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
    words = _WORD.findall(flat[pick.start : pick.end])
    if grammar.words.clauses.intersection(words):
        return None
    outside = grammar.words.prepositions
    if (
        not words
        or words[0] in outside
        or words[-1] in outside
        or any(w[0].isdigit() for w in words)
    ):
        return None
    return _trimmed(flat, pick.start, pick.end)
