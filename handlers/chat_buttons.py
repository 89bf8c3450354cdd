"""The buttons below a card, in rows, before a platform gives them its form. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.phrases import Phrases
from handlers.chat_actions import Action, Verb
from handlers.chat_asks import Ask, asks
from handlers.chat_links import link
from handlers.chat_pages import Page
from handlers.chat_presses import is_about_facts, shows_evidence

ROW = 5  # buttons that stand beside each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button: it leads to an address, asks a question, or does something with its card."""

    label: str
    url: str = ""
    words: str = ""
    action: Action | None = None


def rows_of(
    page: Page, phrases: Phrases, *, key: str, also: Sequence[Ask] = ()
) -> tuple[tuple[Button, ...], ...]:
    """The link and what can be done with the card, then the questions it invites.

    Args:
        page: what is shown.
        phrases: our words in the card's language.
        key: of the card; without it only the link is there.
        also: further questions.
    """
    card, words = page.card, phrases.buttons
    first: list[Button] = []
    if there := link(card.url):
        first.append(Button(label=phrases.lines.read_on.format(host=there.host), url=there.url))
    if not key:
        return (tuple(first),) if first else ()

    def act(label: str, verb: Verb, number: int = page.number) -> Button:
        return Button(label=label, action=Action(key=key, verb=verb, page=number))

    if page.number > 1:
        first.append(act(words.back, Verb.MORE, page.number - 1))
    if page.more:
        first.append(act(words.more, Verb.MORE, page.number + 1))
    if is_about_facts(page):
        if not shows_evidence(page):
            first.append(act(words.evidence, Verb.EVIDENCE))
        first.append(act(words.wrong, Verb.WRONG))
    questions = (*(asks(card, phrases) if page.number == 0 else ()), *also)
    second = [Button(label=ask.label, words=ask.words) for ask in questions]
    rows = [[*first, *second]] if len(first) + len(second) <= ROW else [first, second]
    return tuple(tuple(row) for row in rows if row)
