"""What a pressed button does, the same on every platform.

A press is answered to the one who pressed it. What it goes on from is the kept card, never
anything in memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.answers.evidence import label_of
from bot.answers.facts_shown import Fact, judgeable, kind_of
from bot.answers.house import notice_card
from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.clock import utc_now
from bot.errors import VigieError
from bot.model import Card, Fault, PositionItem, Section, SentenceItem, faults_of
from handlers.chat_actions import Action, Verb
from handlers.chat_asks import Ask
from handlers.chat_pages import Page
from handlers.commands import Caller
from handlers.limiter import PRESSES, Limiter
from handlers.registry import Registry

log = logging.getLogger(__name__)

MENU = 25  # entries of one menu: Discord's limit
MUTE = "mute"  # the command an admin's button runs, where there is one
MUTES = 2  # topics that can be muted below one card

Cut = Callable[[Card], Sequence[Page]]


class Reviewing(Protocol):
    """Shown cards looked at again; `bot.answers.review.Review` is one."""

    async def keep(self, card: Card) -> str:
        """Remember an answer; give its key."""
        ...

    async def find(self, key: str) -> Card | None:
        """The card with this key."""
        ...

    async def standing(self, card: Card) -> Card:
        """The card without what was said to be wrong since."""
        ...

    async def evidence(self, card: Card, phrases: Phrases) -> Card:
        """The facts of a card with their sentences."""
        ...

    async def judge(
        self, facts: Sequence[str], fault: Fault, *, person: str, is_admin: bool, phrases: Phrases
    ) -> Card:
        """Keep a verdict; a word on what became of it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page to show, with the key of its card ("": none) and the questions it invites beside."""

    page: Page
    key: str = ""
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A choice: of a fact, or of a verdict on one. `entries` are words and values."""

    action: Action  # what choosing does
    title: str
    entries: tuple[tuple[str, str], ...]


class Presses:
    """Answers presses."""

    def __init__(
        self,
        review: Reviewing,
        registry: Registry,
        phrases_of: Callable[[Caller], Phrases],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Cards come from `review`; `phrases_of` gives our words for a caller."""
        self._limiter = Limiter(PRESSES)
        self._clock = clock
        self._review = review
        self._registry = registry
        self.phrases_of = phrases_of

    async def key_of(self, card: Card, *, more: bool) -> str:
        """The key for the buttons of an answer; empty when it needs none."""
        if not more and not card.facts:
            return ""
        try:
            return await self._review.keep(card)
        except VigieError as error:  # better an answer without buttons than none
            log.warning("an answer goes without its buttons: %s", error)
            return ""

    def too_fast(self, caller: Caller) -> Card | None:
        """Count a press; a word to who presses too often to be answered."""
        person = f"{caller.platform}:{caller.user}"
        refusal = self._limiter.ask(person, self._clock())
        if refusal is None:
            return None
        phrases, seconds = self.phrases_of(caller), max(1, round(refusal.wait.total_seconds()))
        return notice_card(phrases, phrases.errors.too_fast.format(n=seconds))

    async def page(self, action: Action, caller: Caller, cut: Cut) -> Shown:
        """The page a button leads to; `cut` makes the pages of a card."""
        found = await self._page(action, cut)
        return Shown(page=found, key=action.key) if found else self._gone(caller)

    async def evidence(self, action: Action, caller: Caller, cut: Cut) -> Shown:
        """The sentences of a page's facts; of the one at `action.place` alone, counted from 1."""
        found = await self._page(action, cut)
        if found is None:
            return self._gone(caller)
        phrases, asked = self.phrases_of(caller), found.card
        if action.place:
            chosen = (await self.facts(action, cut))[action.place - 1 : action.place]
            alone = replace(found.card, sections=(Section(items=tuple(chosen)),))
            asked = await self._review.standing(alone)
        card = await self._review.evidence(asked, phrases)
        if not card.sections:
            return self._gone(caller)
        key = await self._review.keep(card)
        return Shown(page=cut(card)[0], key=key, asks=self._mutes(found.card, caller))

    async def facts(self, action: Action, cut: Cut) -> list[Fact]:
        """The facts of a page as it was shown, in their order; none when it is forgotten."""
        found = await self._page(replace(action, verb=Verb.WRONG), cut)
        return judgeable(found.card)[:MENU] if found else []

    async def menu(self, action: Action, caller: Caller, cut: Cut) -> Menu | None:
        """The facts of a page to choose from, or the verdicts there are on a chosen one."""
        items, phrases = await self.facts(action, cut), self.phrases_of(caller)
        if action.verb is Verb.WRONG:
            entries = ((label_of(item, phrases), str(n)) for n, item in enumerate(items))
            return _menu(replace(action, verb=Verb.FACT), phrases.buttons.which, tuple(entries))
        if action.place >= len(items):
            return None
        faults = faults_of(kind_of(items[action.place]))
        verdicts = tuple((phrases.faults.of(fault), fault.value) for fault in faults)
        title = label_of(items[action.place], phrases)
        return _menu(replace(action, verb=Verb.SAY), title, verdicts)

    async def say(self, action: Action, said: str, caller: Caller, cut: Cut) -> Card | None:
        """Keep what a person says of a fact; None when it cannot be said of such a fact."""
        items, phrases = await self.facts(action, cut), self.phrases_of(caller)
        if action.place >= len(items):
            return notice_card(phrases, phrases.verdicts.gone)
        item = items[action.place]
        if said not in set(faults_of(kind_of(item))):
            return None
        return await self._review.judge(
            item.facts,
            Fault(said),
            person=f"{caller.platform}:{caller.user}",
            is_admin=caller.is_admin,
            phrases=phrases,
        )

    async def _page(self, action: Action, cut: Cut) -> Page | None:
        """The page of a kept card as it was shown: places on it stay what they were."""
        card = await self._review.find(action.key)
        if card is None:
            return None
        cards = cut(card)
        found = cards[min(action.page, len(cards) - 1)]
        if action.verb not in (Verb.EVIDENCE, Verb.MORE):
            return found
        return replace(found, card=await self._review.standing(found.card))

    def _gone(self, caller: Caller) -> Shown:
        phrases = self.phrases_of(caller)
        return Shown(page=Page(card=notice_card(phrases, phrases.verdicts.gone)))

    def _mutes(self, card: Card, caller: Caller) -> tuple[Ask, ...]:
        """For an admin, the card's topics to mute; none where there is no such command."""
        if not caller.is_admin or self._registry.find(MUTE) is None:
            return ()
        phrases = self.phrases_of(caller)
        topics = dict.fromkeys(
            topic
            for item in judgeable(card)
            if isinstance(item, PositionItem) and (topic := visible(item.topic))
        )
        return tuple(
            Ask(phrases.buttons.mute.format(topic=topic), f"{MUTE} {topic} for 7d")
            for topic in list(topics)[:MUTES]
        )


def is_about_facts(page: Page) -> bool:
    """True when the page shows facts that can be looked into and judged."""
    return bool(judgeable(page.card))


def shows_evidence(page: Page) -> bool:
    """True when the page is evidence itself."""
    return any(isinstance(item, SentenceItem) for item in judgeable(page.card))


def _menu(action: Action, title: str, entries: tuple[tuple[str, str], ...]) -> Menu | None:
    return Menu(action=action, title=title, entries=entries) if entries else None
