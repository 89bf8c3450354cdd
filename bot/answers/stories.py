"""Which articles tell the same story: a sample of what stands in them, compared. Pure.

A text is the set of its five-word pieces (shingles), each as a number; its sample is the smallest
of them. Two samples are compared where both are complete, below the smaller of their largest
numbers. Containment, not resemblance, decides: a wire report cut to a third is still that report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Protocol

PIECE = 5  # words
SAMPLE = 64  # numbers kept of a text
COPY = 0.5  # containment from which on two texts tell the same story
SAME = 0.9  # both ways: the same text at another address
ENOUGH = 10  # numbers compared; fewer prove nothing

_WORD = re.compile(r"\w+")


class Verdict(StrEnum):
    """What a text is to those that are known."""

    NEW = "new"
    COPY = "copy"  # the same story, cut, edited or with an addition
    SAME = "same"  # the same text


class Candidate(Protocol):
    """A known article that shares something with a new one."""

    @property
    def article_id(self) -> str:
        """Its id."""
        ...

    @property
    def story_id(self) -> str:
        """The id of its story."""
        ...

    @property
    def shingles(self) -> frozenset[int]:
        """Its sample."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict, and whose copy it is; empty ids when it is new."""

    verdict: Verdict
    article_id: str = ""
    story_id: str = ""


def shingles(text: str) -> frozenset[int]:
    """The sample of a text: at most 64 signed 64-bit numbers, the same on every machine."""
    words = [word.encode("utf-8", "replace") for word in _WORD.findall(text.casefold())]
    pieces = {b" ".join(words[i : i + PIECE]) for i in range(len(words) - PIECE + 1)}
    numbers = sorted(
        int.from_bytes(blake2b(piece, digest_size=8).digest(), "big", signed=True)
        for piece in pieces
    )
    return frozenset(numbers[:SAMPLE])


def containment(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of the smaller text that stands in the other: 0..1; 0 when too little is compared."""
    a, b = _comparable(a, b)
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= ENOUGH else 0.0


def resemblance(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of both texts together that stands in each: 0..1."""
    a, b = _comparable(a, b)
    return len(a & b) / len(a | b) if min(len(a), len(b)) >= ENOUGH else 0.0


def decide(sample: frozenset[int], candidates: Sequence[Candidate]) -> Decision:
    """What a text is to the known ones that share most with it.

    Texts too short to judge are new: merging two articles wrongly is worse than telling one twice.
    """
    best = max(candidates, key=lambda known: containment(sample, known.shingles), default=None)
    if best is None or containment(sample, best.shingles) < COPY:
        return Decision(verdict=Verdict.NEW)
    same = next((c for c in candidates if resemblance(sample, c.shingles) >= SAME), None)
    found = same or best
    return Decision(
        verdict=Verdict.SAME if same else Verdict.COPY,
        article_id=found.article_id,
        story_id=found.story_id,
    )


def distinct(texts: Sequence[str]) -> list[int]:
    """The places of the texts that are no copy of one before them."""
    if len(texts) < 2:
        return list(range(len(texts)))
    samples = [shingles(text) for text in texts]
    kept: list[int] = []
    for i, sample in enumerate(samples):
        if all(containment(sample, samples[j]) < COPY for j in kept):
            kept.append(i)
    return kept


def _comparable(a: frozenset[int], b: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Both samples up to where both are complete; a sample that was not cut is complete."""
    limits = [max(sample) for sample in (a, b) if len(sample) >= SAMPLE]
    if not limits:
        return a, b
    limit = min(limits)
    return frozenset(n for n in a if n <= limit), frozenset(n for n in b if n <= limit)
