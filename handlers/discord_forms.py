"""The form cards have on Discord, as the settings say: components or an embed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.answers.phrases import Phrases, phrases_for
from bot.model import Card
from handlers.chat_asks import Ask
from handlers.chat_pages import Page
from handlers.discord_cards import DiscordMessage, cut_in_pages, message_of, page_message
from handlers.discord_embeds import bare_of, cut_in_embeds, embed_of, page_embed

Style = Literal["components", "embed"]


class Forms:
    """Cards as messages, in the words of their language."""

    def __init__(self, style: Style, phrases: Mapping[str, Phrases], language: str) -> None:
        """`language` is of our own words where a card's are not known."""
        self._plain = style == "embed"
        self._phrases = phrases
        self._language = language

    def card(self, card: Card, key: str = "") -> DiscordMessage:
        """A card on one message; `key` as of `message_of`."""
        form = embed_of if self._plain else message_of
        return form(card, self._words(card), key=key)

    def pages(self, card: Card) -> list[Page]:
        """All pages of a card."""
        return (cut_in_embeds if self._plain else cut_in_pages)(card, self._words(card))

    def page(self, page: Page, key: str, also: Sequence[Ask]) -> DiscordMessage:
        """One page of a card."""
        form = page_embed if self._plain else page_message
        return form(page, self._words(page.card), key=key, also=also)

    def bare(self, card: Card) -> DiscordMessage:
        """A card as text alone, for when Discord refuses the other."""
        return bare_of(card, self._words(card))

    def _words(self, card: Card) -> Phrases:
        return phrases_for(self._phrases, card.language, self._language)
