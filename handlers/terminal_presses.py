"""What the chats' buttons do, typed in the terminal: `!more`, `!evidence 2`, `!wrong 2`.

The words are those on the buttons, in every language. They are about the card that was shown last;
its facts are counted in the order they stand on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.house import notice_card
from bot.answers.phrases import Phrases, phrases_for
from bot.answers.vocabulary import plain_word
from bot.model import Card, Fault, Section, SentenceItem, TextItem
from handlers.chat_actions import Action, Verb
from handlers.chat_pages import Page, pages
from handlers.chat_presses import Menu, Presses, Shown, is_about_facts
from handlers.commands import Caller, Commands

_BUTTONS = {"more": Verb.MORE, "back": Verb.MORE, "evidence": Verb.EVIDENCE, "wrong": Verb.WRONG}
_MARKS = "?¿! \u00a0"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was typed: its name, and the words behind it."""

    name: str
    words: str = ""


class TerminalPresses:
    """Knows the card that was shown last, and does what is typed about it."""

    def __init__(self, commands: Commands, phrases: Mapping[str, Phrases], caller: Caller) -> None:
        """Nothing was shown yet."""
        self._presses = Presses(commands.review, commands.registry, commands.phrases_of)
        self._commands = commands
        self._phrases = phrases
        self._caller = caller
        self._names = {
            plain_word(form): name
            for name in _BUTTONS
            for form in (name, *(_label(name, words) for words in phrases.values()))
        }
        self._key = ""
        self._page = Page(card=notice_card(commands.phrases_of(caller)))

    def cut(self, card: Card) -> list[Page]:
        """The pages of a card: a terminal takes any first one, and what was left out follows."""
        return pages(card, self._words(card), lambda _: ())

    async def noted(self, card: Card, key: str = "") -> None:
        """A card was shown; one that was posted has a `key`."""
        page = self.cut(card)[0]
        if is_about_facts(page) or page.more:
            self._key = key or await self._presses.key_of(card, more=page.more)
            self._page = page

    def hint(self, card: Card) -> str:
        """What can be typed about a card; empty when nothing can."""
        page, words = self.cut(card)[0], self._words(card)
        names = (["more"] if page.more else []) + (
            ["evidence", "wrong"] if is_about_facts(page) else []
        )
        return " · ".join(
            f"{self._commands.prefix}{plain_word(_label(name, words))}" for name in names
        )

    def read(self, text: str) -> Press | None:
        """The button somebody typed; None when it is none.

        Without the prefix "more about the ferry" is a question, and "wrong 2" is not.
        """
        prefix = self._commands.prefix
        word, _, rest = text.removeprefix(prefix).strip().partition(" ")
        name, rest = self._names.get(plain_word(word.strip(_MARKS))), rest.strip(_MARKS)
        counted = name in ("evidence", "wrong") and _number(rest.partition(" ")[0]) > 0
        meant = counted or not rest or text.startswith(prefix)
        return Press(name, rest) if name and meant else None

    async def answer(self, press: Press) -> Card:
        """Do it, and give the card to show."""
        if not self._key:
            return self._gone()
        match press.name:
            case "more" | "back":
                return await self._turned(1 if press.name == "more" else -1)
            case "evidence":
                return await self._evidence(press.words)
        return await self._wrong(press.words)

    async def _turned(self, by: int) -> Card:
        number = self._page.number + by
        last = self._page.count or len(await self._pages())
        if not 0 <= number < last:
            phrases = self._of(self._page.card)
            return notice_card(phrases, phrases.buttons.no_page)
        shown = await self._presses.page(
            self._action(Verb.MORE, page=number), self._caller, self.cut
        )
        return self._kept(shown)

    async def _evidence(self, words: str) -> Card:
        """Of all facts of the page, or of one; each with its number."""
        facts = await self._presses.facts(self._action(Verb.WRONG), self.cut)
        place = _number(words)
        if words and not 0 < place <= len(facts):
            return await self._wrong("")
        action = self._action(Verb.EVIDENCE, place=place)
        shown = await self._presses.evidence(action, self._caller, self.cut)
        numbers = {item.facts: number for number, item in enumerate(facts, 1)}
        return _numbered(shown.page.card, numbers)

    async def _wrong(self, words: str) -> Card:
        """The facts to choose from; the verdicts on a chosen one; or a verdict."""
        chosen, _, said = words.partition(" ")
        place, verb = _number(chosen) - 1, Verb.FACT if _number(chosen) > 0 else Verb.WRONG
        action = self._action(verb, place=max(place, 0))
        menu = await self._presses.menu(action, self._caller, self.cut)
        if menu is None:
            return self._gone() if verb is Verb.WRONG else await self._wrong("")
        if verb is Verb.WRONG or not said:
            return self._menu(menu, chosen if verb is Verb.FACT else "")
        fault = _fault(said, menu)
        if fault is None:
            return self._menu(menu, chosen)
        card = await self._presses.say(
            replace(action, verb=Verb.SAY), fault, self._caller, self.cut
        )
        return card or self._gone()

    def _menu(self, menu: Menu, chosen: str) -> Card:
        """A choice as a list of what can be typed."""
        phrases = self._of(self._page.card)
        word = plain_word(_label("wrong", phrases))
        before = " ".join(part for part in (f"{self._commands.prefix}{word}", chosen) if part)
        lines = [f"{before} {n}: {words}" for n, (words, _) in enumerate(menu.entries, 1)]
        items = tuple(TextItem(text=line) for line in lines)
        return Card(
            kind="notice",
            title=menu.title,
            sections=(Section(items=items),),
            language=phrases.code,
        )

    def _kept(self, shown: Shown) -> Card:
        if shown.key:
            self._page = shown.page
        return shown.page.card

    async def _pages(self) -> Sequence[Page]:
        card = await self._commands.review.find(self._key)
        return self.cut(card) if card else ()

    def _action(self, verb: Verb, *, page: int | None = None, place: int = 0) -> Action:
        number = self._page.number if page is None else page
        return Action(key=self._key, verb=verb, page=number, place=place)

    def _gone(self) -> Card:
        phrases = self._of(self._page.card)
        return notice_card(phrases, phrases.verdicts.gone)

    def _words(self, card: Card) -> Phrases:
        return phrases_for(self._phrases, card.language, self._commands.language)

    def _of(self, card: Card) -> Phrases:
        return self._commands.phrases_of(self._caller) if not card.sections else self._words(card)


def _label(name: str, phrases: Phrases) -> str:
    words: str = getattr(phrases.buttons, name)
    return words.strip(_MARKS)


def _number(words: str) -> int:
    """A number that was typed; 0 for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= 3 else 0


def _fault(said: str, menu: Menu) -> str | None:
    """The verdict that was chosen, by its number, its name or its words."""
    for number, (words, value) in enumerate(menu.entries, 1):
        if said == str(number) or plain_word(said) in (value, plain_word(words)):
            return str(Fault(value))
    return None


def _numbered(card: Card, numbers: Mapping[tuple[str, ...], int]) -> Card:
    """The evidence with each fact's number before it."""
    sections = tuple(
        replace(
            section,
            items=tuple(
                replace(item, label=f"{numbers[item.facts]}. {item.label}")
                if isinstance(item, SentenceItem) and item.facts in numbers
                else item
                for item in section.items
            ),
        )
        for section in card.sections
    )
    return replace(card, sections=sections)
