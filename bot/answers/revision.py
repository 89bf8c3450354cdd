"""Two versions of an article compared: whether it reads otherwise, and which facts changed. Pure."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeVar

from bot.model import Article, Figure, Position, Quote, Reading, fact_id
from bot.store.rows import Fact, around, facts_of, span_of

ALIKE = 0.6  # share of two wordings from which on one is taken to stand for the other
PAIRED = 20  # facts of a kind on either side that are paired; more is another article

F = TypeVar("F", Quote, Figure, Position)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that reads otherwise."""

    was: Fact
    now: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of the facts."""

    changed: tuple[Change, ...] = ()
    added: tuple[Fact, ...] = ()
    removed: tuple[Fact, ...] = ()

    def __bool__(self) -> bool:
        """True when any did not stay what it was."""
        return bool(self.changed or self.added or self.removed)


def digest(article: Article) -> str:
    """Equal for articles that read alike: spaces and forms of the same letter do not matter."""
    words = " ".join(f"{article.title}\n{article.text}".split())
    plain = unicodedata.normalize("NFKC", words)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def reads_otherwise(before: Article, after: Article) -> bool:
    """True when `after` is to take the place of `before`.

    A part of an article does not take the place of the whole: a paywall came down meanwhile.
    """
    if after.partial and not before.partial:
        return False
    return digest(before) != digest(after)


def carried_over(before: Reading, after: Reading, article_id: str, ordinals: int) -> Reading:
    """The new reading with ids: a fact told in the same words keeps the one it had.

    Args:
        before: the old reading, with ids.
        after: the new one, without.
        article_id: of both.
        ordinals: how many the article's facts were given so far; none is given twice.
    """
    known: dict[Hashable, list[str]] = defaultdict(list)
    for fact in reversed(facts_of(before)):
        known[_words(fact, before), _meaning(fact, before)].append(fact.id)
    fresh = iter(range(ordinals, ordinals + len(facts_of(after))))

    def named(facts: Iterable[F]) -> Iterator[F]:
        for fact in facts:
            ids = known.get((_words(fact, after), _meaning(fact, after)))
            yield replace(fact, id=ids.pop() if ids else fact_id(article_id, next(fresh)))

    return replace(
        after,
        quotes=tuple(named(after.quotes)),
        figures=tuple(named(after.figures)),
        positions=tuple(named(after.positions)),
    )


def compare(
    before: Reading, after: Reading, *, min_confidence: float, refuted: Collection[str] = ()
) -> Changes:
    """Which facts were added, removed or replaced by others.

    A fact said in other words, or once more, is the same fact. Two that are not the same are a
    change when they are the same actor's stand on a topic, or stand in much the same words.

    Args:
        before: the old reading.
        after: the new one.
        min_confidence: facts below it are not told of.
        refuted: ids of facts that were said to be wrong; nor are these.
    """
    changes = Changes()
    for kind, alike in _KINDS:
        gone = _only_in(kind, before, after, min_confidence, refuted)[:PAIRED]
        new = _only_in(kind, after, before, min_confidence, refuted)[:PAIRED]
        pairs = _paired(gone, new, [[alike(a, before, b, after) for b in new] for a in gone])
        was, now = {id(pair.was) for pair in pairs}, {id(pair.now) for pair in pairs}
        changes = Changes(
            changed=(*changes.changed, *pairs),
            added=(*changes.added, *(fact for fact in new if id(fact) not in now)),
            removed=(*changes.removed, *(fact for fact in gone if id(fact) not in was)),
        )
    return changes


def _only_in(
    kind: type[Fact], here: Reading, there: Reading, least: float, refuted: Collection[str]
) -> list[Fact]:
    """The facts of a kind that the other reading has in no words, each once."""
    known = {_meaning(fact, there) for fact in facts_of(there)}
    found: dict[Hashable, Fact] = {}
    for fact in facts_of(here):
        meant = _meaning(fact, here)
        shown = fact.confidence >= least and fact.id not in refuted
        if isinstance(fact, kind) and shown and meant not in known:
            found.setdefault(meant, fact)
    return list(found.values())


def _paired(
    gone: Sequence[Fact], new: Sequence[Fact], alike: Sequence[Sequence[float]]
) -> tuple[Change, ...]:
    """The likeliest pairs first; each fact in one."""
    likely = sorted(
        ((alike[i][j], i, j) for i in range(len(gone)) for j in range(len(new))),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    pairs: dict[int, int] = {}
    for share, i, j in likely:
        if share >= ALIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return tuple(Change(gone[i], new[j]) for i, j in sorted(pairs.items()))


def _meaning(fact: Fact, reading: Reading) -> Hashable:
    """Equal for the same fact, however it is worded."""
    match fact:
        case Quote():
            speaker = fact.speaker_actor or (fact.speaker_name or "").casefold()
            return "quote", _words(fact, reading), speaker
        case Figure():
            return "figure", fact.value, fact.value_max, fact.unit, fact.approx
        case Position():
            return "position", fact.actor, fact.topic, fact.stance


def _words(fact: Fact, reading: Reading) -> str:
    words = reading.article.at(span_of(fact)).strip(" ,;.")
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _quotes_alike(a: Fact, before: Reading, b: Fact, after: Reading) -> float:
    return _share(_words(a, before), _words(b, after))


def _figures_alike(a: Fact, before: Reading, b: Fact, after: Reading) -> float:
    """How much of what stands around two figures of one unit is the same."""
    if not isinstance(a, Figure) or not isinstance(b, Figure) or a.unit != b.unit:
        return 0.0
    return _share(_surroundings(a, before), _surroundings(b, after))


def _positions_alike(a: Fact, _: Reading, b: Fact, __: Reading) -> float:
    """One actor's stands on one topic."""
    if not isinstance(a, Position) or not isinstance(b, Position):
        return 0.0
    return float((a.actor, a.topic) == (b.actor, b.topic))


_KINDS = ((Position, _positions_alike), (Quote, _quotes_alike), (Figure, _figures_alike))


def _surroundings(fact: Figure, reading: Reading) -> str:
    """The sentence of a figure without its own words."""
    span = fact.shown or fact.span
    whole = around(fact.span, reading.sentences)
    text = reading.article.text
    return f"{text[whole.start : span.start]} {text[span.end : whole.end]}".casefold()


def _share(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
