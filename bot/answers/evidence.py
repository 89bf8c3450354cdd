"""The evidence of a card: each of its facts with the sentence it was read in, and how. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.excerpt import cut_around
from bot.answers.facts_shown import judgeable, kind_of
from bot.answers.phrases import Phrases
from bot.answers.second_lines import origin_name
from bot.answers.visible import visible
from bot.answers.wording import figure_notes, joined, position_words, quote_words, speaker_words
from bot.model import (
    RULES,
    Card,
    FigureItem,
    Item,
    Origin,
    PositionItem,
    QuoteItem,
    Section,
    SentenceItem,
)

SENTENCE = 400  # code points of one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A fact as it was read: its sentence, where its own words stand in it, and by which rule."""

    fact: str  # its id
    sentence: str
    part: tuple[int, int] | None
    rule: str
    confidence: float
    origin: Origin
    reader: str = RULES
    gloss: str = ""  # its sentence in the language of the card, made by a machine: never evidence
    gloss_by: str = ""


def evidence_card(card: Card, reads: Sequence[Read], phrases: Phrases) -> Card:
    """The facts of a card (or of one page of it) with their sentences, by kind."""
    known = {read.fact: read for read in reads}
    headings = phrases.headings
    kinds = {
        "position": headings.positions,
        "quote": headings.quotes,
        "figure": headings.figures,
    }
    items = judgeable(card)
    sections = []
    for kind, heading in kinds.items():
        of_kind: list[Item] = [
            _sentence(item, read, phrases)
            for item in items
            if kind_of(item) == kind and (read := _first(item.facts, known))
        ]
        sections.append(Section(heading=heading, items=tuple(of_kind)))
    return Card(
        kind="answer",
        title=phrases.titles.evidence.format(about=card.title),
        sections=tuple(section for section in sections if section.items),
        language=phrases.code,
    )


def label_of(item: Item, phrases: Phrases) -> str:
    """What an item claims, in one line: to tell facts apart in a menu."""
    match item:
        case PositionItem():
            return position_words(item, phrases).head
        case QuoteItem():
            return (
                f"{speaker_words(item, phrases)}{phrases.marks.colon}{quote_words(item, phrases)}"
            )
        case FigureItem():
            return joined((item.words, figure_notes(item, phrases)))
        case SentenceItem():
            return item.label
    return ""


def _first(facts: Sequence[str], known: dict[str, Read]) -> Read | None:
    return next((known[fact] for fact in facts if fact in known), None)


def _sentence(
    item: QuoteItem | FigureItem | PositionItem | SentenceItem, read: Read, phrases: Phrases
) -> SentenceItem:
    words, part = cut_around(read.sentence, read.part, SENTENCE, phrases.marks.cut)
    return SentenceItem(
        words=words,
        part=part,
        fact=kind_of(item),
        label=label_of(item, phrases),
        note=_note(read, phrases),
        language=read.origin.language,
        origin=read.origin,
        facts=item.facts,
    )


def _note(read: Read, phrases: Phrases) -> str:
    confidence = f"{read.confidence:.2f}"
    notes = [phrases.lines.read_by.format(rule=read.rule or "–", confidence=confidence)]
    if read.reader != RULES:
        notes.append(phrases.second.found_by.format(reader=origin_name(read.reader, phrases)))
    if read.gloss:
        words, _ = cut_around(visible(read.gloss), None, SENTENCE, phrases.marks.cut)
        notes.append(phrases.second.gloss.format(reader=visible(read.gloss_by), words=words))
    return joined(tuple(notes))
