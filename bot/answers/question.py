"""Understands a question: topics, actors, since when, which source and language. Pure, never raises.

troops france since:2026-05-01    ->  topics (troops), actors (FR), since 1 May 2026
cessez-le-feu depuis hier         ->  topics (ceasefire), since yesterday
"exact words" lang:de             ->  loose ("exact words"), language de
troops --all                      ->  topics (troops), also what was read without confidence
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Literal

from bot.answers.lexicons import Finder
from bot.answers.since import since_at
from bot.answers.visible import visible
from bot.answers.vocabulary import Token, Vocabulary, plain_word, tokens
from bot.model import Mention, Question, Span

LONGEST = 300  # code points of a question that are read
WORDS = 60  # words of a question that are read
JOINT = 2  # signs between two words of one name: a space, an apostrophe
LOOSE = 8  # words, and phrases, matched literally

_QUOTED = re.compile(r"\"([^\"]+)\"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»")
_FLAG = re.compile(r"(?<!\S)(?:--|[—–])([^\W\d_]+)(?!\S)")  # chats make one dash of two
_PAIR = re.compile(r"(?<![^\s])([^\W\d_]{2,12}):(\S*)")


def understand(
    words: str,
    *,
    topics: Finder,
    actors: Finder,
    vocabulary: Vocabulary,
    now: datetime,
    prefer: Literal["topic", "actor"] = "topic",
) -> Question:
    """What is asked. At most 300 code points are read; words that mean nothing known are `loose`.

    Args:
        words: what was typed after the command.
        topics: finds topics.
        actors: finds actors.
        vocabulary: the words of dates, keys and filler in all languages.
        now: for dates such as "yesterday".
        prefer: what a name is taken for that is both a topic and an actor ("China") when
            nothing else in the question settles it.
    """
    asked = visible(words[:LONGEST])
    text, source, language = _pairs(asked, vocabulary)
    text, phrases = _phrases(text)
    text, uncertain = _flags(text, vocabulary)
    all_words = tokens(text)[:WORDS]
    kept, since = _without_dates(all_words, vocabulary, now)
    rest = _only(text, [all_words[i] for i in kept])
    named_topics = _names(rest, topics, vocabulary)
    named_actors = _names(rest, actors, vocabulary)
    named_topics, named_actors = _settled(named_topics, named_actors, prefer)
    spans = [mention.span for mention in (*named_topics, *named_actors)]
    loose = [
        text[word.start : word.end]
        for word in (all_words[i] for i in kept)
        if not any(span.overlaps(Span(word.start, word.end)) for span in spans)
        and not _is_filler(word.plain, vocabulary)
    ]
    return Question(
        words=asked,
        topics=_ids(named_topics),
        actors=_ids(named_actors),
        loose=tuple(dict.fromkeys(loose))[:LOOSE],
        exact=tuple(dict.fromkeys(phrases))[:LOOSE],
        since=since,
        source=source,
        language=language,
        uncertain=uncertain,
    )


def _pairs(text: str, vocabulary: Vocabulary) -> tuple[str, str | None, str | None]:
    """Take out `source:NAME` and `lang:CODE`; other pairs stay, with a space for the colon."""
    found: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        key, value = plain_word(match[1]), match[2].strip("\"“”„«»'")
        if key in vocabulary.source_keys and value:
            found["source"] = value
            return " "
        if key in vocabulary.language_keys and value:
            code = vocabulary.languages.get(plain_word(value))
            found["language"] = code or plain_word(value)[:8]
            return " "
        return f"{match[1]} {match[2]}"

    text = _PAIR.sub(take, text)
    return text, found.get("source"), found.get("language")


def _phrases(text: str) -> tuple[str, list[str]]:
    """Take out phrases between quotation marks."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        found.append(" ".join(next(group for group in match.groups() if group).split()))
        return " | "

    text = _QUOTED.sub(take, text)
    return text, [phrase for phrase in found if phrase]


def _flags(text: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """Take out `--all`, which asks for what is uncertain too; other words lose their dashes."""
    names = [plain_word(match[1]) for match in _FLAG.finditer(text)]

    def rest(match: re.Match[str]) -> str:
        return " " if plain_word(match[1]) in vocabulary.everything else f" {match[1]}"

    return _FLAG.sub(rest, text), any(name in vocabulary.everything for name in names)


def _without_dates(
    words: Sequence[Token], vocabulary: Vocabulary, now: datetime
) -> tuple[list[int], datetime | None]:
    """Indices of the words that belong to no date, and the date; the last one given counts."""
    kept: list[int] = []
    since: datetime | None = None
    at = 0
    while at < len(words):
        read = since_at(words, at, vocabulary.dates, now)
        if read:
            since, at = read
        else:
            kept.append(at)
            at += 1
    return kept, since


def _only(text: str, words: Sequence[Token]) -> str:
    """`text` with bars for all but these words and what joins them, at the same places."""
    kept = ["|"] * len(text)
    for word in words:
        kept[word.start : word.end] = text[word.start : word.end]
    for before, after in pairwise(words):
        if after.start - before.end <= JOINT:
            kept[before.end : after.start] = text[before.end : after.start]
    return "".join(kept)


def _names(text: str, finder: Finder, vocabulary: Vocabulary) -> list[Mention]:
    """What is named; "who" and "un" name a body in capitals only."""
    return [
        mention
        for mention in finder.places(text)
        if (written := mention.span.of(text)).isupper() or not _is_filler(written, vocabulary)
    ]


def _settled(
    topics: list[Mention], actors: list[Mention], prefer: Literal["topic", "actor"]
) -> tuple[list[Mention], list[Mention]]:
    """Give words that name both to one: to the longer name, else to what the rest leaves open."""

    def shorter(mention: Mention, others: list[Mention]) -> bool:
        return any(
            mention.span.overlaps(o.span) and len(mention.span) < len(o.span) for o in others
        )

    def apart(mentions: list[Mention], others: list[Mention]) -> list[Mention]:
        return [m for m in mentions if not any(m.span.overlaps(o.span) for o in others)]

    topics_left = [topic for topic in topics if not shorter(topic, actors)]
    actors_left = [actor for actor in actors if not shorter(actor, topics)]
    if prefer == "actor" or apart(topics_left, actors_left):
        return apart(topics_left, actors_left), actors_left
    return topics_left, apart(actors_left, topics_left)


def _ids(mentions: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.id for mention in mentions))


def _is_filler(word: str, vocabulary: Vocabulary) -> bool:
    plain = plain_word(word)
    return (
        (len(plain) < 2 and not plain.isdecimal())
        or plain in vocabulary.filler
        or (plain,) in vocabulary.dates.since
        or (plain,) in vocabulary.dates.between
    )
