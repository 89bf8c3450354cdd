"""What is asked for, as conditions on rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    func,
    intersect,
    or_,
    select,
)

from bot.store.rows import WHOLE
from bot.store.schema import article, fact, mention
from bot.store.search import matching, phrases_in

NEWEST = 10_000
"""Of the sentences, or articles, that name what is asked for, so many of those kept last are looked
at when nothing else restricts the question: an answer shows far fewer, and must not take longer the
more is kept."""

COLUMNS = fact.c.article, fact.c.ordinal, fact.c.kind, fact.c.record  # of a fact that is read

_Numbers = Select[tuple[int]] | CompoundSelect[tuple[int]]
_Places = Select[tuple[int, int]] | CompoundSelect[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFilter:
    """What facts or articles are wanted; empty fields do not restrict.

    A fact is about a topic when the topic is named in its sentence (for quotes: or in one beside
    it; a position has its own topic). It is about an actor when the actor takes the position, says
    the words, or is named in the sentence. Of several topics or actors one is enough; of several
    loose words all must stand in the sentence, whatever their accents and case.
    """

    topics: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()  # words, or phrases of several
    actors: tuple[str, ...] = ()
    since: datetime | None = None  # of publication
    source: str | None = None  # id (also of what was found through it) or name
    within: tuple[str, ...] = ()  # ids of the only sources there are for who asks
    language: str | None = None  # of the article
    min_confidence: float = 0.0  # of facts
    limit: int = 200


def facts_query(
    kind: str, wanted: FactFilter, *, sqlite: bool
) -> Select[tuple[int, int, str, str]]:
    """The facts of a kind (`COLUMNS`), newest first.

    Loose words only narrow to articles that hold them somewhere.
    """
    query = select(*COLUMNS)
    places = _places(kind, wanted)
    if places is not None:  # joined, not looked up row by row: most facts are about something else
        named = _newest(places, wanted)
        here = fact.c.article == named.c.article, fact.c.ordinal == named.c.ordinal
        query = query.select_from(named).join(fact, and_(*here))
    order = fact.c.published.desc(), fact.c.article.desc(), fact.c.ordinal
    return query.where(*_fact_conditions(kind, wanted, sqlite=sqlite)).order_by(*order)


def _fact_conditions(kind: str, wanted: FactFilter, *, sqlite: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [fact.c.kind == kind, fact.c.refuted.is_(False)]
    if wanted.min_confidence > 0:
        found.append(fact.c.confidence >= wanted.min_confidence)
    if wanted.since:
        found.append(fact.c.published >= wanted.since)
    if kind == "position" and wanted.topics:
        found.append(fact.c.topic.in_(wanted.topics))
    of_article = _publisher_conditions(wanted)
    if of_article:
        found.append(fact.c.article.in_(select(article.c.number).where(*of_article)))
    if phrases := phrases_in(wanted.loose):
        found.append(fact.c.article.in_(matching(phrases, sqlite=sqlite)))
    return found


def article_conditions(wanted: FactFilter, *, sqlite: bool) -> list[ColumnElement[bool]]:
    """Conditions on `article`: it names one of the topics, one of the actors, all loose words."""
    found = _publisher_conditions(wanted)
    if wanted.since:
        found.append(article.c.published >= wanted.since)
    naming = naming_articles(wanted)
    if naming is not None:
        found.append(article.c.number.in_(select(_newest(naming, wanted))))
    if phrases := phrases_in(wanted.loose):
        found.append(article.c.number.in_(matching(phrases, sqlite=sqlite)))
    return found


def names_only(wanted: FactFilter) -> bool:
    """True when nothing but topics and actors restricts what is wanted."""
    rest = (wanted.loose, wanted.since, wanted.source, wanted.within, wanted.language)
    return not any(rest)


def naming_articles(wanted: FactFilter) -> _Numbers | None:
    """The numbers of the articles that name the topics and actors; None when none is wanted."""
    sets = [
        select(mention.c.article).where(
            mention.c.kind == kind, mention.c.value.in_(values), mention.c.ordinal == WHOLE
        )
        for kind, values in (("topic", wanted.topics), ("actor", wanted.actors))
        if values
    ]
    return intersect(*sets) if len(sets) > 1 else next(iter(sets), None)


def _places(kind: str, wanted: FactFilter) -> _Places | None:
    """Article and ordinal of the facts in whose sentences the topics and actors are named.

    A position's topic has a column of its own.
    """
    sets = [
        select(mention.c.article, mention.c.ordinal)
        .distinct()  # a sentence may name two of them
        .where(mention.c.kind == of, mention.c.value.in_(values), mention.c.ordinal > WHOLE)
        for of, values in (("topic", wanted.topics), ("actor", wanted.actors))
        if values and not (kind == "position" and of == "topic")
    ]
    if kind == "position" and wanted.topics and sets:
        of_topic = fact.c.kind == kind, fact.c.topic.in_(wanted.topics)
        sets.append(select(fact.c.article, fact.c.ordinal).where(*of_topic))
    return intersect(*sets) if len(sets) > 1 else next(iter(sets), None)


def _newest(named: _Numbers | _Places, wanted: FactFilter) -> Subquery:
    """What was kept last of it, when nothing else restricts the question."""
    found = named.subquery()
    if not names_only(wanted):
        return found
    return select(found).order_by(found.c.article.desc()).limit(NEWEST).subquery()


def _publisher_conditions(wanted: FactFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.language:
        found.append(article.c.language == wanted.language)
    if wanted.source:
        name = func.lower(article.c.source_name) == wanted.source.lower()
        found.append(or_(_brought_by(wanted.source), name))
    if wanted.within:
        found.append(or_(*(_brought_by(source) for source in wanted.within)))
    return found


def _brought_by(source: str) -> ColumnElement[bool]:
    """Of a source, or of one found through it ("list/feed")."""
    child = article.c.source_id.startswith(f"{source}/", autoescape=True)
    return or_(article.c.source_id == source, child)
