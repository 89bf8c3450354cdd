"""The form cards have on Slack, in the words of their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers.phrases import Phrases, phrases_for
from bot.model import Card
from handlers.chat_asks import Ask
from handlers.chat_pages import Page
from handlers.slack_cards import SlackMessage, cut_in_pages, message_of, page_message, text_of


class Forms:
    """Cards as messages."""

    def __init__(self, phrases: Mapping[str, Phrases], language: str) -> None:
        """`language` is of our own words where a card's are not known."""
        self._phrases = phrases
        self._language = language

    def card(self, card: Card, key: str = "") -> SlackMessage:
        """A card on one message; `key` as of `message_of`."""
        return message_of(card, self._words(card), key=key)

    def pages(self, card: Card) -> list[Page]:
        """All pages of a card."""
        return cut_in_pages(card, self._words(card))

    def page(self, page: Page, key: str, also: Sequence[Ask]) -> SlackMessage:
        """One page of a card."""
        return page_message(page, self._words(page.card), key=key, also=also)

    def text(self, card: Card) -> SlackMessage:
        """A card without blocks, for when Slack refuses them."""
        return text_of(card, self._words(card))

    def _words(self, card: Card) -> Phrases:
        return phrases_for(self._phrases, card.language, self._language)
