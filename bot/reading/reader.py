"""Article -> Reading: every finder, in order, on one cut of the text.

Pure and offline. A finder that fails leaves its facts out and a note in; the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TypeVar

from bot.model import Article, Mention, Quote, Reading
from bot.reading.actors import ActorLexicon, find_actors
from bot.reading.figures.attribution import attributed
from bot.reading.figures.find import find_figures
from bot.reading.figures.generic import generic_words
from bot.reading.language import detect
from bot.reading.packs import LanguagePack
from bot.reading.people import People, find_people
from bot.reading.positions.find import find_positions
from bot.reading.quotes.find import find_quotes
from bot.reading.text import MAX_TEXT, Document
from bot.reading.topics import TopicLexicon, find_topics
from bot.reading.words import TextWords

log = logging.getLogger(__name__)
Found = TypeVar("Found")
Watch = Callable[[str], AbstractContextManager[object]]  # entered with a stage's name around it
SURE = 300  # characters from which the text itself tells its language better than a label
_NO_WORDS = TextWords(abbreviations=frozenset())


class Reader:
    """Reads articles with the given packs and lexicons. Holds no state between articles."""

    def __init__(
        self,
        *,
        packs: Mapping[str, LanguagePack],
        topics: TopicLexicon,
        actors: ActorLexicon,
        watch: Watch = nullcontext,
    ) -> None:
        """Keep the packs by language code, and the lexicons.

        `watch` is entered around each stage (language, names, actors, topics, quotes, figures,
        positions), for whoever measures.
        """
        self._packs = packs
        self._topics = topics
        self._actors = actors
        self._watch = watch

    def read(self, article: Article) -> Reading:
        """Find the facts of an article. Never raises; `Reading.notes` say what was left unread."""
        language = self._language(article)
        article = replace(article, language=language)
        notes = () if len(article.text) <= MAX_TEXT else (f"read to character {MAX_TEXT} only",)
        reading = Reading(article=article, notes=notes)
        if article.partial:
            return replace(reading, notes=(*notes, "only a part of the article could be fetched"))
        pack = self._packs.get(language or "")
        if pack is None:
            return self._read_figures_only(reading, language)
        return self._read(
            reading, Document(article.text, pack.code, pack.text, article.title), pack
        )

    def _language(self, article: Article) -> str | None:
        """What a long text is in; of a short one, what its page or feed says of it."""
        if article.language and len(article.text) < SURE:
            return article.language
        with self._watch("language"):
            return detect(article.text, tuple(self._packs), article.language)

    def _read(self, reading: Reading, document: Document, pack: LanguagePack) -> Reading:
        notes = list(reading.notes)
        people = self._found(notes, "names", lambda: find_people(document, pack.people))
        people = people or People((), (), pack.people, document.text)
        actors = self._facts(notes, "actors", lambda: find_actors(document, self._actors, people))
        topics = self._facts(notes, "topics", lambda: find_topics(document, self._topics))
        quotes = self._facts(notes, "quotes", lambda: find_quotes(document, pack.quotes, people))
        figures = self._facts(notes, "figures", lambda: find_figures(document, pack.figures))
        positions = self._facts(
            notes,
            "positions",
            lambda: find_positions(
                document,
                pack.positions,
                syntax=pack.quotes.syntax,
                people=people,
                quotes=quotes,
                actor_lexicon=self._actors,
                topic_lexicon=self._topics,
            ),
        )
        return replace(
            reading,
            quotes=tuple(_with_actor(quote, actors) for quote in quotes),
            figures=attributed(reading.article, figures, quotes),
            positions=positions,
            topics=topics,
            actors=actors,
            sentences=tuple(s.span for s in document.sentences),
            notes=tuple(notes),
        )

    def _read_figures_only(self, reading: Reading, language: str | None) -> Reading:
        """A language without a pack: what the CLDR knows of its numbers is enough for figures."""
        notes = [*reading.notes, f"no language pack for {language or 'this language'}"]
        document = Document(reading.article.text, language or "und", _NO_WORDS)
        words = generic_words(document.language)
        figures = self._facts(notes, "figures", lambda: find_figures(document, words))
        return replace(
            reading,
            figures=figures,
            sentences=tuple(s.span for s in document.sentences),
            notes=tuple(notes),
        )

    def _facts(
        self, notes: list[str], name: str, find: Callable[[], tuple[Found, ...]]
    ) -> tuple[Found, ...]:
        return self._found(notes, name, find) or ()

    def _found(self, notes: list[str], name: str, find: Callable[[], Found]) -> Found | None:
        """What `find` finds; on a fault of ours None, a note and a line in the log."""
        try:
            with self._watch(name):
                return find()
        except Exception:  # one finder's fault must not cost the article's other facts
            log.critical("the reader of %s failed", name, exc_info=True)
            notes.append(f"{name} could not be read")
            return None


def _with_actor(quote: Quote, actors: tuple[Mention, ...]) -> Quote:
    if quote.speaker is None:
        return quote
    found = next((m.id for m in actors if m.span.overlaps(quote.speaker)), None)
    return replace(quote, speaker_actor=found) if found else quote
