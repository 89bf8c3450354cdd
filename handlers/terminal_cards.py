"""A card for the terminal: readable on 60 to 120 columns, without colour, and read aloud in order.

No boxes and no bars: a screen reader says what stands there. Foreign words are `Text`, so that
nothing in them is taken for markup, and stripped of what moves the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

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
    Section,
    SentenceItem,
    Stance,
    TextItem,
)

WIDEST = 100  # columns of a line of text; longer lines are hard to read

_TITLE, _HEADING, _SMALL = "bold", "bold underline", "dim"
_WORDS, _CUE, _NUMBER = "italic", "bold underline", "bold"
_STANCE = {
    Stance.SUPPORT: "bold green",
    Stance.OPEN: "bold cyan",
    Stance.OPPOSE: "bold red",
    Stance.UNDECIDED: "bold yellow",
}


def render(card: Card, phrases: Phrases) -> RenderableType:
    """The card as something rich can print; `phrases` in the card's language."""
    parts: list[RenderableType] = list(_head(card, phrases))
    for section in card.sections:
        parts += [Text(), *_section(section, phrases)]
    if card.footer:
        parts += [Text(), _text(card.footer, _SMALL)]
    return Padding(Group(*parts), (0, 0, 1, 0))


def _text(words: str, style: str = "") -> Text:
    return Text(visible(words), style, overflow="fold")


def _below(line: Text) -> Padding:
    return Padding(line, (0, 0, 0, 4), expand=False)


def _head(card: Card, phrases: Phrases) -> Iterable[RenderableType]:
    yield _text(card.title, _TITLE)
    if card.byline:
        yield _text(card.byline, _SMALL)
    if card.image_alt:
        yield _text(phrases.lines.picture.format(alt=card.image_alt), _SMALL)
    if card.url:
        yield _text(card.url, _SMALL)


def _section(section: Section, phrases: Phrases) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if section.heading:
        parts.append(_text(section.heading, _HEADING))
    for index, item in enumerate(section.items):
        if index and not isinstance(item, TextItem):
            parts.append(Text())
        parts += _item(item, phrases)
    return parts


def _item(item: Item, phrases: Phrases) -> list[RenderableType]:
    if isinstance(item, TextItem):
        return [_indented(line) for line in item.text.split("\n")]
    claim, *below = _said(item, phrases)
    if item.origin is not None:
        below.append(_text(origin_line(item.origin, phrases), _SMALL))
        below.append(_text(item.origin.url, _SMALL))
    return [Padding(claim, (0, 0, 0, 2), expand=False), *(_below(line) for line in below if line)]


def _indented(line: str) -> Padding:
    deep = len(line) - len(line.lstrip())
    return Padding(_text(line), (0, 0, 0, 2 + deep), expand=False)


def _said(
    item: QuoteItem | FigureItem | PositionItem | ArticleItem | SentenceItem, phrases: Phrases
) -> list[Text]:
    match item:
        case QuoteItem():
            quote = _text(quote_words(item, phrases), _WORDS)
            return [Text.assemble(quote, " — ", _text(speaker_words(item, phrases), _NUMBER))]
        case FigureItem():
            notes = figure_notes(item, phrases)
            number = _text(item.words, _NUMBER)
            return [Text.assemble(number, " — ", _text(notes)) if notes else number]
        case PositionItem():
            return _position(item, phrases)
        case ArticleItem():
            return [_text(item.origin.title or item.origin.url, _NUMBER), _text(item.summary)]
        case SentenceItem():
            sentence = _evidence(item.words, item.part, phrases)
            return [_text(item.label, _NUMBER), sentence, _text(item.note, _SMALL)]


def _position(item: PositionItem, phrases: Phrases) -> list[Text]:
    words = position_words(item, phrases)
    stance = _text(words.stance, _STANCE[item.stance])
    claim = Text.assemble(_text(words.actor, _NUMBER), " ", stance, _text(words.topic))
    evidence = _evidence(item.evidence, item.cue, phrases)
    return [claim, evidence, _text(joined(words.notes))]


def _evidence(words: str, part: tuple[int, int] | None, phrases: Phrases) -> Text:
    """A sentence between marks, the words that matter in it (offsets `part`) underlined."""
    marks = phrases.marks
    start, end = part or (0, 0)
    before, cue, after = words[:start], words[start:end], words[end:]
    pieces = [Text(_piece(before)), Text(_piece(cue), _CUE), Text(_piece(after))]
    return Text.assemble(marks.open, *pieces, marks.close, style=_WORDS, overflow="fold")


def _piece(words: str) -> str:
    """A part of a sentence, cleaned; the spaces at its edges stay."""
    front = " " if words[:1].isspace() else ""
    back = " " if len(words) > 1 and words[-1].isspace() else ""
    return f"{front}{visible(words.strip())}{back}"
