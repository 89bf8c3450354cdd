"""Buttons below cards on Slack: answered to the one who pressed, from what the button itself holds."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.house import notice_card
from bot.answers.plain import plain
from bot.model import Card
from handlers.chat_actions import Action, Verb
from handlers.chat_asks import Ask
from handlers.chat_pages import Page
from handlers.chat_presses import Presses
from handlers.commands import Caller
from handlers.slack_cards import SlackMessage
from handlers.slack_modal import VERDICT, Said, form, thanks

log = logging.getLogger(__name__)

PagesOf = Callable[[Card], Sequence[Page]]
RenderPage = Callable[[Page, str, Sequence[Ask]], SlackMessage]
Respond = Callable[[SlackMessage, bool], Awaitable[None]]


class SlackPresses:
    """Does what buttons and the form are for."""

    def __init__(self, presses: Presses, cut: PagesOf, render: RenderPage) -> None:
        """`cut` makes the pages of a card, `render` one of them as a message."""
        self._presses = presses
        self._cut = cut
        self._render = render

    async def answer(
        self,
        action: Action,
        caller: Caller,
        body: dict[str, Any],
        client: AsyncWebClient,
        respond: Respond,
    ) -> None:
        """Answer one press; `respond` says whether the message takes the pressed one's place."""
        if refusal := self._presses.too_fast(caller):
            await respond(self._render(Page(card=refusal), "", ()), False)
        elif action.verb is Verb.WRONG:
            await self._ask(action, caller, str(body.get("trigger_id")), client, respond)
        elif action.verb in (Verb.EVIDENCE, Verb.MORE):
            find = self._presses.page if action.verb is Verb.MORE else self._presses.evidence
            shown = await find(action, caller, self._cut)
            private = bool((body.get("container") or {}).get("is_ephemeral"))
            message = self._render(shown.page, shown.key, shown.asks)
            await respond(message, private and action.verb is Verb.MORE)

    async def sent(self, said: Said, caller: Caller, ack: AsyncAck) -> None:
        """Keep what the form says, and show a word in its place."""
        phrases = self._presses.phrases_of(caller)
        card = await self._presses.say(said.action, said.verdict, caller, self._cut)
        if card is None:
            await ack(response_action="errors", errors={VERDICT: phrases.verdicts.misfit})
            return
        words = plain(card, phrases).removeprefix(card.title).strip()
        await ack(response_action="update", view=thanks(words, phrases))

    async def _ask(
        self,
        action: Action,
        caller: Caller,
        trigger: str,
        client: AsyncWebClient,
        respond: Respond,
    ) -> None:
        phrases = self._presses.phrases_of(caller)
        menu = await self._presses.menu(action, caller, self._cut)
        if menu is None:
            gone = Page(card=notice_card(phrases, phrases.verdicts.gone))
            await respond(self._render(gone, "", ()), False)
            return
        view = form(menu, phrases, caller.channel)
        await client.views_open(trigger_id=trigger, view=view)
