"""The chat platforms an admin's settings ask for, made and ready to run."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr
from rich.console import Console

from bot.app import App
from bot.errors import SettingsError
from bot.model import Platform
from bot.outlet import Outlet
from bot.store.engine import sqlite_file
from config.settings import Settings
from handlers.chat_common import Checked
from handlers.commands import Commands
from handlers.terminal import Terminal

SEEN = timedelta(minutes=15)  # for so long Slack may send an event again
_TOKENS = {Platform.DISCORD: "DISCORD_TOKEN", Platform.SLACK: "SLACK_BOT_TOKEN"}


class Chat(Outlet, Protocol):
    """A platform with a connection of its own."""

    async def run(self, *, listen: bool = True) -> None:
        """Stay connected until cancelled; raises a DeliveryError when that is hopeless."""
        ...

    async def check(self, channels: Sequence[str] = ()) -> list[Checked]:
        """Look at the tokens and every channel, without connecting."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Platforms:
    """What people are reached by."""

    chats: tuple[Chat, ...]  # Discord, Slack: those with a token
    terminal: Terminal | None  # with no chat token, or when a channel asks for it
    talks: bool  # the terminal also answers

    @property
    def outlets(self) -> dict[Platform, Outlet]:
        """Where cards can go."""
        found: list[Outlet] = [*self.chats]
        if self.terminal is not None:
            found.append(self.terminal)
        return {outlet.platform: outlet for outlet in found}


def platforms_of(app: App, console: Console) -> Platforms:
    """Make the platforms; nothing is sent yet.

    Raises:
        SettingsError: when only one of Slack's two tokens is set.
    """
    settings, commands = app.settings, commands_of(app)
    chats: list[Chat] = []
    if settings.discord_token is not None:
        chats.append(_discord(app, commands, settings.discord_token))
    if tokens := _slack_tokens(settings):
        chats.append(_slack(app, commands, *tokens))
    asked = any(channel.platform is Platform.TERMINAL for channel in app.channels)
    terminal = None
    if asked or not chats:
        terminal = Terminal(
            commands,
            phrases=app.lexicons.phrases,
            console=console,
            history=history_file(settings),
        )
    return Platforms(chats=tuple(chats), terminal=terminal, talks=not chats)


def commands_of(app: App) -> Commands:
    """The typed commands, the same wherever they are typed."""
    return Commands(
        app.desk,
        offices=app.offices,
        phrases=app.lexicons.phrases,
        clock=app.clock,
        language=app.settings.language,
        prefix=app.settings.prefix,
    )


def waiting(app: App, platforms: Platforms) -> list[str]:
    """A sentence for each platform whose channels cannot be reached, and for a lack of channels."""
    reached = platforms.outlets
    sentences = []
    for platform, token in _TOKENS.items():
        keys = [channel.key for channel in app.channels if channel.platform is platform]
        if keys and platform not in reached:
            sentences.append(f"Cards for {', '.join(keys)} wait until {token} is set.")
    if not app.channels:
        sentences.append(
            "No channel is set in VIGIE_CHANNELS, so questions are answered and no cards are posted,"
            " but where an admin starts them with !watch."
        )
    return sentences


def history_file(settings: Settings) -> Path:
    """Where the typed questions are kept: beside the database file, else in the current folder."""
    file = sqlite_file(settings.database_url.get_secret_value())
    return (file.parent if file else Path()) / ".vigie" / "history"


def _discord(app: App, commands: Commands, token: SecretStr) -> Chat:
    from handlers.discord_chat import DiscordChat, DiscordOptions  # noqa: PLC0415  # slow to load

    settings = app.settings
    options = DiscordOptions(
        token=token,
        api_base=settings.discord_api_base,
        gateway_url=settings.discord_gateway_url,
        card_style=settings.discord_card_style,
        language=settings.language,
        admins=_admins(settings.admins, Platform.DISCORD),
    )
    return DiscordChat(options, commands, phrases=app.lexicons.phrases, memory=app.store.notebook)


def _slack(app: App, commands: Commands, bot_token: SecretStr, app_token: SecretStr) -> Chat:
    from handlers.slack_chat import SlackChat, SlackOptions  # noqa: PLC0415  # slow to load

    settings = app.settings
    options = SlackOptions(
        bot_token=bot_token,
        app_token=app_token,
        api_base=settings.slack_api_base,
        language=settings.language,
        admins=_admins(settings.admins, Platform.SLACK),
    )

    # bolt finds the token in the environment by itself, and would warn that it does not use it
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_no_idle_warning)

    async def first_time(event_id: str) -> bool:
        return await app.store.notebook.once(event_id, app.clock(), SEEN)

    return SlackChat(options, commands, phrases=app.lexicons.phrases, once=first_time)


def _no_idle_warning(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("As you gave `client`")


def _slack_tokens(settings: Settings) -> tuple[SecretStr, SecretStr] | None:
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot is not None and app is not None:
        return bot, app
    if bot is None and app is None:
        return None
    missing = "SLACK_APP_TOKEN" if bot else "SLACK_BOT_TOKEN"
    raise SettingsError(f"{missing} is missing: Slack needs both tokens. Set it, or remove both.")


def _admins(admins: Sequence[str], platform: Platform) -> frozenset[str]:
    """The ids of one platform's admins, which the settings write as `platform:id`."""
    start = f"{platform}:"
    return frozenset(word.removeprefix(start) for word in admins if word.startswith(start))
