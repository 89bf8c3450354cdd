"""Runs of number words: text2num reads them, fractions and decimals are put together here."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice, takewhile

from text_to_num import text2num

from bot.reading.figures.grammar import Grammar
from bot.reading.figures.numeral import Numeral
from bot.reading.figures.ordinals import is_ordinal, is_part, tail
from bot.reading.figures.wordruns import NEXT, word_ends, words_from

MAX_NUMBER_WORDS = 16
MILLION = 1_000_000


def read_number(flat: str, at: int, end: int, grammar: Grammar) -> Numeral | None:
    """The longest run of number words at `at`, with decimals or a denominator behind it."""
    run = _run(flat, at, end, grammar)
    if run is None or flat[at : run.end] in grammar.not_numbers:
        return None
    more = NEXT.match(flat, run.end, end)
    if more is None:
        return run
    word = more.group(1)
    if word in grammar.words.point_words and not run.one:
        return _decimals(flat, run, more.end(), end, grammar)
    below = grammar.words.fractions.get(word)
    if below:
        return _in_parts(flat, run, more.end(), below, grammar)
    if word.endswith(grammar.words.ordinal_ends or "\n") and word[:3] in grammar.digit_stems:
        return _before_ordinal(flat, run, end, grammar, certain=True)
    if grammar.speech is None or (word in grammar.units and not _is_second(word, run, grammar)):
        return run
    return _before_ordinal(flat, run, end, grammar, certain=False)


def _before_ordinal(
    flat: str, run: Numeral, end: int, grammar: Grammar, *, certain: bool
) -> Numeral | None:
    """`run` with the denominator behind it; None when it only begins an ordinal."""
    ends = word_ends(flat, run.end + 1, end, 3)
    behind = tuple(_words(flat[run.end : stop])[-1] for stop in ends)
    found = tail(tuple(_words(flat[run.start : run.end])), behind, grammar.speech or "")
    if found is None:
        return None if certain else run
    if found.kind == "ordinal":
        return None
    return _in_parts(flat, run, ends[found.words - 1], found.below, grammar)


def _in_parts(flat: str, run: Numeral, stop: int, below: int, grammar: Grammar) -> Numeral | None:
    """As in "two thirds", "un vingt-cinquième"; but "a fifth term" and "three fifth-graders"."""
    word = _words(flat[run.start : stop])[-1]
    place = grammar.speech is not None and is_ordinal(word, grammar.speech)
    if run.value == 1:
        part = not place or is_part(flat, stop, grammar)
        return _fraction(flat, run, stop, below, grammar) if part else None
    if not word.endswith(grammar.words.plural_ends or word):
        whole = tail(tuple(_words(flat[run.start : run.end])), (word,), grammar.speech or "")
        ordinal = whole is not None and whole.kind == "ordinal"
        known = run.value >= 20 and word.endswith(grammar.words.ordinal_ends or "\n")
        return None if ordinal or known else run
    return _fraction(flat, run, stop, below, grammar)


def _is_second(word: str, run: Numeral, grammar: Grammar) -> bool:
    """As in "twenty-second": a place, where several seconds would be "seconds"."""
    return run.value > 1 and word.endswith(grammar.words.ordinal_ends or "\n")


def _words(phrase: str) -> list[str]:
    return phrase.replace("-", " ").split()


def and_fraction(flat: str, at: int, end: int, grammar: Grammar) -> Numeral | None:
    """As in "and a third", "et trois quarts" behind a number."""
    link = NEXT.match(flat, at, end)
    if link is None or link.group(1) not in grammar.words.joiners or flat[at] != " ":
        return None
    ends = word_ends(flat, link.end() + 1, end, 3)
    for stop in reversed(ends):
        if flat[link.end() + 1 : stop] in grammar.shares and " " in flat[link.end() + 1 : stop]:
            value = grammar.shares[flat[link.end() + 1 : stop]]
            return Numeral(start=at, end=stop, value=value, rule="fraction")
    part = read_number(flat, link.end() + 1, end, grammar) if ends else None
    if part is None or not part.share or not 0 < part.value < 1:
        return None
    return replace(part, start=at, rule="fraction")


def _decimals(flat: str, run: Numeral, at: int, end: int, grammar: Grammar) -> Numeral:
    """As in "deux virgule cinq": the words behind the point word are its decimals."""
    ends = word_ends(flat, at + 1, end, 6) if flat[at : at + 1] == " " else []
    zeros, start = 0, at + 1
    for stop in ends:
        if value_of(flat[start:stop], grammar) != 0:
            break
        zeros, start = zeros + 1, stop + 1
    for stop in reversed([stop for stop in ends if stop > start]):
        behind = value_of(flat[start:stop], grammar)
        if behind is not None:
            value = run.value + Decimal(f"0.{'0' * zeros}{behind}")
            return replace(run, end=stop, value=value, factor=Decimal(1))
    return run


def _fraction(flat: str, run: Numeral, end: int, below: int, grammar: Grammar) -> Numeral:
    """As in "two-thirds"; "twenty and three fifths" holds a whole part before the joiner."""
    value = run.value / below
    for joiner in grammar.words.joiners:
        left, found, right = flat[run.start : run.end].rpartition(f" {joiner} ")
        whole, part = value_of(left, grammar), value_of(right, grammar)
        if not found or whole is None or part is None or whole < 20:
            continue
        if _natural(left, whole, part, grammar):
            continue
        size = grammar.words.magnitudes.get(left.split()[-1], 1)
        value = whole + (size if size >= MILLION else 1) * part / below
    return replace(run, end=end, value=value, share=True, one=False, rule="fraction")


def _natural(left: str, whole: Decimal, part: Decimal, grammar: Grammar) -> bool:
    """True when the joiner stands inside a number: "hundred and two", "treinta y dos"."""
    if grammar.words.tens_joiner:
        return part < 10 and 20 <= whole % 100 and whole % 10 == 0
    size = grammar.words.magnitudes.get(left.rsplit(maxsplit=1)[-1], 1)
    return 1 < size < MILLION


def _run(flat: str, at: int, end: int, grammar: Grammar) -> Numeral | None:
    words = grammar.words
    ends = _number_ends(flat, at, end, grammar)
    if not ends:
        return None
    first = flat[at : ends[0]]
    best: Numeral | None = None
    if grammar.free and value_of(first, grammar) is None:
        return None
    if first in words.ones or (grammar.free and value_of(first, grammar) == 1):
        best = Numeral(start=at, end=ends[0], value=Decimal(1), one=True, rule="words")
    for stop in reversed(ends):
        phrase = flat[at:stop]
        if (stop == ends[0] and best) or phrase in words.vague:
            continue
        value = value_of(phrase, grammar)
        if value is None:
            continue
        return Numeral(
            start=at,
            end=stop,
            value=value,
            factor=Decimal(words.magnitudes.get(phrase.replace("-", " ").split()[-1], 1)),
            needs_noun=phrase in words.doubtful or value == 0,
            rule="words",
        )
    return best


def _number_ends(flat: str, at: int, end: int, grammar: Grammar) -> list[int]:
    """Where the runs end that may be a number, shortest first: as far as each word may belong to one."""
    words = islice(words_from(flat, at, end), MAX_NUMBER_WORDS)
    return [w.end() for w in takewhile(lambda w: _may_belong(w.group(1), grammar), words)]


def _may_belong(word: str, grammar: Grammar) -> bool:
    words = grammar.words
    return (
        grammar.free
        or word in grammar.openers
        or word in words.ones
        or word in words.joiners
        or word in words.magnitudes
        or word[:4] in grammar.stems
    )


def value_of(phrase: str, grammar: Grammar) -> Decimal | None:
    """What text2num makes of a phrase; millions and more are summed up here when it cannot."""
    if grammar.speech is None or not phrase:
        return None
    spellings = grammar.words.spellings
    parts = [spellings.get(part, part) for part in phrase.split()]
    value = _spoken(" ".join(parts), grammar.speech)
    return _summed(parts, grammar) if value is None else value


@lru_cache(maxsize=4096)
def _spoken(phrase: str, language: str) -> Decimal | None:
    try:
        return Decimal(text2num(phrase, language))
    except ValueError:
        return None


def _summed(parts: list[str], grammar: Grammar) -> Decimal | None:
    """As in "eine Million zweihundert", "cinco mil millones": each large magnitude closes a part."""
    total, part, large = Decimal(0), list[str](), 0
    for word in [*parts, ""]:
        size = grammar.words.magnitudes.get(word, 0)
        if word and size < MILLION:
            part.append(word)
            continue
        one = not part or (len(part) == 1 and part[0] in grammar.words.ones)
        value = Decimal(1 if word else 0) if one else _spoken(" ".join(part), grammar.speech or "")
        if value is None or (not part and large == 0):
            return None
        large += bool(word)
        total, part = total + value * (size or 1), []
    return total if large else None
