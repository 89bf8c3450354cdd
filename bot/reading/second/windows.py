"""The pieces of an article a model is given: its sentences, numbered, a paragraph never torn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Reading, Span

SIZE = 12_000  # code points of one piece: about 3,000 to 4,000 tokens


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `first`..`last` of a reading, numbered from 1."""

    first: int
    last: int
    data: str  # what is sent: JSON, so that nothing in the text can end it


def windows(reading: Reading, size: int = SIZE) -> tuple[Window, ...]:
    """The article in as few pieces as hold it, broken between paragraphs where that is possible."""
    sentences, text = reading.sentences, reading.article.text
    found: list[Window] = []
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and _length(sentences, first, last + 1) <= size:
            last += 1
        if last + 1 < len(sentences):
            ends = (i for i in range(last, first, -1) if _paragraph_ends(text, sentences, i))
            last = next(ends, last)
        found.append(Window(first + 1, last + 1, _data(reading, first, last)))
        first = last + 1
    return tuple(found)


def _length(sentences: Sequence[Span], first: int, last: int) -> int:
    return sentences[last].end - sentences[first].start


def _paragraph_ends(text: str, sentences: Sequence[Span], i: int) -> bool:
    return "\n" in text[sentences[i].end : sentences[i + 1].start]


def _data(reading: Reading, first: int, last: int) -> str:
    article = reading.article
    return json.dumps(
        {
            "language": article.language,
            "title": article.title,
            "sentences": [
                {"n": i + 1, "text": article.at(reading.sentences[i])}
                for i in range(first, last + 1)
            ],
        },
        ensure_ascii=False,
    )
