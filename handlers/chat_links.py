"""Addresses as chat may show them: only http(s), in ASCII, named by their host. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

LONGEST = 512  # characters: Discord's limit for a button's address, the smallest of all
_SAFE = "!$&'*+,;=:@/?%~-._"  # stay as they are; a bracket would end a masked link
_ASCII = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and the host it leads to: the only words a link of ours may carry."""

    url: str
    host: str


def link(url: str | None) -> Link | None:
    """The address made safe; None when chat should not show it as a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # of UnicodeError too: a host that is none
        return None
    if parts.scheme not in ("http", "https") or not _ASCII.fullmatch(host):
        return None
    if parts.username or parts.password or re.search(r"[^A-Za-z0-9.:-]", host):
        return None
    host = f"[{host}]" if ":" in host else host
    rest = quote(parts.path, safe=_SAFE)
    rest += f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    rest += f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
    safe = f"{parts.scheme}://{host}{port}{rest}"
    return Link(safe, host.removeprefix("www.")) if len(safe) <= LONGEST else None
