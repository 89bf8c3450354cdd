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
from handlers.chat_actions import Action, read_action
from handlers.chat_common import Answers, Once
from handlers.chat_pages import THREAD
from handlers.chat_presses import Presses
from handlers.commands import Caller
from handlers.slack_cards import ACT, ASK, SlackMessage
from handlers.slack_forms import Forms
from handlers.slack_home import home_view
from handlers.slack_modal import FORM, VERDICT, read_form
from handlers.slack_people import People
from handlers.slack_post import FORM_ERRORS, code_of
from handlers.slack_presses import SlackPresses
from handlers.slack_workspaces import parted

log = logging.getLogger(__name__)

SLACK_ERRORS = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)
SPOKEN = frozenset({None, "thread_broadcast", "file_share"})  # subtypes somebody wrote

_ANY = re.compile(r".*", re.DOTALL)
_MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")  # a link, channel or person in Slack's text


def typed(text: str) -> str:
    """What was typed, out of Slack's form: `&lt;` and `<https://a.example|a.example>` undone."""
    return html.unescape(_MARKED.sub(lambda found: found[2] or found[1], text)).strip()


class SlackListener:
    """Answers one app's events."""

    def __init__(
        self,
        answers: Answers,
        forms: Forms,
        *,
        once: Once,
        admins: frozenset[str] = frozenset(),
        several: bool = False,
    ) -> None:
        """`once` says True the first time it is given an id, and False ever after.

        `several`: events come from several workspaces, whose ids are told apart by theirs.
        """
        self._answers = answers
        self._forms = forms
        self._presses = Presses(answers.review, answers.registry, answers.phrases_of)
        self._pressing = SlackPresses(self._presses, forms.pages, forms.page)
        self._once = once
        self._admins = admins
        self._several = several
        self._people = People()

    def listen(self, app: AsyncApp) -> None:
        """Hear everything the app is sent; what needs no answer is acknowledged."""
        app.middleware(self._only_once)
        app.event("message")(self._message)
        app.event("app_mention")(self._mention)
        app.event("app_home_opened")(self._home)
        app.event(_ANY)(_nothing)
        app.command(_ANY)(self._slash)
        app.action(_ANY)(self._button)
        app.view(FORM)(self._form)

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

    async def _home(
        self, event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """Somebody opened the app's Home: show what can be asked."""
        if event.get("tab") != "home" or not event.get("user"):
            return
        caller = await self._caller(client, context, "", event["user"])
        view = home_view(self._answers, self._answers.phrases_of(caller))
        try:
            await client.views_publish(user_id=event["user"], view=view)
        except SLACK_ERRORS as error:
            log.warning("the app's Home was not shown: %r", error)

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
        if not (addressed or text.startswith(self._answers.prefix)):
            return
        caller = await self._caller(client, context, event["channel"], event["user"])
        card = await self._answers.reply(
            text or ("help" if addressed else ""), caller, addressed=addressed
        )
        if card is None:
            return
        direct = event.get("channel_type") == "im"
        thread = event.get("thread_ts") or (None if direct else event.get("ts"))
        message = await self._keyed(card)
        try:
            await _say(client, event["channel"], thread, message)
            if message.more and thread:
                await self._go_on(card, client, event["channel"], thread)
        except SLACK_ERRORS as error:
            log.warning("an answer in channel %s was not sent: %r", caller.channel, error)

    async def _go_on(self, card: Card, client: AsyncWebClient, channel: str, thread: str) -> None:
        """The further pages of a long answer, in the thread it stands in."""
        for page in self._forms.pages(card)[1 : THREAD + 1]:
            await _say(client, channel, thread, self._forms.page(page, "", ()))

    async def _keyed(self, card: Card) -> SlackMessage:
        """An answer with its buttons."""
        message = self._forms.card(card)
        key = await self._presses.key_of(card, more=message.more)
        return self._forms.card(card, key) if key else message

    async def _slash(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        caller = await self._caller(client, context, body["channel_id"], body["user_id"])
        text = typed(str(body.get("text") or "")) or "help"
        card = await self._answers.reply(text, caller, addressed=True)
        private = card is not None and card.kind == "notice"
        await self._respond(respond, card, "ephemeral" if private else "in_channel")

    async def _button(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        """A button is answered to the one who pressed it; a link needs no answer."""
        await ack()
        button = (body.get("actions") or [{}])[0]
        mark, value = str(button.get("action_id")).partition(":")[0], str(button.get("value") or "")
        channel = (body.get("channel") or {}).get("id", "")
        caller = await self._caller(client, context, channel, body["user"]["id"])
        if mark == ASK and value:
            card = await self._answers.reply(value, caller, addressed=True)
            await self._respond(respond, card, "ephemeral")
        elif mark == ACT and (action := read_action(value)):
            await self._press(action, caller, body, client, respond)

    async def _press(
        self,
        action: Action,
        caller: Caller,
        body: dict[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        async def show(message: SlackMessage, in_place: bool) -> None:
            await _answer(respond, message, "ephemeral", in_place=in_place)

        try:
            await self._pressing.answer(action, caller, body, client, show)
        except SLACK_ERRORS as error:
            log.warning("a press in channel %s was not answered: %r", caller.channel, error)
        except Exception:  # of the store: the presser gets a word, the log the cause
            log.exception("a press failed: %s", action.verb)
            words = SlackMessage(text=self._answers.phrases_of(caller).errors.failed)
            await _answer(respond, words, "ephemeral")

    async def _form(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        view: dict[str, Any],
    ) -> None:
        """A form that was sent; what it says is kept before it is acknowledged."""
        said = read_form(view)
        if said is None:
            await ack()
            return
        channel = parted(said.channel)[1]
        caller = await self._caller(client, context, channel, body["user"]["id"])
        try:
            await self._pressing.sent(said, caller, ack)
        except SLACK_ERRORS as error:
            log.warning("a form in channel %s was not answered: %r", caller.channel, error)
        except Exception:  # as above
            log.exception("a verdict was not kept")
            sentence = self._answers.phrases_of(caller).errors.failed
            await ack(response_action="errors", errors={VERDICT: sentence})

    async def _respond(self, respond: AsyncRespond, card: Card | None, kind: str) -> None:
        if card is not None:
            await _answer(respond, await self._keyed(card), kind)

    async def _caller(
        self, client: AsyncWebClient, context: AsyncBoltContext, channel: str, user: str
    ) -> Caller:
        team = f"{context.team_id or ''}/" if self._several else ""
        person = f"{team}{user}"
        return Caller(
            platform=Platform.SLACK,
            channel=f"{team}{channel}",
            user=person,
            is_admin=person in self._admins,
            language=await self._people.language(client, user, person),
        )


async def _answer(
    respond: AsyncRespond, message: SlackMessage, kind: str, *, in_place: bool = False
) -> None:
    """Answer a press or slash command; one whose blocks Slack refuses goes as text."""
    try:
        for form in (message, SlackMessage(text=message.text)):
            sent = await respond(response_type=kind, replace_original=in_place, **form.arguments())
            if sent.status_code == 200:
                return
            log.warning("an answer was not taken: Slack answered %d", sent.status_code)
            if sent.status_code != 400:  # of its form, of which text has none
                return
    except SLACK_ERRORS as error:
        log.warning("an answer was not sent: %r", error)


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
