"""Text -> figures, in order of their places. Never raises on text; finds less instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.model import Approx, Figure, Span
from bot.reading.figures.context import inherit, settle
from bot.reading.figures.counting import counts
from bot.reading.figures.draft import Draft
from bot.reading.figures.drafts import drafts
from bot.reading.figures.flat import even as evened
from bot.reading.figures.flat import lowered
from bot.reading.figures.grammar import Grammar, compile_words
from bot.reading.figures.meaning import Meaning, meanings
from bot.reading.figures.modifiers import bounded, modified
from bot.reading.figures.pairs import joined
from bot.reading.figures.phrases import PHRASE_END
from bot.reading.figures.ranking import ranked
from bot.reading.figures.scan import scan
from bot.reading.figures.words import FigureWords
from bot.reading.text import Document

EXACT = Decimal(10) ** 15  # from here on, decimals are noise
MAX_FIGURES = 1500  # of one text; beyond, it is a table or an attack


def find_figures(document: Document, words: FigureWords) -> tuple[Figure, ...]:
    """Every figure of the text that is read, sorted by span.

    Dates, clock times, ordinals, scores, telephone numbers, numbers of articles and laws, and
    names that hold a number are none.
    """
    grammar = compile_words(words)
    even = evened(document.text)
    flat = lowered(even)
    found: list[Draft] = []
    for block in document.blocks:
        if len(found) > MAX_FIGURES:
            break
        found += _of_block(flat, even, block.span, found[-6:], grammar)
    figures: list[Figure] = []
    said: dict[int, str | None] = {}  # what is measured, by the place of its noun
    for draft, meaning in zip(found, meanings(document, flat, found, grammar), strict=True):
        what = meaning.what or _inherited(draft, figures, said)
        if draft.noun is not None:
            said.setdefault(draft.noun.start, what)
        figures.append(_figure(document, draft, meaning, what))
    return tuple(sorted(ranked(document, figures), key=lambda f: f.span))


def _inherited(
    draft: Draft, before: Sequence[Figure], said: Mapping[int, str | None]
) -> str | None:
    """What a figure measures that leaves it unsaid: the same as the one it leans on."""
    if draft.noun is not None:
        return said.get(draft.noun.start)
    return before[-1].what if draft.rule == "elided" and before else None


def _of_block(
    flat: str, even: str, block: Span, earlier: Sequence[Draft], grammar: Grammar
) -> list[Draft]:
    """The figures of one block, from numerals to what each counts; the whole order of the work."""
    numerals = scan(flat, even, block, grammar)
    if not numerals:
        return []
    made = joined(flat, drafts(flat, even, block, numerals, grammar), block.start, grammar)
    placed = [modified(flat, draft, block.start, block.end, grammar) for draft in made]
    placed = [_plain(flat, d, placed[max(0, i - 1) : i], grammar) for i, d in enumerate(placed)]
    kept = [d for d in bounded(flat, placed, grammar) if counts(flat, d, block.start, grammar)]
    return inherit(flat, even, settle(flat, kept, block, grammar), earlier, grammar)


def _plain(flat: str, draft: Draft, before: Sequence[Draft], grammar: Grammar) -> Draft:
    """`draft` without a modifier whose words only stand between it and the figure before.

    As in "$2 billion for towns over ten years", which is a span and no lower bound, and in "312
    gegen 264 Stimmen".
    """
    if draft.outer_start is None or not before:
        return draft
    last = before[-1]
    between = flat[last.end : draft.start].strip(" ")
    spread = between.endswith(grammar.words.spreading or ("\n",))
    spent = spread and draft.kind == "time" and last.kind == "money"
    if (spent and not PHRASE_END.search(between)) or between in grammar.words.comparing:
        return replace(draft, approx=None, outer_start=None)
    return draft


def _figure(document: Document, draft: Draft, meaning: Meaning, what: str | None) -> Figure:
    unit = draft.unit or draft.noun
    text = document.text
    span = Span(draft.start, draft.end)
    shown = Span(
        draft.start if draft.outer_start is None else min(draft.start, draft.outer_start),
        draft.end if draft.outer_end is None else max(draft.end, draft.outer_end),
    )
    return Figure(
        span=span,
        shown=shown,
        value=_short(draft.value),
        value_max=None if draft.value_max is None else _short(draft.value_max),
        unit=draft.unit_code,
        unit_text=text[unit.start : unit.end] if unit else None,
        approx=draft.approx if draft.approx is None else Approx(draft.approx),
        what=what,
        holder=meaning.holder,
        period=meaning.period,
        reported_by=meaning.reported_by,
        rule=draft.rule,
    )


def _short(value: Decimal) -> Decimal:
    """Twelve digits are enough, and whole numbers are kept whole."""
    whole = value.to_integral_value()
    if whole == value or abs(value) >= EXACT:
        return whole
    return value.quantize(Decimal("1e-12")).normalize()
