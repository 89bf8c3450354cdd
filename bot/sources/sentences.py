"""What people read when a request failed: the cause, and what can be done about it.

Never an exception's own text: it may hold an address with a password in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import aiohttp

from bot.errors import BadStatus, Refused
from bot.schedule import http_date
from bot.sources.unpack import Damaged

RETRY_AFTER = (60.0, 86_400.0)  # seconds; what a server asks for is clamped to this

PRIVATE = "This address leads into a private network. Name it in VIGIE_ALLOWED_HOSTS to allow it."
CLOSED = "The fetcher is closed. Open it before asking for anything."
PACKED = "The answer is packed in a way that is not known. Try another address of the source."
BOMB = (
    "The answer unpacks to more than a hundred times its size, which no honest document does."
    " Look for another source."
)
CHALLENGE = (
    "The site shows bots a challenge page instead of the document. Ask its publisher for a feed."
)

_STATUS = {
    304: "The server says nothing changed, but nothing was known of it (304). It will be asked again.",
    401: "The server wants a name and password (401). Look for a public address of this source.",
    403: "The server refuses us this document (403). Check that the site lets bots read it.",
    404: "There is no such document (404). Check the address.",
    406: "The server has the document in no form we can read (406). Check the address.",
    410: "The document is gone for good (410). Remove the source.",
    429: "The server asks us to come less often (429). It will be asked again later.",
    451: "The document is withheld for legal reasons (451). Look for another source.",
    500: "The server failed (500). It will be asked again later.",
    502: "The server behind the address failed (502). It will be asked again later.",
    503: "The server is not available at the moment (503). It will be asked again later.",
    504: "The server behind the address did not answer (504). It will be asked again later.",
}
_BROKEN: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (
        aiohttp.ClientConnectorDNSError,
        "The host name is not known. Check the spelling of the address.",
    ),
    (
        aiohttp.ClientConnectorCertificateError,
        "The server's TLS certificate is not valid. Ask the publisher to mend it.",
    ),
    (
        aiohttp.ClientSSLError,
        "No secure connection to the server could be made. Check whether it speaks https.",
    ),
    (
        aiohttp.ClientConnectorError,
        "No connection to the server. It may be down, or the port is wrong.",
    ),
    (
        (aiohttp.ClientPayloadError, Damaged),
        "The answer broke off or was damaged. It will be asked again later.",
    ),
    (
        (aiohttp.ServerDisconnectedError, ConnectionError),
        "The server closed the connection without an answer. It will be asked again later.",
    ),
)
_NOT_HTTP = "The server's answer is not proper HTTP. Check the address and its port."


def private() -> Refused:
    """The failure of an address that leads into a private network."""
    return Refused(PRIVATE)


def too_large(most: int) -> str:
    """One sentence on a document of more than `most` bytes."""
    return f"The document is larger than {most // 1024} KiB. Raise VIGIE_MAX_BYTES if it is honest."


def broken(error: BaseException) -> str:
    """One sentence on a connection or an answer that broke."""
    return next((words for kind, words in _BROKEN if isinstance(error, kind)), _NOT_HTTP)


def bad_status(status: int, headers: Mapping[str, str], now: datetime) -> BadStatus:
    """The failure of an answer that is not the document.

    Args:
        status: the HTTP status.
        headers: the answer's, names in lower case.
        now: the present moment, for a Retry-After that is a date.
    """
    wait = retry_after(headers.get("retry-after"), now) if status in (429, 503) else None
    if "cf-mitigated" in headers:
        return BadStatus(CHALLENGE, status=status, retry_after=wait)
    words = _STATUS.get(status) or f"The server answered with status {status}. Check the address."
    return BadStatus(words, status=status, retry_after=wait)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds a Retry-After header asks for (a number or a date), clamped; None without one."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:10])
    else:
        when = http_date(value)
        if when is None:
            return None
        seconds = (when - now).total_seconds()
    return min(max(seconds, RETRY_AFTER[0]), RETRY_AFTER[1])
