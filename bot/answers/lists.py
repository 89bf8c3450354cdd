"""Answers that are lists: quotes, figures, articles. The same words or number stand there once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from bot.answers.asked import Asked
from bot.answers.cards import listed
from bot.answers.excerpt import cut_around
from bot.answers.items import figure_item, ids_of, origin_of, quote_item
from bot.answers.phrases import Phrases
from bot.answers.quantities import by_quantity, side_by_side
from bot.answers.ranking import same_words
from bot.answers.vocabulary import plain_word
from bot.model import (
    ArticleItem,
    Card,
    Figure,
    FigureItem,
    Item,
    Origin,
    Quote,
    Reading,
    Section,
    TextItem,
)

QUOTES, FIGURES, ARTICLES = 8, 10, 8  # at most so many on one answer
SNIPPET = 200  # code points of the sentence shown below a found article
LARGE = 1000  # the same number from here on, with the same unit, is the same figure


class QuoteFound(Protocol):
    """A quote out of the store."""

    @property
    def quote(self) -> Quote:
        """The quote."""
        ...

    @property
    def words(self) -> str:
        """Its words, verbatim."""
        ...

    @property
    def speaker(self) -> str | None:
        """The speaker as the text names them."""
        ...

    @property
    def origin(self) -> Origin:
        """The article."""
        ...


class FigureFound(Protocol):
    """A figure out of the store."""

    @property
    def figure(self) -> Figure:
        """The figure."""
        ...

    @property
    def words(self) -> str:
        """Its words, verbatim."""
        ...

    @property
    def origin(self) -> Origin:
        """The article."""
        ...


Found = TypeVar("Found", bound=QuoteFound | FigureFound)


def quotes_card(
    asked: Asked, found: Sequence[QuoteFound], *, notes: tuple[str, ...], looked: str
) -> Card:
    """What was said, newest first; the words of those asked for before words about them."""
    spoken = [hit for hit in found if _speaks(asked, hit)]
    chosen = spoken or list(found)
    once = _once(chosen, lambda hit: same_words(hit.words))
    items: list[Item] = [
        replace(
            quote_item(hit.quote, hit.words, hit.speaker, _shared(hits), asked.phrases),
            facts=ids_of(one.quote for one in hits),
        )
        for hit, hits in once
    ]
    return _listed(asked, asked.phrases.titles.quotes, items, QUOTES, notes, looked)


def figures_card(
    asked: Asked, found: Sequence[FigureFound], *, notes: tuple[str, ...], looked: str
) -> Card:
    """The figures, newest first; one that several articles give stands once with its sources.

    Differing figures of the same quantity stand side by side under what they count.
    """
    told = _told_best(found)
    mentions = {id(hit): hits for hit, hits in told}
    once = _once((hit for hit, _ in told), _same_figure)
    items = {id(hit): _figure_item(hit, hits, mentions, asked.phrases) for hit, hits in once}
    shown: list[Section] = []
    for quantity in by_quantity([hit for hit, _ in once[:FIGURES]]):
        group = tuple(items[id(hit)] for hit in quantity.hits)
        shown.append(side_by_side(group) if len(group) > 1 else Section(items=group))
    rest = listed([items[id(hit)] for hit, _ in once[FIGURES:]], 0, asked.phrases)
    figures = _together(shown, asked.phrases.headings.figures)
    return asked.card(asked.phrases.titles.figures, (_noted(notes), *figures, rest), looked)


def _told_best(found: Iterable[FigureFound]) -> list[tuple[FigureFound, list[FigureFound]]]:
    """Each figure of each article once: the mention that says most of it, with all its mentions."""
    return [(max(hits, key=_told), hits) for _, hits in _once(found, _same_in_article)]


def _told(hit: FigureFound) -> int:
    figure = hit.figure
    return sum(map(bool, (figure.what, figure.holder, figure.period, figure.reported_by)))


def _figure_item(
    hit: FigureFound,
    hits: Sequence[FigureFound],
    mentions: Mapping[int, Sequence[FigureFound]],
    phrases: Phrases,
) -> FigureItem:
    """A figure with the sources that give it, and every fact it stands for."""
    item = figure_item(
        hit.figure,
        hit.words,
        _shared(hits),
        phrases,
        has_modifier=hit.figure.shown is not None,
    )
    facts = ids_of(one.figure for shared in hits for one in mentions[id(shared)])
    return replace(item, mentions=len(mentions[id(hit)]), facts=facts)


def _together(sections: Iterable[Section], heading: str) -> list[Section]:
    """Figures that stand alone joined; behind a quantity they get a heading to be told from it."""
    done: list[Section] = []
    for section in sections:
        alone = not section.heading
        if done and alone and done[-1].heading in ("", heading):
            done[-1] = replace(done[-1], items=(*done[-1].items, *section.items))
        else:
            done.append(replace(section, heading=heading) if done and alone else section)
    return done


def articles_card(
    asked: Asked,
    title: str,
    readings: Sequence[Reading],
    *,
    words: Sequence[str] = (),
    notes: tuple[str, ...],
    looked: str,
) -> Card:
    """Articles as they come, each with the line that names what was asked for, or holds `words`."""
    question = asked.question
    named = (*question.topics, *question.actors)
    looked_up = words or (*question.exact, *question.loose)
    items: list[Item] = [article_item(reading, looked_up, named) for reading in readings]
    return _listed(asked, title, items, len(items), notes, looked)


def article_item(
    reading: Reading, words: Sequence[str] = (), named: Collection[str] = ()
) -> ArticleItem:
    """An article with the first sentence that names a topic or actor of `named` or holds a word.

    The sentence is verbatim, cut around the place.
    """
    article = reading.article
    for sentence, place in (*_naming(reading, named), *_holding(reading, words)):
        keep = (place, min(place + 1, len(sentence)))
        shown, _ = cut_around(sentence, keep, SNIPPET)
        return ArticleItem(origin=origin_of(article), summary=shown)
    return ArticleItem(origin=origin_of(article))


def _naming(reading: Reading, named: Collection[str]) -> Iterator[tuple[str, int]]:
    """Sentences that name one of the topics or actors, with the place of the name in them."""
    for mention in (*reading.topics, *reading.actors):
        if mention.id not in named:
            continue
        for span in reading.sentences:
            if span.contains(mention.span):
                yield reading.article.at(span), mention.span.start - span.start


def _holding(reading: Reading, words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Sentences that hold one of the words, whatever its case and accents, with about its place."""
    wanted = [plain_word(word) for word in words]
    for span in reading.sentences if wanted else ():
        sentence = reading.article.at(span)
        plain = plain_word(sentence)
        place = min((at for word in wanted if (at := plain.find(word)) >= 0), default=-1)
        if 0 <= place < len(sentence):
            yield sentence, place


def _listed(
    asked: Asked, title: str, items: list[Item], most: int, notes: tuple[str, ...], looked: str
) -> Card:
    return asked.card(title, (_noted(notes), listed(items, most, asked.phrases)), looked)


def _noted(notes: Iterable[str]) -> Section:
    return Section(items=tuple(TextItem(text=note) for note in notes))


def _once(
    found: Iterable[Found], key: Callable[[Found], Hashable]
) -> list[tuple[Found, list[Found]]]:
    """The first of every key, with all that share it."""
    groups: dict[Hashable, list[Found]] = {}
    for hit in found:
        groups.setdefault(key(hit), []).append(hit)
    return [(hits[0], hits) for hits in groups.values()]


def _speaks(asked: Asked, hit: QuoteFound) -> bool:
    """True when one of those asked for is the speaker."""
    question = asked.question
    if hit.quote.speaker_actor in question.actors:
        return True
    name = same_words(f"{hit.quote.speaker_name or ''} {hit.speaker or ''}")
    return any(same_words(word) in name for word in question.loose if same_words(word))


def _same_figure(hit: FigureFound) -> Hashable:
    """Equal for what is taken for the same figure: a large number and its unit, else its noun too."""
    figure = hit.figure
    number = (figure.value, figure.value_max, figure.unit, figure.holder)
    if abs(figure.value) >= LARGE:
        return number
    return (*number, same_words(figure.what or ""), figure.period)


def _same_in_article(hit: FigureFound) -> Hashable:
    """Equal for mentions of one figure: a large number with its unit, a small one with its noun too."""
    figure = hit.figure
    unit = figure.unit or same_words(figure.unit_text or "")
    number = (hit.origin.url, figure.value, figure.value_max, unit)
    return number if abs(figure.value) >= LARGE else (*number, same_words(figure.what or ""))


def _shared(hits: Sequence[Found]) -> Origin:
    """The newest article's origin, with the other sources that give the same."""
    first = hits[0].origin
    sources = dict.fromkeys(hit.origin.source for hit in hits)
    return replace(first, source=", ".join(sources))
