"""What is fuzzed: the readers of foreign bytes, each with its seeds and what must hold of its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.errors import SourceError
from bot.model import Article, Listing
from bot.reading.reader import Reader
from bot.sources.article import extract, from_plain
from bot.sources.kinds import read_listing
from bot.sources.plain import clean
from config.reader import ReaderRecipe, build_reader
from tests.fakes.pages import fetched, source
from tests.fuzz import seeds

LANGUAGES = ("de", "en", "es", "fr", "it")
URL = "https://quay.test/2026/quay-closed.html"


class Broken(AssertionError):
    """A reader gave what it must not give."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: `read` takes the bytes of a mutant, raises nothing, and is done within the deadline."""

    seeds: Sequence[bytes]
    read: Callable[[bytes], None]


def targets() -> Mapping[str, Target]:
    """Every target by its name."""
    reader = build_reader(ReaderRecipe(languages=LANGUAGES))
    return {
        "feed": Target(seeds.FEEDS, listing),
        "jsonfeed": Target(seeds.JSON_FEEDS, listing),
        "sitemap": Target((*seeds.SITEMAPS, *seeds.OUTLINES), listing),
        "page": Target(seeds.PAGES, page),
        "text": Target(seeds.texts(), text),
        "facts": Target(seeds.texts(), lambda body: facts(body, reader)),
    }


def listing(body: bytes) -> None:
    """Feeds, sitemaps, lists and pages of links, told apart as the program does."""
    found = read_listing(source(), fetched(body))
    if isinstance(found, SourceError):
        _sentence(found)
    elif isinstance(found, Listing):
        for entry in found.entries:
            _shown(entry.title)
            _shown(entry.summary)


def page(body: bytes) -> None:
    """The article of a page."""
    _article(extract(body, URL, None, None))


def text(body: bytes) -> None:
    """The article of a plain text."""
    _article(from_plain(body, URL, None, None))


def facts(body: bytes, reader: Reader) -> None:
    """From a plain text to its facts; every span lies within the text."""
    article = from_plain(body, URL, None, None)
    if isinstance(article, SourceError):
        return _sentence(article)
    language = LANGUAGES[len(body) % len(LANGUAGES)]
    reading = reader.read(replace(article, language=language))
    failed = [note for note in reading.notes if "could not be read" in note]
    if failed:
        raise Broken(failed[0])
    length = len(reading.article.text)
    spans = [fact.span for fact in (*reading.quotes, *reading.figures)]
    for span in (*spans, *(position.evidence for position in reading.positions)):
        if not 0 <= span.start < span.end <= length:
            raise Broken(f"{span} of {length}")
    return None


def _article(found: Article | SourceError) -> None:
    if isinstance(found, SourceError):
        _sentence(found)
    elif not found.text.strip() or found.text != clean(found.text):
        raise Broken("An article's text is empty or not clean.")


def _sentence(error: SourceError) -> None:
    if not str(error).endswith((".", "?")):
        raise Broken(f"No sentence: {error}")


def _shown(words: str) -> None:
    if words != clean(words):
        raise Broken(f"Not clean: {words[:80]!r}")
