"""The one function for everything that leaves the machine to read: `Fetcher.fetch`, and `post` beside it.

Guarded at connect time, capped in decoded bytes and total time, polite to each host, honest about
who asks. Every failure is a value with a sentence for people; only cancellation is raised.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from urllib.parse import urlsplit

import aiohttp
from aiohttp import ClientResponse, ClientSession, TCPConnector
from aiohttp.abc import AbstractResolver
from aiohttp.http_exceptions import HttpProcessingError

from bot.errors import Refused, SourceError, TooLarge, Unreachable, Unreadable
from bot.model import Fetched, Validators
from bot.sources import sentences
from bot.sources.guard import AddressRefused, GuardedResolver, guarded_socket
from bot.sources.polite import Turns
from bot.sources.robots import Robots
from bot.sources.unpack import ACCEPTED, Unpacker, is_bomb, unpacker
from bot.sources.urls import ascii_host, check_url, port_of, resolve, without_userinfo

MAX_HOPS = 5
CHUNK = 65_536  # packed bytes taken at a time
CONNECT_TIME = 10.0  # seconds
READ_TIME = 15.0  # seconds of silence
MAX_CONNECTIONS = 64
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_KEEPING = frozenset({307, 308})  # redirects after which a form is posted again
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Bounds of one request."""

    max_bytes: int = 8 * 1024 * 1024  # decoded
    total: float = 30.0  # seconds, from connect to the last byte
    host_gap: float = 1.0  # seconds between two requests to one host


@dataclass(frozen=True, slots=True)
class _Moved:
    to: str | None  # None: an address that is none
    permanent: bool


class Fetcher:
    """Asks servers. Use as an async context manager; safe for concurrent use.

    Two sessions stand behind it: one that dials the public internet only, and one for the hosts an
    admin named. Which one asks is decided by the host and port asked for, anew at each redirect, so
    that no other name can reach a trusted address.
    """

    def __init__(
        self,
        *,
        limits: FetchLimits,
        allowed_hosts: frozenset[str],
        user_agent: str,
        clock: Callable[[], datetime],
        resolver: Callable[[], AbstractResolver] = aiohttp.DefaultResolver,
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            limits: bounds of each request.
            allowed_hosts: `host:port` pairs in private networks the admin trusts.
            user_agent: who asks, and where the publisher can reach them.
            clock: the wall clock.
            resolver: makes the resolver of host names; called once the event loop runs.
        """
        self._limits = limits
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._agent = user_agent
        self._clock = clock
        self._resolver = resolver
        self._turns = Turns(time.monotonic)
        self._public: ClientSession | None = None
        self._trusted: ClientSession | None = None
        product = user_agent.partition("/")[0]
        self._robots = Robots(self._get_robots, product, clock)

    async def __aenter__(self) -> Fetcher:
        """Open the sessions: one TLS context, no cookies, no proxy from the environment."""
        context = ssl.create_default_context()
        self._public = self._session(
            TCPConnector(
                socket_factory=guarded_socket,
                resolver=GuardedResolver(self._resolver()),
                ssl=context,
                limit=MAX_CONNECTIONS,
            )
        )
        self._trusted = self._session(
            TCPConnector(resolver=self._resolver(), ssl=context, limit=MAX_CONNECTIONS)
        )
        return self

    def _session(self, connector: TCPConnector) -> ClientSession:
        return ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                total=self._limits.total, sock_connect=CONNECT_TIME, sock_read=READ_TIME
            ),
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPTED},
        )

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the sessions."""
        for session in (self._public, self._trusted):
            if session:
                await session.close()

    async def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        accept: str = "*/*",
        obey_robots: bool = False,
    ) -> Fetched | SourceError:
        """Ask for `url`, following at most five redirects, each checked like the first.

        Args:
            url: an http(s) address; a name and password in it are not sent.
            validators: what the server gave last time; a 304 then has an empty body.
            accept: media types for the Accept header.
            obey_robots: ask robots.txt first, and keep its crawl delay.

        Returns:
            The answer, or what went wrong as a value: Refused, Unreachable, BadStatus, TooLarge,
            Unreadable. `permanent_url` is set when every redirect on the way was a 301 or 308.
        """
        headers = {"Accept": accept, **_conditional(validators or Validators())}
        first = asked = without_userinfo(url)
        permanent = True
        for _ in range(MAX_HOPS + 1):
            answer = await self._ask(asked, headers, obey_robots=obey_robots)
            if isinstance(answer, SourceError):
                return answer
            if isinstance(answer, Fetched):
                moved = asked if permanent and asked != first else None
                return replace(answer, url=first, permanent_url=moved)
            if answer.to is None:
                return Refused(
                    "The server redirects to something that is no web address. Use the final one."
                )
            asked, permanent = answer.to, permanent and answer.permanent
        return Unreachable(
            f"The server redirects more than {MAX_HOPS} times. Use the final address."
        )

    async def post(self, url: str, form: Mapping[str, str], *, named_by: str) -> SourceError | None:
        """Send a form, behind the same guards; the answer's body is not read.

        Redirects that keep the method (307, 308) are followed, at most five.

        Args:
            url: where to; hosts of private networks only when `named_by` stands on a trusted one
                too, so that no document of the internet makes us send forms inside.
            form: names and values.
            named_by: the address of the document that named `url`.

        Returns:
            None when the server took it (2xx), or what went wrong as a value.
        """
        asked, inside = without_userinfo(url), self._is_trusted(named_by)
        for _ in range(MAX_HOPS + 1):
            answer = await self._ask(asked, {}, form=form, inside=inside)
            if not isinstance(answer, _Moved):
                return answer if isinstance(answer, SourceError) else None
            if answer.to is None:
                break
            asked = answer.to
        return Unreachable("The server redirects a form to nowhere. Use the final address.")

    async def _ask(
        self,
        url: str,
        headers: dict[str, str],
        *,
        obey_robots: bool = False,
        form: Mapping[str, str] | None = None,
        inside: bool = True,
    ) -> Fetched | _Moved | SourceError:
        """One hop: may it be asked, is it our turn, and what comes back."""
        problem = check_url(url, self._allowed)
        if problem:
            return Refused(problem)
        host = _host_and_port(url)
        trusted = inside and host in self._allowed
        session = self._trusted if trusted else self._public
        if session is None or session.closed:
            return Unreachable(sentences.CLOSED)
        gap = 0.0 if trusted else self._limits.host_gap
        if obey_robots:
            refusal = await self._robots.refusal(url)
            if refusal:
                return Refused(refusal)
            gap = max(gap, await self._robots.delay(url))
        # Two ports of a trusted machine are two servers; of a public host they are one.
        async with self._turns.turn(host if trusted else host.rpartition(":")[0], gap):
            return await self._request(session, url, headers, form)

    def _is_trusted(self, url: str) -> bool:
        return check_url(url, self._allowed) is None and _host_and_port(url) in self._allowed

    async def _request(
        self,
        session: ClientSession,
        url: str,
        headers: dict[str, str],
        form: Mapping[str, str] | None,
    ) -> Fetched | _Moved | SourceError:
        method = "GET" if form is None else "POST"
        try:
            async with session.request(
                method, url, headers=headers, data=form, allow_redirects=False
            ) as response:
                if form is not None:
                    return self._taken(url, response)
                return await self._read(
                    url, response, conditional=not headers.keys().isdisjoint(_CONDITIONS)
                )
        except TimeoutError:
            return Unreachable(
                f"No complete answer within {self._limits.total:.0f} seconds (VIGIE_TIMEOUT)."
                " It will be asked again later."
            )
        # HttpProcessingError and RuntimeError are no ClientError, yet a damaged body and a session
        # closed meanwhile raise them.
        except (
            aiohttp.ClientError,
            HttpProcessingError,
            OSError,
            ValueError,
            RuntimeError,
        ) as error:
            if isinstance(getattr(error, "os_error", error), AddressRefused):
                return sentences.private()
            return Unreachable(sentences.broken(error))

    def _taken(self, url: str, response: ClientResponse) -> Fetched | _Moved | SourceError:
        """What became of a form, by the head of the answer; its body is hung up on."""
        headers, status, now = _joined(response), response.status, self._clock()
        response.close()
        if status in _KEEPING and "location" in headers:
            return _Moved(resolve(url, headers["location"]), status in _PERMANENT)
        if not 200 <= status < 300:
            return sentences.bad_status(status, headers, now)
        return Fetched(url=url, final_url=url, status=status, headers=headers, body=b"", at=now)

    async def _read(
        self, url: str, response: ClientResponse, *, conditional: bool
    ) -> Fetched | _Moved | SourceError:
        status = response.status
        if status in _REDIRECTS and "Location" in response.headers:
            return _Moved(resolve(url, response.headers["Location"]), status in _PERMANENT)
        headers = _joined(response)
        known = status in (200, 203) or (status == 304 and conditional)
        if not known or "cf-mitigated" in headers:
            return sentences.bad_status(status, headers, self._clock())
        plain = unpacker(headers.get("content-encoding", ""))
        if plain is None:
            return Unreadable(sentences.PACKED)
        body = b"" if status == 304 else await self._body(response, plain)
        if isinstance(body, SourceError):
            return body
        return Fetched(
            url=url,
            final_url=url,
            status=status,
            headers=headers,
            body=body,
            at=self._clock(),
            validators=Validators(
                etag=_opaque(headers.get("etag")),
                last_modified=_opaque(headers.get("last-modified")),
            ),
        )

    async def _body(self, response: ClientResponse, plain: Unpacker) -> bytes | SourceError:
        """The unpacked body, never more than the cap and one piece.

        The cap holds for the packed bytes too: they can come without end and lead to nothing.
        """
        body, packed, most = bytearray(), 0, self._limits.max_bytes
        async for chunk in response.content.iter_chunked(CHUNK):
            packed += len(chunk)
            for piece in plain.feed(chunk):
                body += piece
                if len(body) > most or is_bomb(packed, len(body)):
                    break
            if max(len(body), packed) > most or is_bomb(packed, len(body)):
                response.close()
                return TooLarge(
                    sentences.BOMB if is_bomb(packed, len(body)) else sentences.too_large(most)
                )
        plain.end()
        return bytes(body)

    async def _get_robots(self, url: str) -> Fetched | SourceError:
        return await self.fetch(url, accept="text/plain, */*;q=0.5")


def _host_and_port(url: str) -> str:
    """Of an address that passed `check_url`."""
    parts = urlsplit(url)
    return f"{ascii_host(parts)}:{port_of(parts)}"


def _joined(response: ClientResponse) -> dict[str, str]:
    """The headers by lower-case name; a repeated one is joined by commas, so that none hides."""
    names = dict.fromkeys(response.headers)
    return {name.lower(): ", ".join(response.headers.getall(name)) for name in names}


def _conditional(validators: Validators) -> dict[str, str]:
    given = zip(_CONDITIONS, (validators.etag, validators.last_modified), strict=True)
    return {name: value for name, value in given if value}


def _opaque(value: str | None) -> str | None:
    """A validator as it came; None for bytes that could neither be stored nor sent back."""
    try:
        return value if value and value.encode() else None
    except UnicodeEncodeError:
        return None
