"""Topics: what positions are about. Words in five languages, names, and the way questions find them.

The table is `config/topics.toml`; its words are in the notation of `bot.reading.wordlist`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple

from bot.model import Mention, Span
from bot.reading.text import Document
from bot.reading.wordlist import WordFinder, expand, plain, word_places

LANGUAGES = ("en", "fr", "de", "es", "it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic. The keys `en` ... `it` are its words; a text that uses one speaks of it."""

    id: str  # lower case, words joined by "_"
    about: str  # one line, for people who list the topics
    name: Mapping[str, str]  # language -> name
    related: tuple[str, ...] = ()  # ids
    undo: str | None = None  # the topic that lifting, ending or withdrawing it is
    ask: tuple[str, ...] = ()  # further words of questions, in any language
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    it: tuple[str, ...] = ()
    weak: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """language -> words that count only in a text that uses one of the others too."""
    against: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """language -> words of what the topic stands against: being against them is being for it."""
    carried: bool = False
    """True when its weak words count only behind one that carries them: "pressure on X"."""
    generic: bool = False
    """True for words such as "the plan": a topic only when nothing else names what is meant."""

    def words(self, language: str) -> tuple[str, ...]:
        """Its patterns in a language; none for a language without a pack."""
        tables = {"en": self.en, "fr": self.fr, "de": self.de, "es": self.es, "it": self.it}
        return tables.get(language, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicHit:
    """A word of a topic in a text. A weak one counts only beside others, or in a filled frame."""

    id: str
    span: Span
    weak: bool
    against: bool = False
    """True for a word of what the topic stands against."""
    carried: bool = False
    """True for a weak word that counts only behind one that carries it."""


class _Word(NamedTuple):
    """What a word of a topic tells."""

    id: str
    weak: bool = False
    against: bool = False


@dataclass(frozen=True, kw_only=True)
class TopicLexicon:
    """All topics: the built-in ones with an admin's own in front. Of equal ids the first counts."""

    topic: tuple[Topic, ...]

    @cached_property
    def _by_id(self) -> dict[str, Topic]:
        known: dict[str, Topic] = {}
        for topic in self.topic:
            known.setdefault(topic.id, topic)
        return known

    @cached_property
    def _finders(self) -> dict[str, WordFinder[_Word]]:
        return {language: WordFinder(self._words(language)) for language in LANGUAGES}

    def _words(self, language: str) -> Iterator[tuple[str, _Word]]:
        for topic in self._plain:
            for word in topic.words(language):
                yield word, _Word(topic.id)
            for word in topic.against.get(language, ()):
                yield word, _Word(topic.id, against=True)
        for topic in self._plain:
            for word in topic.weak.get(language, ()):
                yield word, _Word(topic.id, weak=True)

    @cached_property
    def _generic(self) -> dict[str, WordFinder[str]]:
        return {
            language: WordFinder(
                (w, t.id) for t in self._by_id.values() if t.generic for w in t.words(language)
            )
            for language in LANGUAGES
        }

    @cached_property
    def _plain(self) -> list[Topic]:
        return [topic for topic in self._by_id.values() if not topic.generic]

    @cached_property
    def _questions(self) -> WordFinder[tuple[str, ...]]:
        wanted: dict[str, list[str]] = {}
        for topic in self._by_id.values():
            names = [topic.id.replace("_", " "), *topic.name.values(), *topic.ask]
            words = [
                w for code in LANGUAGES for w in (*topic.words(code), *topic.against.get(code, ()))
            ]
            for pattern in dict.fromkeys([*names, *words]):
                wanted.setdefault(pattern, []).append(topic.id)
        return WordFinder((p, tuple(dict.fromkeys(ids))) for p, ids in wanted.items())

    @cached_property
    def _spellings(self) -> dict[str, str]:
        spelled: dict[str, str] = {}
        for topic in self._by_id.values():
            for word in (*topic.name.values(), *topic.ask, *topic.en):
                spelled.setdefault(plain(word).casefold(), topic.id)
        return spelled

    @property
    def ids(self) -> tuple[str, ...]:
        """Every topic, in the order of the file."""
        return tuple(dict.fromkeys(topic.id for topic in self.topic))

    def name(self, id_: str, language: str) -> str:
        """The name in a language, else the English one, else the id (a free topic's own words)."""
        topic = self._by_id.get(id_)
        return id_ if topic is None else topic.name.get(language) or topic.name.get("en", id_)

    def describe(self, id_: str) -> str:
        """One line about the topic; empty for an unknown one."""
        topic = self._by_id.get(id_)
        return topic.about if topic else ""

    def words(self, id_: str, language: str) -> tuple[str, ...]:
        """Words of a language the topic is found by; "…" stands for any ending or beginning."""
        topic = self._by_id.get(id_)
        if topic is None:
            return ()
        found = (*topic.words(language), *topic.against.get(language, ()))
        return tuple(dict.fromkeys(expand(w)[0].replace("*", "…") for w in found))

    def related(self, id_: str) -> tuple[str, ...]:
        """Topics near it, whichever of the two names the other."""
        topic = self._by_id.get(id_)
        if topic is None:
            return ()
        back = tuple(other.id for other in self._by_id.values() if id_ in other.related)
        known = (near for near in (*topic.related, *back) if near in self._by_id)
        return tuple(dict.fromkeys(known))

    def find(self, question: str) -> tuple[str, ...]:
        """The topics named in a question, in any of the five languages; the longest names win."""
        return tuple(dict.fromkeys(mention.id for mention in self.places(question)))

    def places(self, question: str) -> tuple[Mention, ...]:
        """As `find`, with the words that name each topic; the same words may name several."""
        words = word_places(question)
        return tuple(
            Mention(id_, Span(words[hit.first][0].start, words[hit.last][0].end))
            for hit in self._questions.find_words([word for _, word in words])
            for id_ in hit.value
        )

    def suggest(self, word: str) -> str | None:
        """The topic a mistyped word may mean."""
        near = get_close_matches(word.casefold(), self._spellings, n=1, cutoff=0.8)
        return self._spellings[near[0]] if near else None

    def generic(self, words: list[str], language: str) -> str | None:
        """The topic of folded words that name nothing in particular: "this plan"."""
        finder = self._generic.get(language)
        return next((hit.value for hit in finder.find_words(words)), None) if finder else None

    def undo(self, id_: str) -> str | None:
        """The topic that ending this one is: lifting the sanctions. None when it has no own id."""
        topic = self._by_id.get(id_)
        return topic.undo if topic and topic.undo in self._by_id else None

    def scan(self, document: Document) -> tuple[TopicHit, ...]:
        """Every mention in a text, weak ones marked."""
        finder = self._finders.get(document.language)
        if finder is None:
            return ()
        tokens = document.tokens
        return tuple(
            TopicHit(
                id=hit.value.id,
                span=Span(tokens[hit.first].start, tokens[hit.last].end),
                weak=hit.value.weak,
                against=hit.value.against,
                carried=hit.value.weak and self._by_id[hit.value.id].carried,
            )
            for hit in finder.find(tokens)
        )


def find_topics(document: Document, lexicon: TopicLexicon) -> tuple[Mention, ...]:
    """Every place where a text names a topic, in order; weak words only beside full ones."""
    hits = lexicon.scan(document)
    named = {hit.id for hit in hits if not hit.weak}
    return tuple(Mention(hit.id, hit.span) for hit in hits if hit.id in named)
