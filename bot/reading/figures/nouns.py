"""What is counted: the first noun behind a number, over "of" and adjectives."""

from __future__ import annotations

import re

from bot.model import Span
from bot.reading.figures.grammar import Grammar
from bot.reading.figures.units import Unit

MAX_AHEAD = 5  # words looked at
_WORD = re.compile(r"([ -])([^\W\d_]+(?:-[^\W\d_]+){0,3}'?)")
_TIGHT = re.compile(r"()([^\W\d_]+(?:-[^\W\d_]+){0,3}'?)")
ATTRIBUTE = 9  # words of a phrase between a number and its noun
_PARTICIPLES = tuple(
    f"{stem}{end}" for stem in ("t", "nd", "en") for end in ("e", "en", "er", "em")
)
_AND_NOUN = re.compile(r" (?:und|bzw\.) ([^\W\d_]+)")


def noun_behind(
    flat: str, even: str, at: int, end: int, grammar: Grammar, *, sure: bool = False
) -> Unit | None:
    """The counted noun behind `at`: its lemma as the code, or its own words when none is known.

    `sure` takes nouns of the pack's list only.
    """
    words = _words_behind(flat, at, end, grammar)
    if grammar.words.capital_nouns:
        found = _first_capital(flat, even, words, grammar)
    elif grammar.words.noun_last:
        found = _last_plural(flat, words, grammar)
    else:
        found = _first_noun(flat, words, grammar)
    if found is None and grammar.words.capital_nouns:
        found = _past_attribute(flat, even, at, end, grammar)
    if found is None:
        return None
    start, stop = found
    stop = _coordinated(flat, even, stop, end, grammar)
    lemma = lemma_of(flat[start:stop], grammar)
    if sure and lemma is None:
        return None
    return Unit(code=lemma or _singular(flat[start:stop], grammar), start=start, end=stop)


def _singular(noun: str, grammar: Grammar) -> str:
    """The English lemma of a noun no list holds, by its ending; empty where that tells nothing."""
    last = noun.rpartition(" ")[2]
    for plural, one in grammar.words.singular.items():
        if last.endswith(plural) and len(last) > len(plural) + 1:
            return last.removesuffix(plural) + one
    return ""


def lemma_of(noun: str, grammar: Grammar) -> str | None:
    """The English lemma of a noun, by the whole of it, its first word, or its last."""
    nouns = grammar.words.nouns
    parts = noun.split()
    for form in (noun, *parts[:1], *parts[-1:], noun.rpartition("-")[2]):
        lemma = nouns.get(form)
        if lemma:
            return lemma
    return None


def _words_behind(flat: str, at: int, end: int, grammar: Grammar) -> list[tuple[int, int]]:
    """The words that may hold the noun: none behind a sign or a word of the stop list."""
    found: list[tuple[int, int]] = []
    pattern = _WORD
    if flat[at : at + 1] in tuple('»”"'):  # "«plus de 90» personnes"
        at += 1
    while len(found) < MAX_AHEAD:
        match = pattern.match(flat, at, end)
        if match is None:
            break
        word, at = match.group(2), match.end()
        pattern = _TIGHT if word.endswith("'") else _WORD
        if not found and word in grammar.words.of:
            continue
        if word in grammar.stop and word not in grammar.words.adjectives:
            break
        found.append((match.start(2), match.end()))
        if word.endswith("'"):
            break
    return found


def _first_noun(
    flat: str, words: list[tuple[int, int]], grammar: Grammar
) -> tuple[int, int] | None:
    """Romance languages: the first word that is no adjective, when it looks like a plural."""
    for start, stop in words:
        word = flat[start:stop]
        if word in grammar.words.adjectives:
            continue
        if word in grammar.words.nouns or _plural(word, grammar):
            return start, stop
        return None
    return None


def _last_plural(
    flat: str, words: list[tuple[int, int]], grammar: Grammar
) -> tuple[int, int] | None:
    """English: "residential buildings", "shooting victims", "police officers"."""
    first = words[0][0] if words else 0
    for i, (start, stop) in enumerate(words):
        word = flat[start:stop]
        if word in grammar.words.adjectives:
            first = words[i + 1][0] if i + 1 < len(words) else first
            continue
        if flat[start - 1] == "-" and i == 0:  # "14-story", "two-year"
            return start, stop
        if word in grammar.words.nouns or _plural(word, grammar):
            follow = words[i + 1] if i + 1 < len(words) else None
            if follow and flat[follow[0] : follow[1]] in grammar.words.nouns:
                return first, follow[1]
            return first, stop
        if i == 3:
            break
    return None


def _first_capital(
    flat: str, even: str, words: list[tuple[int, int]], grammar: Grammar
) -> tuple[int, int] | None:
    """German: the first capital behind words that end as adjectives do."""
    for i, (start, stop) in enumerate(words):
        if even[start].isupper():
            return _named_kind(flat, even, words[i:], grammar)
        word = flat[start:stop]
        if flat[start - 1] == "-" and word in grammar.words.nouns:
            return start, stop
        if not word.endswith(("e", "en", "er", "es")) and word not in grammar.words.adjectives:
            return None
    return None


def _past_attribute(
    flat: str, even: str, at: int, end: int, grammar: Grammar
) -> tuple[int, int] | None:
    """The known noun behind a whole phrase: "900 am Bau beteiligte Firmen"."""
    last = [Span(0, 0), Span(0, 0)]
    for i in range(ATTRIBUTE):
        match = _WORD.match(flat, at, end)
        if match is None:
            return None
        word, at = Span(match.start(2), match.end()), match.end()
        if i == 0 and not (word.of(flat) in grammar.stop and even[word.start].islower()):
            return None
        thing, participle = last
        if even[word.start].isupper() and i > 2 and _of_verb(participle.of(even)):
            known = word.of(flat) in grammar.words.nouns and even[thing.start].isupper()
            return (word.start, word.end) if known else None
        last = [participle, word]
    return None


def _of_verb(word: str) -> bool:
    """True for "beteiligten", "beladene", "liegende": a verb's form that stands before its noun."""
    return word.islower() and word.endswith(_PARTICIPLES)


def _named_kind(
    flat: str, even: str, words: list[tuple[int, int]], grammar: Grammar
) -> tuple[int, int]:
    """The noun that begins with a capital: past a town's adjective and past a name.

    As in "sechs Bremer Schulen" and "vier Alpha Star Hubschraubern".
    """
    start, stop = words[0]
    follow = words[1] if len(words) > 1 else None
    if follow and flat[start:stop].endswith("er") and even[follow[0]].isupper():
        return follow
    if flat[start:stop] in grammar.words.nouns:
        return start, stop
    for first, last in words[1:3]:
        if not even[first].isupper():
            break
        if flat[first:last] in grammar.words.nouns:
            return start, last
    return start, stop


def _plural(word: str, grammar: Grammar) -> bool:
    ends = grammar.words.plural_ends
    return len(word) > 2 and (not ends or word.endswith(ends))


def _coordinated(flat: str, even: str, stop: int, end: int, grammar: Grammar) -> int:
    """As in "Soldatinnen und Soldaten": two forms of one noun."""
    if not grammar.words.capital_nouns or not flat[:stop].endswith("innen"):
        return stop
    match = _AND_NOUN.match(flat, stop, end)
    return match.end() if match and even[match.start(1)].isupper() else stop
