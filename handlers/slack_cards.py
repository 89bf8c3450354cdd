"""A card as Slack blocks, and as the full text that notifications and screen readers take.

Foreign words stand in plain text and rich text only, where Slack reads no markup: they can neither
format, link nor mention. The stance stands in words. Links carry the name of their host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.phrases import Phrases
from bot.answers.plain import plain
from bot.answers.wording import (
    DOT,
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
from handlers.chat_text import around, clean, cut, escape_slack, utf16
from handlers.slack_limits import ALT, BUTTON_TEXT, BUTTON_VALUE, HEADER, TEXT, validate

HEADING, LINE, WORDS = 120, 250, 900  # UTF-16 units of foreign text
ASK = "ask"  # begins the action_id of a button that asks; its value is the question
ACT = "act"  # begins the action_id of a button that does something; its value is the action
LONGEST_KEY = "k" * 20
OPEN = "open"  # the action_id of the button that leads to the article

Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """What is sent: blocks, and `text` that says all of it where blocks are not shown."""

    text: str
    blocks: tuple[Block, ...] = ()
    more: bool = False  # the card has further pages

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments for posting and answering; nothing unfurls, nobody is mentioned."""
        given: dict[str, Any] = {"text": self.text, "unfurl_links": False, "unfurl_media": False}
        return {**given, "blocks": list(self.blocks)} if self.blocks else given


def message_of(
    card: Card, phrases: Phrases, *, key: str = "", also: Sequence[Ask] = ()
) -> SlackMessage:
    """The card in blocks, made to fit.

    Args:
        card: what to show.
        phrases: our words in the card's language.
        key: the card's key, carried by its buttons; without one it has only those that ask.
        also: questions to offer beside the card's own.
    """
    return page_message(first_page(card, phrases, _problems(phrases)), phrases, key=key, also=also)


def cut_in_pages(card: Card, phrases: Phrases) -> list[Page]:
    """The pages of a card."""
    return pages(card, phrases, _problems(phrases))


def text_of(card: Card, phrases: Phrases) -> SlackMessage:
    """The card without blocks, for when Slack refuses them."""
    return SlackMessage(text=_text(card, phrases))


def _problems(phrases: Phrases) -> Callable[[Card], list[str]]:
    """What Slack would refuse in a card with as many buttons as there may be."""

    def problems(card: Card) -> list[str]:
        page = Page(card=card, number=2 if card.kind == "answer" else 0, more=True)
        message = page_message(page, phrases, key=LONGEST_KEY)
        return validate(message.text, message.blocks)

    return problems


def page_message(
    page: Page, phrases: Phrases, *, key: str = "", also: Sequence[Ask] = ()
) -> SlackMessage:
    """One page of a card; arguments as of `message_of`."""
    card = page.card
    blocks = [_header(card), *_byline(card)]
    sections = (list(_section(section, phrases)) for section in card.sections)
    blocks += [{"type": "rich_text", "elements": elements} for elements in sections if elements]
    if footer := cut(clean(card.footer), WORDS):
        blocks.append({"type": "context", "elements": [_plain(footer)]})
    for row in rows_of(page, phrases, key=key, also=also):
        if buttons := _buttons(row):
            blocks.append({"type": "actions", "elements": buttons})
    return SlackMessage(text=_text(card, phrases), blocks=tuple(blocks), more=page.more)


def _text(card: Card, phrases: Phrases) -> str:
    # escaped first: an escape may be cut in two, which shows some letters, and hides no word
    return cut(escape_slack(plain(card, phrases)), TEXT) or "–"


def _header(card: Card) -> Block:
    return {"type": "header", "text": _plain(_line(card.title, HEADER) or "–")}


def _byline(card: Card) -> Iterator[Block]:
    words = _line(card.byline, LINE)
    picture = link(card.image)
    if picture:
        alt = cut(clean(card.image_alt) or clean(card.title) or picture.host, ALT)
        image = {"type": "image", "image_url": picture.url, "alt_text": alt}
        yield {"type": "section", "text": _plain(words or picture.host), "accessory": image}
    elif words:
        yield {"type": "context", "elements": [_plain(words)]}


def _buttons(row: Sequence[Button]) -> list[Block]:
    """A row of buttons; a question too long for Slack is left out."""
    found: list[Block] = []
    for number, button in enumerate(row):
        label = _plain(cut(clean(button.label), BUTTON_TEXT))
        shown: Block = {"type": "button", "text": label}
        if button.url:
            found.append({**shown, "action_id": OPEN, "url": button.url})
        elif action := button.action:
            name = f"{ACT}:{action.verb}:{action.page}"
            found.append({**shown, "action_id": name, "value": action.ref})
        elif utf16(button.words) <= BUTTON_VALUE:
            found.append({**shown, "action_id": f"{ASK}:{number}", "value": button.words})
    return found


def _section(section: Section, phrases: Phrases) -> Iterator[Block]:
    if heading := _line(section.heading, HEADING):
        yield _lines(_bold(heading))
    for item in section.items:
        yield from _item(item, phrases)


def _item(item: Item, phrases: Phrases) -> Iterator[Block]:
    match item:
        case TextItem():
            if words := cut(clean(item.text), WORDS):
                yield _lines(_said(words))
            return
        case PositionItem():
            yield from _position(item, phrases)
        case QuoteItem():
            yield _lines(_bold(_line(speaker_words(item, phrases), LINE)))
            yield _quote(_said(_line(quote_words(item, phrases), WORDS)))
        case FigureItem():
            notes = _line(figure_notes(item, phrases), WORDS)
            yield _lines(_bold(_line(item.words, LINE)), _said(f"{DOT}{notes}" if notes else ""))
        case ArticleItem():
            title = _line(item.origin.title or item.origin.source, LINE)
            summary = _line(item.summary, WORDS)
            yield _lines(_bold(title), _said(f"\n{summary}" if summary else ""))
        case SentenceItem():
            yield _lines(_bold(_line(item.label, LINE)))
            yield _quote(*_evidence(item.words, item.part, phrases))
            yield _lines(_said(_line(item.note, LINE)))
    if item.origin is not None:
        yield _origin(item.origin, phrases)


def _position(item: PositionItem, phrases: Phrases) -> Iterator[Block]:
    words = position_words(item, phrases)
    claim = _line(words.stance + words.topic, LINE)
    yield _lines(_bold(_line(words.actor, LINE)), _said(f" {claim}"))
    yield _quote(*_evidence(item.evidence, item.cue, phrases))
    if words.notes:
        yield _lines(_said(_line(joined(words.notes), WORDS)))


def _evidence(words: str, part: tuple[int, int] | None, phrases: Phrases) -> Iterator[Block]:
    """The sentence between marks, the words that matter in it (offsets `part`) in bold."""
    if utf16(words) > WORDS:
        yield _said(phrases.quoted(_line(words, WORDS)))
        return
    before, cue, after = around(words, part)
    yield _said(phrases.marks.open + before)
    yield _bold(cue)
    yield _said(after + phrases.marks.close)


def _origin(origin: Origin, phrases: Phrases) -> Block:
    line, there = _line(origin_line(origin, phrases), LINE), link(origin.url)
    if there is None:
        return _lines(_said(line))
    return _lines(_said(f"{line}{DOT}"), {"type": "link", "url": there.url, "text": there.host})


def _lines(*pieces: Block) -> Block:
    """One or more lines of rich text, ended by a line break."""
    filled = [piece for piece in pieces if piece["text"]]
    return {"type": "rich_text_section", "elements": [*filled, _said("\n")]}


def _quote(*pieces: Block) -> Block:
    filled = [piece for piece in pieces if piece["text"]]
    return {"type": "rich_text_quote", "elements": filled or [_said("–")]}


def _said(words: str) -> Block:
    return {"type": "text", "text": words}


def _bold(words: str) -> Block:
    return {"type": "text", "text": words, "style": {"bold": True}}


def _plain(words: str) -> Block:
    return {"type": "plain_text", "text": words, "emoji": False}


def _line(text: str, most: int) -> str:
    return cut(clean(text).replace("\n", " "), most)
