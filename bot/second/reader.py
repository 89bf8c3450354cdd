"""One article to the model and back: who may send it, what it costs, what comes of it.

Whatever goes wrong, what the rules found stays: as it is when there is no answer at all.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.errors import SourceError, StoreError
from bot.model import Reading, SecondLook, Usage
from bot.reading.second.claims import answer_schema
from bot.reading.second.windows import windows
from bot.second.asking import Asking, Work
from bot.second.chat import NoReply, tokens_of
from bot.second.prompts import Prompts
from bot.second.stances import SCHEMA, confirmed, question, unconfirmed

log = logging.getLogger(__name__)

ANSWERED = 0.35  # tokens of an answer for each token of the article, to know a cost before

Again = Callable[[Reading, tuple[str, ...], str], Awaitable[Reading | SourceError]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the model may be given. Empty sets: everything."""

    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def covers(self, reading: Reading) -> bool:
        """True for an article the model may be given."""
        article = reading.article
        return (
            not article.partial
            and bool(reading.sentences)
            and (not self.sources or article.source_id in self.sources)
            and (not self.languages or article.language in self.languages)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What an article will cost, about."""

    requests: int
    tokens: int


class SecondReader:
    """Adds what a model finds to what the rules found."""

    def __init__(self, *, asking: Asking, prompts: Prompts, scope: Scope, again: Again) -> None:
        """`again` holds answers against a reading (a CPU's work, where the caller wants it done)."""
        self._asking = asking
        self._prompts = prompts
        self._scope = scope
        self._again = again
        self._schema = answer_schema()
        self.reader = asking.reader

    def covers(self, reading: Reading) -> bool:
        """True for an article the model may be given."""
        return self._scope.covers(reading)

    def estimate(self, reading: Reading) -> Estimate:
        """What reading it will cost, about; nothing of it is sent."""
        pieces = windows(reading)
        system = tokens_of(self._prompts.facts.system)
        sent = sum(system + tokens_of(piece.data) for piece in pieces)
        answered = sum(round(ANSWERED * tokens_of(piece.data)) for piece in pieces)
        return Estimate(requests=len(pieces), tokens=sent + answered)

    async def read(self, reading: Reading) -> Reading:
        """The reading with the model's facts; as it was, with a reason, when there are none."""
        if not self.covers(reading):
            return reading
        work = self._asking.article()
        try:
            done = await self._read(reading, work)
        except StoreError:
            raise
        except Exception:  # the model must never cost the rules' facts
            log.exception("the second reader failed")
            done = self._without(reading, "It could not be asked.")
        look = done.second
        if look is not None and work.requests:  # what was kept costs nothing
            await self._asking.spend(_outcome(look))
        return done

    async def _read(self, reading: Reading, work: Work) -> Reading:
        answers: list[str] = []
        trouble, halted = "", False
        for piece in windows(reading):
            answer = await self._asking.ask(
                "facts", self._prompts.facts, piece.data, self._schema, work
            )
            if isinstance(answer, NoReply):
                trouble, halted = answer.reason, answer.halts
                break
            answers.append(answer)
        if not answers:
            return self._without(reading, trouble or "There was nothing to read.", halted=halted)
        found = await self._again(reading, tuple(answers), self.reader)
        if isinstance(found, SourceError):
            return self._without(reading, str(found))
        if trouble and found.second is not None:
            found = replace(found, second=replace(found.second, trouble=trouble))
        return await self._confirm(found, work)

    async def _confirm(self, reading: Reading, work: Work) -> Reading:
        """Ask again, blindly, for the stances the rules know nothing of.

        Without an answer they are doubted, and the look says so: the article is to be read again.
        """
        asked = unconfirmed(reading, self.reader)
        if not asked:
            return reading
        data = question(reading, asked)
        answer = await self._asking.ask("stance", self._prompts.stance, data, SCHEMA, work)
        if not isinstance(answer, NoReply):
            return confirmed(reading, asked, answer)
        doubted, look = confirmed(reading, asked, None), reading.second
        if look is None or look.trouble:
            return doubted
        return replace(doubted, second=replace(look, trouble=answer.reason))

    def _without(self, reading: Reading, trouble: str, *, halted: bool = False) -> Reading:
        look = SecondLook(reader=self.reader, trouble=trouble, halted=halted)
        return replace(reading, second=look)


def _outcome(look: SecondLook) -> Usage:
    return Usage(
        agreed=look.agreed,
        added=look.added,
        dropped=look.dropped,
        disputed=len(look.disputes),
        failed=1 if look.trouble else 0,
    )
