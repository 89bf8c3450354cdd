"""A card as one of Discord's embeds, for servers and clients that know no components; or as text.

`content` says what the card is about, since a reader may have embeds switched off; an embed's
picture could carry no alt text, so there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import discord
from discord import ui

from bot.answers.phrases import Phrases
from bot.answers.plain import plain
from bot.model import Card
from handlers.chat_asks import Ask
from handlers.chat_fit import fit
from handlers.chat_links import link
from handlers.chat_pages import Page, first_page, pages
from handlers.chat_text import clean, cut, escape_discord
from handlers.discord_cards import (
    LINE,
    LONGEST_KEY,
    TITLE,
    DiscordMessage,
    button_rows,
    section_text,
)
from handlers.discord_limits import FOOTER, validate


def embed_of(
    card: Card, phrases: Phrases, *, key: str = "", also: Sequence[Ask] = ()
) -> DiscordMessage:
    """The card as a sentence and an embed, made to fit; arguments as of `message_of`."""
    return page_embed(first_page(card, phrases, _problems(phrases)), phrases, key=key, also=also)


def cut_in_embeds(card: Card, phrases: Phrases) -> list[Page]:
    """The pages of a card."""
    return pages(card, phrases, _problems(phrases))


def bare_of(card: Card, phrases: Phrases) -> DiscordMessage:
    """The card as text alone, made to fit, for when Discord refuses its form; it unfurls nothing."""

    def bare(smaller: Card) -> DiscordMessage:
        body = plain(replace(smaller, title="", byline="", url=None, image_alt=""), phrases)
        texts = (_alert(smaller), escape_discord(body))
        return DiscordMessage(view=None, content="\n\n".join(text for text in texts if text))

    return bare(fit(card, phrases, lambda smaller: validate(bare(smaller).payload())))


def _alert(card: Card) -> str:
    """Title, byline and address: the least that is said of a card, and what an embed's alert shows."""
    there = link(card.url)
    lines = [f"**{escape_discord(cut(clean(card.title), TITLE)) or '–'}**"]
    lines.append(escape_discord(cut(clean(card.byline), LINE)))
    lines.append(f"<{there.url}>" if there else "")  # between brackets it unfurls nothing
    return "\n".join(line for line in lines if line)


def _problems(phrases: Phrases) -> Callable[[Card], list[str]]:
    def problems(card: Card) -> list[str]:
        page = Page(card=card, more=True)
        return validate(page_embed(page, phrases, key=LONGEST_KEY).payload())

    return problems


def page_embed(
    page: Page, phrases: Phrases, *, key: str = "", also: Sequence[Ask] = ()
) -> DiscordMessage:
    """One page of a card; arguments as of `message_of`."""
    card = page.card
    texts = [text for section in card.sections if (text := section_text(section, phrases))]
    embed = discord.Embed(description="\n".join(texts)) if texts else None
    if card.footer:
        embed = embed or discord.Embed()
        embed.set_footer(text=cut(clean(card.footer), FOOTER))
    rows = button_rows(page, phrases, key, also)
    view = ui.View(timeout=None) if rows else None
    if view is not None:
        for number, row in enumerate(rows):
            for button in row:
                button.row = number
                view.add_item(button)
        view.stop()  # as in `page_message`
    return DiscordMessage(content=_alert(card), embed=embed, view=view, more=page.more)
