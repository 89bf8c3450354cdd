"""The names under which addresses and guids are kept. Pure."""

from __future__ import annotations

import hashlib

from bot.model import Entry
from bot.sources.urls import clean_url


def entry_keys(source_id: str, entry: Entry) -> frozenset[str]:
    """What an entry's article is known by: its address, and its guid within the source."""
    keys = [address_key(entry.url)] if entry.url else []
    return frozenset([*keys, guid_key(source_id, entry.guid)] if entry.guid else keys)


def address_key(url: str) -> str:
    """The form of an address under which it is kept: of its clean form, short."""
    return hashed(f"url {clean_url(url)}")


def guid_key(source_id: str, guid: str) -> str:
    """The form of a source's guid under which it is kept."""
    return hashed(f"guid {source_id} {guid}")


def hashed(words: str) -> str:
    """A short name for words. Addresses and guids have any length; an index entry has a limit."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
