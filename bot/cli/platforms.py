"""The chat platforms an admin's settings ask for, made and ready to run."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pydantic import SecretStr
from rich.console import Console

from bot.app import App
from bot.errors import SettingsError
from bot.model import Platform
from bot.outlet import Outlet
from bot.store.engine import sqlite_file
from config.settings import Settings
from handlers.chat_common import Checked, Once
from handlers.commands import Commands
from handlers.terminal import Terminal
from handlers.web import Route

if TYPE_CHECKING:
    from handlers.slack_chat import SlackChat

SLACK_PATH = "/slack/events"  # where Slack calls in HTTP mode
SEEN = timedelta(minutes=15)  # for so long a platform may tell of an event again
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
    doors: Mapping[str, Route]  # paths of our own port that a platform calls
    pages: Mapping[str, Route]  # and paths that people open
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
        SettingsError: when Slack's settings are not whole.
    """
    settings, commands = app.settings, commands_of(app)
    chats: list[Chat] = []
    if settings.discord_token is not None:
        chats.append(_discord(app, commands, settings.discord_token))
    doors: dict[str, Route] = {}
    pages: Mapping[str, Route] = {}
    if _wants_slack(settings):
        chats.append(slack := _slack(app, commands))
        pages = slack.pages
        if slack.door is not None:
            doors[SLACK_PATH] = slack.door.answer
    asked = any(channel.platform is Platform.TERMINAL for channel in app.channels)
    terminal = None
    if asked or not chats:
        terminal = Terminal(
            commands,
            phrases=app.lexicons.phrases,
            console=console,
            history=history_file(settings),
        )
    return Platforms(
        chats=tuple(chats), doors=doors, pages=pages, terminal=terminal, talks=not chats
    )


def commands_of(app: App) -> Commands:
    """The typed commands, the same wherever they are typed."""
    return Commands(
        app.desk,
        review=app.review,
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
    return DiscordChat(
        options,
        commands,
        phrases=app.lexicons.phrases,
        memory=app.store.notebook,
        once=_first_time(app),
    )


def _slack(app: App, commands: Commands) -> SlackChat:
    # slow to load
    from handlers.slack_chat import SlackChat, SlackOptions  # noqa: PLC0415
    from handlers.slack_workspaces import Workspaces  # noqa: PLC0415

    settings = app.settings
    options = SlackOptions(
        bot_token=settings.slack_bot_token,
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        api_base=settings.slack_api_base,
        language=settings.language,
        admins=_admins(settings.admins, Platform.SLACK),
    )
    workspaces = None
    if settings.slack_client_id and settings.slack_client_secret:
        workspaces = Workspaces(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret,
            engine=app.store.engine,
            api_base=settings.slack_api_base,
        )

    # bolt finds the token in the environment by itself, and would warn that it does not use it
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_no_idle_warning)

    return SlackChat(
        options,
        commands,
        phrases=app.lexicons.phrases,
        once=_first_time(app),
        workspaces=workspaces,
    )


def _first_time(app: App) -> Once:
    async def once(event_id: str) -> bool:
        return await app.store.notebook.once(event_id, app.clock(), SEEN)

    return once


def _no_idle_warning(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("As you gave `client`")


def _wants_slack(settings: Settings) -> bool:
    """True when Slack is to be reached; False when nothing of it is set."""
    problem = slack_problem(settings)
    if problem is not None:
        raise SettingsError(" ".join(problem))
    return settings.wants_slack


def slack_problem(settings: Settings) -> tuple[str, str] | None:
    """What is missing for Slack, and how to mend it; None when nothing is, or nothing is set."""
    bot, app, secret = (
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
    )
    if settings.slack_client_id or settings.slack_client_secret:
        return _several_problem(settings)
    if bot is None and (app or secret):
        return (
            "SLACK_BOT_TOKEN is missing: Slack needs both a bot token and an app token or secret.",
            "Set it, or remove the other.",
        )
    if bot and not (app or secret):
        return (
            "SLACK_APP_TOKEN is missing: Slack needs both tokens.",
            "Set it (or SLACK_SIGNING_SECRET for HTTP mode), or remove SLACK_BOT_TOKEN.",
        )
    if bot and app is None and settings.http_address is None:
        return (
            "VIGIE_HTTP_ADDRESS is missing: with SLACK_SIGNING_SECRET alone Slack calls Vigie.",
            "Set it, as 127.0.0.1:8080, or set SLACK_APP_TOKEN for Socket Mode.",
        )
    return None


def _several_problem(settings: Settings) -> tuple[str, str] | None:
    """As `slack_problem`, for several workspaces, which install Vigie over HTTP."""
    needed = {
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "VIGIE_HTTP_ADDRESS": settings.http_address,
    }
    for name, value in needed.items():
        if not value:
            return (
                f"{name} is missing: several Slack workspaces need {', '.join(needed)}.",
                "Set it, or remove SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for one workspace.",
            )
    if settings.slack_bot_token or settings.slack_app_token:
        return (
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are for one workspace, SLACK_CLIENT_ID for several.",
            "Remove the ones or the other.",
        )
    return None


def _admins(admins: Sequence[str], platform: Platform) -> frozenset[str]:
    """The ids of one platform's admins, which the settings write as `platform:id`."""
    start = f"{platform}:"
    return frozenset(word.removeprefix(start) for word in admins if word.startswith(start))
