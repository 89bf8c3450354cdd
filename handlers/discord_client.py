"""One connection to Discord: hears messages, slash commands and buttons, and has them answered.

It asks for no members and no presences, and keeps no messages. Nothing it sends can mention
anybody.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import aiohttp
import discord

from bot.answers.phrases import Phrases
from bot.errors import VigieError
from bot.model import Card, Platform
from handlers.chat_common import Answers, Memory, Once, in_time
from handlers.chat_pages import THREAD
from handlers.chat_presses import Presses
from handlers.chat_text import clean, cut
from handlers.commands import Caller
from handlers.discord_commands import Tree, apologise
from handlers.discord_forms import Forms
from handlers.discord_post import tracing
from handlers.discord_presses import DiscordPresses, pressed

log = logging.getLogger(__name__)

THREAD_NAME = 100  # UTF-16 units
DAY = 1440  # minutes without a word after which Discord puts a thread away
LONGEST_WAIT = 30.0  # seconds a call may wait for its turn inside the library: its own minimum


def intents(*, message_content: bool) -> discord.Intents:
    """What we ask to hear. Messages' words need a switch in Discord's portal."""
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, message_content=message_content
    )


class DiscordClient(discord.AutoShardedClient):
    """A client that answers."""

    def __init__(
        self,
        answers: Answers,
        phrases: Mapping[str, Phrases],
        forms: Forms,
        *,
        memory: Memory,
        once: Once | None = None,
        message_content: bool,
        admins: frozenset[str] = frozenset(),
        shard_count: int | None = None,
        settle: float = 2.0,
    ) -> None:
        """Connects by `start`.

        Args:
            answers: the typed commands.
            phrases: our words by language.
            forms: cards as messages.
            memory: where it is kept which slash commands Discord has.
            once: as of `DiscordChat`.
            message_content: False: `!` is heard in direct messages and with a mention only.
            admins: ids of users who may see more.
            shard_count: None: as many as Discord recommends.
            settle: seconds without news of a further server after which all are known.
        """
        super().__init__(
            intents=intents(message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=tracing(),
            shard_count=shard_count,
            guild_ready_timeout=settle,
        )
        self._answers = answers
        self._forms = forms
        self._presses = Presses(answers.review, answers.registry, answers.phrases_of)
        self._pressing = DiscordPresses(self._presses, forms.pages, forms.page)
        self._admins = admins
        self._memory = memory
        self._once = once
        self.tree = Tree(self, answers, phrases, self._answer_slash)

    async def on_ready(self) -> None:
        """Connected: offer the slash commands."""
        log.info("connected to Discord as %s in %d servers", self.user, len(self.guilds))
        try:
            await self.tree.bring_up_to_date(self._memory)
        except VigieError as error:  # the store is closed while the program ends
            log.info("the slash commands are left as they are: %s", error)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a typed command, a mention or a direct message; bots and webhooks get no answer."""
        if message.author.bot or message.webhook_id or message.is_system():
            return
        text, addressed = self._typed(message)
        if not await self._is_new(message, text, addressed=addressed):
            return
        caller = self._caller(message.author, message.channel.id)
        try:
            work = self._answers.reply(text, caller, addressed=addressed)
            card = await in_time(work, message.channel.typing)
            if card is not None:
                question = message.to_reference(fail_if_not_exists=False)
                sent = await self._send(card, partial(message.channel.send, reference=question))
                await self._go_on(card, sent, message)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("an answer in channel %s was not sent: %r", message.channel.id, error)

    async def _is_new(self, message: discord.Message, text: str, *, addressed: bool) -> bool:
        """False for a question that was heard before; common talk is none, and is not counted."""
        asks = addressed or text.startswith(self._answers.prefix)
        if not asks or self._once is None:
            return True
        try:
            return await self._once(f"discord:{message.id}")
        except VigieError as error:  # better answered twice than not at all
            log.warning("nobody knows whether a question was heard before: %s", error)
            return True

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a button that asks, to the one who pressed it; commands go through the tree."""
        if interaction.type is not discord.InteractionType.component:
            return
        words, action = pressed(interaction)
        if words:
            await self._answer(interaction, words, private=True)
        elif action:
            caller = self._caller_of(interaction)
            try:
                await self._pressing.answer(interaction, action, caller)
            except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                log.warning("a press in channel %s was not answered: %r", caller.channel, error)
            except Exception:  # of the store: the presser gets a word, the log the cause
                log.exception("a press failed: %s", action.verb)
                await apologise(interaction, self._answers.phrases_of(caller).errors.failed)

    async def _answer_slash(self, interaction: discord.Interaction, words: str) -> None:
        await self._answer(interaction, words, private=False)

    async def _answer(self, interaction: discord.Interaction, words: str, *, private: bool) -> None:
        """Answer within three seconds, or say that it takes longer and answer then."""
        caller = self._caller_of(interaction)
        response = interaction.response
        try:
            card = await in_time(
                self._answers.reply(words, caller, addressed=True),
                lambda: response.defer(ephemeral=private, thinking=True),
            )
            if card is None:
                await _say_nothing(interaction)
            elif response.is_done():
                await self._send(card, interaction.edit_original_response)
            else:
                private = private or card.kind == "notice"
                await self._send(card, partial(response.send_message, ephemeral=private))
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("an answer in channel %s was not sent: %r", caller.channel, error)

    async def _send(self, card: Card, send: Callable[..., Awaitable[Any]]) -> Any:
        """Send a card with its buttons; one whose form Discord refuses goes as text."""
        message = self._forms.card(card)
        if key := await self._presses.key_of(card, more=message.more):
            message = self._forms.card(card, key)
        try:
            return await send(**message.arguments())
        except discord.HTTPException as error:
            if error.status != 400:
                raise
            log.warning("Discord refused an answer's form, so it goes as text: %s", error.text)
            return await send(**self._forms.bare(card).arguments())

    async def _go_on(self, card: Card, sent: Any, question: discord.Message) -> None:
        """The further pages of a long answer, in a thread below it where that is allowed."""
        if not isinstance(question.channel, discord.TextChannel) or not self._forms.card(card).more:
            return
        if not _may_open_threads(question.channel):
            return
        thread = await sent.create_thread(
            name=cut(clean(card.title), THREAD_NAME) or "–", auto_archive_duration=DAY
        )
        for page in self._forms.pages(card)[1 : THREAD + 1]:
            await thread.send(**self._forms.page(page, "", ()).arguments())

    def _typed(self, message: discord.Message) -> tuple[str, bool]:
        """The words without our mention, and whether we were spoken to; a bare mention asks for help."""
        text = message.content
        us = self.user.id if self.user else 0
        mentions = (f"<@{us}>", f"<@!{us}>")
        mentioned = any(mention in text for mention in mentions)
        for mention in mentions:
            text = text.replace(mention, " ")
        addressed = mentioned or message.guild is None
        return text.strip() or ("help" if mentioned else ""), addressed

    def _caller_of(self, interaction: discord.Interaction) -> Caller:
        place = interaction.channel_id or 0
        return self._caller(interaction.user, place, interaction.locale.value)

    def _caller(self, user: discord.abc.User, channel: int, language: str | None = None) -> Caller:
        return Caller(
            platform=Platform.DISCORD,
            channel=str(channel),
            user=str(user.id),
            is_admin=str(user.id) in self._admins,
            language=language,
        )


def _may_open_threads(channel: discord.TextChannel) -> bool:
    allowed = channel.permissions_for(channel.guild.me)
    return allowed.create_public_threads and allowed.send_messages_in_threads


async def _say_nothing(interaction: discord.Interaction) -> None:
    """Discord wants some answer: one that only the asker sees, and that is gone at once."""
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.delete_original_response()
