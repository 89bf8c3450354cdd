"""Vigie on Slack: stays connected or lets Slack call, answers, and posts cards for the outbox."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

import aiohttp
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.answers.phrases import Phrases
from bot.clock import utc_now
from bot.errors import DeliveryError
from bot.model import Card, Platform
from bot.outlet import Declined, Posted, Unsure
from handlers.chat_common import Answers, Checked, Once, Rejected, Waits
from handlers.slack_check import check_slack
from handlers.slack_clients import Clients
from handlers.slack_forms import Forms
from handlers.slack_http import SlackDoor
from handlers.slack_listen import SlackListener
from handlers.slack_post import (
    FORM_ERRORS,
    TOKEN_ERRORS,
    code_of,
    copies,
    edit,
    find,
    post,
    take_back,
)
from handlers.slack_workspaces import INSTALL, RETURN, Workspaces, parted

if TYPE_CHECKING:
    from handlers.web import Route

log = logging.getLogger(__name__)

API_BASE = "https://slack.com/api/"

PING = 10.0  # seconds between signs of life on the socket
LOST = 120.0  # seconds without a socket after which everything is built anew


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackOptions:
    """What the admin decided. `admins` are Slack user ids."""

    bot_token: SecretStr | None  # of the one workspace; None where several have their own
    app_token: SecretStr | None = None  # for Socket Mode ...
    signing_secret: SecretStr | None = None  # ... or this, for HTTP mode
    api_base: str = API_BASE
    language: str = "en"  # of our own words where a card's are not known
    admins: frozenset[str] = frozenset()
    patience: float = 30.0  # seconds for one post
    ping: float = PING
    first_wait: float = 1.0  # seconds before connecting again, doubled each time ...
    longest_wait: float = 300.0  # ... up to this


class SlackChat:
    """The platform Slack: `run` it, and it is an outlet for cards."""

    def __init__(
        self,
        options: SlackOptions,
        answers: Answers,
        *,
        phrases: Mapping[str, Phrases],
        once: Once,
        workspaces: Workspaces | None = None,
    ) -> None:
        """Nothing is sent before `run`, `post` or `check`.

        Args:
            options: the admin's.
            answers: the typed commands.
            phrases: our words by language.
            once: True the first time it is given an event's id: Slack sends events again.
            workspaces: those that installed Vigie, where it serves several.
        """
        self._options = options
        self._forms = Forms(phrases, options.language)
        self._workspaces = workspaces
        self._listener = SlackListener(
            answers,
            self._forms,
            once=once,
            admins=options.admins,
            several=workspaces is not None,
        )
        self._clients = Clients(options.api_base, options.bot_token, workspaces)
        self._door = (
            SlackDoor(options.signing_secret, self._app, utc_now)
            if options.signing_secret and options.app_token is None
            else None
        )
        self._refused = ""  # why Slack will not have us at all

    @property
    def platform(self) -> Platform:
        """Slack."""
        return Platform.SLACK

    @property
    def remembers_keys(self) -> bool:
        """False: what is posted again stands there twice, so `find` is asked first."""
        return False

    @property
    def door(self) -> SlackDoor | None:
        """Where Slack's requests go in HTTP mode; None in Socket Mode."""
        return self._door

    @property
    def pages(self) -> dict[str, Route]:
        """Where workspaces install Vigie; nothing where there is only one."""
        several = self._workspaces
        return {INSTALL: several.install, RETURN: several.installed} if several else {}

    async def run(self, *, listen: bool = True) -> None:
        """Stay connected until cancelled.

        Args:
            listen: False only posts: no socket, for a process that delivers.

        Raises:
            DeliveryError: when Slack does not accept a token.
        """
        if self._workspaces is not None:  # each brings its own token when it calls
            await asyncio.Event().wait()  # until cancelled
        waits = Waits(self._options.first_wait, self._options.longest_wait)
        while True:
            try:
                await self._clients.reading().auth_test()
                if not listen or self._options.app_token is None:
                    await asyncio.Event().wait()  # until cancelled
                else:
                    await self._connection(self._options.app_token.get_secret_value(), waits)
            except SlackApiError as error:
                if code_of(error) in TOKEN_ERRORS:
                    self._give_up(code_of(error))
                log.warning("Slack refused the connection: %s", code_of(error) or error)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("the connection to Slack failed: %r", error)
            await asyncio.sleep(waits.next())

    async def post(self, channel_id: str, card: Card, key: str) -> Posted | Declined | Unsure:
        """Post `card`; its key goes along unseen. A card Slack cannot take goes as plain text."""
        if self._refused:
            return Declined(self._refused, permanent=True, closed=True)
        reach = await self._clients.reach(channel_id, write=True)
        if isinstance(reach, Declined):
            return reach
        patience, client = self._options.patience, reach.client
        outcome = await post(client, reach.id, self._forms.card(card, key), key, patience)
        if isinstance(outcome, Rejected) and outcome.code in FORM_ERRORS:
            log.warning("Slack refused a card's form, so it goes as text: %s", outcome.reason)
            outcome = await post(client, reach.id, self._forms.text(card), key, patience)
        is_only = self._workspaces is None  # of several, the others go on
        if is_only and isinstance(outcome, Rejected) and outcome.code in TOKEN_ERRORS:
            self._refused = f"Slack does not accept the token ({outcome.code})"
        return outcome

    async def edit(
        self, channel_id: str, message_id: str, card: Card, *, key: str, posted_as: str
    ) -> Posted | Declined | Unsure:
        """Have a posted card read as `card`; its buttons carry the edit's key."""
        if self._refused:
            return Declined(self._refused, permanent=True, closed=True)
        reach = await self._clients.reach(channel_id, write=True)
        if isinstance(reach, Declined):
            return reach
        where, forms = (reach.client, reach.id, message_id), self._forms
        patience = self._options.patience
        outcome = await edit(*where, forms.card(card, key), posted_as, patience)
        if isinstance(outcome, Rejected) and outcome.code in FORM_ERRORS:
            log.warning("Slack refused an edit's form, so it goes as text: %s", outcome.reason)
            outcome = await edit(*where, forms.text(card), posted_as, patience)
        return outcome

    async def find(self, channel_id: str, key: str, since: datetime) -> str | Unsure | None:
        """Look for the card with `key` in the channel's messages since then."""
        reach = await self._clients.reach(channel_id, write=False)
        if isinstance(reach, Declined):
            return Unsure(reach.reason)
        return await find(reach.client, reach.id, key, since)

    async def copies(self, channel_id: str, key: str, since: datetime) -> Sequence[str] | Unsure:
        """Look for all messages with `key` in the channel since then."""
        reach = await self._clients.reach(channel_id, write=False)
        if isinstance(reach, Declined):
            return Unsure(reach.reason)
        return await copies(reach.client, reach.id, key, since)

    async def take_back(self, channel_id: str, message_id: str) -> Unsure | None:
        """Delete a message of ours."""
        reach = await self._clients.reach(channel_id, write=True)
        if isinstance(reach, Declined):
            return Unsure(reach.reason)
        return await take_back(reach.client, reach.id, message_id)

    async def check(self, channels: Sequence[str] = ()) -> list[Checked]:
        """Look at the tokens and every channel, without connecting."""
        if self._workspaces is not None:
            return await self._check_workspaces(channels)
        token = self._options.app_token.get_secret_value() if self._options.app_token else None
        return await check_slack(self._clients.reading(), token, channels)

    async def _check_workspaces(self, channels: Sequence[str]) -> list[Checked]:
        """Look at each workspace a channel lies in."""
        found: list[Checked] = []
        for team in dict.fromkeys(parted(channel)[0] for channel in channels):
            mine = [channel for channel in channels if parted(channel)[0] == team]
            reach = await self._clients.reach(mine[0], write=False)
            if isinstance(reach, Declined):
                mend = f"Open {INSTALL} of your own address there, or correct VIGIE_CHANNELS."
                found.append(
                    Checked(what=f"Slack workspace {team}", problem=reach.reason, mend=mend)
                )
                continue
            checked = await check_slack(reach.client, None, [parted(each)[1] for each in mine])
            found += [replace(each, what=f"{each.what} of {team}") for each in checked]
        return found

    async def _connection(self, app_token: str, waits: Waits) -> None:
        """One socket's life. The library mends it by itself; we end it when it fails at that."""
        # asked for here, since the library would ask for ever with a token that is not accepted
        opened = await self._clients.reading().apps_connections_open(app_token=app_token)
        handler = AsyncSocketModeHandler(
            await self._app(), app_token, ping_interval=self._options.ping
        )
        handler.client.wss_uri = opened["url"]
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]  # bolt has no types here
            log.info("connected to Slack")
            waits.reset()
            await self._until_lost(handler)
        finally:
            with contextlib.suppress(aiohttp.ClientError, OSError):
                await handler.close_async()  # type: ignore[no-untyped-call]  # nor here

    async def _app(self) -> AsyncApp:
        """What hears events. Signatures are checked at the door; a socket's need none."""
        client = self._clients.answering()
        if self._workspaces is not None:
            app = await self._workspaces.app(client)
        else:
            app = AsyncApp(client=client, name="vigie", request_verification_enabled=False)
        self._listener.listen(app)
        return app

    async def _until_lost(self, handler: AsyncSocketModeHandler) -> None:
        loop = asyncio.get_running_loop()
        seen = loop.time()
        while loop.time() - seen < LOST:
            await asyncio.sleep(self._options.ping)
            if await handler.client.is_connected():
                seen = loop.time()
        raise ConnectionError("no socket for too long")

    def _give_up(self, code: str) -> NoReturn:
        self._refused = f"Slack does not accept a token ({code})"
        raise DeliveryError(f"{self._refused}; set SLACK_BOT_TOKEN and SLACK_APP_TOKEN anew.")
