"""Slash commands, made from the registry of typed commands: the same names, one way to answer.

The descriptions are sent in every language we have; Discord shows each person their own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.answers.phrases import Phrases
from bot.answers.question import LONGEST
from bot.answers.vocabulary import plain_word
from handlers.chat_common import Answers, Memory
from handlers.chat_text import cut, escape_discord
from handlers.registry import Command

log = logging.getLogger(__name__)

DESCRIPTION = 100  # UTF-16 units of a command's or option's description, and of a choice
CHOICES = 25
SYNCED = "discord:commands"  # where the fingerprint of the commands last sent is remembered

Answer = Callable[[discord.Interaction, str], Awaitable[None]]


class Tree(app_commands.CommandTree[discord.AutoShardedClient]):
    """The slash commands of one client."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        answers: Answers,
        phrases: Mapping[str, Phrases],
        answer: Answer,
    ) -> None:
        """Every command of the registry; `answer` is given what could have been typed instead."""
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        self._answers = answers
        self._phrases = phrases
        for command in answers.registry.all(answers.language):
            self.add_command(self._made(command, answer))

    async def bring_up_to_date(self, memory: Memory) -> None:
        """Send the commands to Discord when they are not those sent last.

        Sending counts against a daily limit, and what fails here must not keep the chat away.
        """
        await self.set_translator(_Summaries(self._answers, self._phrases))
        mark = await self._fingerprint()
        if await memory.get(SYNCED) == mark:
            return
        try:
            await self.sync()
        except (discord.DiscordException, aiohttp.ClientError, KeyError, TimeoutError) as error:
            level = logging.INFO if self.client.is_closed() else logging.WARNING
            log.log(level, "Discord did not take the slash commands: %r", error)
            return
        await memory.set(SYNCED, mark)

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """A command that failed, or that Discord still knows in an older form: say so, and log it."""
        log.warning("a slash command failed: %r", error)
        language = _language(interaction.locale)
        known = self._phrases.get(language) or self._phrases[self._answers.language]
        await apologise(interaction, known.errors.failed)

    async def _fingerprint(self) -> str:
        translator = self.translator
        if translator is None:
            raise RuntimeError("the translator is set first")
        commands = [
            await command.get_translated_payload(self, translator)
            for command in self.get_commands()
        ]
        sent = json.dumps([self.client.application_id, commands], sort_keys=True)
        return hashlib.sha256(sent.encode()).hexdigest()

    def _made(self, command: Command, answer: Answer) -> app_commands.Command[Any, ..., None]:
        made: app_commands.Command[Any, ..., None] = app_commands.Command(
            name=command.name,
            description=app_commands.locale_str(_short(command.summary), command=command.name),
            callback=_callback(command, answer),
        )
        if command.takes_topic:
            made.autocomplete("words")(self._topics)
        return made

    async def _topics(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Topics that begin with what is typed, then those that hold it."""
        language = _language(interaction.locale)
        known = self._phrases.get(language)
        names = self._answers.topic_names(known.code if known else self._answers.language)
        plain = plain_word(typed)
        first = [name for name in names if plain_word(name).startswith(plain)]
        first += [name for name in names if name not in first and plain in plain_word(name)]
        return [
            app_commands.Choice(name=cut(name, DESCRIPTION), value=cut(name, DESCRIPTION))
            for name in first[:CHOICES]
        ]


async def apologise(interaction: discord.Interaction, sentence: str) -> None:
    """Tell the one who asked, and nobody else, that it did not work."""
    with contextlib.suppress(discord.DiscordException, aiohttp.ClientError, OSError):
        if interaction.response.is_done():
            await interaction.followup.send(escape_discord(sentence), ephemeral=True)
        else:
            await interaction.response.send_message(escape_discord(sentence), ephemeral=True)


class _Summaries(app_commands.Translator):
    """The commands' summaries in the languages we have."""

    def __init__(self, answers: Answers, phrases: Mapping[str, Phrases]) -> None:
        self._registry = answers.registry
        self._phrases = phrases

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002  # the library's signature
    ) -> str | None:
        name, code = string.extras.get("command"), _language(locale)
        if name is None or code not in self._phrases:
            return None
        return _short(self._registry.command(name, code).summary)


def _callback(command: Command, answer: Answer) -> Callable[..., Coroutine[Any, Any, None]]:
    """What Discord calls: all ways lead to `answer` with the words that could have been typed."""
    name = command.name
    if not command.takes_argument:

        async def alone(interaction: discord.Interaction) -> None:
            await answer(interaction, name)

        return alone

    if command.needs_argument:

        async def with_words(
            interaction: discord.Interaction, words: app_commands.Range[str, 1, LONGEST]
        ) -> None:
            await answer(interaction, f"{name} {words}")

        return _described(with_words, command)

    async def perhaps_with_words(
        interaction: discord.Interaction, words: app_commands.Range[str, 1, LONGEST] = ""
    ) -> None:
        await answer(interaction, f"{name} {words}".strip())

    return _described(perhaps_with_words, command)


def _described(
    callback: Callable[..., Coroutine[Any, Any, None]], command: Command
) -> Callable[..., Coroutine[Any, Any, None]]:
    """Names the option and says how it is used."""
    app_commands.describe(words=_short(f"{command.usage} · {command.example}"))(callback)
    app_commands.rename(words="topic" if command.takes_topic else "words")(callback)
    return callback


def _short(text: str) -> str:
    return cut(text, DESCRIPTION)


def _language(locale: discord.Locale) -> str:
    return locale.value.split("-")[0]
