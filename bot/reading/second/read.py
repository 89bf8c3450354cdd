"""The second reading of an article: a model's answers, grounded, ranked and merged with the rules'.

Never raises on an answer: a fault of ours leaves the rules' reading as it was.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import Reading, SecondLook
from bot.reading.actors import ActorLexicon
from bot.reading.figures.ranking import ranked
from bot.reading.packs import LanguagePack
from bot.reading.second.claims import claims_in
from bot.reading.second.figures import FigureGround
from bot.reading.second.ground import Ground, Grounded, all_claims, grounded
from bot.reading.second.merge import merged
from bot.reading.second.positions import ground_position
from bot.reading.second.quotes import ground_quote
from bot.reading.topics import TopicLexicon

log = logging.getLogger(__name__)

NOT_READABLE = "It answered something that is no answer."
CUT = "Its answer broke off."
FAULT = "Its answer could not be held against the article."


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondTables:
    """What claims are held against beside the text."""

    pack: LanguagePack
    actors: ActorLexicon
    topics: TopicLexicon


def second_reading(
    reading: Reading,
    answers: Sequence[str],
    reader: str,
    tables: SecondTables,
    *,
    alone: bool = False,
) -> Reading:
    """The reading with what holds of a model's answers.

    Args:
        reading: what the rules found.
        answers: what the model answered, one for each window of the article.
        reader: the origin of its facts.
        tables: the language and the lexicons.
        alone: leave the rules' facts out, to measure the model.
    """
    look = SecondLook(reader=reader)
    try:
        found = [claims_in(answer) for answer in answers]
        claims = [each for each in found if each is not None]
        if not claims:
            return replace(reading, second=replace(look, trouble=NOT_READABLE))
        whole = all_claims(claims)
        ground = Ground(reading, tables.pack, tables.actors, tables.topics, reader)
        dropped = Counter(whole.broken)
        figures = FigureGround(ground)
        held = Grounded(
            quotes=tuple(
                grounded(whole.quotes, "quote", lambda c: ground_quote(c, ground), dropped)
            ),
            figures=tuple(
                ranked(ground.document, grounded(whole.figures, "figure", figures.check, dropped))
            ),
            positions=tuple(
                grounded(whole.positions, "position", lambda c: ground_position(c, ground), dropped)
            ),
            dropped=dropped,
        )
    except Exception:  # a fault of ours must not cost the rules' facts
        log.critical("the second reading failed", exc_info=True)
        return replace(reading, second=replace(look, trouble=FAULT))
    cut = len(claims) < len(found) or any(each.cut for each in claims)
    base = replace(reading, quotes=(), figures=(), positions=()) if alone else reading
    return merged(base, held, replace(look, trouble=CUT if cut else ""))
