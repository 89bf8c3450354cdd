"""Vigie on Discord: stays connected, answers, and posts cards for the outbox."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from bot.answers.phrases import Phrases
from bot.errors import DeliveryError
from bot.model import Card, Platform
from bot.outlet import Declined, Posted, Unsure
from handlers.chat_common import Answers, Checked, Memory, Once, Rejected, ShortMemory, Waits
from handlers.discord_check import check_discord
from handlers.discord_client import DiscordClient
from handlers.discord_forms import Forms, Style
from handlers.discord_post import copies, edit, find, post, take_back

log = logging.getLogger(__name__)

API_BASE = "https://discord.com/api/v10"
GATEWAY_URL = "wss://gateway.discord.gg/"

NOT_YET = 5.0  # seconds until a card for which there is no connection yet is worth another try
STEADY = 120.0  # seconds a connection must stand before the pauses begin anew
GOODBYE = 5.0  # seconds for a connection to end properly
HOPELESS = frozenset({4004, 4010, 4011, 4012, 4013})  # close codes that no new attempt can mend


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordOptions:
    """What the admin decided. `admins` are Discord user ids."""

    token: SecretStr
    api_base: str = API_BASE
    gateway_url: str = GATEWAY_URL
    card_style: Style = "components"
    language: str = "en"  # of our own words where a card's are not known
    admins: frozenset[str] = frozenset()
    patience: float = 45.0  # seconds for one post, the library's own attempts included
    settle: float = 2.0  # seconds without news of a further server: then the bot is ready
    first_wait: float = 1.0  # seconds before connecting again, doubled each time ...
    longest_wait: float = 300.0  # ... up to this


class DiscordChat:
    """The platform Discord: `run` it, and it is an outlet for cards."""

    def __init__(
        self,
        options: DiscordOptions,
        answers: Answers,
        *,
        phrases: Mapping[str, Phrases],
        memory: Memory | None = None,
        once: Once | None = None,
    ) -> None:
        """Nothing is sent before `run`.

        Args:
            options: the admin's.
            answers: the typed commands.
            phrases: our words by language.
            memory: where it is kept which slash commands Discord has; none: sent at every start.
            once: True the first time it is given a message's id: the gateway may tell one twice,
                and two processes may hear it; none: each is answered as often as it is heard.
        """
        self._options = options
        self._answers = answers
        self._phrases = phrases
        self._forms = Forms(options.card_style, phrases, options.language)
        self._memory = memory or ShortMemory()
        self._once = once
        self._client: DiscordClient | None = None
        self._refused = ""  # why Discord will not have us at all

    @property
    def platform(self) -> Platform:
        """Discord."""
        return Platform.DISCORD

    @property
    def remembers_keys(self) -> bool:
        """True: the key is the message's nonce, which Discord compares for some minutes."""
        return True

    async def run(self, *, listen: bool = True) -> None:
        """Stay connected until cancelled.

        Args:
            listen: False only posts: no gateway connection, for a process that delivers.

        Raises:
            DeliveryError: when Discord does not accept the token or the bot.
        """
        self._redirect()
        content, waits = True, Waits(self._options.first_wait, self._options.longest_wait)
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._connection(message_content=content, listen=listen)
            except discord.PrivilegedIntentsRequired:
                log.warning(
                    "Discord does not let the bot read messages, so typed commands are heard with"
                    " a mention only; switch on Message Content Intent in the developer portal"
                )
                content = False
                continue
            except discord.LoginFailure:
                self._give_up("Discord does not accept the token; set DISCORD_TOKEN anew.")
            except discord.ConnectionClosed as error:
                if error.code in HOPELESS:
                    self._give_up(f"Discord closed the connection for good (code {error.code}).")
                log.warning("Discord closed the connection: %r", error)
            except Exception:  # an odd event ends discord.py's loop with any error at all
                log.exception("the connection to Discord failed")
            if asyncio.get_running_loop().time() - began > STEADY:
                waits.reset()
            await asyncio.sleep(waits.next())

    async def post(self, channel_id: str, card: Card, key: str) -> Posted | Declined | Unsure:
        """Post `card` once; its key is the nonce. A card Discord cannot take goes as plain text."""
        client = self._client
        if self._refused:
            return Declined(self._refused, permanent=True, closed=True)
        if client is None:
            return Declined("not connected to Discord yet", retry_after=NOT_YET)
        patience = self._options.patience
        outcome = await post(client, channel_id, self._forms.card(card, key), key, patience)
        if isinstance(outcome, Rejected) and outcome.code == "400":
            log.warning("Discord refused a card's form, so it goes as text: %s", outcome.reason)
            outcome = await post(client, channel_id, self._forms.bare(card), key, patience)
        if isinstance(outcome, Rejected) and outcome.code == "401":
            self._refused = "Discord does not accept the token"
        return outcome

    async def edit(
        self,
        channel_id: str,
        message_id: str,
        card: Card,
        *,
        key: str,
        posted_as: str,  # noqa: ARG002  # Slack keeps it
    ) -> Posted | Declined | Unsure:
        """Have a posted card read as `card`; its buttons carry the edit's key."""
        client, forms = self._client, self._forms
        if self._refused:
            return Declined(self._refused, permanent=True, closed=True)
        if client is None:
            return Declined("not connected to Discord yet", retry_after=NOT_YET)
        patience = self._options.patience
        outcome = await edit(client, channel_id, message_id, forms.card(card, key), patience)
        if isinstance(outcome, Rejected) and outcome.code == "400":
            log.warning("Discord refused an edit's form, so it goes as text: %s", outcome.reason)
            outcome = await edit(client, channel_id, message_id, forms.bare(card), patience)
        return outcome

    async def find(self, channel_id: str, key: str, since: datetime) -> str | Unsure | None:
        """Look for the card with `key` in the channel's messages since then."""
        if self._client is None:
            return Unsure("not connected to Discord")
        return await find(self._client, channel_id, key, since)

    async def copies(self, channel_id: str, key: str, since: datetime) -> Sequence[str] | Unsure:
        """Look for all messages with `key` in the channel since then."""
        if self._client is None:
            return Unsure("not connected to Discord")
        return await copies(self._client, channel_id, key, since)

    async def take_back(self, channel_id: str, message_id: str) -> Unsure | None:
        """Delete a message of ours."""
        if self._client is None:
            return Unsure("not connected to Discord")
        return await take_back(self._client, channel_id, message_id)

    async def check(self, channels: Sequence[str] = ()) -> list[Checked]:
        """Look at the token, the application and every channel, without connecting."""
        self._redirect()
        client = self._made(message_content=False)
        try:
            return await check_discord(client, self._options.token.get_secret_value(), channels)
        finally:
            await _close(client)

    def _redirect(self) -> None:
        """Point discord.py to the server of the settings.

        The library knows no option for it: these are attributes of its classes, so one process
        speaks to one server. They are set here, when a chat starts, and nowhere else.
        """
        Route.BASE = self._options.api_base.rstrip("/")
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self._options.gateway_url)
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we never speak

    async def _connection(self, *, message_content: bool, listen: bool) -> None:
        """One client's life."""
        client = self._made(message_content=message_content)
        try:
            await client.login(self._options.token.get_secret_value())
            self._client = client
            if listen:
                await client.connect()
            else:
                await asyncio.Event().wait()  # until cancelled
        finally:
            self._client = None
            await _close(client)

    def _made(self, *, message_content: bool) -> DiscordClient:
        # with a gateway of our own choice the library must not ask the API for another one
        own_gateway = self._options.gateway_url != GATEWAY_URL
        return DiscordClient(
            self._answers,
            self._phrases,
            self._forms,
            memory=self._memory,
            once=self._once,
            message_content=message_content,
            admins=self._options.admins,
            shard_count=1 if own_gateway else None,
            settle=self._options.settle,
        )

    def _give_up(self, reason: str) -> NoReturn:
        self._refused = reason
        raise DeliveryError(reason)


async def _close(client: discord.Client) -> None:
    """End a connection properly, but not for long; a broken one may fail at that, too."""
    with contextlib.suppress(TimeoutError, OSError, discord.DiscordException):
        async with asyncio.timeout(GOODBYE):
            await client.close()
