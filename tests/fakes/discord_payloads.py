"""What a Discord server sends, in the shape discord.py wants to see it."""

from __future__ import annotations

from typing import Any

BOT, PERSON, GUILD, CHANNEL, DM, APPLICATION, EVERYONE = (str(n) for n in range(9001, 9008))
EPOCH = 1420070400000  # Discord's first millisecond
STAMP = "2026-11-24T12:00:00+00:00"

Payload = dict[str, Any]


def user(id_: str, *, bot: bool = False) -> Payload:
    """A user."""
    name = "vigie" if id_ == BOT else f"person{id_}"
    return {
        "id": id_,
        "username": name,
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "bot": bot or id_ == BOT,
    }


def member(id_: str) -> Payload:
    """A member's part that goes beside the user; `roles` are ids."""
    return {
        "roles": [],
        "joined_at": STAMP,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
        "avatar": None,
    }


def channel(id_: str = CHANNEL) -> Payload:
    """A text channel of the guild."""
    return {
        "id": id_,
        "type": 0,
        "guild_id": GUILD,
        "name": f"news-{id_}",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
    }


def guild(*channels: str, permissions: int) -> Payload:
    """The guild with its everyone role, which carries `permissions`."""
    everyone = {
        "id": GUILD,
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": GUILD,
        "name": "Vell",
        "owner_id": PERSON,
        "roles": [everyone],
        "emojis": [],
        "features": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "stickers": [],
        "channels": [channel(id_) for id_ in channels],
        "members": [{**member(BOT), "user": user(BOT)}],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "member_count": 2,
        "large": False,
        "unavailable": False,
        "joined_at": STAMP,
    }


def message(id_: int, channel_id: str, author: Payload, **given: Any) -> Payload:
    """A message; `given` are content, components, embeds, nonce, flags."""
    return {
        "id": str(id_),
        "channel_id": channel_id,
        "author": author,
        "content": "",
        "timestamp": STAMP,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **given,
    }


def interaction(id_: int, kind: int, data: Payload, *, locale: str = "en-US") -> Payload:
    """A slash command (2), a pressed button (3) or a completion (4) of the person in the guild."""
    return {
        "id": str(id_),
        "application_id": APPLICATION,
        "type": kind,
        "token": f"token-{id_}",
        "version": 1,
        "guild_id": GUILD,
        "channel_id": CHANNEL,
        "channel": channel(),
        "member": {**member(PERSON), "user": user(PERSON), "permissions": "0"},
        "locale": locale,
        "guild_locale": "en-US",
        "app_permissions": "0",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "context": 0,
        "attachment_size_limit": 10_485_760,
        "data": data,
    }
