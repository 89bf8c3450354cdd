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

LOOKED_AT = 20_000  # code points of one text


def plain(card: Card, phrases: Phrases) -> str:
    """Every word of the card in reading order, one statement a line, blank lines between sections."""
    blocks = [_block(_head(card, phrases))]
    for section in card.sections:
        lines = [_seen(section.heading)] if section.heading else []
        lines += [line for item in section.items for line in item_lines(item, phrases)]
        blocks.append(_block(lines))
    blocks.append(_block([_seen(card.footer)]))
    return "\n\n".join(block for block in blocks if block)


def _seen(text: str) -> str:
    """Words made safe to show; of endless ones the beginning."""
    return visible(text[:LOOKED_AT])


def _head(card: Card, phrases: Phrases) -> Iterator[str]:
    yield _seen(card.title)
    yield _seen(card.byline)
    if card.image_alt:
        yield phrases.lines.picture.format(alt=_seen(card.image_alt))
    if card.url:
        yield _seen(card.url)


def _block(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(line for line in lines if line)


def item_lines(item: Item, phrases: Phrases) -> list[str]:
    """One item as lines: its claim, then indented what supports it and where it is from."""
    if isinstance(item, TextItem):
        return [_indented(line) for line in item.text.split("\n")]
    claim, *below = _said(item, phrases)
    if item.origin is not None:
        below += [origin_line(item.origin, phrases), item.origin.url]
    return [_seen(claim), *(f"  {_seen(line)}" for line in below if line)]


def _indented(line: str) -> str:
    return f"  {_seen(line)}" if line.startswith("  ") else _seen(line)


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
