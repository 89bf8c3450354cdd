"""A question with the words to speak of it: what stands in titles, bylines and empty answers. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.answers.lexicons import Names
from bot.answers.phrases import Phrases
from bot.answers.wording import joined
from bot.model import ArticleItem, Card, Channel, Item, Question, Section, TextItem

Kind = Literal["positions", "changes", "quotes", "figures", "latest", "search"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, as far as the answer depends on it."""

    language: str  # of our own words
    sources: tuple[str, ...] = ()  # ids of the sources whose articles may be shown; empty: all
    channel: Channel | None = None  # where it is asked, when the settings know the place
    is_admin: bool = False  # may see addresses and the causes of errors, and change what is posted
    place: str = ""  # "platform:id" of the channel it is asked in
    who: str = ""  # "platform:id" of the person

    def may_see(self, source_id: str) -> bool:
        """True for a source that may be shown, or one found through it ("list/feed")."""
        root = source_id.split("/", maxsplit=1)[0]
        return not self.sources or source_id in self.sources or root in self.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, the language it is answered in, and the names of what it asks about."""

    question: Question
    asker: Asker
    phrases: Phrases
    topics: Names
    actors: Names
    min_confidence: float = 0.0  # a fact below it is shown as uncertain

    @property
    def about(self) -> str:
        """What is asked about: "Sending troops · France · “mandate”"."""
        code, question = self.phrases.code, self.question
        named = [self.topics.name(topic, code) for topic in question.topics]
        named += [self.actors.name(actor, code) for actor in question.actors]
        named += [self.phrases.quoted(" ".join(question.loose))] if question.loose else []
        named += [self.phrases.quoted(phrase) for phrase in question.exact]
        return joined(named) or self.phrases.lines.everything

    @property
    def names_something(self) -> bool:
        """True when a topic, an actor or any word is asked about."""
        question = self.question
        return bool(question.topics or question.actors or question.loose or question.exact)

    @property
    def byline(self) -> str:
        """What narrows the question: since when, which source and language."""
        question, lines = self.question, self.phrases.lines
        return joined(
            (
                lines.since.format(date=self.phrases.date(question.since))
                if question.since
                else None,
                lines.from_source.format(name=question.source) if question.source else None,
                lines.in_language.format(name=self.phrases.language(question.language))
                if question.language
                else None,
                lines.with_uncertain if question.uncertain else None,
            )
        )

    @property
    def only_loose(self) -> str:
        """The words matched literally, when nothing else restricts the question."""
        question = self.question
        return " ".join(question.loose) if not (question.topics or question.actors) else ""

    def card(self, title: str, sections: tuple[Section, ...], looked: str) -> Card:
        """An answer's card; empty sections are left out."""
        return Card(
            kind="answer",
            title=title.format(about=self.about),
            byline=self.byline,
            sections=tuple(section for section in sections if section.items),
            footer=looked,
            language=self.phrases.code,
        )

    def empty(
        self,
        kind: Kind,
        mentions: tuple[ArticleItem, ...],
        notes: tuple[str, ...],
        looked: str,
        *,
        near: str = "",
    ) -> Card:
        """Nothing was found: say so, with the articles that come nearest.

        Args:
            kind: what was asked for.
            mentions: these articles.
            notes: sentences about how the question was read.
            looked: how much was looked at.
            near: what the articles are about, when it is less than what was asked about.
        """
        sentence: str = getattr(self.phrases.empty, kind).format(about=self.about)
        about = "latest_about" if kind == "latest" and self.names_something else kind
        title: str = getattr(self.phrases.titles, about)
        items: tuple[Item, ...] = tuple(TextItem(text=text) for text in (sentence, *notes))
        heading = self.phrases.headings.mentions.format(about=near or self.about)
        return self.card(
            title, (Section(items=items), Section(heading=heading, items=mentions)), looked
        )
