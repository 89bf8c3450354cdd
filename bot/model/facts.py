"""What an article says: quotes, figures, positions; offsets are code points, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bot.model.articles import Article, Span

RULES = "rules"
"""The origin of what the rules found. A model's is its name and its prompt's version: "mini/1";
of what both found it is both, joined by `BOTH`."""
BOTH = " + "


class QuoteKind(StrEnum):
    """How somebody's words stand in the text."""

    DIRECT = "direct"  # the marked words are a clause or more
    MIXED = "mixed"  # a marked fragment inside reported speech
    INDIRECT = "indirect"  # reported without marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One contiguous piece of speech. `span` is the words inside the marks."""

    span: Span
    kind: QuoteKind
    speaker: Span | None = None  # the mention in the text: "il", "le ministre"
    speaker_name: str | None = None  # the resolved name
    speaker_actor: str | None = None  # actor id
    cue: Span | None = None  # "a déclaré"
    group: int = 0  # pieces of one utterance share it
    score: float = 0.0  # 0..1, how much it deserves a place on a card
    confidence: float = 1.0
    rule: str = ""
    origin: str = RULES
    id: str = field(default="", compare=False)  # once it is kept; see `fact_id`


class Approx(StrEnum):
    """How a figure stands to the truth it is given for."""

    OVER = "over"
    UNDER = "under"
    ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it counts. `span` is number, magnitude and unit, without the modifier.

    `unit`: ISO 4217 for money, UCUM for measures, `percent`, `percentage_point`, `times`, or the
    English lemma of the counted noun; rates as `EUR/MW.h`. `unit_text` is the unit's own words.
    """

    span: Span
    value: Decimal
    value_max: Decimal | None = None  # the upper end of a range
    unit: str | None = None
    unit_text: str | None = None
    approx: Approx | None = None
    what: str | None = None  # the noun phrase it measures, verbatim
    holder: str | None = None  # who gives, has, loses
    period: str | None = None  # verbatim
    reported_by: str | None = None
    shown: Span | None = None  # the words to show: modifier, number and unit
    score: float = 0.0
    confidence: float = 1.0
    rule: str = ""
    origin: str = RULES
    id: str = field(default="", compare=False)  # once it is kept; see `fact_id`


class Stance(StrEnum):
    """Where an actor stands on a topic. `OPEN` = does not rule out: never shown as support."""

    SUPPORT = "support"
    OPEN = "open"
    OPPOSE = "oppose"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An actor's stance on a topic, with the sentence that shows it."""

    actor: str  # ISO 3166 alpha-2 for countries, else a slug
    actor_name: str  # as the text says it, or the lexicon's name
    topic: str  # topic id
    stance: Stance
    evidence: Span  # the sentence or clause
    cue: Span | None = None
    actor_span: Span | None = None
    topic_span: Span | None = None  # may lie outside the evidence (an antecedent)
    country: str | None = None  # ISO 3166 alpha-2 a person or body speaks for
    reported_by: str | None = None
    condition: str | None = None
    confidence: float = 0.0
    rule: str = ""
    origin: str = RULES
    id: str = field(default="", compare=False)  # once it is kept; see `fact_id`


def fact_id(article_id: str, ordinal: int) -> str:
    """The name of a kept fact, for ever: its article's id and its place among the facts there."""
    return f"{article_id}.{ordinal}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an actor or a topic is named."""

    id: str  # actor or topic id
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """What rules and model read differently in the same words; neither of the two is a fact."""

    rules: Quote | Position
    model: Quote | Position


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """What a language model made of an article, beside the rules."""

    reader: str  # the origin of its facts
    agreed: int = 0  # facts both found
    added: int = 0  # facts it alone found
    dropped: int = 0  # claims that do not stand in the article, or fail a check
    causes: tuple[str, ...] = ()  # why claims were dropped, "quote: not in the text" and so on
    disputes: tuple[Dispute, ...] = ()
    trouble: str = ""  # why it read nothing, or only a part; a sentence
    halted: bool = False  # it gave no answer at all: the budget is spent, or it is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article and the facts found in it. `notes` say what was left unread, and why."""

    article: Article
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    positions: tuple[Position, ...] = ()
    topics: tuple[Mention, ...] = ()  # in the order of the text
    actors: tuple[Mention, ...] = ()  # in the order of the text
    sentences: tuple[Span, ...] = ()  # of all that was read, in order
    notes: tuple[str, ...] = ()
    second: SecondLook | None = None  # None: rules alone
