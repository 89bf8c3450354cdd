"""`vigie read --jsonl`: one JSON object a line in, one out, in the same order.

A line with `text` is read as it is; one with `html` and `url` is extracted first. A line that
cannot be used gives an object with `error`; nothing stops the run.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.errors import SourceError
from bot.model import Article, Reading
from bot.reading.record import article_record, facts_record
from bot.sources.article import extract
from config.reader import ReaderRecipe, read_article

MAX_LINE = 16 * 1024 * 1024  # code points


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The output line, without its line break, for an input line."""

    line: str
    failed: bool = False  # True when it holds an `error`


def answer_line(recipe: ReaderRecipe, line: str) -> Answer:
    """Read what one line holds. Never raises on it."""
    reading = read_line(recipe, line)
    return reading if isinstance(reading, Answer) else answer_of(line, reading)


def read_line(recipe: ReaderRecipe, line: str) -> Reading | Answer:
    """The reading of what one line holds, or the answer that says why there is none."""
    given = _parsed(line)
    if not isinstance(given, dict):
        return _error(None, given if isinstance(given, str) else "not a JSON object")
    article = _article(given)
    return _error(given, article) if isinstance(article, str) else read_article(recipe, article)


def answer_of(line: str, reading: Reading) -> Answer:
    """The output line for a line that was read."""
    parsed = _parsed(line)
    given = parsed if isinstance(parsed, dict) else {}
    record = {"id": _identity(given), **facts_record(reading)}
    if "html" in given:
        record["article"] = article_record(reading.article)
    if reading.notes:
        record["notes"] = list(reading.notes)
    return Answer(line=as_json(record))


def article_of(line: str) -> Article | str:
    """The article of one line, or a sentence that says why there is none. Never raises on it."""
    given = _parsed(line)
    if not isinstance(given, dict):
        return given if isinstance(given, str) else "not a JSON object"
    return _article(given)


def is_html(line: str) -> bool:
    """True when the line may hold a page, to be parsed where it can be killed."""
    return '"html"' in line


def unanswered(line: str, reason: str) -> Answer:
    """The answer to a line whose reading was broken off."""
    given = _parsed(line)
    return _error(given if isinstance(given, dict) else None, reason)


def as_json(record: dict[str, Any]) -> str:
    """The record on one line of JSON that UTF-8 can hold: lone surrogates are escaped."""
    text = json.dumps(record, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(record)
    return text


def _error(given: dict[str, Any] | None, reason: str) -> Answer:
    identity = _identity(given) if given is not None else None
    return Answer(line=as_json({"id": identity, "error": reason}), failed=True)


def _identity(given: dict[str, Any]) -> str | int | None:
    """The line's own id; nothing when it is neither text nor a whole number."""
    identity = given.get("id")
    return identity if isinstance(identity, str | int) else None


def _parsed(line: str) -> object:
    """The line's JSON value, or a sentence that says why there is none."""
    if len(line) > MAX_LINE:
        return f"the line is longer than {MAX_LINE} characters"
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return "not JSON"


def _article(given: dict[str, Any]) -> Article | str:
    language = given.get("lang") if isinstance(given.get("lang"), str) else None
    if isinstance(html := given.get("html"), str):
        found = extract(html.encode("utf-8", "replace"), str(given.get("url") or ""), None, "utf-8")
        return str(found) if isinstance(found, SourceError) else found
    text = given.get("text")
    if not isinstance(text, str):
        return "the line has neither text nor html"
    return Article(
        url=str(given.get("url") or ""),
        text=text,
        title=str(given.get("title") or ""),
        language=language,
        published=_date(given.get("published")),
    )


def _date(value: object) -> datetime | None:
    """An ISO 8601 date; one without a zone is taken as UTC."""
    try:
        date = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
