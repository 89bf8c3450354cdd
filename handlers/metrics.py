"""How the work goes, as numbers in Prometheus' text form. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot import __version__
from bot.model import SourceState
from bot.store.archive import Counts
from bot.store.outbox import OutboxCounts

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Metric:
    name: str
    help: str
    values: Mapping[str, float]  # by labels, as `{kind="quote"}`; "" for none


def metrics_text(kept: Counts, cards: OutboxCounts, states: Sequence[SourceState]) -> str:
    """The numbers of `!status`, for a machine."""
    return "".join(_lines(metric) for metric in _metrics(kept, cards, states))


def _metrics(kept: Counts, cards: OutboxCounts, states: Sequence[SourceState]) -> Iterator[_Metric]:
    yield _Metric("vigie_info", "The version at work.", {_label("version", __version__): 1})
    yield _Metric("vigie_articles", "Articles kept.", {"": kept.articles})
    facts = {"quote": kept.quotes, "figure": kept.figures, "position": kept.positions}
    yield _Metric("vigie_facts", "Facts kept.", _by("kind", facts))
    waiting = {
        "pending": cards.pending,
        "in_flight": cards.in_flight,
        "sent": cards.sent,
        "parked": cards.parked,
    }
    yield _Metric("vigie_cards", "Cards by what became of them.", _by("state", waiting))
    off = sum(state.disabled for state in states)
    failing = sum(bool(state.failures) and not state.disabled for state in states)
    sources = {"working": len(states) - failing - off, "failing": failing, "off": off}
    yield _Metric("vigie_sources", "Sources by how they go.", _by("state", sources))
    read = [state.last_success for state in states if state.last_success]
    if read:
        newest = {"": max(read).timestamp()}
        yield _Metric("vigie_last_read_timestamp_seconds", "When a source was last read.", newest)
    if kept.newest:
        newest = {"": kept.newest.timestamp()}
        yield _Metric("vigie_last_article_timestamp_seconds", "When one was last kept.", newest)


def _by(label: str, values: Mapping[str, int]) -> dict[str, float]:
    return {_label(label, name): value for name, value in values.items()}


def _label(name: str, value: str) -> str:
    return f'{{{name}="{value}"}}'


def _lines(metric: _Metric) -> str:
    values = (f"{metric.name}{labels} {value:.0f}\n" for labels, value in metric.values.items())
    head = f"# HELP {metric.name} {metric.help}\n# TYPE {metric.name} gauge\n"
    return head + "".join(values)
