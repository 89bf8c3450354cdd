"""Looks up what a question asks for, and says how it was read and how much was looked at."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.answers.asked import Asked
from bot.answers.lexicons import Topics
from bot.answers.ranking import same_words
from bot.answers.vocabulary import plain_word
from bot.model import Question
from bot.store.filters import FactFilter
from bot.store.store import Store

FACTS = 200  # facts looked at for one answer
RELATED = 3  # related topics shown

Hit = TypeVar("Hit")
Look = Callable[[FactFilter], Awaitable[Sequence[Hit]]]


@dataclass(frozen=True, slots=True)
class Found(Generic[Hit]):
    """What was found, the question as it was read in the end, and sentences about that."""

    asked: Asked
    hits: Sequence[Hit]
    notes: tuple[str, ...] = ()


class Lookup:
    """Questions to the store."""

    def __init__(self, store: Store, topics: Topics, min_confidence: float) -> None:
        """Ask `store` for facts of at least this confidence."""
        self._store = store
        self._topics = topics
        self._min_confidence = min_confidence

    async def where(self, asked: Asked) -> FactFilter:
        """The question as the store reads it, within what the asker may see."""
        question = asked.question
        return FactFilter(
            topics=question.topics,
            loose=question.exact if question.topics else (*question.exact, *question.loose),
            actors=question.actors,
            since=question.since,
            source=await self.source(asked),
            within=asked.asker.sources,
            language=question.language,
            min_confidence=0.0 if question.uncertain else self._min_confidence,
            limit=FACTS,
        )

    async def source(self, asked: Asked) -> str | None:
        """The id of the source asked for: by its id, its name, or the beginning of a word of either."""
        if asked.question.source is None:
            return None
        wished = plain_word(asked.question.source)
        names = [
            (plain_word(shown), state.source.id)
            for state in await self._store.sources.states()
            if asked.asker.may_see(state.source.id)
            for shown in (state.source.id, state.source.label)
        ]
        same = [id_ for shown, id_ in names if shown == wished]
        alike = [id_ for shown, id_ in names if re.search(rf"\b{re.escape(wished)}", shown)]
        return next(iter(same + alike), None)

    async def facts(
        self, asked: Asked, where: FactFilter, look: Look[Hit], names: Callable[[Hit], str]
    ) -> Found[Hit]:
        """The facts, and how the question was read.

        Beside a known topic, words that are no known name narrow the answer only when they name
        somebody in a fact (`names` gives its names): any other word comes from one language and
        would hide what articles in the others say. Without a topic they are what is asked about.
        """
        question = asked.question
        found = await look(where)
        if question.topics and question.loose:
            closer = await look(replace(where, loose=(*where.loose, *question.loose)))
            return _narrowed(asked, [*closer, *found], found, names)
        if not found and question.loose and question.actors:
            found = await look(replace(where, loose=question.exact))
            return Found(without_loose(asked), found, set_aside(asked, question.loose))
        if any(are_named(question.loose, names(hit)) for hit in found):
            return Found(asked, found)  # the words are somebody's name
        return Found(asked, found, self.hints(asked, found=bool(found)))

    def hints(self, asked: Asked, *, found: bool) -> tuple[str, ...]:
        """That words were matched literally, and which topic may be meant; or where topics stand."""
        if not asked.only_loose:
            return ()
        loose = asked.phrases.lines.loose.format(words=asked.only_loose)
        ways = self.suggestions(asked) if found else self.ways_on(asked)
        return (" ".join((loose, *ways)),)

    def ways_on(self, asked: Asked) -> tuple[str, ...]:
        """Topics that mistyped words may mean, else where all topics stand."""
        name = asked.phrases.commands["topics"].usage.split()[0]
        listed = asked.phrases.lines.see_topics.format(name=name)
        return self.suggestions(asked) or (listed,)

    def suggestions(self, asked: Asked) -> tuple[str, ...]:
        """Topics that mistyped words may mean."""
        names = dict.fromkeys(
            self._topics.name(topic, asked.phrases.code)
            for word in asked.question.loose
            if (topic := self._topics.suggest(word))
        )
        return tuple(asked.phrases.lines.suggest.format(name=name) for name in names)

    def related(self, question: Question) -> tuple[str, ...]:
        """Topics near those asked about, which were not asked about themselves."""
        near = (other for topic in question.topics for other in self._topics.related(topic))
        return tuple(dict.fromkeys(o for o in near if o not in question.topics))[:RELATED]

    async def looked(self, asked: Asked, where: FactFilter) -> str:
        """How many articles the answer rests on."""
        counts = asked.phrases.counts
        looked = await self._store.archive.count(where)
        total = await self._store.archive.count(FactFilter(within=where.within))
        return asked.phrases.lines.looked.format(
            about=counts.looked.of(looked), total=counts.articles.of(total)
        )


def without_loose(asked: Asked, used: tuple[str, ...] = ()) -> Asked:
    """The question without its loose words but those that were of use."""
    return replace(asked, question=replace(asked.question, loose=used))


def are_named(words: Sequence[str], names: str) -> bool:
    """True when there are words, and all are in the names."""
    named = same_words(names).split()
    return bool(words) and all(same_words(word) in named for word in words)


def set_aside(asked: Asked, words: Sequence[str]) -> tuple[str, ...]:
    """A sentence that says which words were not used; none when all were."""
    if not words:
        return ()
    return (asked.phrases.lines.set_aside.format(words=" ".join(words)),)


def _narrowed(
    asked: Asked, candidates: Sequence[Hit], found: Sequence[Hit], names: Callable[[Hit], str]
) -> Found[Hit]:
    """The facts whose names hold the loose words; all of them when no name does."""
    loose = asked.question.loose
    wanted = {word: same_words(word) for word in loose}
    counted: dict[Hit, int] = {}
    used: set[str] = set()
    for hit in candidates:
        named = same_words(names(hit)).split()
        matching = [word for word, plain in wanted.items() if plain in named]
        used.update(matching)
        if matching:
            counted[hit] = len(matching)
    if not counted:
        return Found(without_loose(asked), found, set_aside(asked, loose))
    best = max(counted.values())  # the full name before the bare first name
    hits = [hit for hit, count in counted.items() if count == best]
    kept = tuple(word for word in loose if word in used)
    left = [word for word in loose if word not in used]
    return Found(without_loose(asked, kept), hits, set_aside(asked, left))
