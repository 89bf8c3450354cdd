"""Indirect speech: reported clauses without marks, by the cue that reports them.

X said (that) CLAUSE        CLAUSE, said X        according to X, CLAUSE        X urged Y to DO
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model import Span
from bot.reading.quotes.clauses_second import around_source, bare_start, told_beside
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.words import QuoteWords

MIN_ATOMS = 3  # of a reported clause
SHORT = 4  # atoms that a mere complement in front may have
MIN_PIECE = 2  # of a clause that its attribution or source interrupts
_PIECES = frozenset({"around", "source"})
MAX_ADDRESSEE = 9  # atoms between a verb and its clause: "told reporters in Paris on Monday that"
_FRONTED = "EFSBM"  # tags that open a complement before the subject
_EDGE = ",'.;:-C"


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
    for clause in sorted(_candidates(frame, attributions, words), key=_weak):
        if not _taken(found, clause):
            found.append(clause)
    return sorted(found, key=lambda clause: clause.first)


def _weak(clause: Reported) -> bool:
    """True for what must not stand in a clause's way: "who saw them lately say that ..."."""
    return clause.rule == "object"


def _candidates(
    frame: Frame, attributions: Sequence[Attribution], words: QuoteWords
) -> Iterator[Reported]:
    for n, by in enumerate(attributions):
        if by.speaker is None and by.rule != "passive":
            continue
        limit = _limit(frame, attributions[n + 1 :], by)
        for clause in _clauses(frame, by, limit, words):
            if clause.last - clause.first + 1 >= (
                MIN_PIECE if clause.rule in _PIECES else MIN_ATOMS
            ) and not _only_says_who(frame, clause, attributions, words):
                yield clause


def _only_says_who(
    frame: Frame, clause: Reported, attributions: Sequence[Attribution], words: QuoteWords
) -> bool:
    """True for "as X said", which another verb of the sentence might seem to report."""
    if frame.atoms[clause.first].lower not in words.as_said | words.as_told:
        return False
    others = (other for other in attributions if other is not clause.by)
    return any(o.first <= clause.first + 1 and clause.last <= o.last for o in others)


def _taken(found: Sequence[Reported], clause: Reported) -> bool:
    return any(clause.first <= f.last and f.first <= clause.last for f in found)


def _limit(frame: Frame, later: Sequence[Attribution], by: Attribution) -> int:
    """The last atom a clause may reach: before the next report of the same speaker.

    "X said A, adding that B" are two; in "X called A a firm selling B" the verb goes on the noun.
    """
    last = len(frame.tags) - 1
    for other in later:
        if other.first <= by.cue_last + 1:
            continue
        joined = frame.tags[other.first - 1] in ",-C"
        if joined and (other.rule == "same" or _is_joined(frame, other)):
            last = min(last, other.first - 1)
            break
    return _trimmed(frame, last)


def _is_joined(frame: Frame, other: Attribution) -> bool:
    """True for another speaker's report behind a comma: "..., and Y said B", "..., while Y said"."""
    before = frame.tags[: other.first].rstrip("CSB")
    return other.human and before != frame.tags[: other.first] and before.endswith(",")


def _trimmed(frame: Frame, last: int) -> int:
    while last > 0 and frame.tags[last] in _EDGE:
        last -= 1
    return last


def _clauses(frame: Frame, by: Attribution, limit: int, words: QuoteWords) -> list[Reported]:
    """What an attribution reports: one clause, or two around it: "The dam, he said, will hold"."""
    if by.rule == "source" and words.verb_second:
        return [Reported(*piece, by, "source") for piece in around_source(frame, by, limit, words)]
    if by.rule == "source":
        inside = (
            0 < by.first
            and frame.tags[by.first - 1] == "," == frame.tags[by.last + 1 : by.last + 2]
        )
        if inside and frame.tags[: by.first].strip("'CBM-,"):
            return _around_source(frame, by, limit)
        clause = _from_source(frame, by, limit)
        return [clause] if clause is not None else []
    if told_beside(frame, by, words):
        told = replace(by, first=by.first - 1)
        clause = _piece_before(frame, told, "clause before")
        return [clause] if clause is not None else []
    if by.first > 0 and frame.tags[by.first - 1] in ",-" and _may_close(by, words):
        behind = None if words.verb_second else _behind(frame, by)
        if behind is not None and behind < limit:
            last = _end(frame, behind + 1, limit) if words.bare_clauses else limit
            return _around(frame, by, behind, last)
        goes_on = words.verb_second and bare_start(frame, by, by.last + 1, limit, words)
        if not goes_on and _closes(frame, by):
            clause = _before(frame, by, words)
            return [clause] if clause is not None else []
    if by.rule == "label":
        return [Reported(by.cue_last + 1, limit, by, "label")]
    start, rule = _start(frame, by, limit, words)
    if start is None or start > limit:
        return []
    last = _end(frame, start, limit) if words.bare_clauses else limit
    return [Reported(start, last, by, rule)]


def _end(frame: Frame, start: int, limit: int) -> int:
    """Where the clause ends: before a semicolon, or what the writer adds behind a comma."""
    tags = frame.tags
    if tags[:1] == "S" and "," not in tags[:start]:
        comma = tags.find(",", start, limit)  # "When X said A, Y left"
        limit = comma - 1 if comma > start else limit
    for i in range(start + MIN_ATOMS, limit):
        if tags[i] == ";":
            return _trimmed(frame, i - 1)
        if tags[i] == "," and tags[i + 1] in "RS" and "," not in tags[i + 1 : limit]:
            return _trimmed(frame, i - 1)
    return limit


def _may_close(by: Attribution, words: QuoteWords) -> bool:
    """True when the words reported may stand before the attribution: "..., he said"."""
    if words.verb_second:
        return by.rule in {"inverted", "passive"} and "say" in by.classes  # "..., hieß es"
    return by.rule in {"inverted", "plain", "clitic"} and "say" in by.classes


def _behind(frame: Frame, by: Attribution) -> int | None:
    """The comma behind an attribution within a sentence: "..., he said on Monday, ..."."""
    tags = frame.tags
    i = by.last + 1
    if tags[i : i + 1] in {"F", "E", "M", "B"}:
        while i < min(len(tags), by.last + MAX_ADDRESSEE) and tags[i] in "FEMBDWw'#":
            i += 1
    if tags[i : i + 1] != "," or tags[i + 1 : i + 2] in set("CRS"):
        return None
    return i if _has_finite(frame, i + 1, i + 30) else None


def _around(frame: Frame, by: Attribution, comma: int, limit: int) -> list[Reported]:
    """The pieces on both sides of an attribution; none when a quotation stands on either."""
    before = _piece_before(frame, by, "around")
    if before is None or "Q" in frame.tags[comma:limit]:
        return []
    return [before, Reported(comma + 1, limit, by, "around")]


def _closes(frame: Frame, by: Attribution) -> bool:
    """True when nothing but a complement follows: the clause stands before the attribution."""
    rest = frame.tags[by.last + 1 :]
    if by.rule == "passive":
        rest = rest.removeprefix("N")  # "..., hieß es"
    return (
        not rest.strip("'.,")
        or (rest[0] in ".," and "Q" not in rest and len(rest) < 14)
        or (rest[0] in "FEM" and "T" not in rest and len(rest) < 16)
    )


def _before(frame: Frame, by: Attribution, words: QuoteWords) -> Reported | None:
    """The piece before an attribution; not a mere complement: "After the break, she warned"."""
    piece = _piece_before(frame, by, "clause before")
    if piece is None or frame.tags[piece.first] not in _FRONTED:
        return piece
    short = piece.last - piece.first < SHORT  # "À ses côtés, son mari acquiesce"
    whole = not (words.bare_clauses or short) or _has_finite(frame, piece.first, piece.last)
    return piece if whole else None


def _piece_before(frame: Frame, by: Attribution, rule: str) -> Reported | None:
    last = _trimmed(frame, by.first - 1)
    first = 0
    while first < last and frame.tags[first] in "C'-":
        first += 1
    if "Q" in frame.tags[first : by.last + 1]:
        return None  # "Tom Hale was brief: «No», he said": the quotation is what is said
    return Reported(first, last, by, rule)


def _start(frame: Frame, by: Attribution, limit: int, words: QuoteWords) -> tuple[int | None, str]:
    """Where the clause behind a cue begins, None when no clause follows; and by which sign."""
    tags, i = frame.tags, by.cue_last + 1
    if by.speaker is not None and by.speaker.first > by.cue_last:
        i = by.speaker.last + 1
    that = _that(tags, i) if _leads_on(by, tags[i : i + 1], words) else None
    if that is not None:
        return that, "clause"
    if words.verb_second:
        return bare_start(frame, by, i, limit, words), "bare clause"
    wish = _infinitive(frame, i, words) if "demand" in by.classes else None
    if wish is not None:
        return wish, "infinitive"
    if "demand" in by.classes and not {"object", "say"} & by.classes:
        return None, "infinitive"
    bare = _bare(frame, by, i) if words.bare_clauses else None
    if bare is None and {"object", "judge"} & by.classes and words.bare_clauses:
        return _object(frame, by), "object"
    return bare, "bare clause"


def _leads_on(by: Attribution, tag: str, words: QuoteWords) -> bool:
    """True when a "that" further on can open the clause: no object stands behind the verb."""
    return words.verb_second or "addressee" in by.classes or tag not in set("DWw#")


def _that(tags: str, i: int) -> int | None:
    """A "that" behind the cue, over adverbs, times and an addressee."""
    for j in range(i, min(len(tags), i + MAX_ADDRESSEE)):
        if tags[j] == "T":
            return j
        if tags[j] in ".;:QSCHUO-()":
            return None
        if tags[j] == "," and tags[j + 1 : j + 2] != "T" and j > i:
            return None
    return None


def _bare(frame: Frame, by: Attribution, i: int) -> int | None:
    """English: "X said he would go", "X said on Monday the plan ..."."""
    tags = frame.tags
    while i < len(tags) and tags[i] in "BM" and not _exists(tags, i):
        i += 1
    if i >= len(tags) or not {"say", "think"} & by.classes:
        return None
    if tags[i] in "N#SR":
        return i
    if "addressee" in by.classes:
        return _behind_addressee(frame, i)
    if "clause" in by.classes and tags[i] in "DWwBSH":
        return i
    if tags[i] in "DWw" and _has_finite(frame, i + 1, i + 14):
        return i
    return None


def _behind_addressee(frame: Frame, i: int) -> int | None:
    """The clause behind who is told it: "told reporters he", "told the Gazette the dam was"."""
    tags, j = frame.tags, i
    j += tags[j] == "D"
    while j < len(tags) and tags[j] in "Ww'.":
        j += 1
    if j == i or j >= len(tags):
        return None
    return (
        j if tags[j] in "NSR" or (tags[j] in "D#" and _has_finite(frame, j + 1, j + 14)) else None
    )


def _object(frame: Frame, by: Attribution) -> int | None:
    """What somebody speaks of, praises or rejects: "X defended the plan for the new dam"."""
    i = by.cue_last + 1
    if not by.human or (by.speaker is not None and by.speaker.first > by.cue_last):
        return None
    return i if frame.tags[i : i + 1] in set("DWw#") else None


def _exists(tags: str, i: int) -> bool:
    """True for the adverb that stands for a subject: "there is"."""
    return tags[i] == "B" and tags[i + 1 : i + 2] in {"H", "U", "O"}


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
    """Behind a demand: the infinitive's marker; with whom it is asked of, where bare clauses are."""
    atoms, tags = frame.atoms, frame.tags
    for j in range(i, min(len(atoms) - 1, i + MAX_ADDRESSEE)):
        if atoms[j].lower in words.infinitives and tags[j + 1] in "wBUH":
            return i if words.bare_clauses else j
        if tags[j] in ".;:QTSHUO,":
            return None
    return None


def _around_source(frame: Frame, by: Attribution, limit: int) -> list[Reported]:
    """Both sides of a source within a sentence: "The dam, according to X, will hold, but ..."."""
    first = by.last + 2
    for i in range(first, limit):
        if frame.tags[i] == "," and frame.tags[i + 1] == "C":
            limit = i - 1
            break
    before = Reported(0, _trimmed(frame, by.first - 1), by, "source")
    return [before, Reported(first, limit, by, "source")] if first < limit else [before]


def _from_source(frame: Frame, by: Attribution, limit: int) -> Reported | None:
    """What a source phrase covers: the rest of its sentence."""
    tags = frame.tags
    if by.first <= 1 or not tags[: by.first].strip("'CB-,"):
        first = by.last + 1
        comma = tags.find(",", first, first + 2 * MAX_ADDRESSEE)
        if comma >= 0 and tags[first] != "H" and tags[first] not in "UO":
            first = _behind_apposition(tags, comma + 1)
        return Reported(first, limit, by, "source") if first < limit else None
    if by.last >= limit or tags[by.last + 1] in ".;":
        last = _trimmed(frame, by.first - 1)
        return Reported(0, last, by, "source") if last > 0 else None
    return None


def _behind_apposition(tags: str, first: int) -> int:
    """Where a clause begins behind what only tells who its source is: "..., head of the union, ..."."""
    comma = tags.find(",", first, first + MAX_ADDRESSEE)
    apposed = comma > first and tags[first] == "w" and _verbless(tags[first:comma])
    return comma + 1 if apposed else first


def _verbless(tags: str) -> bool:
    return not set(tags) & set("HUONQRT;:.")


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
