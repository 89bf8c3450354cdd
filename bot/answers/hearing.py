"""Hears a question: the words after a command, and who says them, become what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.answers.asked import Asked, Asker
from bot.answers.lexicons import Actors, Finder, Topics
from bot.answers.phrases import Phrases, phrases_for
from bot.answers.question import understand
from bot.answers.vocabulary import vocabulary
from bot.model import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """What the admin decided about answers."""

    language: str = "en"  # of our own words, where nobody says otherwise
    min_confidence: float = 0.65  # facts below it are not shown
    languages: tuple[str, ...] = ()  # of the articles that are read; empty for all we know


class _NoNames:
    """A lexicon for questions whose words are all to be matched literally."""

    def places(self, question: str) -> tuple[Mention, ...]:  # noqa: ARG002
        return ()


class Hearing:
    """Questions in any of the languages, with the asker's words for the answer."""

    def __init__(
        self,
        *,
        topics: Topics,
        actors: Actors,
        phrases: Mapping[str, Phrases],
        clock: Callable[[], datetime],
        options: DeskOptions,
    ) -> None:
        """Know these topics and actors, and our words in the languages of `phrases`."""
        self._topics = topics
        self._actors = actors
        self._phrases = phrases
        self._clock = clock
        self._options = options
        self._vocabulary = vocabulary(phrases.values())

    def asked(self, words: str, asker: Asker, prefer: Literal["topic", "actor"] = "topic") -> Asked:
        """The question; `prefer`: what a word is that names a topic and an actor alike."""
        return self._heard(words, asker, self._topics, self._actors, prefer)

    def literally(self, words: str, asker: Asker) -> Asked:
        """A question whose words name nothing: they are looked for as they were typed."""
        return self._heard(words, asker, _NoNames(), _NoNames())

    def words_for(self, asker: Asker) -> Phrases:
        """Our words in the asker's language."""
        return phrases_for(self._phrases, asker.language, self._options.language)

    def _heard(
        self,
        words: str,
        asker: Asker,
        topics: Finder,
        actors: Finder,
        prefer: Literal["topic", "actor"] = "topic",
    ) -> Asked:
        question = understand(
            words,
            topics=topics,
            actors=actors,
            vocabulary=self._vocabulary,
            now=self._clock(),
            prefer=prefer,
        )
        return Asked(
            question=question,
            asker=asker,
            phrases=self.words_for(asker),
            topics=self._topics,
            actors=self._actors,
            min_confidence=self._options.min_confidence,
        )
