"""A card as Discord's components: text that is read aloud in order, a picture with alt text, buttons.

A message made of components unfurls no link. The stance stands in words; nothing is said by colour
or emoji alone. Links carry the name of their host, foreign words are escaped, never formatted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.answers.phrases import Phrases
from bot.answers.wording import (
    figure_notes,
    joined,
    origin_line,
    position_words,
    quote_words,
    speaker_words,
)
from bot.model import (
    ArticleItem,
    Card,
    FigureItem,
    Item,
    Origin,
    PositionItem,
    QuoteItem,
    Section,
    SentenceItem,
    TextItem,
)
from handlers.chat_asks import Ask
from handlers.chat_buttons import Button, rows_of
from handlers.chat_links import link
from handlers.chat_pages import Page, first_page, pages
from handlers.chat_text import around, clean, cut, escape_discord, utf16
from handlers.discord_limits import ALT, CUSTOM_ID, LABEL, ROW, V2_FLAG, validate

TITLE, HEADING, LINE, WORDS = 250, 120, 250, 900  # UTF-16 units of foreign text, before escaping
ASK_ID = "v"  # begins a button's custom_id: "v:KEY:words of the question", or an action's ref
LONGEST_KEY = "k" * 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordMessage:
    """What is sent: components alone, or a sentence with an embed and a row of buttons."""

    view: ui.LayoutView | ui.View | None
    content: str | None = None
    embed: discord.Embed | None = None
    more: bool = False  # the card has further pages

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of discord.py's `send` and `send_message`."""
        given = {"content": self.content, "embed": self.embed, "view": self.view}
        return {name: value for name, value in given.items() if value is not None}

    def payload(self) -> dict[str, Any]:
        """The same as the body that will be sent, for checks."""
        body: dict[str, Any] = {}
        if self.content is not None:
            body["content"] = self.content
        if self.embed is not None:
            body["embeds"] = [self.embed.to_dict()]
        if self.view is not None:
            body["components"] = self.view.to_components()
            if self.view.has_components_v2():
                body["flags"] = V2_FLAG
        return body


def message_of(
    card: Card, phrases: Phrases, *, key: str = "", also: Sequence[Ask] = ()
) -> DiscordMessage:
    """The card in components, made to fit.

    Args:
        card: what to show.
        phrases: our words in the card's language.
        key: the card's key, carried by its buttons; a delivery's message is found again by it.
        also: questions to offer beside the card's own.
    """
    return page_message(first_page(card, phrases, _problems(phrases)), phrases, key=key, also=also)


def cut_in_pages(card: Card, phrases: Phrases) -> list[Page]:
    """The pages of a card."""
    return pages(card, phrases, _problems(phrases))


def page_message(
    page: Page, phrases: Phrases, *, key: str = "", also: Sequence[Ask] = ()
) -> DiscordMessage:
    """One page of a card; arguments as of `message_of`."""
    card = page.card
    container: ui.Container[ui.LayoutView] = ui.Container()
    for part in _head(card):
        container.add_item(part)
    for section in card.sections:
        text = section_text(section, phrases)
        if text:
            container.add_item(ui.Separator())
            container.add_item(ui.TextDisplay(text))
    if card.footer:
        container.add_item(ui.TextDisplay(_small(card.footer)))
    for row in button_rows(page, phrases, key, also):
        container.add_item(ui.ActionRow(*row))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()  # discord.py shall not keep it: buttons are answered by what stands in them
    return DiscordMessage(view=view, more=page.more)


def _problems(phrases: Phrases) -> Callable[[Card], list[str]]:
    """What Discord would refuse in a card with as many buttons as there may be."""

    def problems(card: Card) -> list[str]:
        page = Page(card=card, number=2 if card.kind == "answer" else 0, more=True)
        return validate(page_message(page, phrases, key=LONGEST_KEY).payload())

    return problems


def _head(card: Card) -> Iterator[ui.Item[ui.LayoutView]]:
    texts = [f"## {_escaped(card.title, TITLE) or '–'}"]
    if card.byline:
        texts.append(_small(card.byline))
    picture = link(card.image)
    if picture is None:
        yield from (ui.TextDisplay(text) for text in texts)
        return
    alt = cut(clean(card.image_alt) or clean(card.title) or picture.host, ALT)
    yield ui.Section(*texts, accessory=ui.Thumbnail(picture.url, description=alt))


def button_rows(
    page: Page, phrases: Phrases, key: str, also: Sequence[Ask] = ()
) -> list[list[ui.Button[Any]]]:
    """The buttons below a page, row by row; a question too long for Discord is left out."""
    rows = ([_button(b, key) for b in row] for row in rows_of(page, phrases, key=key, also=also))
    return [kept[:ROW] for row in rows if (kept := [button for button in row if button])]


def press_id(key: str, words: str) -> str:
    """The custom_id of a button that asks."""
    return f"{ASK_ID}:{key}:{words}"


def _button(button: Button, key: str) -> ui.Button[Any] | None:
    label = cut(clean(button.label), LABEL)
    if button.url:
        return ui.Button(label=label, url=button.url)
    action = button.action
    custom_id = f"{ASK_ID}:{action.ref}" if action else press_id(key, button.words)
    return ui.Button(label=label, custom_id=custom_id) if utf16(custom_id) <= CUSTOM_ID else None


def section_text(section: Section, phrases: Phrases) -> str:
    """A section as Discord markdown: its heading, then its items; empty when there is nothing."""
    lines = [line for item in section.items for line in _item(item, phrases)]
    if section.heading:
        lines.insert(0, f"### {_escaped(section.heading, HEADING)}")
    return "\n".join(line for line in lines if line)


def _item(item: Item, phrases: Phrases) -> Iterator[str]:
    match item:
        case TextItem():
            yield _escaped(item.text, WORDS)
            return
        case PositionItem():
            yield from _position(item, phrases)
        case QuoteItem():
            words = _one_line(quote_words(item, phrases), WORDS)
            yield f"> {words} — {_bold(speaker_words(item, phrases))}"
        case FigureItem():
            notes = figure_notes(item, phrases)
            yield joined((_bold(item.words), _one_line(notes, WORDS)))
        case ArticleItem():
            yield _bold(item.origin.title or item.origin.source)
            yield _escaped(item.summary, WORDS)
        case SentenceItem():
            yield _bold(item.label)
            yield f"> {phrases.quoted(_evidence(item.words, item.part))}"
            yield _small(item.note)
    if item.origin is not None:
        yield _origin(item.origin, phrases)


def _position(item: PositionItem, phrases: Phrases) -> Iterator[str]:
    words = position_words(item, phrases)
    yield f"{_bold(words.actor)} {_one_line(words.stance + words.topic, LINE)}"
    yield f"> {phrases.quoted(_evidence(item.evidence, item.cue))}"
    if words.notes:
        yield _small(joined(words.notes))


def _evidence(words: str, part: tuple[int, int] | None) -> str:
    """The sentence, the words that matter (offsets `part`) in bold where it can be shown whole."""
    before, cue, after = around(words, part)
    if not cue.strip() or utf16(words) > WORDS:
        return _one_line(words, WORDS)
    strong = cue.replace(cue.strip(), f"**{escape_discord(cue.strip())}**")
    return f"{escape_discord(before)}{strong}{escape_discord(after)}"


def _origin(origin: Origin, phrases: Phrases) -> str:
    there = link(origin.url)
    masked = f"[{escape_discord(there.host)}]({there.url})" if there else ""
    return joined((_small(origin_line(origin, phrases)), masked))


def _small(text: str) -> str:
    return f"-# {_one_line(text, 2 * LINE)}"


def _bold(text: str) -> str:
    words = _one_line(text, LINE)
    return f"**{words}**" if words else ""


def _one_line(text: str, most: int) -> str:
    return _escaped(text, most).replace("\n", " ")


def _escaped(text: str, most: int) -> str:
    return escape_discord(cut(clean(text), most))
