"""Cards looked at again: their evidence, what people say of their facts, and how often these are right.

A card that was shown is known by its key, in every process and after a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.answers.accuracy import accuracy_card
from bot.answers.asked import Asker
from bot.answers.corrected import corrected, uncorrected
from bot.answers.evidence import Read, evidence_card
from bot.answers.facts_shown import without
from bot.answers.house import notice_card
from bot.answers.phrases import Phrases
from bot.model import Card, Fault, Figure
from bot.second.gloss import Glosses
from bot.store.facts import Home
from bot.store.rows import Fact, around, span_of
from bot.store.store import Store

GLOSSED = 6  # foreign sentences of one card that are put into the reader's language

log = logging.getLogger(__name__)


class Review:
    """What can be asked of a card that was shown."""

    def __init__(
        self,
        store: Store,
        phrases: Mapping[str, Phrases],
        clock: Callable[[], datetime],
        glosses: Glosses | None = None,
    ) -> None:
        """Look things up in `store`; word them in the languages of `phrases`.

        `glosses` puts foreign sentences into these; None where no language model is set.
        """
        self._glosses = glosses
        self._store = store
        self._phrases = phrases
        self._clock = clock

    async def keep(self, card: Card) -> str:
        """Remember an answer for the buttons below it; give its key."""
        return await self._store.shown.keep(card, self._clock())

    async def find(self, key: str) -> Card | None:
        """The card with this key; None when it is forgotten."""
        return await self._store.shown.find(key)

    async def standing(self, card: Card) -> Card:
        """The card without the facts somebody has said are wrong since it was made."""
        return without(card, await self._store.verdicts.refuted(card.facts))

    async def evidence(self, card: Card, phrases: Phrases) -> Card:
        """The facts of a card with the sentences they were read in."""
        found = await self._store.facts.by_ids(card.facts)
        reads = [_read(fact, home) for fact, home in found]
        return evidence_card(card, await self._glossed(reads, phrases.code), phrases)

    async def _glossed(self, reads: Sequence[Read], into: str) -> list[Read]:
        """The first few foreign sentences with what they say, where a model is set."""
        glosses = self._glosses
        if glosses is None:
            return list(reads)
        foreign = [r.sentence for r in reads if r.origin.language not in (None, into)]
        wanted = list(dict.fromkeys(foreign))[:GLOSSED]
        made = await asyncio.gather(*(glosses.of(sentence, into) for sentence in wanted))
        known = dict(zip(wanted, made, strict=True))
        by = glosses.reader
        return [
            replace(read, gloss=known.get(read.sentence, ""), gloss_by=by)
            if read.origin.language != into
            else read
            for read in reads
        ]

    async def judge(
        self, facts: Sequence[str], fault: Fault, *, person: str, is_admin: bool, phrases: Phrases
    ) -> Card:
        """Keep a person's verdict on facts that are shown as one; a word on what became of it.

        Every posted card that shows one of them follows, wherever it stands.
        """
        verdicts, words = self._store.verdicts, phrases.verdicts
        known = await verdicts.record(
            facts,
            fault,
            person=person,
            by_admin=is_admin,
            at=self._clock(),
            copies=await self._store.facts.copies(facts),
            correct=self._corrected,
        )
        if not known:
            return notice_card(phrases, words.gone)
        log.info("%s says of %s: %s", person, ", ".join(facts), fault)
        is_hidden = bool(await verdicts.refuted(facts))
        if is_hidden == (fault is Fault.RIGHT):
            return notice_card(phrases, words.outvoted)
        if is_hidden:
            return notice_card(phrases, words.hidden.format(fault=phrases.faults.of(fault)))
        return notice_card(phrases, words.noted)

    def _corrected(self, card: Card, refuted: frozenset[str]) -> Card:
        """A posted card that says it was corrected; what is wrong leaves it on its way."""
        phrases = self._phrases.get(card.language)
        if phrases is None:
            return card
        return corrected(card, phrases) if refuted else uncorrected(card, phrases)

    async def accuracy(self, words: str, asker: Asker) -> Card:  # noqa: ARG002  # like the desk's
        """How many facts were judged, and how many of them are right."""
        return accuracy_card(await self._store.verdicts.judged(), self._phrases[asker.language])


def _read(fact: Fact, home: Home) -> Read:
    whole = around(span_of(fact), home.sentences)
    span = (fact.shown or fact.span) if isinstance(fact, Figure) else span_of(fact)
    inside = whole.contains(span) and len(span) < len(whole)
    return Read(
        fact=fact.id,
        sentence=home.article.at(whole),
        part=(span.start - whole.start, span.end - whole.start) if inside else None,
        rule=fact.rule,
        confidence=fact.confidence,
        origin=home.origin,
        reader=fact.origin,
    )
