"""Answers about the house itself: sources, topics, and how the work goes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from babel.dates import format_timedelta

from bot import __version__
from bot.answers.cards import REST, listed
from bot.answers.hub_lines import hub_line
from bot.answers.lexicons import Topics
from bot.answers.phrases import Phrases
from bot.answers.ranking import first_of_each
from bot.answers.vocabulary import plain_word
from bot.model import Card, Section, SourceState, Subscription, TextItem
from bot.store.archive import Counts
from bot.store.outbox import OutboxCounts

SOURCES = 30  # at most so many on one answer
TOLD = 5  # failing ones named where they are not the matter
LATE = timedelta(minutes=10)  # a look that is overdue by more is late


def since_then(moment: datetime | None, now: datetime, phrases: Phrases) -> str:
    """How long ago or in how long, as "3 hours ago"; a dash for never."""
    if moment is None:
        return "–"
    return format_timedelta(
        moment - now, add_direction=True, threshold=1.2, locale=phrases.code, format="long"
    )


def sources_card(
    states: Sequence[SourceState],
    now: datetime,
    phrases: Phrases,
    *,
    detailed: bool,
    subscriptions: Sequence[Subscription] = (),
) -> Card:
    """What is watched: failing ones first. `detailed` shows ids, addresses and causes, for admins.

    `subscriptions`: at hubs; shown in detail only.
    """
    hubs = {
        each.source_id: hub_line(each, since_then(each.lease_end, now, phrases), phrases)
        for each in subscriptions
        if each.wanted and detailed
    }
    failing = [state for state in states if state.failures or state.disabled]
    working = [state for state in states if not (state.failures or state.disabled)]
    sections = [
        _sources(phrases.headings.failing, failing, now, phrases, detailed=detailed, hubs=hubs),
        _sources(phrases.headings.working, working, now, phrases, detailed=detailed, hubs=hubs),
    ]
    if not states:
        sections = [Section(items=(TextItem(text=phrases.empty.sources),))]
    return Card(
        kind="answer",
        title=phrases.titles.sources,
        byline=phrases.counts.sources.of(len(states)),
        sections=tuple(section for section in sections if section.items),
        footer=phrases.lines.hidden if failing and not detailed else "",
        language=phrases.code,
    )


def _sources(
    heading: str,
    states: Sequence[SourceState],
    now: datetime,
    phrases: Phrases,
    *,
    detailed: bool,
    hubs: Mapping[str, str],
    most: int = SOURCES,
) -> Section:
    lines = [
        TextItem(
            text=_source(state, now, phrases, detailed=detailed, hub=hubs.get(state.source.id, ""))
        )
        for state in states[: most + REST]
    ]
    unread = len(states) - len(lines)
    return listed(lines, most, phrases, heading=heading, hidden=unread)


def _source(
    state: SourceState, now: datetime, phrases: Phrases, *, detailed: bool, hub: str = ""
) -> str:
    lines = phrases.lines
    form = lines.source_ok
    if state.disabled:
        form = lines.source_off
    elif state.failures:
        form = lines.source_failing
    elif state.last_success is None:
        form = lines.source_new
    line = form.format(
        name=state.source.label,
        ago=since_then(state.last_success, now, phrases),
        next=since_then(state.next_check, now, phrases),
        articles=phrases.counts.articles.of(state.articles),
        failures=phrases.counts.failures.of(state.failures),
    )
    if not detailed:
        return line
    place = f"{state.source.id}: {state.address}"
    cause = phrases.cause(state.error) if state.failures or state.disabled else ""
    details = [place, cause, hub]
    return "\n".join([line, *(f"  {detail}" for detail in details if detail)])


def topics_card(topics: Topics, phrases: Phrases) -> Card:
    """Every known topic by name."""
    names = sorted((topics.name(id_, phrases.code) for id_ in topics.ids), key=str.casefold)
    return Card(
        kind="answer",
        title=phrases.titles.topics,
        sections=(Section(items=(TextItem(text=", ".join(names)),)),),
        language=phrases.code,
    )


def topic_card(
    topic: str, topics: Topics, all_phrases: Mapping[str, Phrases], phrases: Phrases, articles: int
) -> Card:
    """One topic: the words it is found by in every language, and its relatives."""
    own_first = sorted(all_phrases, key=lambda code: code != phrases.code)
    lines = [
        phrases.lines.topic_words.format(language=phrases.language(code), words=", ".join(words))
        for code in own_first
        if (words := first_of_each(topics.words(topic, code), plain_word))
    ]
    related = [topics.name(id_, phrases.code) for id_ in topics.related(topic)]
    sections = [
        Section(heading=phrases.headings.words, items=tuple(TextItem(text=t) for t in lines))
    ]
    if related:
        text = phrases.lines.related_to.format(names=", ".join(related))
        sections.append(Section(items=(TextItem(text=text),)))
    return Card(
        kind="answer",
        title=phrases.titles.topic.format(about=topics.name(topic, phrases.code)),
        byline=phrases.counts.articles.of(articles),
        sections=tuple(section for section in sections if section.items),
        language=phrases.code,
    )


def status_card(
    kept: Counts,
    cards: OutboxCounts,
    states: Sequence[SourceState],
    now: datetime,
    phrases: Phrases,
    languages: Sequence[str] = (),
    *,
    oldest: datetime | None = None,
    detailed: bool = False,
    more: Sequence[str] = (),
) -> Card:
    """How the work goes: what is kept, how far behind the watch is, what fails, what waits.

    `languages`: those that are read; empty for all. `oldest`: when the first waiting card was
    queued. `detailed` shows addresses and causes. `more`: further sentences.
    """
    lines, counts = phrases.lines, phrases.counts
    failing = [state for state in states if state.failures or state.disabled]
    sentences = [
        lines.version.format(version=__version__),
        lines.kept.format(
            articles=counts.articles.of(kept.articles),
            quotes=counts.quotes.of(kept.quotes),
            figures=counts.figures.of(kept.figures),
            positions=counts.positions.of(kept.positions),
        ),
        *_watched(states, failing, now, phrases),
        *_queue(cards, oldest, now, phrases),
    ]
    names = ", ".join(phrases.language(code) for code in languages or phrases.languages)
    sentences += [lines.languages.format(names=names), *more]
    told = _sources(
        phrases.headings.failing, failing, now, phrases, detailed=detailed, hubs={}, most=TOLD
    )
    return Card(
        kind="answer",
        title=phrases.titles.status,
        sections=(
            Section(items=tuple(TextItem(text=text) for text in sentences)),
            *((told,) if failing else ()),
        ),
        footer=lines.hidden if failing and not detailed else "",
        language=phrases.code,
    )


def _watched(
    states: Sequence[SourceState],
    failing: Sequence[SourceState],
    now: datetime,
    phrases: Phrases,
) -> list[str]:
    """How many are watched, when one was last read and looked at, and how many should have been."""
    read = [state.last_success for state in states if state.last_success]
    looked = [state.last_check for state in states if state.last_check]
    late = [s for s in states if not s.disabled and s.next_check and s.next_check < now - LATE]
    return [
        phrases.lines.watched.format(
            sources=phrases.counts.sources.of(len(states)),
            failing=len(failing),
            ago=since_then(max(read, default=None), now, phrases),
        ),
        phrases.lines.lag.format(
            ago=since_then(max(looked, default=None), now, phrases), n=len(late)
        ),
    ]


def _queue(
    cards: OutboxCounts, oldest: datetime | None, now: datetime, phrases: Phrases
) -> list[str]:
    """What was sent, waits, is held back and was given up."""
    lines = phrases.lines
    sentences = [
        lines.outbox.format(
            sent=cards.sent, waiting=cards.pending + cards.in_flight, parked=cards.parked
        )
    ]
    if oldest is not None:
        sentences.append(lines.oldest.format(ago=since_then(oldest, now, phrases)))
    if cards.held:
        sentences.append(lines.held.format(n=cards.held))
    if cards.parked:
        sentences.append(lines.parked)
    return sentences


def coverage(states: Sequence[SourceState], phrases: Phrases) -> str:
    """What a digest covers: how many sources are watched, and which of them cannot be read."""
    failing = [state.source.label for state in states if state.failures]
    watched = phrases.lines.covered.format(sources=phrases.counts.sources.of(len(states)))
    if not failing:
        return watched
    rest = [phrases.lines.more.format(n=len(failing) - TOLD)] if len(failing) > TOLD else []
    names = ", ".join([*failing[:TOLD], *rest])
    return f"{watched} {phrases.lines.uncovered.format(names=names)}"


def announcement(
    failing: Sequence[SourceState],
    recovered: Sequence[SourceState],
    now: datetime,
    phrases: Phrases,
) -> Card:
    """That sources began to fail, with the cause, or are read again."""
    lines = [
        phrases.lines.began_to_fail.format(
            name=state.source.label,
            why=phrases.cause(state.error),
            failures=phrases.counts.failures.of(state.failures),
            ago=since_then(state.last_success, now, phrases),
        )
        for state in failing[:SOURCES]
    ]
    lines += [
        phrases.lines.recovered.format(name=state.source.label) for state in recovered[:SOURCES]
    ]
    left = max(0, len(failing) - SOURCES) + max(0, len(recovered) - SOURCES)
    if left:
        lines.append(phrases.lines.more.format(n=left))
    return notice_card(phrases, *lines)


def notice_card(phrases: Phrases, *sentences: str) -> Card:
    """A word from us that is no answer."""
    return Card(
        kind="notice",
        title=phrases.titles.notice,
        sections=(Section(items=tuple(TextItem(text=text) for text in sentences if text)),),
        language=phrases.code,
    )
