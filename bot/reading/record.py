"""The facts record: a reading as plain JSON values, for scripts and evaluations (a stable contract).

Offsets are code points into the text, end exclusive; null where unknown.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.model import Article, Figure, Position, Quote, Reading, SecondLook, Span

Record = dict[str, Any]


def facts_record(reading: Reading) -> Record:
    """`lang`, `quotes`, `figures` and `positions` of a reading."""
    article = reading.article
    record = {
        "lang": article.language,
        "quotes": [_quote(article, quote) for quote in reading.quotes],
        "figures": [_figure(article, figure) for figure in reading.figures],
        "positions": [_position(article, position) for position in reading.positions],
    }
    return record | ({"second": _second(article, reading.second)} if reading.second else {})


def _second(article: Article, look: SecondLook) -> Record:
    """What a language model made of the article; what is disputed is no fact of the record."""
    return {
        "reader": look.reader,
        "agreed": look.agreed,
        "added": look.added,
        "dropped": look.dropped,
        "causes": list(look.causes),
        "disputes": [
            {"rules": _fact(article, each.rules), "model": _fact(article, each.model)}
            for each in look.disputes
        ],
        "trouble": look.trouble or None,
    }


def _fact(article: Article, fact: Quote | Position) -> Record:
    return _quote(article, fact) if isinstance(fact, Quote) else _position(article, fact)


def article_record(article: Article) -> Record:
    """What is known of an extracted article; facts' offsets refer to its `text`."""
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "image": article.image,
        "url": article.url,
        "partial": article.partial,
        "captions": list(article.captions),
        "text": article.text,
    }


def _edges(span: Span | None, name: str) -> Record:
    prefix = f"{name}_" if name else ""
    return {f"{prefix}start": span and span.start, f"{prefix}end": span and span.end}


def _words(article: Article, span: Span | None) -> str | None:
    return article.at(span) if span else None


def _quote(article: Article, quote: Quote) -> Record:
    return {
        **_edges(quote.span, ""),
        "text": article.at(quote.span),
        "kind": quote.kind.value,
        "speaker": _words(article, quote.speaker),
        **_edges(quote.speaker, "speaker"),
        "speaker_name": quote.speaker_name,
        "speaker_actor": quote.speaker_actor,
        "cue": _words(article, quote.cue),
        **_edges(quote.cue, "cue"),
        "group": quote.group,
        "score": round(quote.score, 3),
        "confidence": round(quote.confidence, 3),
        "rule": quote.rule,
        "origin": quote.origin,
    }


def _figure(article: Article, figure: Figure) -> Record:
    return {
        **_edges(figure.span, ""),
        "text": article.at(figure.span),
        "value": _number(figure.value),
        "value_max": None if figure.value_max is None else _number(figure.value_max),
        "unit": figure.unit,
        "unit_text": figure.unit_text,
        "approx": figure.approx.value if figure.approx else None,
        "what": figure.what,
        "holder": figure.holder,
        "period": figure.period,
        "reported_by": figure.reported_by,
        "score": round(figure.score, 3),
        "confidence": round(figure.confidence, 3),
        "rule": figure.rule,
        "origin": figure.origin,
    }


def _position(article: Article, position: Position) -> Record:
    return {
        **_edges(position.evidence, ""),
        "text": article.at(position.evidence),
        "actor": position.actor,
        "actor_name": position.actor_name,
        **_edges(position.actor_span, "actor"),
        "country": position.country,
        "topic": position.topic,
        "stance": position.stance.value,
        "cue": _words(article, position.cue),
        "reported_by": position.reported_by,
        "condition": position.condition,
        "confidence": round(position.confidence, 3),
        "rule": position.rule,
        "origin": position.origin,
    }


def _number(value: Decimal) -> int | float:
    """A JSON number: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
