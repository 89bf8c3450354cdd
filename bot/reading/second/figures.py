"""A claimed figure held against the text: our own grammar reads its number, unit and modifier."""

from __future__ import annotations

from decimal import Decimal

from bot.model import Approx, Figure, Span
from bot.reading.figures.draft import Draft
from bot.reading.figures.drafts import drafts
from bot.reading.figures.flat import even, lowered
from bot.reading.figures.grammar import Grammar, compile_words
from bot.reading.figures.modifiers import modified
from bot.reading.figures.pairs import joined
from bot.reading.figures.scan import scan
from bot.reading.figures.unitnames import measure_codes
from bot.reading.figures.units import SHARES, TIME, is_money
from bot.reading.second.claims import FigureClaim
from bot.reading.second.ground import Ground, Ungrounded

SURE, UNSURE = 0.75, 0.6  # with something that is counted, and a bare number
LONGEST = 200  # code points


class FigureGround:
    """The article's numbers."""

    def __init__(self, ground: Ground) -> None:
        """Read numbers of `ground`'s text by its language's grammar."""
        self._ground = ground
        self._grammar: Grammar = compile_words(ground.pack.figures)
        self._even = even(ground.reading.article.text)
        self._flat = lowered(self._even)

    def check(self, claim: FigureClaim) -> Figure:
        """The figure of a claim.

        Raises:
            Ungrounded: when something of it does not hold.
        """
        ground = self._ground
        sentence = ground.sentence(claim.n)
        span = ground.words.inside(claim.text, sentence) or ground.place(claim.text, claim.n)
        if len(span) > LONGEST:
            raise Ungrounded("too long")
        draft = self._draft(claim, span)
        known = next((f for f in ground.reading.figures if f.span.overlaps(span)), None)
        unit, unit_text = self._unit(claim, draft, known, span)
        if unit is None and unit_text is None and draft.numeral.year_like:
            raise Ungrounded("a bare year")
        approx, shown = self._modifier(draft, span)
        return Figure(
            span=span,
            value=draft.value,
            value_max=draft.value_max,
            unit=unit,
            unit_text=unit_text,
            approx=approx,
            what=ground.verbatim(claim.what, span, "what"),
            holder=ground.verbatim(claim.holder, span, "holder"),
            period=ground.verbatim(claim.period, span, "period"),
            reported_by=ground.verbatim(claim.reported_by, span, "source"),
            shown=shown,
            confidence=SURE if unit or unit_text else UNSURE,
            rule="model",
            origin=ground.origin,
        )

    def _draft(self, claim: FigureClaim, span: Span) -> Draft:
        """What the words of a span say, read without their surroundings."""
        flat, plain, grammar = self._flat, self._even, self._grammar
        numerals = scan(flat, plain, span, grammar)
        found = joined(flat, drafts(flat, plain, span, numerals, grammar), span.start, grammar)
        if not found:
            raise Ungrounded("no number")
        for draft in found:
            if _same(draft.value, claim.value) and _same(draft.value_max, claim.value_max):
                return draft
        raise Ungrounded("another value")

    def _unit(
        self, claim: FigureClaim, draft: Draft, known: Figure | None, span: Span
    ) -> tuple[str | None, str | None]:
        """The unit's code and its own words; what is claimed must agree with what is read."""
        text = self._ground.reading.article.text
        own = draft.unit or draft.noun
        code = draft.unit_code or (known.unit if known else None)
        words = text[own.start : own.end] if own else None
        claimed = self._named(claim.unit_text, span)
        if words is None:
            words = claimed
            code = code or self._code_of(claimed)
        if _closed(claim.unit) and claim.unit != code:
            raise Ungrounded("another unit")
        return code, words or (known.unit_text if known else None)

    def _named(self, words: str | None, span: Span) -> str | None:
        """The words of what is counted, from the sentence or the one before."""
        return self._ground.verbatim(words, span, "unit")

    def _code_of(self, words: str | None) -> str | None:
        """The code of a unit's words: "euros" -> EUR; None for what is no unit."""
        if not words:
            return None
        written = even(f"1 {words}")
        flat, whole = lowered(written), Span(0, len(written))
        numerals = scan(flat, written, whole, self._grammar)
        found = drafts(flat, written, whole, numerals, self._grammar)
        return found[0].unit.code if found and found[0].unit else None

    def _modifier(self, draft: Draft, span: Span) -> tuple[Approx | None, Span]:
        """What stands before or behind the number: "more than". Read by us, whatever is claimed."""
        blocks = (b.span for b in self._ground.document.blocks if b.span.contains(span))
        block = next(blocks, span)
        whole = modified(self._flat, draft, block.start, block.end, self._grammar)
        start = span.start if whole.outer_start is None else min(span.start, whole.outer_start)
        end = span.end if whole.outer_end is None else max(span.end, whole.outer_end)
        return (None if whole.approx is None else Approx(whole.approx)), Span(start, end)


def _closed(unit: str | None) -> bool:
    """True for a unit that has one code: money, shares, time, measures."""
    return is_money(unit) or unit in SHARES or unit in TIME or unit in measure_codes()


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    """Equal but for the noise of numbers that went through JSON."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= abs(one) * Decimal("1e-9")
