"""The facts of one article, marked in the text and listed below it: readable without colour."""

from __future__ import annotations

import re

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.answers.visible import visible
from bot.model import Figure, Position, Quote, QuoteKind, Reading, SecondLook, Span

QUOTE, FIGURE, CUE = "bold cyan", "bold yellow", "bold magenta underline"


# What a terminal would obey or hide: controls, and marks that turn the direction of text.
_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def highlighted(reading: Reading) -> RenderableType:
    """The article with its facts, as something rich can print."""
    parts: list[RenderableType] = [
        Panel(_marked(reading), title=_title(reading), title_align="left")
    ]
    parts += [
        table for table in (_quotes(reading), _figures(reading), _positions(reading)) if table
    ]
    if len(parts) == 1:
        parts.append(Text("No quote, figure or position found."))
    parts += [Text(f"Note: {note}", style="dim") for note in reading.notes]
    if reading.second is not None:
        parts.append(Text(_second(reading.second), style="dim"))
    return Group(*parts)


def _second(look: SecondLook) -> str:
    """What the language model brought."""
    counts = f"agreed {look.agreed}, added {look.added}, dropped {look.dropped}"
    said = f"Second reader {visible(look.reader)}: {counts}, disputed {len(look.disputes)}."
    return f"{said} {look.trouble}".strip()


def _title(reading: Reading) -> Text:
    article = reading.article
    date = article.published.date().isoformat() if article.published else "no date"
    return _cell(
        f"{article.title or article.url} · {date} · {article.language or 'language unknown'}"
    )


def _marked(reading: Reading) -> Text:
    text = Text(_OBEYED.sub(" ", reading.article.text))  # one for one, so that spans stay true
    for quote in reading.quotes:
        if quote.kind is not QuoteKind.INDIRECT:
            _mark(text, quote.span, QUOTE)
    for figure in reading.figures:
        _mark(text, figure.span, FIGURE)
    for position in reading.positions:
        _mark(text, position.cue, CUE)
    return text


def _mark(text: Text, span: Span | None, style: str) -> None:
    if span is not None:
        text.stylize(style, span.start, span.end)


def _cell(words: str) -> Text:
    return Text(visible(words))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", expand=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _quotes(reading: Reading) -> Table | None:
    if not reading.quotes:
        return None
    table = _table("Quotes", "Who", "Words", "Kind", "Score")
    for quote in reading.quotes:
        table.add_row(*_quote_row(reading, quote))
    return table


def _quote_row(reading: Reading, quote: Quote) -> tuple[Text, ...]:
    mention = reading.article.at(quote.speaker) if quote.speaker else ""
    who = quote.speaker_name or mention or "nobody named"
    return (
        _cell(who),
        _cell(reading.article.at(quote.span)),
        Text(quote.kind.value),
        Text(f"{quote.score:.2f}"),
    )


def _figures(reading: Reading) -> Table | None:
    if not reading.figures:
        return None
    table = _table("Figures", "Words", "Value", "Unit", "What", "Whose", "According to")
    for figure in reading.figures:
        table.add_row(*_figure_row(reading, figure))
    return table


def _figure_row(reading: Reading, figure: Figure) -> tuple[Text, ...]:
    value = f"{figure.value:f}" + (f"-{figure.value_max:f}" if figure.value_max is not None else "")
    about = f"{figure.approx.value} " if figure.approx else ""
    return (
        _cell(reading.article.at(figure.span)),
        Text(about + value),
        _cell(figure.unit or ""),
        _cell(figure.what or ""),
        _cell(figure.holder or ""),
        _cell(figure.reported_by or ""),
    )


def _positions(reading: Reading) -> Table | None:
    if not reading.positions:
        return None
    table = _table("Positions", "Who", "Stance", "Topic", "Evidence", "Confidence")
    for position in reading.positions:
        table.add_row(*_position_row(reading, position))
    return table


def _position_row(reading: Reading, position: Position) -> tuple[Text, ...]:
    who = position.actor_name + (f" ({position.country})" if position.country else "")
    return (
        _cell(who),
        Text(position.stance.value),
        Text(position.topic),
        _cell(reading.article.at(position.evidence)),
        Text(f"{position.confidence:.2f}"),
    )
