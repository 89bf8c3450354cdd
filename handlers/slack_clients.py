"""Slack's Web API with the right token: the settings' one, or that of the workspace a place lies in."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.outlet import Declined
from handlers.slack_workspaces import DATABASE_ERRORS, Workspaces, parted

PAUSE = 30.0  # seconds until a database that does not answer is asked again


@dataclass(frozen=True, slots=True)
class Reach:
    """A client with the token of a place's workspace, and the place's id there."""

    client: AsyncWebClient
    id: str


class Clients:
    """Clients to write with and to read with."""

    def __init__(
        self, api_base: str, token: SecretStr | None, workspaces: Workspaces | None
    ) -> None:
        """`token` is of the one workspace there is; without one the `workspaces` have theirs."""
        self._api_base = api_base
        self._token = token.get_secret_value() if token else None
        self._workspaces = workspaces

    def writing(self, token: str | None = None) -> AsyncWebClient:
        """One that repeats nothing: what did not get through once is not to stand there twice."""
        return self._made(token)

    def reading(self, token: str | None = None) -> AsyncWebClient:
        """One that asks again after any failure."""
        return self._made(
            token,
            AsyncConnectionErrorRetryHandler(max_retry_count=2),
            AsyncServerErrorRetryHandler(max_retry_count=2),
            AsyncRateLimitErrorRetryHandler(max_retry_count=2),
        )

    def answering(self) -> AsyncWebClient:
        """One for what answers people: asks again only where Slack took nothing for haste."""
        return self._made(None, AsyncRateLimitErrorRetryHandler(max_retry_count=3))

    async def reach(self, place: str, *, write: bool) -> Reach | Declined:
        """A client for a place of a channel's key; why there is none when there is none."""
        make = self.writing if write else self.reading
        if self._workspaces is None:
            return Reach(make(), place)
        team, identity = parted(place)
        if not team:
            return Declined(
                f"slack:{place} names no workspace; write slack:TEAM/{place}",
                permanent=True,
                closed=True,
            )
        try:
            token = await self._workspaces.token(team)
        except DATABASE_ERRORS as error:
            reason = f"the workspaces could not be read: {type(error).__name__}"
            return Declined(reason, retry_after=PAUSE)
        if token is None:
            return Declined(
                f"workspace {team} has not installed Vigie", permanent=True, closed=True
            )
        return Reach(make(token), identity)

    def _made(self, token: str | None, *handlers: AsyncRetryHandler) -> AsyncWebClient:
        return AsyncWebClient(
            token=token or self._token, base_url=self._api_base, retry_handlers=list(handlers)
        )
