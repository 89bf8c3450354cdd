"""Whether an article fulfils a condition. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.vocabulary import plain_word
from bot.model import Approx, Figure, Mention, Reading, Span
from bot.model.conditions import (
    About,
    AllOf,
    Amount,
    AnyOf,
    Condition,
    FromSource,
    Holding,
    InLanguage,
    Naming,
    NotSo,
)


def fulfils(condition: Condition, reading: Reading) -> bool:
    """True when the article is one the condition asks for."""
    match condition:
        case AllOf(parts):
            return all(fulfils(part, reading) for part in parts)
        case AnyOf(parts):
            return any(fulfils(part, reading) for part in parts)
        case NotSo(part):
            return not fulfils(part, reading)
        case About(topics):
            return _is_named(topics, reading.topics, None)
        case Naming(actors):
            return _is_named(actors, reading.actors, None)
        case FromSource(source):
            return is_from(source, reading)
        case InLanguage(language):
            return reading.article.language == language
        case Holding(words):
            return _holds(words, reading)
        case Amount():
            return any(_is_such(condition, figure, reading) for figure in reading.figures)


def asks_for_figures(condition: Condition) -> bool:
    """True when a part of the condition is about a figure."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return any(asks_for_figures(part) for part in parts)
        case NotSo(part):
            return asks_for_figures(part)
    return isinstance(condition, Amount)


def is_from(source: str, reading: Reading) -> bool:
    """True for an article of the source of this id or name, or of one found through it."""
    article = reading.article
    wanted = plain_word(source)
    root = article.source_id.split("/", maxsplit=1)[0]
    return wanted in {plain_word(n) for n in (article.source_id, root, article.source_name)}


def _holds(words: str, reading: Reading) -> bool:
    looked = plain_word(f"{reading.article.title}\n{reading.article.text}")
    wanted = r"\s+".join(re.escape(word) for word in plain_word(words).split())
    return re.search(rf"(?<!\w){wanted}(?!\w)", looked) is not None


def _is_such(amount: Amount, figure: Figure, reading: Reading) -> bool:
    if amount.unit is not None and figure.unit != amount.unit:
        return False
    if not _compares(amount, figure):
        return False
    here = _sentence(figure.span, reading.sentences)
    return all(_said_here(part, here, reading) for part in amount.about)


def _compares(amount: Amount, figure: Figure) -> bool:
    """A range compares by the end that fulfils; "more than 5" is more than 5."""
    low, high = sorted((figure.value, figure.value_max or figure.value))
    value = amount.value
    match amount.comparison:
        case ">":
            return high > value or (high == value and figure.approx is Approx.OVER)
        case ">=":
            return high >= value
        case "<":
            return low < value or (low == value and figure.approx is Approx.UNDER)
        case "<=":
            return low <= value
        case "=":
            return low <= value <= high


def _said_here(part: Condition, here: Span | None, reading: Reading) -> bool:
    """True when the sentence names what the figure is to be about."""
    match part:
        case About(topics):
            return _is_named(topics, reading.topics, here)
        case Naming(actors):
            return _is_named(actors, reading.actors, here)
        case AnyOf(parts):
            return any(_said_here(each, here, reading) for each in parts)
    return False


def _is_named(ids: frozenset[str], mentions: Sequence[Mention], here: Span | None) -> bool:
    return any(m.id in ids and (here is None or m.span.overlaps(here)) for m in mentions)


def _sentence(span: Span, sentences: Sequence[Span]) -> Span | None:
    """The sentence around a figure, or those it reaches over; None where none is known."""
    touched = [sentence for sentence in sentences if sentence.overlaps(span)]
    return Span(touched[0].start, touched[-1].end) if touched else None
