"""Discord looked at from outside: is the token good, may we hear `!`, may we write in each channel."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp
import discord

from handlers.chat_common import Checked

PORTAL = "https://discord.com/developers/applications"

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "embed_links": "Embed Links",
}


async def check_discord(
    client: discord.Client, token: str, channels: Sequence[str]
) -> list[Checked]:
    """Log in, then ask about the application and every channel. The client is not connected."""
    try:
        await client.login(token)
    except discord.LoginFailure:
        mend = f"Set DISCORD_TOKEN to the token of the page Bot of {PORTAL}."
        return [Checked(what="Discord", problem="the token is not accepted", mend=mend)]
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        mend = "Look at the network and DISCORD_API_BASE; try again later."
        return [Checked(what="Discord", problem=f"no good answer: {error}", mend=mend)]
    found = [Checked(what="Discord token"), _content(client)]
    return found + [await _channel(client, channel) for channel in channels]


def _content(client: discord.Client) -> Checked:
    flags = client.application.flags if client.application else discord.ApplicationFlags()
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return Checked(what="Discord typed commands")
    return Checked(
        what="Discord typed commands",
        problem="the bot may not read messages, so typed commands are heard with a mention only",
        mend=f"Switch on Message Content Intent on the page Bot of {PORTAL}.",
        warning=True,
    )


async def _channel(client: discord.Client, channel_id: str) -> Checked:
    what = f"channel discord:{channel_id}"
    try:
        missing = await _missing(client, int(channel_id))
    except ValueError:
        return Checked(what=what, problem="this is no channel id", mend="A channel id is a number.")
    except (discord.NotFound, discord.Forbidden):
        return Checked(
            what=what,
            problem="there is no such channel for the bot",
            mend="Invite the bot to the server and let it view the channel; check the id.",
        )
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        return Checked(what=what, problem=f"no good answer: {error}", mend="Try again later.")
    if missing:
        words = ", ".join(missing)
        return Checked(what=what, problem=f"missing: {words}", mend="Give the bot's role these.")
    return Checked(what=what)


async def _missing(client: discord.Client, channel_id: int) -> list[str]:
    """Names of the permissions the bot lacks in a channel."""
    channel = await client.fetch_channel(channel_id)
    if isinstance(channel, discord.abc.PrivateChannel) or client.user is None:
        return []
    guild = await client.fetch_guild(channel.guild.id, with_counts=False)
    here = await guild.fetch_channel(channel_id)
    if isinstance(here, discord.Thread):
        parent = await guild.fetch_channel(here.parent_id)
        if isinstance(parent, discord.Thread):
            return []
        here = parent
    allowed = here.permissions_for(await guild.fetch_member(client.user.id))
    return [words for name, words in NEEDED.items() if not getattr(allowed, name)]
