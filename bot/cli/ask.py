"""`vigie ask`: one answer from what is kept, by the same code as in every chat."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from bot.app import TERMINAL, open_app
from bot.cli.platforms import commands_of
from bot.clock import utc_now
from bot.errors import SettingsError
from bot.store.codec import dump
from config.settings import Settings
from handlers.commands import Caller
from handlers.terminal import show_card

NOTHING_KEPT = (
    "Nothing is kept yet: `vigie once` reads the sources, `VIGIE_SOURCES=./articles vigie once`"
    " a folder of files."
)


async def ask_once(settings: Settings, question: str, *, as_json: bool, console: Console) -> None:
    """Answer one question and print the card, as text or as JSON on one line.

    When nothing is kept yet, standard error says what to do.

    Raises:
        SettingsError: when a setting or data file is wrong, or nothing is asked.
        StoreError: when the database cannot be used.
    """
    if not question.strip():
        raise SettingsError('Ask something, as: vigie ask "!positions troops"')
    async with open_app(settings, utc_now) as app:
        commands = commands_of(app)
        if not (await app.store.archive.counts()).articles:
            Console(stderr=True).print(Text(NOTHING_KEPT), soft_wrap=True)
        caller = Caller(
            platform=TERMINAL.platform, channel=TERMINAL.id, user="terminal", is_admin=True
        )
        card = await commands.reply(question, caller, addressed=True)
    if card is None:  # a flood, which one question is not
        return
    if as_json:
        sys.stdout.write(dump(card) + "\n")
    else:
        show_card(console, card, app.lexicons.phrases[card.language or settings.language])
