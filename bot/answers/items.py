"""Facts as items of cards: verbatim words cut to measure, names in the reader's language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answers.excerpt import cut, cut_around
from bot.answers.lexicons import Names
from bot.answers.phrases import Phrases
from bot.model import (
    Article,
    Figure,
    FigureItem,
    Origin,
    Position,
    PositionItem,
    Quote,
    QuoteItem,
    QuoteKind,
)

_WORD = re.compile(r"\w+")


def origin_of(article: Article) -> Origin:
    """Where an article's words come from."""
    return Origin(
        title=article.title,
        url=article.url,
        source=article.source_name or article.source_id,
        published=article.published,
        language=article.language,
    )


def ids_of(facts: Iterable[Quote | Figure | Position]) -> tuple[str, ...]:
    """The ids of facts, for an item that shows them; of those not kept, none."""
    return tuple(fact.id for fact in facts if fact.id)


def actor_name(position: Position, actors: Names, language: str) -> str:
    """Who holds a position, with the country spoken for: "Claire Vasseur (France)"."""
    own = own_name(position, actors, language)
    if not position.country or position.country == position.actor:
        return own
    country = actors.name(position.country, language)
    return own if country.casefold() in own.casefold() else f"{own} ({country})"


def country_first(position: Position, actors: Names, language: str) -> str:
    """As `actor_name`, the country first: "France (Claire Vasseur)"; for lists of countries."""
    if not position.country or position.country == position.actor:
        return own_name(position, actors, language)
    country = actors.name(position.country, language)
    own = own_name(position, actors, language)
    return country if own.casefold() == country.casefold() else f"{country} ({own})"


def own_name(position: Position, actors: Names, language: str) -> str:
    """The lexicon's name; the text's own for an actor the lexicon does not know."""
    known = actors.name(position.actor, language)
    return known if known and known != position.actor else position.actor_name or position.actor


def position_item(
    position: Position,
    evidence: str,
    cue: tuple[int, int] | None,
    *,
    actor: str,
    topic: str,
    origin: Origin,
    phrases: Phrases,
    on_own_card: bool = False,
) -> PositionItem:
    """A position with its evidence, cut around the cue; `cue` are offsets into `evidence`."""
    shown, place = cut_around(evidence, cue, sign=phrases.marks.cut)
    return PositionItem(
        actor=actor,
        stance=position.stance,
        topic=topic,
        evidence=shown,
        cue=place,
        reported_by=position.reported_by,
        condition=position.condition,
        confidence=position.confidence,
        language=origin.language,
        origin=None if on_own_card else origin,
        facts=ids_of((position,)),
    )


def cue_in(position: Position) -> tuple[int, int] | None:
    """The cue's offsets into the evidence, when it stands there."""
    cue, evidence = position.cue, position.evidence
    if cue is None or not evidence.contains(cue):
        return None
    return cue.start - evidence.start, cue.end - evidence.start


def quote_item(
    quote: Quote, words: str, speaker: str | None, origin: Origin | None, phrases: Phrases
) -> QuoteItem:
    """A quote of at most 280 characters; reported speech is not marked as verbatim speech.

    A comma before the closing mark belongs to the sentence around the quote and stays there.
    """
    return QuoteItem(
        words=cut(words.rstrip(" ,;"), sign=phrases.marks.cut),
        speaker=quote.speaker_name or speaker,
        marked=quote.kind is not QuoteKind.INDIRECT,
        language=origin.language if origin else None,
        origin=origin,
        facts=ids_of((quote,)),
    )


def figure_item(
    figure: Figure, words: str, origin: Origin | None, phrases: Phrases, *, has_modifier: bool
) -> FigureItem:
    """A figure in the article's words; our own modifier in front where `words` lack it."""
    ours = phrases.approx.of(figure.approx) if figure.approx and not has_modifier else ""
    words, what = _said_once(words, figure.what)
    return FigureItem(
        words=f"{ours} {words}" if ours else words,
        what=what,
        holder=figure.holder,
        period=figure.period,
        reported_by=figure.reported_by,
        language=origin.language if origin else None,
        origin=origin,
        facts=ids_of((figure,)),
    )


def _said_once(words: str, what: str | None) -> tuple[str, str | None]:
    """A figure and what it counts without the same noun twice.

    "25.000 personas" and "personas de Karvenia" are one phrase of the article; "d'Etats" says all
    that "Etats" does.
    """
    if what is None or re.search(rf"(?<!\w){re.escape(what)}(?!\w)", words, re.IGNORECASE):
        return words, None
    for word in reversed(list(_WORD.finditer(words))):
        shared = words[word.start() :]
        if what.startswith(shared) and not what[len(shared) : len(shared) + 1].isalnum():
            return words + what[len(shared) :], None
    return words, what
