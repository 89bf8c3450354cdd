"""Indirect speech: reported clauses without marks, by the cue that reports them.

X said (that) CLAUSE        CLAUSE, said X        according to X, CLAUSE        X urged Y to DO
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span
from bot.reading.quotes.attribution import Attribution
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.words import QuoteWords

MIN_ATOMS = 3  # of a reported clause
MAX_ADDRESSEE = 9  # atoms between a verb and its clause: "told reporters in Paris on Monday that"
_CLAUSE_OPENS = "DNWw#S"
_EDGE = ",'.;:-CB"


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported clause: first and last atom, and its attribution."""

    first: int
    last: int
    by: Attribution
    rule: str


def find_reported(
    frame: Frame, attributions: Sequence[Attribution], words: QuoteWords
) -> list[Reported]:
    """The reported clauses of a frame, in order; none overlaps another."""
    found: list[Reported] = []
    for n, by in enumerate(attributions):
        if by.speaker is None and by.rule != "passive":
            continue
        limit = _limit(frame, attributions[n + 1 :], by)
        clause = _clause(frame, by, limit, words)
        if clause is None:
            continue
        if clause.last - clause.first + 1 < MIN_ATOMS or _taken(found, clause):
            continue
        found.append(clause)
    return found


def _taken(found: Sequence[Reported], clause: Reported) -> bool:
    return any(clause.first <= f.last and f.first <= clause.last for f in found)


def _limit(frame: Frame, later: Sequence[Attribution], by: Attribution) -> int:
    """The last atom a clause may reach: before the next attribution of the same speaker."""
    last = len(frame.tags) - 1
    for other in later:
        if other.first > by.cue_last + 1 and other.rule == "same":
            last = min(last, other.first - 1)
            break
    return _trimmed(frame, last)


def _trimmed(frame: Frame, last: int) -> int:
    while last > 0 and frame.tags[last] in _EDGE:
        last -= 1
    return last


def _clause(frame: Frame, by: Attribution, limit: int, words: QuoteWords) -> Reported | None:
    if by.rule == "source":
        return _from_source(frame, by, limit)
    if by.first > 1 and frame.tags[by.first - 1] in ",-" and _closes(frame, by):
        return _before(frame, by)
    start, rule = _start(frame, by, words)
    if start is None or start > limit:
        return None
    return Reported(start, limit, by, rule)


def _closes(frame: Frame, by: Attribution) -> bool:
    """True when nothing but a complement follows: the clause stands before the attribution."""
    if by.rule not in {"inverted", "plain", "clitic"} or "say" not in by.classes:
        return False
    rest = frame.tags[by.last + 1 :]
    return (
        not rest.strip("'.,")
        or (rest[0] in ".," and "Q" not in rest and len(rest) < 14)
        or (rest[0] in "FEM" and "T" not in rest and len(rest) < 16)
    )


def _before(frame: Frame, by: Attribution) -> Reported | None:
    last = _trimmed(frame, by.first - 1)
    first = 0
    while first < last and frame.tags[first] in "C'-":
        first += 1
    if "Q" in frame.tags[first : last + 1]:
        return None
    return Reported(first, last, by, "clause before")


def _start(frame: Frame, by: Attribution, words: QuoteWords) -> tuple[int | None, str]:
    """Where the clause behind a cue begins, None when no clause follows; and by which sign."""
    tags, i = frame.tags, by.cue_last + 1
    if by.speaker is not None and by.speaker.first > by.cue_last:
        i = by.speaker.last + 1
    that = _that(tags, i) if _leads_on(by, tags[i : i + 1], words) else None
    if that is not None:
        return that, "clause"
    if "demand" in by.classes:
        return _infinitive(frame, i, words), "infinitive"
    if words.after_quote == "inverted":
        return _after_comma(tags, i), "bare clause"
    return (_bare(frame, by, i) if words.bare_clauses else None), "bare clause"


def _leads_on(by: Attribution, tag: str, words: QuoteWords) -> bool:
    """True when a "that" further on can open the clause: no object stands behind the verb."""
    return words.verb_second or "addressee" in by.classes or tag not in set("DWw#")


def _that(tags: str, i: int) -> int | None:
    """A "that" behind the cue, over adverbs, times and an addressee."""
    for j in range(i, min(len(tags), i + MAX_ADDRESSEE)):
        if tags[j] == "T":
            return j
        if tags[j] in ".;:QSHUO-()":
            return None
        if tags[j] == "," and tags[j + 1 : j + 2] != "T" and j > i:
            return None
    return None


def _after_comma(tags: str, i: int) -> int | None:
    """German: "X sagte, die Lage sei ernst"."""
    for j in range(i, min(len(tags), i + 2 * MAX_ADDRESSEE)):
        if tags[j] == ",":
            following = tags[j + 1 : j + 2]
            return j + 1 if following and following in _CLAUSE_OPENS + "TEFBM" else None
        if tags[j] in ".;Q":
            return None
        if tags[j] == ":":
            return j + 1
    return None


def _bare(frame: Frame, by: Attribution, i: int) -> int | None:
    """English: "X said he would go", "X said on Monday the plan ..."."""
    tags = frame.tags
    while i < len(tags) and tags[i] in "BM":
        i += 1
    if i >= len(tags) or not {"say", "think"} & by.classes:
        return None
    if tags[i] in "N#":
        return i
    if "addressee" in by.classes:
        j = i
        while j < len(tags) and tags[j] in "DWw'":
            j += 1
        return j if j > i and tags[j : j + 1] == "N" else None
    if tags[i] in "DWw" and _has_finite(frame, i + 1, i + 14):
        return i
    return None


def _has_finite(frame: Frame, start: int, stop: int) -> bool:
    """True when a clause has an auxiliary, or a past tense behind its subject."""
    tags = frame.tags
    for j in range(start, min(stop, len(tags))):
        if tags[j] in "HUO":
            return True
        if tags[j] in ".;:QT":
            return False
        if tags[j] == "w" and tags[j - 1] in "wW" and frame.atoms[j].lower.endswith("ed"):
            return True
    return False


def _infinitive(frame: Frame, i: int, words: QuoteWords) -> int | None:
    """Behind a demand: the infinitive's marker, over whom it is asked of."""
    atoms, tags = frame.atoms, frame.tags
    for j in range(i, min(len(atoms) - 1, i + MAX_ADDRESSEE)):
        if atoms[j].lower in words.infinitives and tags[j + 1] in "wB":
            return j
        if tags[j] in ".;:QTSHUO":
            return None
    return None


def _from_source(frame: Frame, by: Attribution, limit: int) -> Reported | None:
    """What a source phrase covers: the rest of its sentence."""
    tags = frame.tags
    if by.first <= 1 or not tags[: by.first].strip("'CB-,"):
        first = by.last + 1
        comma = tags.find(",", first, first + 2 * MAX_ADDRESSEE)
        if comma >= 0 and tags[first] != "H" and tags[first] not in "UO":
            first = comma + 1
        return Reported(first, limit, by, "source") if first < limit else None
    if by.last >= limit or tags[by.last + 1] in ".;":
        last = _trimmed(frame, by.first - 1)
        return Reported(0, last, by, "source") if last > 0 else None
    return None


def reported_span(frame: Frame, clause: Reported) -> Span:
    """The words of a reported clause, without edge signs and joining words."""
    return _bare_span(frame, clause.first, clause.last)


def sentence_span(frame: Frame) -> Span:
    """The words of a whole sentence, without edge signs and joining words."""
    return _bare_span(frame, 0, len(frame.atoms) - 1)


def _bare_span(frame: Frame, first: int, last: int) -> Span:
    while first < last and frame.tags[first] in ",'-:":
        first += 1
    while last > first and frame.tags[last] in _EDGE:
        last -= 1
    return frame.span(first, last)
