"""Reported clauses of verb-second languages (German): where they begin, and what a source cuts.

A clause without "dass" is told from a relative clause or an apposition by its verb: in the mood
that reports, or in second place and not at the end.
"""

from __future__ import annotations

from bot.reading.quotes.frame import Frame
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.words import QuoteWords

MAX_OPENING = 24  # atoms between a verb and the clause it reports: appositions, addressees
MAX_SECOND = 14  # atoms before a clause's finite verb
MAX_SOURCE = 30  # atoms of what goes on a source's name
_FINITE = frozenset("HUO")
_CLOSING = frozenset(",.;:)-")
_SPEAKING = frozenset({"say", "think", "demand"})


def bare_start(frame: Frame, by: Attribution, i: int, limit: int, words: QuoteWords) -> int | None:
    """Where the clause behind a comma or a colon begins: "X sagte, die Lage sei ernst".

    Args:
        frame: the sentence.
        by: the attribution.
        i: the first atom behind its cue and its speaker.
        limit: the last atom the clause may reach.
        words: of the language.
    """
    tags = frame.tags
    opens = frame.atoms[by.first - 1].lower if by.first else ""
    told = by.rule == "final" and opens in words.as_told
    if told and (resumed := _resumed(tags, i, limit)) is not None:
        return resumed
    if not _SPEAKING & by.classes:
        return None  # "sie sahen ein Spiel, in dem ..."
    for j in range(i, min(len(tags) - 1, limit, i + MAX_OPENING)):
        if tags[j] in ".;Q":
            return None
        if tags[j] == ":":
            return j + 1
        if tags[j] == "," and (told or _asserts(frame, j + 1, limit, words)):
            return j + 1
    return None


def _resumed(tags: str, i: int, limit: int) -> int | None:
    """Where a sentence goes on with its verb: "Wie das Amt, das prüft, sagte, hält der Damm"."""
    for j in range(i, min(len(tags) - 1, limit, i + MAX_OPENING)):
        if tags[j] == "," and tags[j + 1] in "wHUO":
            return j + 1
    return None


def _asserts(frame: Frame, first: int, limit: int, words: QuoteWords) -> bool:
    """True when what begins at `first` is a clause that can be reported."""
    tags, atoms = frame.tags, frame.atoms
    if tags[first] == "T" or atoms[first].lower in words.questions:
        return True
    if tags[first] in "SR" or atoms[first].lower in words.cues:
        return False
    if any(atom.lower in words.reportive for atom in atoms[first : limit + 1]):
        return True
    return _in_second_place(frame, first, limit) or _infinitive(frame, first, limit, words)


def _in_second_place(frame: Frame, first: int, limit: int) -> bool:
    """True for a finite verb before its clause's end: "er ist müde", "die Stadt zahlt nichts"."""
    tags = frame.tags
    for k in range(first + 1, min(limit, first + MAX_SECOND)):
        if tags[k] in ",.;:":
            return False
        ends = tags[k + 1] in _CLOSING or tags[k + 1] in _FINITE
        if tags[k] in _FINITE and not ends:
            return True
        if tags[k] == "w" and tags[k - 1] in "WN" and not ends:
            return True
    return False


def _infinitive(frame: Frame, first: int, limit: int, words: QuoteWords) -> bool:
    """True for an infinitive at the clause's end: "..., das Geld zurückzugeben"."""
    tags, atoms = frame.tags, frame.atoms
    return any(
        (atoms[k].lower in words.infinitives and tags[k + 1] in "wHUO")
        or (tags[k] == "w" and words.joined_infinitive(atoms[k].lower))
        for k in range(first + 1, min(limit + 1, len(tags) - 1))
    )


def told_beside(frame: Frame, by: Attribution, words: QuoteWords) -> bool:
    """True for a report that closes a sentence in a clause of its own: "..., wie X sagte"."""
    i = by.first - 1
    return (
        by.rule == "final"
        and i > 0
        and frame.atoms[i].lower in words.as_told
        and frame.tags[i - 1] in ",-"
        and not frame.tags[by.last + 1 :].strip("'.")
    )


def around_source(
    frame: Frame, by: Attribution, limit: int, words: QuoteWords
) -> list[tuple[int, int]]:
    """What a source phrase covers, first and last atom: one piece, or one on each side of it.

    "Laut X ist der Damm alt", "Der Damm ist laut X alt": no comma parts them in German.
    """
    before = _before_source(frame, by)
    behind = _behind_source(frame, by, words)
    pieces = [before] if before is not None else []
    if behind < limit and frame.tags[behind] not in ".;":
        pieces.append((behind, limit))
    return pieces


def _before_source(frame: Frame, by: Attribution) -> tuple[int, int] | None:
    tags = frame.tags
    last = by.first - 1
    while last > 0 and tags[last] in ",'-C":
        last -= 1
    if last <= 0 or not tags[: by.first].strip("'CB-,"):
        return None
    first = 0
    for i in range(last, 0, -1):
        if tags[i] in ";:" or (tags[i] == "," and tags[i + 1] in "RST"):
            first = i + 1
            break
    return (first, last) if first < last else None


def _behind_source(frame: Frame, by: Attribution, words: QuoteWords) -> int:
    """The first atom behind a source and what goes on its name, as a rule the clause's verb."""
    tags, atoms = frame.tags, frame.atoms
    i = by.last + 1
    stop = min(len(tags) - 1, i + MAX_SOURCE)
    while i < stop:
        if tags[i] == "(" and ")" in tags[i:stop]:
            i = tags.index(")", i, stop) + 1
        elif tags[i] == "," and (comma := tags.find(",", i + 1, stop)) > 0:
            i = comma + 1  # an apposition or a relative clause
        elif tags[i] == "," and by.first > 1:
            return len(tags)  # '„...“, heißt es in dem Brief, der uns vorliegt'
        elif tags[i] == "," or (tags[i] == "Q" and tags[i - 1] in "DW"):
            i += 1
        elif tags[i] == "D" and atoms[i].lower in words.genitives and tags[i - 1] in "W)":
            i = _over_noun(tags, i + 1, stop)
        else:
            break
    return i


def _over_noun(tags: str, i: int, stop: int) -> int:
    while i < stop and tags[i] in "w#D":
        i += 1
    while i < stop and tags[i] in "W'":
        i += 1
    return i
