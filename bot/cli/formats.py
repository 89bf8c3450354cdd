"""The files `vigie export` writes, by their ending. Each is opened with a stream and fed facts."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO

from lxml import etree

from bot.answers.visible import visible
from bot.model import Figure, Position, Quote, Reading, Stance
from bot.reading.record import facts_record
from bot.store.export import FactRow
from bot.store.verdicts import Verdict

Add = Callable[[FactRow], None]

COLUMNS = (
    *("fact", "text", "who", "topic", "stance", "value", "value_max", "unit", "approx", "what"),
    *("period", "reported_by", "kind", "confidence", "origin", "sentence", "start", "end"),
    *("title", "url", "source", "published", "language", "article", "story"),
)
NETWORK_COLUMNS = (
    *("person", "organization", "concept", "agreement", "date", "start", "stop"),
    *("stance", "reported_by", "confidence", "text", "source", "url"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # first signs a spreadsheet may run as a formula


def record(row: FactRow) -> dict[str, Any]:
    """A fact as in `vigie read --json`, with what it is, its sentence and its article."""
    return {
        "fact": row.kind,
        **_facts(row)[f"{row.kind}s"][0],
        "sentence": row.sentence,
        "article": row.article_id,
        "story": row.story_id,
        "url": row.url,
        "title": row.title,
        "source": row.source,
        "published": _utc(row.published),
        "language": row.language,
    }


@contextmanager
def as_lines(stream: TextIO) -> Iterator[Add]:
    """One JSON object a fact and line."""
    yield lambda row: _write(stream, json.dumps(record(row), ensure_ascii=False))


@contextmanager
def as_table(stream: TextIO) -> Iterator[Add]:
    """One row a fact, with a byte order mark, by which spreadsheets know UTF-8."""
    stream.write("\ufeff")
    table = csv.DictWriter(stream, COLUMNS, extrasaction="ignore")
    table.writeheader()

    def add(row: FactRow) -> None:
        cells = record(row)
        who = (cells.get(key) for key in ("speaker_name", "speaker", "holder", "actor_name"))
        cells["who"] = next(filter(None, who), None)
        table.writerow({key: _harmless(value) for key, value in cells.items()})

    yield add


@contextmanager
def as_network(stream: TextIO) -> Iterator[Add]:
    """Positions as statements for Discourse Network Analyzer, in its columns and then some of ours.

    Its agreement is yes or no: 1 is support, 0 opposition; who does not rule a thing out, or
    hesitates, agrees with nobody, so the cell is empty and `stance` says which. `start` and `stop`
    are the offsets of the evidence in the article's text.
    """
    stream.write("\ufeff")
    table = csv.DictWriter(stream, NETWORK_COLUMNS)
    table.writeheader()

    def add(row: FactRow) -> None:
        if isinstance(row.fact, Position):
            table.writerow({key: _harmless(v) for key, v in _statement(row, row.fact).items()})

    yield add


@contextmanager
def as_graph(stream: TextIO) -> Iterator[Add]:
    """Actors and topics as nodes; an edge for each stance, with how often and when last taken."""
    edges: Counter[tuple[str, str, str]] = Counter()
    newest: dict[tuple[str, str, str], str] = {}
    names: dict[str, str] = {}

    def add(row: FactRow) -> None:
        if not isinstance(row.fact, Position):
            return
        edge = (row.fact.actor, row.fact.topic, row.fact.stance.value)
        edges[edge] += 1
        names.setdefault(row.fact.actor, row.fact.actor_name)
        day = (_utc(row.published) or "")[:10]
        newest[edge] = max(newest.get(edge, ""), day)

    yield add
    _write(stream, _graph(edges, newest, names))


FORMATS: Mapping[str, Callable[[TextIO], AbstractContextManager[Add]]] = {
    ".dna.csv": as_network,  # before the ending it ends with
    ".csv": as_table,
    ".jsonl": as_lines,
    ".graphml": as_graph,
}


VERDICTS = "verdicts.jsonl"  # the ending of a file of verdicts


def verdict_record(said: Verdict, row: FactRow) -> dict[str, Any]:
    """A verdict as gold: what was said of a fact, the fact as it was read, and its article's text.

    People are told apart, not named. Offsets are code points into `article_text`.
    """
    judge = hashlib.sha256(said.person.encode("utf-8", "replace")).hexdigest()[:8]
    return {
        "verdict": said.fault.value,
        "judge": judge,
        "by_admin": said.by_admin,
        "at": _utc(said.at),
        "rule": row.fact.rule,
        **record(row),
        "article_text": row.article.text,
    }


def form_of(name: str) -> Callable[[TextIO], AbstractContextManager[Add]] | None:
    """The form a file's name asks for by its ending; None for another ending."""
    endings = (ending for ending in FORMATS if name.lower().endswith(ending))
    return next((FORMATS[ending] for ending in endings), None)


def _statement(row: FactRow, position: Position) -> dict[str, Any]:
    """One row for the network: a person speaks for an organization, here often a country."""
    speaks = position.country not in (None, position.actor)
    return {
        "person": position.actor_name if speaks else "",
        "organization": position.country if speaks else position.actor_name,
        "concept": position.topic,
        "agreement": {Stance.SUPPORT: 1, Stance.OPPOSE: 0}.get(position.stance, ""),
        "date": _utc(row.published),
        "start": row.start,
        "stop": row.end,
        "stance": position.stance.value,
        "reported_by": position.reported_by or "",
        "confidence": position.confidence,
        "text": row.words,
        "source": row.source,
        "url": row.url,
    }


def _facts(row: FactRow) -> dict[str, Any]:
    """The facts record of a reading that holds this fact only."""
    fact = row.fact
    reading = Reading(
        article=row.article,
        quotes=(fact,) if isinstance(fact, Quote) else (),
        figures=(fact,) if isinstance(fact, Figure) else (),
        positions=(fact,) if isinstance(fact, Position) else (),
    )
    return facts_record(reading)


def _utc(moment: datetime | None) -> str | None:
    """In UTC, so that times sort as text."""
    return moment.astimezone(UTC).isoformat() if moment else None


def _write(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")


def _harmless(value: object) -> object:
    """Foreign words that a spreadsheet would run as a formula get an apostrophe before them."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _graph(
    edges: Mapping[tuple[str, str, str], int],
    newest: Mapping[tuple[str, str, str], str],
    names: Mapping[str, str],
) -> str:
    root = etree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for key, owner, kind in (
        *(("label", "node", "string"), ("kind", "node", "string")),
        *(("stance", "edge", "string"), ("weight", "edge", "int"), ("newest", "edge", "string")),
    ):
        definition = {"id": key, "for": owner, "attr.name": key, "attr.type": kind}
        etree.SubElement(root, "key", definition)
    graph = etree.SubElement(root, "graph", id="positions", edgedefault="directed")
    for actor in dict.fromkeys(actor for actor, _, _ in edges):
        _element(graph, "node", {"id": f"actor:{actor}"}, label=names[actor], kind="actor")
    for topic in dict.fromkeys(topic for _, topic, _ in edges):
        _element(graph, "node", {"id": f"topic:{topic}"}, label=topic, kind="topic")
    for edge, count in edges.items():
        actor, topic, stance = edge
        ends = {"source": f"actor:{actor}", "target": f"topic:{topic}"}
        _element(graph, "edge", ends, stance=stance, weight=str(count), newest=newest[edge])
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.rstrip("\n")


def _element(graph: etree._Element, tag: str, attributes: dict[str, str], **data: str) -> None:
    element = etree.SubElement(graph, tag, {key: visible(v) for key, v in attributes.items()})
    for key, value in data.items():
        etree.SubElement(element, "data", key=key).text = visible(value)
