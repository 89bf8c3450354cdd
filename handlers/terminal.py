"""The chat in the terminal: works offline, with no account. An outlet for cards, and a prompt.

On a terminal there is a prompt with history and completion, and cards that arrive meanwhile appear
above it. On a pipe every line is a question and every answer plain text.
"""

from __future__ import annotations

import asyncio
import logging
import stat
import sys
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from os import fstat
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console
from rich.text import Text

from bot.answers.house import notice_card
from bot.answers.phrases import Phrases
from bot.answers.plain import plain
from bot.answers.vocabulary import plain_word
from bot.errors import VigieError
from bot.model import Card, Platform
from bot.outlet import Declined, Posted, Unsure
from handlers.commands import Caller, Commands
from handlers.terminal_cards import WIDEST, render
from handlers.terminal_presses import Press, TerminalPresses

log = logging.getLogger(__name__)

PROMPT = "vigie> "
LEAVE = frozenset({"exit", "quit"})
REMEMBERED = 1_000  # keys of cards shown
LONGEST_LINE = 64 * 1024  # bytes of one line on a pipe
CHOICES = 20  # completions offered at once


class Terminal:
    """Shows cards and answers questions on one console."""

    def __init__(
        self,
        commands: Commands,
        *,
        phrases: Mapping[str, Phrases],
        console: Console,
        channel: str = "main",
        history: Path | None = None,
    ) -> None:
        """`history` is the file that keeps what was typed; without one it is forgotten."""
        self._commands = commands
        self._phrases = phrases
        self._console = console
        self._history = history
        self._caller = Caller(
            platform=Platform.TERMINAL, channel=channel, user="terminal", is_admin=True
        )
        self._presses = TerminalPresses(commands, phrases, self._caller)
        self._shown: OrderedDict[str, str] = OrderedDict()
        self._count = 0

    @property
    def platform(self) -> Platform:
        """The terminal."""
        return Platform.TERMINAL

    @property
    def remembers_keys(self) -> bool:
        """True: this process shows a key once; an earlier one's screen cannot be asked."""
        return True

    async def post(self, channel_id: str, card: Card, key: str) -> Posted | Declined | Unsure:  # noqa: ARG002  # there is one console
        """Show a card; one with a known key was shown and is not shown again."""
        known = self._shown.get(key)
        if known is not None:
            return Posted(known)
        self._count += 1
        try:
            self._show(card)
        except OSError as error:  # the terminal went away
            return Declined(f"the terminal cannot be written to: {error}")
        await self._presses.noted(card, key)
        self._shown[key] = str(self._count)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        return Posted(str(self._count))

    async def edit(  # as in the protocol
        self,
        channel_id: str,  # noqa: ARG002
        message_id: str,
        card: Card,  # noqa: ARG002
        *,
        key: str,  # noqa: ARG002
        posted_as: str,  # noqa: ARG002
    ) -> Posted | Declined | Unsure:
        """Nothing: what was printed stays; a fact that changed comes as a card of its own."""
        return Posted(message_id)

    async def find(self, channel_id: str, key: str, since: datetime) -> str | Unsure | None:  # noqa: ARG002
        """The number of a card that this process showed; an earlier one's screen is gone."""
        return self._shown.get(key)

    async def copies(self, channel_id: str, key: str, since: datetime) -> Sequence[str] | Unsure:  # noqa: ARG002
        """None: a card is shown at once or not at all."""
        return ()

    async def take_back(self, channel_id: str, message_id: str) -> Unsure | None:  # noqa: ARG002
        """What was printed stays."""
        return None

    async def run(self, stdin: TextIO | None = None) -> None:
        """Answer until the end of the input, Ctrl-C, Ctrl-D or `exit`."""
        stream = stdin or sys.stdin
        if stream is None:
            return
        if stream.isatty():
            with patch_stdout(raw=True):
                await self._talk(_prompts(self._session()))
        else:
            await self._talk(_lines(stream))

    async def _talk(self, lines: AsyncIterator[str]) -> None:
        async for line in lines:
            text = line.strip()
            if text.removeprefix(self._commands.prefix) in LEAVE:
                return
            press = self._presses.read(text)
            if press is not None:
                self._show(await self._pressed(press))
            elif text:
                card = await self._commands.reply(text, self._caller, addressed=True)
                if card is not None:
                    self._show(card)
                    await self._presses.noted(card)

    async def _pressed(self, press: Press) -> Card:
        try:
            return await self._presses.answer(press)
        except VigieError as error:  # of the store
            log.warning("what was typed about a card failed: %s", error)
            phrases = self._commands.phrases_of(self._caller)
            return notice_card(phrases, phrases.errors.failed)

    def _show(self, card: Card) -> None:
        phrases = self._phrases.get(card.language) or self._commands.phrases_of(self._caller)
        show_card(self._console, card, phrases, self._presses.hint(card))

    def _session(self) -> PromptSession[str]:
        history = _history(self._history)
        return PromptSession(
            PROMPT,
            history=history,
            completer=CommandCompleter(self._commands, self._commands.phrases_of(self._caller)),
            complete_while_typing=False,
        )


class CommandCompleter(Completer):
    """Completes commands, and topics behind a command that takes one."""

    def __init__(self, commands: Commands, phrases: Phrases) -> None:
        """Offer the commands and topics of one language."""
        self._prefix = commands.prefix
        self._registry = commands.registry
        self._language = phrases.code
        self._topics = commands.topic_names(phrases.code)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        """What may stand at the cursor."""
        typed = document.text_before_cursor.lstrip()
        word, space, argument = typed.removeprefix(self._prefix).partition(" ")
        if not space:
            return self._commands(word)
        name = self._registry.find(word)
        if name == "help":
            return self._commands(argument)
        takes_topic = name and self._registry.command(name, self._language).takes_topic
        return self._topic_names(argument) if takes_topic else ()

    def _commands(self, word: str) -> list[Completion]:
        plain = plain_word(word)
        return [
            Completion(_first(command.usage), -len(word), display_meta=command.summary)
            for command in self._registry.all(self._language)
            if plain_word(_first(command.usage)).startswith(plain) or command.name.startswith(plain)
        ]

    def _topic_names(self, argument: str) -> list[Completion]:
        plain = plain_word(argument)
        fitting = [name for name in self._topics if plain_word(name).startswith(plain)]
        fitting += [n for n in self._topics if n not in fitting and plain in plain_word(n)]
        return [Completion(name, -len(argument)) for name in fitting[:CHOICES]]


def _first(usage: str) -> str:
    return usage.split(maxsplit=1)[0]


def _history(path: Path | None) -> History:
    """What was typed before; where it cannot be kept, it is forgotten."""
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as error:
            log.warning("the history of questions is not kept: %s", error)
        else:
            return FileHistory(str(path))
    return InMemoryHistory()


async def _prompts(session: PromptSession[str]) -> AsyncIterator[str]:
    """What is typed at a prompt, until Ctrl-C or Ctrl-D."""
    while True:
        try:
            yield await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return


async def _lines(stream: TextIO) -> AsyncIterator[str]:
    """The lines of a pipe or a file, without holding up the loop."""
    if not _is_pipe(stream):
        while line := await asyncio.to_thread(stream.readline, LONGEST_LINE):
            yield line
        return
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), stream
    )
    try:
        while True:
            try:
                sent = await reader.readline()
            except ValueError:  # longer than any question; the rest follows as a new line
                continue
            if not sent:
                return
            yield sent.decode("utf-8", errors="replace")
    finally:
        transport.close()


def _is_pipe(stream: TextIO) -> bool:
    """True for what can be waited for; a file or /dev/null answers at once anyway."""
    try:
        mode = fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def show_card(console: Console, card: Card, phrases: Phrases, hint: str = "") -> None:
    """Print a card, with a hint below it; plain text where the console is no terminal."""
    if not console.is_terminal:
        console.print(Text(f"{plain(card, phrases)}\n"), soft_wrap=True)
        return
    parts = [render(card, phrases), *([Text(f"{hint}\n", style="dim")] if hint else [])]
    console.print(*parts, sep="", width=min(console.width, WIDEST))
