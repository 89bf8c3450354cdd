"""How the work goes, as numbers for Prometheus. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import __version__
from bot.model import SourceState, Subscription, SubscriptionState
from bot.store.archive import Counts
from bot.store.outbox import OutboxCounts


def numbers(
    kept: Counts,
    cards: OutboxCounts,
    states: Sequence[SourceState],
    subscriptions: Sequence[Subscription] = (),
) -> CollectorRegistry:
    """The numbers of `!status`, for a machine."""
    registry = CollectorRegistry()
    registry.register(_Numbers(kept, cards, states, subscriptions))
    return registry


class _Numbers(Collector):
    """What is told at one moment."""

    def __init__(
        self,
        kept: Counts,
        cards: OutboxCounts,
        states: Sequence[SourceState],
        subscriptions: Sequence[Subscription],
    ) -> None:
        self._kept = kept
        self._cards = cards
        self._states = states
        self._subscriptions = subscriptions

    def collect(self) -> Iterator[Metric]:
        kept, cards, states = self._kept, self._cards, self._states
        yield InfoMetricFamily("vigie", "The version at work.", {"version": __version__})
        yield GaugeMetricFamily("vigie_articles", "Articles kept.", kept.articles)
        facts = {"quote": kept.quotes, "figure": kept.figures, "position": kept.positions}
        yield _by("vigie_facts", "Facts kept.", "kind", facts)
        waiting = {
            "pending": cards.pending,
            "in_flight": cards.in_flight,
            "sent": cards.sent,
            "parked": cards.parked,
        }
        yield _by("vigie_cards", "Cards by what became of them.", "state", waiting)
        off = sum(state.disabled for state in states)
        failing = sum(bool(state.failures) and not state.disabled for state in states)
        sources = {"working": len(states) - failing - off, "failing": failing, "off": off}
        yield _by("vigie_sources", "Sources by how they go.", "state", sources)
        at_hubs = {
            state.value: sum(each.state is state for each in self._subscriptions)
            for state in SubscriptionState
        }
        told = "Subscriptions at hubs (WebSub) by what the hub last said."
        yield _by("vigie_subscriptions", told, "state", at_hubs)
        read = [state.last_success for state in states if state.last_success]
        name = "vigie_last_read_timestamp_seconds"
        yield from _moment(name, "When a source was last read.", max(read, default=None))
        name = "vigie_last_article_timestamp_seconds"
        yield from _moment(name, "When an article was last kept.", kept.newest)


def _by(name: str, told: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family


def _moment(name: str, told: str, moment: datetime | None) -> Iterator[Metric]:
    if moment is not None:
        yield GaugeMetricFamily(name, told, moment.timestamp())
