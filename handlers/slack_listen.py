"""What people say on Slack, answered: `!` messages, mentions, direct messages, `/vigie`, buttons.

Slack sends an event again when it is not acknowledged within three seconds, so that comes first;
and it may send one twice all the same, so each counts once.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.model import Card, Platform
from handlers.chat_common import Answers
from handlers.commands import Caller
from handlers.slack_cards import ASK, SlackMessage
from handlers.slack_post import FORM_ERRORS, code_of

log = logging.getLogger(__name__)

SPOKEN = frozenset({None, "thread_broadcast", "file_share"})  # subtypes somebody wrote

_ANY = re.compile(r".*", re.DOTALL)
_MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")  # a link, channel or person in Slack's text

Once = Callable[[str], Awaitable[bool]]


def typed(text: str) -> str:
    """What was typed, out of Slack's form: `&lt;` and `<https://a.example|a.example>` undone."""
    return html.unescape(_MARKED.sub(lambda found: found[2] or found[1], text)).strip()


class SlackListener:
    """Answers one app's events."""

    def __init__(
        self,
        answers: Answers,
        render: Callable[[Card], SlackMessage],
        *,
        once: Once,
        admins: frozenset[str] = frozenset(),
    ) -> None:
        """`once` says True the first time it is given an id, and False ever after."""
        self._answers = answers
        self._render = render
        self._once = once
        self._admins = admins

    def listen(self, app: AsyncApp) -> None:
        """Hear everything the app is sent; what needs no answer is acknowledged."""
        app.middleware(self._only_once)
        app.event("message")(self._message)
        app.event("app_mention")(self._mention)
        app.event(_ANY)(_nothing)
        app.command(_ANY)(self._slash)
        app.action(_ANY)(self._button)

    async def _only_once(
        self, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        event_id = body.get("event_id") or body.get("trigger_id")
        if event_id and not await self._once(f"slack:{event_id}"):
            return BoltResponse(status=200, body="")
        await next_()
        return None

    async def _message(
        self, event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """A message in a channel or to us alone. One that mentions us comes as a mention, too."""
        direct = event.get("channel_type") == "im"
        mentioned = f"<@{context.bot_user_id}>" in str(event.get("text"))
        if event.get("subtype") in SPOKEN and (direct or not mentioned):
            await self._reply(event, context, client, addressed=direct)

    async def _mention(
        self, event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        await self._reply(event, context, client, addressed=True)

    async def _reply(
        self,
        event: Mapping[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        *,
        addressed: bool,
    ) -> None:
        """Answer in the question's thread; to ourselves and other bots, nothing."""
        if event.get("bot_id") or not event.get("user"):
            return
        text = typed(str(event.get("text") or "").replace(f"<@{context.bot_user_id}>", " "))
        caller = self._caller(event["channel"], event["user"])
        card = await self._answers.reply(
            text or ("help" if addressed else ""), caller, addressed=addressed
        )
        if card is None:
            return
        direct = event.get("channel_type") == "im"
        thread = event.get("thread_ts") or (None if direct else event.get("ts"))
        try:
            await _say(client, event["channel"], thread, self._render(card))
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("an answer in channel %s was not sent: %r", caller.channel, error)

    async def _slash(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        caller = self._caller(body["channel_id"], body["user_id"])
        text = typed(str(body.get("text") or "")) or "help"
        card = await self._answers.reply(text, caller, addressed=True)
        private = card is not None and card.kind == "notice"
        await self._respond(respond, card, "ephemeral" if private else "in_channel")

    async def _button(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        """A button that asks is answered to the one who pressed it; a link needs no answer."""
        await ack()
        action = (body.get("actions") or [{}])[0]
        words = str(action.get("value") or "")
        if not (words and str(action.get("action_id")).startswith(f"{ASK}:")):
            return
        channel = (body.get("channel") or {}).get("id", "")
        caller = self._caller(channel, body["user"]["id"])
        card = await self._answers.reply(words, caller, addressed=True)
        await self._respond(respond, card, "ephemeral")

    async def _respond(self, respond: AsyncRespond, card: Card | None, kind: str) -> None:
        if card is None:
            return
        message = self._render(card)
        try:
            for form in (message, SlackMessage(text=message.text)):
                sent = await respond(response_type=kind, replace_original=False, **form.arguments())
                if sent.status_code == 200:
                    return
                log.warning("an answer was not taken: Slack answered %d", sent.status_code)
                if sent.status_code != 400:  # of its form, of which text has none
                    return
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("an answer was not sent: %r", error)

    def _caller(self, channel: str, user: str) -> Caller:
        return Caller(
            platform=Platform.SLACK, channel=channel, user=user, is_admin=user in self._admins
        )


async def _say(
    client: AsyncWebClient, channel: str, thread: str | None, message: SlackMessage
) -> None:
    """Post an answer; one whose blocks Slack refuses goes as text."""
    given: dict[str, Any] = {"channel": channel, "thread_ts": thread, "mrkdwn": False}
    try:
        await client.chat_postMessage(**given, **message.arguments())
    except SlackApiError as error:
        if code_of(error) not in FORM_ERRORS:
            raise
        log.warning("Slack refused an answer's form, so it goes as text: %s", code_of(error))
        await client.chat_postMessage(**given, **SlackMessage(text=message.text).arguments())


async def _nothing() -> None:
    """Events that need no answer are acknowledged, or Slack would send them again."""
