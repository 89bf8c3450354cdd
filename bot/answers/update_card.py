"""What people see of an article that changed: its card marked, and a card that tells the changes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers.cards import article_figure, article_quote, article_stand, more
from bot.answers.excerpt import cut
from bot.answers.items import origin_of
from bot.answers.joint import JointStand
from bot.answers.lexicons import Names
from bot.answers.phrases import Phrases
from bot.answers.revision import Change, Changes
from bot.answers.wording import joined, origin_line
from bot.model import (
    Article,
    Card,
    Figure,
    Item,
    Position,
    PositionItem,
    Quote,
    Section,
    TextItem,
)
from bot.store.rows import Fact

SHOWN = 4  # facts of one section; the others are counted, and stand on the article's card


def marked(card: Card, time: str, phrases: Phrases) -> Card:
    """The article's card with the time of day at which the article was seen to have changed."""
    return replace(card, byline=joined((card.byline, phrases.updates.updated.format(time=time))))


def change_card(
    before: Article,
    after: Article,
    changes: Changes,
    *,
    topics: Names,
    actors: Names,
    phrases: Phrases,
    time: str,
) -> Card:
    """A card of what is different in an article's facts.

    Args:
        before: the article as it was.
        after: as it is.
        changes: of its facts.
        topics: names of topics.
        actors: names of actors.
        phrases: our own words, in the channel's language.
        time: of the change, for people there.
    """
    words, make = phrases.updates, _Make(topics, actors, phrases)
    sections = (
        _section(words.changed, [make.changed(c, before, after) for c in changes.changed], phrases),
        _section(words.added, [(make.item(fact, after),) for fact in changes.added], phrases),
        _section(words.removed, [(make.gone(fact, before),) for fact in changes.removed], phrases),
    )
    card = Card(
        kind="article",
        title=words.title.format(about=after.title or after.url),
        url=after.url,
        byline=origin_line(origin_of(after), phrases),
        sections=tuple(section for section in sections if section.items),
        language=phrases.code,
    )
    return marked(card, time, phrases)


class _Make:
    """Makes the items."""

    def __init__(self, topics: Names, actors: Names, phrases: Phrases) -> None:
        self._topics = topics
        self._actors = actors
        self._phrases = phrases

    def item(self, fact: Fact, article: Article) -> Item:
        """A fact as on its article's card."""
        match fact:
            case Quote():
                return article_quote(fact, article, self._phrases)
            case Figure():
                return article_figure(fact, article, self._phrases)
            case Position():
                return self._stand(fact, article)

    def gone(self, fact: Fact, article: Article) -> Item:
        """A fact that is kept no more: nobody can judge it."""
        return self.item(replace(fact, id=""), article)

    def changed(self, change: Change, before: Article, after: Article) -> tuple[Item, ...]:
        """A fact as it is, and below it what was in its place."""
        item, was = self.item(change.now, after), self._was(change, before)
        said = self._phrases.updates.before.format(was=was)
        if isinstance(item, PositionItem):
            return (replace(item, change=said),)
        return item, TextItem(text=said)

    def _was(self, change: Change, article: Article) -> str:
        phrases = self._phrases
        match change.was:
            case Quote() as quote:
                item = article_quote(quote, article, phrases)
                words = phrases.quoted(item.words) if item.marked else item.words
                return f"{words} — {item.speaker or phrases.lines.speaker_unknown}"
            case Figure() as figure:
                words = article.at(figure.shown or figure.span)
                return cut(words, sign=phrases.marks.cut)
            case Position() as position:
                return phrases.held.of(position.stance)

    def _stand(self, position: Position, article: Article) -> PositionItem:
        return article_stand(
            JointStand((position,)),
            article,
            topics=self._topics,
            actors=self._actors,
            phrases=self._phrases,
        )


def _section(heading: str, told: Sequence[tuple[Item, ...]], phrases: Phrases) -> Section:
    def items() -> Iterator[Item]:
        for each in told[:SHOWN]:
            yield from each
        yield from more(len(told) - SHOWN, phrases)

    return Section(heading=heading, items=tuple(items()))
