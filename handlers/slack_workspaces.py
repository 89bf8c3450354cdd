"""The Slack workspaces that have installed Vigie: how one does, and the token of each.

Installing is slack-bolt's own OAuth flow; tokens and open requests stand in the library's own tables
of our database, so that every process knows every workspace at once. With several workspaces a
place is `TEAM/CHANNEL` and a person `TEAM/PERSON`: Slack's ids count in their own workspace only.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import utc_now
from handlers.slack_check import PEOPLE, SCOPES

log = logging.getLogger(__name__)

INSTALL, RETURN = "/slack/install", "/slack/oauth_redirect"  # paths of our own port
ASKED = (*SCOPES, "groups:history", "im:history", PEOPLE)  # as in the manifest
PATIENCE = 600  # seconds from the click to the end of an installation

DATABASE_ERRORS = (SQLAlchemyError, OSError)


def parted(place: str) -> tuple[str, str]:
    """The workspace and the id in "TEAM/ID"; no workspace in "ID"."""
    team, _, identity = place.rpartition("/")
    return team, identity


class Workspaces:
    """The workspaces there are."""

    def __init__(
        self, *, client_id: str, client_secret: SecretStr, engine: AsyncEngine, api_base: str
    ) -> None:
        """`client_id` and `client_secret` are the app's; `engine` is of a writing connection."""
        self.store = AsyncSQLAlchemyInstallationStore(client_id, engine, logger=log)
        self._states = AsyncSQLAlchemyOAuthStateStore(PATIENCE, engine, log)
        self._client_id = client_id
        self._client = AsyncWebClient(base_url=api_base, retry_handlers=[])
        self._flow = AsyncOAuthFlow(
            client=self._client,
            logger=log,
            settings=AsyncOAuthSettings(
                client_id=client_id,
                client_secret=client_secret.get_secret_value(),
                scopes=ASKED,
                user_scopes=(),
                install_path=INSTALL,
                redirect_uri_path=RETURN,
                authorization_url=urljoin(api_base, "../oauth/v2/authorize"),
                installation_store=self.store,
                installation_store_bot_only=True,
                state_store=self._states,
                state_expiration_seconds=PATIENCE,
                logger=log,
            ),
        )
        self._ready = False

    async def open(self) -> None:
        """Make the tables where they are not there yet."""
        if not self._ready:
            await self.store.create_tables()  # type: ignore[no-untyped-call]  # no types there
            await self._states.create_tables()  # type: ignore[no-untyped-call]  # nor here
            self._ready = True

    async def app(self, client: AsyncWebClient) -> AsyncApp:
        """What hears events of all workspaces, each answered with its own token.

        A workspace that removes Vigie is forgotten, with its token.
        """
        await self.open()
        authorize = AsyncInstallationStoreAuthorize(
            logger=log, installation_store=self.store, bot_only=True, cache_enabled=True
        )
        app = AsyncApp(
            client=client,
            name="vigie",
            request_verification_enabled=False,
            authorize=authorize,  # type: ignore[arg-type]  # bolt takes more than it says
            installation_store=self.store,
            oauth_settings=self._flow.settings,
            oauth_flow=self._flow,
        )
        app.enable_token_revocation_listeners()
        return app

    async def token(self, team: str) -> str | None:
        """The newest token of a workspace; None when it has not installed Vigie, or removed it.

        Raises:
            SQLAlchemyError, OSError: when the database does not answer.
        """
        await self.open()
        bots = self.store.bots.c
        query = (
            select(bots.bot_token)
            .where(
                bots.client_id == self._client_id,
                bots.team_id == team,
                bots.bot_token.is_not(None),
            )
            .order_by(bots.installed_at.desc())
            .limit(1)
        )
        async with self.store.engine.connect() as connection:
            found: str | None = await connection.scalar(query)
        return found

    async def install(self, request: web.Request) -> web.StreamResponse:
        """The page with Slack's button."""
        return await self._answered(request, self._begin)

    async def installed(self, request: web.Request) -> web.StreamResponse:
        """Slack sends the browser back: ask for the token and keep it."""
        return await self._answered(request, self._flow.handle_callback)

    async def _begin(self, request: AsyncBoltRequest) -> BoltResponse:
        """Anybody may open the page: what was begun and never ended does not pile up."""
        states = self._states.oauth_states
        now = utc_now().replace(tzinfo=None)  # as the library writes it
        async with self.store.engine.begin() as connection:
            await connection.execute(delete(states).where(states.c.expire_at < now))
        return await self._flow.handle_installation(request)

    async def _answered(
        self,
        request: web.Request,
        answer: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
    ) -> web.StreamResponse:
        try:
            await self.open()
            return await to_aiohttp_response(await answer(await to_bolt_request(request)))
        except (*DATABASE_ERRORS, aiohttp.ClientError, TimeoutError) as error:
            log.warning("a workspace could not be added: %s", type(error).__name__)
            return web.Response(status=503, text="Try again in a minute.\n")
