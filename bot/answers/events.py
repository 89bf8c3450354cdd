"""Which articles tell of one event, each in its own words, also in other languages. Pure.

Words do not cross a language; what was read does. Two articles share a *trait* when both give the
same figure, hear the same speaker, show the same actor with the same stance on the same topic, or
quote the same words. A trait weighs what it proves: "41,350 people" is of one event, "three people"
of many. One kind alone proves nothing: a minister speaks of several things in a day, and two polls
give the same percentages. Telling one event twice is a nuisance, telling two as one is an error.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal, Protocol
from unicodedata import combining, normalize

from bot.model import QuoteKind, Reading

Kind = Literal["quote", "figure", "speaker", "position"]

NEAR = timedelta(hours=36)  # between an article and the first one of its story
ENOUGH = 4.0  # weight that two articles of one event share
SHARE = 0.5  # of the weight of the one that tells less
FAMILIAR = 3  # stories that tell a trait; when more do, it proves nothing
SURE = 0.65  # facts read with less confidence are no proof
WORDS = 5  # of a quotation; shorter ones are said of many things
LETTERS = 4  # of a surname; shorter ones are also words

_MOST: dict[Kind, float] = {"quote": 6.0, "figure": 5.0, "speaker": 2.5, "position": 3.0}
_DIGITS = {1: 0.25, 2: 1.0}  # weight of a figure by its significant digits; 2 from three on
_PLAIN = frozenset({"percent", "percentage_point", "times", "year", "month", "week", "day", "hour"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing an article tells, in a form that is the same in every language."""

    kind: Kind
    value: str
    weight: float

    @property
    def number(self) -> int:
        """Its signed 64-bit number, the same on every machine."""
        name = f"{self.kind} {self.value}".encode("utf-8", "replace")
        return int.from_bytes(blake2b(name, digest_size=8).digest(), "big", signed=True)


class Holder(Protocol):
    """A known article that shares traits with a new one."""

    @property
    def story_id(self) -> str:
        """The id of its story."""
        ...

    @property
    def source_id(self) -> str:
        """Where it is from."""
        ...

    @property
    def begun(self) -> datetime:
        """The date of the first article of its story."""
        ...

    @property
    def shared(self) -> Collection[int]:
        """The numbers of the traits it shares."""
        ...

    @property
    def weight(self) -> float:
        """`weight_of` its traits."""
        ...


def traits(reading: Reading) -> frozenset[Trait]:
    """What an article tells that another one of the same event would tell too."""
    return frozenset((*_words_said(reading), *_figures(reading), *_positions(reading)))


def weight_of(told: Iterable[Trait]) -> float:
    """The weight of what crosses languages: a quotation is in one of them only."""
    return sum(trait.weight for trait in told if trait.kind != "quote")


def numbered(told: Iterable[Trait]) -> dict[int, float]:
    """Traits as they are kept: the number of each, and what it adds to `weight_of`."""
    return {trait.number: weight_of((trait,)) for trait in told}


def same_event(
    told: Collection[Trait], published: datetime, source_id: str, known: Sequence[Holder]
) -> str | None:
    """The story that tells of the event of a new article; None when none surely does.

    A story ends some time after its first article: what comes later is news again. So is what a
    source tells that has told the story before: it has something to add.

    Args:
        told: the traits of the new article.
        published: its date.
        source_id: where it is from.
        known: articles of these days that share traits with it.
    """
    own = {one.story_id for one in known if one.source_id == source_id}
    by_number = {trait.number: trait for trait in told}
    familiar = _familiar(known)
    whole = weight_of(told)
    best, found = 0.0, None
    for one in known:
        if one.story_id in own or abs(published - one.begun) > NEAR:
            continue
        shared = [by_number[n] for n in one.shared if n in by_number and n not in familiar]
        proof = _proof(shared)
        weight = sum(trait.weight for trait in shared)
        if proof > best and proof >= ENOUGH and weight >= SHARE * min(whole, one.weight):
            best, found = proof, one.story_id
    return found


def _familiar(known: Sequence[Holder]) -> Set[int]:
    """Traits that several stories tell."""
    stories: dict[int, set[str]] = defaultdict(set)
    for one in known:
        for number in one.shared:
            stories[number].add(one.story_id)
    return {number for number, of in stories.items() if len(of) > FAMILIAR}


def _proof(shared: Sequence[Trait]) -> float:
    """How much shared traits prove together; nothing when they are all of one kind."""
    weights: dict[Kind, float] = defaultdict(float)
    for trait in shared:
        weights[trait.kind] += trait.weight
    if len(weights) == 1:
        return 0.0
    return sum(min(weight, _MOST[kind]) for kind, weight in weights.items())


def _words_said(reading: Reading) -> Iterator[Trait]:
    """The words in quotation marks, and whose they are."""
    for quote in reading.quotes:
        if quote.confidence < SURE:
            continue
        words = _WORD.findall(reading.article.at(quote.span).casefold())
        if quote.kind is not QuoteKind.INDIRECT and len(words) >= WORDS:
            yield Trait("quote", " ".join(words), 3.0)
        if surname := _surname(quote.speaker_name or ""):
            yield Trait("speaker", surname, 1.5)


def _surname(name: str) -> str | None:
    """The last word of a person's full name, without accents; None for others who speak."""
    words = name.split()
    if len(words) < 2 or not all(word[0].isupper() for word in (words[0], words[-1])):
        return None
    letters = normalize("NFKD", words[-1].casefold())
    plain = "".join(letter for letter in letters if not combining(letter))
    return plain if len(plain) >= LETTERS else None


def _figures(reading: Reading) -> Iterator[Trait]:
    for figure in reading.figures:
        if figure.confidence < SURE or not figure.unit:
            continue
        value = figure.value.normalize()
        weight = _DIGITS.get(len(value.as_tuple().digits), 2.0)
        if figure.unit in _PLAIN:
            weight /= 2
        yield Trait("figure", f"{value:f} {figure.unit}", weight)


def _positions(reading: Reading) -> Iterator[Trait]:
    for position in reading.positions:
        if position.confidence >= SURE:
            holder = position.country or position.actor
            yield Trait("position", f"{holder} {position.stance} {position.topic}", 1.5)
