"""Buttons and menus below cards on Discord: answered to the one who pressed, within three seconds.

Whatever a press goes on from stands in the button's id and in the store, so that any process can
answer it. A page asked for on a page that only the presser sees takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.answers.plain import plain
from bot.model import Card
from handlers.chat_actions import Action, Verb, read_action
from handlers.chat_asks import Ask
from handlers.chat_common import in_time
from handlers.chat_pages import Page
from handlers.chat_presses import Menu, Presses, Shown
from handlers.chat_text import clean, cut, escape_discord
from handlers.commands import Caller
from handlers.discord_cards import ASK_ID, DiscordMessage
from handlers.discord_limits import CONTENT, OPTION, PLACEHOLDER

PagesOf = Callable[[Card], Sequence[Page]]
RenderPage = Callable[[Page, str, Sequence[Ask]], DiscordMessage]


def pressed(interaction: discord.Interaction) -> tuple[str, Action | None]:
    """The words of the question a component asks, or what it does; neither when it is not ours."""
    data: Any = interaction.data or {}
    mark, _, ref = str(data.get("custom_id", "")).partition(":")
    if mark != ASK_ID:
        return "", None
    action, words = read_action(ref), ref.partition(":")[2]
    return ("" if action or words.startswith("=") else words), action


class DiscordPresses:
    """Does what buttons and menus are for."""

    def __init__(self, presses: Presses, cut: PagesOf, render: RenderPage) -> None:
        """`cut` makes the pages of a card, `render` one of them as a message."""
        self._presses = presses
        self._cut = cut
        self._render = render

    async def answer(
        self, interaction: discord.Interaction, action: Action, caller: Caller
    ) -> None:
        """Answer one press."""
        if refusal := self._presses.too_fast(caller):
            words = _sentences(refusal, self._presses, caller)
            await interaction.response.send_message(words, ephemeral=True)
            return
        match action.verb:
            case Verb.EVIDENCE:
                await self._show(interaction, action, caller, self._presses.evidence)
            case Verb.MORE:
                await self._show(interaction, action, caller, self._presses.page)
            case Verb.WRONG | Verb.FACT:
                await self._ask(interaction, action, caller)
            case Verb.SAY:
                await self._say(interaction, action, caller)

    async def _show(
        self, interaction: discord.Interaction, action: Action, caller: Caller, find: Any
    ) -> None:
        """A page, in the place of the page it was asked for on when only the presser sees that."""
        response = interaction.response
        here = action.verb is Verb.MORE and _is_private(interaction)

        async def wait() -> None:
            await response.defer(ephemeral=True, thinking=not here)

        shown: Shown = await in_time(find(action, caller, self._cut), wait)
        sent = self._render(shown.page, shown.key, shown.asks).arguments()
        if response.is_done():
            await interaction.edit_original_response(**sent)
        elif here:
            await response.edit_message(**sent)
        else:
            await response.send_message(**sent, ephemeral=True)

    async def _ask(self, interaction: discord.Interaction, action: Action, caller: Caller) -> None:
        """A menu: of the facts, then of what can be said of the chosen one."""
        place = _chosen(interaction)
        if action.verb is Verb.FACT:
            digits = place.isascii() and place.isdecimal() and len(place) <= 3
            action = Action(
                key=action.key,
                verb=Verb.FACT,
                page=action.page,
                place=int(place) if digits else 999,
            )
        response = interaction.response
        again = action.verb is Verb.FACT

        async def wait() -> None:
            await response.defer(ephemeral=True, thinking=not again)

        menu = await in_time(self._presses.menu(action, caller, self._cut), wait)
        sent = _menu_message(menu) if menu else {"content": self._gone(caller)}
        if response.is_done():
            await interaction.edit_original_response(**sent)
        elif again:
            await response.edit_message(**sent)
        else:
            await response.send_message(**sent, ephemeral=True)

    async def _say(self, interaction: discord.Interaction, action: Action, caller: Caller) -> None:
        response = interaction.response

        async def wait() -> None:
            await response.defer(ephemeral=True)

        said = self._presses.say(action, _chosen(interaction), caller, self._cut)
        card = await in_time(said, wait)
        words = _sentences(card, self._presses, caller) if card else self._gone(caller)
        if response.is_done():
            await interaction.edit_original_response(content=words, view=None)
        else:
            await response.edit_message(content=words, view=None)

    def _gone(self, caller: Caller) -> str:
        return escape_discord(self._presses.phrases_of(caller).verdicts.gone)


def _menu_message(menu: Menu) -> dict[str, Any]:
    select: ui.Select[ui.View] = ui.Select(
        custom_id=f"{ASK_ID}:{menu.action.ref}",
        placeholder=cut(_flat(menu.title), PLACEHOLDER) or "–",
        options=[
            discord.SelectOption(label=cut(_flat(words), OPTION) or "–", value=value)
            for words, value in menu.entries
        ],
    )
    view = ui.View(timeout=None)
    view.add_item(select)
    view.stop()  # discord.py shall not keep it
    return {"content": f"**{escape_discord(cut(clean(menu.title), CONTENT // 4))}**", "view": view}


def _flat(words: str) -> str:
    return clean(words).replace("\n", " ")


def _sentences(card: Card, presses: Presses, caller: Caller) -> str:
    """A notice in plain words."""
    words = plain(card, presses.phrases_of(caller)).removeprefix(card.title).strip()
    return escape_discord(cut(clean(words), CONTENT // 2))


def _chosen(interaction: discord.Interaction) -> str:
    data: Any = interaction.data or {}
    return str(next(iter(data.get("values") or ()), ""))


def _is_private(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral
