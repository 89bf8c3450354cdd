"""The pictures of the README, drawn by the program: `python -m tests.pictures` makes them anew.

They show what a first start shows: the card of a shipped sample, and the answer to a question; in the
terminal, and as they are sent to Discord and Slack.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.app import TERMINAL, App, open_app
from bot.cli.platforms import commands_of
from bot.model import Card
from bot.sources.worker import Parser
from config.made import fetcher_of
from config.settings import Settings
from handlers.commands import Caller
from handlers.discord_cards import message_of as discord_message
from handlers.slack_cards import message_of as slack_message
from handlers.terminal_cards import render
from tests.payload_pictures import of_discord, of_slack

FOLDER = Path(__file__).parent.parent / ".github"
QUESTION = "!positions troops"
NOW = datetime(2026, 11, 19, 8, tzinfo=UTC)  # the morning after the last sample
WIDTH = 92  # columns
KEY = "k" * 20  # of the cards in chat, so that their buttons are there

_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # rich names one on a foreign server
_TEXT = re.compile(r"<(?:text|tspan)[^>]*>([^<]+)</(?:text|tspan)>")


async def pictures() -> Mapping[str, str]:
    """The pictures as SVG, by file name."""
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/vigie.db"
        settings = Settings(_env_file=None, VIGIE_DATABASE_URL=url)
        async with open_app(settings, lambda: NOW) as app:
            async with Parser() as parser, fetcher_of(settings, app.clock) as fetcher:
                await app.watch(fetcher, parser).round(lambda _: None)
            caller = Caller(platform=TERMINAL.platform, channel=TERMINAL.id, user="reader")
            answer = await commands_of(app).reply(QUESTION, caller, addressed=True)
            assert answer is not None
            card = await _posted(app, "Lyon")
            phrases = app.lexicons.phrases
            return {
                "card.svg": _drawn(app, "vigie run", card),
                "answer.svg": _drawn(app, f'vigie ask "{QUESTION}"', answer),
                "discord.svg": of_discord(
                    discord_message(card, phrases[card.language], key=KEY).payload()
                ),
                "slack.svg": of_slack(
                    slack_message(answer, phrases[answer.language], key=KEY).blocks
                ),
            }


async def _posted(app: App, word: str) -> Card:
    """The first queued card whose title holds `word`."""
    outbox, lease = app.store.outbox, timedelta(hours=1)
    while claimed := await outbox.claim(NOW, 1, lease, [TERMINAL.platform]):
        delivery = claimed[0].delivery
        if word in delivery.card.title:
            return delivery.card
        await outbox.sent(delivery.key, "shown", NOW)
    raise LookupError(f"no card's title holds {word}")


def _drawn(app: App, title: str, card: Card) -> str:
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    console.print(render(card, app.lexicons.phrases[card.language]))
    return _FONT.sub("", console.export_svg(title=title, unique_id="vigie"))


def words_of(svg: str) -> str:
    """What a picture says, without its form."""
    return " ".join(" ".join(map(unescape, _TEXT.findall(svg))).split())


def main() -> None:
    """Draw the pictures into their folder."""
    FOLDER.mkdir(exist_ok=True)
    for name, svg in asyncio.run(pictures()).items():
        (FOLDER / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
