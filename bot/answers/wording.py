"""The wording of a card's items, the same on every platform; each platform adds only its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.phrases import Phrases
from bot.model import FigureItem, Origin, PositionItem, QuoteItem

DOT = " · "


def joined(parts: Iterable[str | None]) -> str:
    """Parts of a line that are there, with dots between them."""
    return DOT.join(part for part in parts if part)


def origin_line(origin: Origin, phrases: Phrases) -> str:
    """Source · date · language."""
    return joined(
        (
            origin.source,
            phrases.date(origin.published) if origin.published else phrases.lines.no_date,
            phrases.language(origin.language) if origin.language else None,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionWords:
    """A position in words: "France", "does not rule out", ": sending troops", what limits it."""

    actor: str
    stance: str
    topic: str  # with its colon; empty where the card's title says it
    notes: tuple[str, ...]  # according to whom, on which condition, who else, what it was before

    @property
    def head(self) -> str:
        """The claim in one line."""
        return f"{self.actor} {self.stance}{self.topic}"


def position_words(item: PositionItem, phrases: Phrases) -> PositionWords:
    """A position's words in our language; the evidence stays in its own."""
    lines = phrases.lines
    notes = (
        lines.reported_by.format(who=item.reported_by) if item.reported_by else "",
        lines.condition.format(what=item.condition) if item.condition else "",
        lines.also.format(names=", ".join(item.also)) if item.also else "",
        item.change,
        lines.uncertain if item.uncertain else "",
    )
    stances = phrases.stances_many if item.several else phrases.stances
    return PositionWords(
        actor=item.actor,
        stance=stances.of(item.stance),
        topic=f"{phrases.marks.colon}{item.topic}" if item.topic else "",
        notes=tuple(note for note in notes if note),
    )


def speaker_words(item: QuoteItem, phrases: Phrases) -> str:
    """Who spoke, or that nobody is named."""
    return item.speaker or phrases.lines.speaker_unknown


def quote_words(item: QuoteItem, phrases: Phrases) -> str:
    """The words between marks; reported speech without them."""
    return phrases.quoted(item.words) if item.marked else item.words


def figure_notes(item: FigureItem, phrases: Phrases) -> str:
    """What a figure counts, whose it is, when, according to whom, and how often its article says so.

    Nothing its words say already.
    """
    reported = phrases.lines.reported_by.format(who=item.reported_by) if item.reported_by else None
    said = f" {item.words.casefold()} "
    parts = [
        p for p in (item.what, item.holder, item.period) if p and f" {p.casefold()} " not in said
    ]
    often = phrases.counts.mentions.of(item.mentions) if item.mentions > 1 else None
    return joined((*dict.fromkeys(parts), reported, often))
