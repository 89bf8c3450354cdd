"""Small values of the env file: lists of words, durations, addresses."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_DURATION = re.compile(r"(\d{1,6})\s*([smhdw])")


def split_words(value: object) -> object:
    """Split "a, b" or lines into a tuple; what is already a sequence passes."""
    if not isinstance(value, str):
        return value
    return tuple(word for word in re.split(r"[,;\s]+", value) if word)


def parse_duration(text: str) -> timedelta:
    """Read "90s", "15m", "48h", "30d", "2w".

    Raises:
        ValueError: when the words are none of these.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    if not match:
        raise ValueError("a number with s, m, h, d or w, as 90s, 15m, 48h, 30d, 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def read_duration(value: object) -> object:
    """For a setting: a duration's text becomes one; what is none passes, to be checked by type."""
    return parse_duration(value) if isinstance(value, str) else value


def read_age(value: object) -> object:
    """As `read_duration`; "none" and "" mean no limit (None)."""
    if isinstance(value, str) and value.strip().lower() in ("", "none"):
        return None
    return read_duration(value)


def check_endpoint(value: str | None) -> str | None:
    """The web address of an endpoint, with nothing secret in it.

    Raises:
        ValueError: when it is none; the sentence says what was expected, never what was given.
    """
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        raise ValueError("a whole address that begins with http:// or https://") from None
    if not usable:
        raise ValueError("a whole address that begins with http:// or https://")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("an address alone; a key goes into VIGIE_READER_KEY")
    return value


def check_public(value: str | None) -> str | None:
    """The address under which others reach us, without a slash at its end.

    Raises:
        ValueError: when it is none, or would carry what is secret without TLS.
    """
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("a whole address that begins with https://") from None
    is_here = parts.scheme == "http" and host in LOOPBACK
    if not host or port == 0 or not (parts.scheme == "https" or is_here):
        raise ValueError("a whole address that begins with https://; http:// for this machine only")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("an address alone, without a name, ? or #")
    return value.rstrip("/")


def check_some(value: int) -> int:
    """A number from one on.

    Raises:
        ValueError: when it is less.
    """
    if value < 1:
        raise ValueError("at least 1")
    return value
