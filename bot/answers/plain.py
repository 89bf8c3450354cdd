"""A card as plain text: what a screen reader, a log or a client without layout shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.answers.wording import (
    figure_notes,
    joined,
    origin_line,
    position_words,
    quote_words,
    speaker_words,
)
from bot.model import (
    ArticleItem,
    Card,
    FigureItem,
    Item,
    PositionItem,
    QuoteItem,
    SentenceItem,
    TextItem,
)


def plain(card: Card, phrases: Phrases) -> str:
    """Every word of the card in reading order, one statement a line, blank lines between sections."""
    blocks = [_block(_head(card, phrases))]
    for section in card.sections:
        lines = [visible(section.heading)] if section.heading else []
        lines += [line for item in section.items for line in item_lines(item, phrases)]
        blocks.append(_block(lines))
    blocks.append(_block([visible(card.footer)]))
    return "\n\n".join(block for block in blocks if block)


def _head(card: Card, phrases: Phrases) -> Iterator[str]:
    yield visible(card.title)
    yield visible(card.byline)
    if card.image_alt:
        yield phrases.lines.picture.format(alt=visible(card.image_alt))
    if card.url:
        yield visible(card.url)


def _block(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(line for line in lines if line)


def item_lines(item: Item, phrases: Phrases) -> list[str]:
    """One item as lines: its claim, then indented what supports it and where it is from."""
    if isinstance(item, TextItem):
        return [_indented(line) for line in item.text.split("\n")]
    claim, *below = _said(item, phrases)
    if item.origin is not None:
        below += [origin_line(item.origin, phrases), item.origin.url]
    return [visible(claim), *(f"  {visible(line)}" for line in below if line)]


def _indented(line: str) -> str:
    return f"  {visible(line)}" if line.startswith("  ") else visible(line)


def _said(
    item: QuoteItem | FigureItem | PositionItem | ArticleItem | SentenceItem, phrases: Phrases
) -> list[str]:
    match item:
        case QuoteItem():
            return [f"{quote_words(item, phrases)} — {speaker_words(item, phrases)}"]
        case FigureItem():
            notes = figure_notes(item, phrases)
            return [f"{item.words} — {notes}" if notes else item.words]
        case PositionItem():
            words = position_words(item, phrases)
            return [joined((words.head, *words.notes)), phrases.quoted(item.evidence)]
        case ArticleItem():
            return [item.origin.title or item.origin.url, item.summary]
        case SentenceItem():
            return [item.label, phrases.quoted(item.words), item.note]
