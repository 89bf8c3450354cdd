"""Two readings of one article -> one: what both found is surer, what they dispute is no fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.model import BOTH, Dispute, Figure, Position, Quote, Reading, SecondLook, Span
from bot.reading.second.ground import Grounded
from bot.reading.text import fold

MOST_SURE = 0.98
SAME_WORDS = 0.5  # share of the longer span that two readings of one quote have in common
SHORT = 3  # letters up to which a word of a name tells nothing

F = TypeVar("F", bound=Quote | Figure | Position)


@dataclass(frozen=True, slots=True)
class _Pair:
    """How a fact of the model meets one of the rules."""

    same: bool  # about the same words
    disputed: bool = False


def merged(reading: Reading, model: Grounded, look: SecondLook) -> Reading:
    """The reading with the model's facts among its own, and `look` filled in.

    Args:
        reading: what the rules found.
        model: what the model found and holds.
        look: who read, and what else is to be told of it.
    """
    tally = _Tally()
    quotes = tally.merge(reading.quotes, model.quotes, _quotes_meet, _one_quote)
    figures = tally.merge(reading.figures, model.figures, _figures_meet, _one_figure)
    positions = tally.merge(reading.positions, model.positions, _positions_meet, _one_position)
    groups = max((quote.group for quote in reading.quotes), default=0)
    return replace(
        reading,
        quotes=tuple(sorted(_grouped(quotes, groups), key=lambda q: q.span)),
        figures=tuple(sorted(figures, key=lambda f: f.span)),
        positions=tuple(sorted(positions, key=lambda p: p.evidence)),
        second=replace(
            look,
            agreed=tally.agreed,
            added=tally.added,
            dropped=model.dropped.total(),
            causes=tuple(f"{n} {cause}" for cause, n in model.dropped.most_common()),
            disputes=tuple(tally.disputes),
        ),
    )


class _Tally:
    """What came of the facts so far."""

    def __init__(self) -> None:
        self.agreed = 0
        self.added = 0
        self.disputes: list[Dispute] = []

    def merge(
        self,
        rules: Sequence[F],
        model: Sequence[F],
        meet: Callable[[F, F], _Pair],
        one: Callable[[F, F], F],
    ) -> list[F]:
        """The facts of both; of those that meet, one or none."""
        kept: dict[int, F] = dict(enumerate(rules))
        left: list[F] = []
        settled: set[int] = set()
        for new in model:
            pairs = {i: meet(old, new) for i, old in enumerate(rules)}
            against = [i for i, pair in pairs.items() if pair.disputed]
            same = [i for i, pair in pairs.items() if pair.same and not pair.disputed]
            if against and not same:
                for i in against:
                    self._dispute(rules[i], new)
                    kept.pop(i, None)
            elif same:
                for i in set(same) - settled:
                    if i in kept:
                        joined = one(kept[i], new)
                        self.agreed += joined.origin != kept[i].origin
                        kept[i] = joined
                settled.update(same)
            else:
                left.append(new)
                self.added += 1
        return [*kept.values(), *left]

    def _dispute(self, rules: F, model: F) -> None:
        if not isinstance(rules, Figure) and not isinstance(model, Figure):
            self.disputes.append(Dispute(rules=rules, model=model))


# ---------------------------------------------------------------- quotes


def _quotes_meet(rules: Quote, model: Quote) -> _Pair:
    if not rules.span.overlaps(model.span):
        return _Pair(same=False)
    other = _other_speaker(rules, model) and _share(rules.span, model.span) >= SAME_WORDS
    return _Pair(same=True, disputed=other)


def _other_speaker(rules: Quote, model: Quote) -> bool:
    """True when two different names are said to speak; "he" and a name do not contradict."""
    if rules.speaker is not None and model.speaker is not None:
        if rules.speaker.overlaps(model.speaker):
            return False
        if rules.speaker_actor and rules.speaker_actor == model.speaker_actor:
            return False
    if rules.speaker_name is None or model.speaker_name is None:
        known = rules.speaker_actor and model.speaker_actor
        return bool(known) and rules.speaker_actor != model.speaker_actor
    return _names(rules.speaker_name).isdisjoint(_names(model.speaker_name))


def _names(name: str) -> frozenset[str]:
    return frozenset(word for word in fold(name).split() if len(word) >= SHORT)


def _one_quote(rules: Quote, model: Quote) -> Quote:
    """The rules' quote, with the speaker they lack; surer where both mean one speaker.

    Of a model that points at another mention ("the crowd" and a name), only the words agree.
    """
    if not _one_mention(rules, model):
        return rules
    if rules.speaker is None:
        rules = replace(
            rules,
            speaker=model.speaker,
            speaker_actor=model.speaker_actor,
            cue=rules.cue or model.cue,
        )
    return replace(
        rules,
        speaker_name=rules.speaker_name or model.speaker_name,
        speaker_actor=rules.speaker_actor or model.speaker_actor,
        confidence=_surer(rules.confidence, model.confidence),
        origin=_both(rules.origin, model.origin),
    )


def _one_mention(rules: Quote, model: Quote) -> bool:
    """True unless the rules know of a nameless speaker and the model points at somebody else."""
    if rules.speaker is None or rules.speaker_name is not None or model.speaker is None:
        return True
    return rules.speaker.overlaps(model.speaker)


def _grouped(quotes: Sequence[Quote], last: int) -> list[Quote]:
    """The model's quotes are utterances of their own, after the rules' ones."""
    found = []
    for quote in quotes:
        if quote.rule == "model":
            last += 1
            found.append(replace(quote, group=last))
        else:
            found.append(quote)
    return found


# ---------------------------------------------------------------- figures


def _figures_meet(rules: Figure, model: Figure) -> _Pair:
    return _Pair(same=rules.span.overlaps(model.span))


def _one_figure(rules: Figure, model: Figure) -> Figure:
    """The rules' figure: both read the number by one grammar; the model may know more of it."""
    agree = rules.value == model.value
    return replace(
        rules,
        unit_text=rules.unit_text or model.unit_text,
        what=rules.what or model.what,
        holder=rules.holder or model.holder,
        period=rules.period or model.period,
        reported_by=rules.reported_by or model.reported_by,
        confidence=_surer(rules.confidence, model.confidence) if agree else rules.confidence,
        origin=_both(rules.origin, model.origin) if agree else rules.origin,
    )


# ---------------------------------------------------------------- positions


def _positions_meet(rules: Position, model: Position) -> _Pair:
    if not (rules.evidence.overlaps(model.evidence) and _same_actor(rules, model)):
        return _Pair(same=False)
    about = rules.topic == model.topic or _touch(rules.topic_span, model.topic_span)
    if rules.stance is model.stance:
        return _Pair(same=about or _touch(rules.cue, model.cue))
    apart = rules.cue and model.cue and not _touch(rules.cue, model.cue) and not about
    return _Pair(same=False, disputed=not apart)


def _same_actor(one: Position, other: Position) -> bool:
    if one.actor == other.actor or _touch(one.actor_span, other.actor_span):
        return True
    country = one.country or one.actor
    return country == (other.country or other.actor)


def _one_position(rules: Position, model: Position) -> Position:
    return replace(
        rules,
        condition=rules.condition or model.condition,
        reported_by=rules.reported_by or model.reported_by,
        confidence=_surer(rules.confidence, model.confidence),
        origin=_both(rules.origin, model.origin),
    )


# ---------------------------------------------------------------- all kinds


def _both(rules: str, model: str) -> str:
    return rules if model in rules.split(BOTH) else f"{rules}{BOTH}{model}"


def _surer(one: float, other: float) -> float:
    """Two readers who seldom err together: what is left is the share in which both err."""
    return round(min(MOST_SURE, 1 - (1 - one) * (1 - other)), 2)


def _touch(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


def _share(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / max(1, len(one), len(other))
