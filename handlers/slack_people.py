"""The language each person has set on Slack, asked once and remembered for a while."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack_post import code_of

log = logging.getLogger(__name__)

REMEMBERED = 2_000  # people; the one asked for first is forgotten first
PATIENCE = 1.0  # seconds an answer waits for this: a form must be open within three


class People:
    """Languages by person. Without the scope `users:read` nobody's is known, which is said once."""

    def __init__(self) -> None:
        """Know nobody."""
        self._languages: OrderedDict[str, str | None] = OrderedDict()
        self._allowed = True

    async def language(self, client: AsyncWebClient, user: str, person: str) -> str | None:
        """A person's language as Slack writes it ("fr-FR"); None when it is not to be had.

        `user` is Slack's id for them, `person` ours, which is the same nowhere else.
        """
        if person in self._languages or not self._allowed:
            return self._languages.get(person)
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await client.users_info(user=user, include_locale=True)
        except SlackApiError as error:
            if code_of(error) == "missing_scope":
                self._allowed = False
                log.warning(
                    "Slack does not tell people's languages; add the scope users:read to have"
                    " each answered in their own"
                )
            return None
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None
        found = (answer.get("user") or {}).get("locale")
        self._languages[person] = str(found) if found else None
        while len(self._languages) > REMEMBERED:
            self._languages.popitem(last=False)
        return self._languages[person]
