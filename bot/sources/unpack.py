"""Content encodings: gzip and brotli, unpacked piece by piece so that a cap can stop them. Pure.

Done here and not by the HTTP client, because the client takes a packed answer that breaks off for a
whole one: half a feed would be kept as the feed until its publisher changes it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]

PIECE = 65_536  # bytes unpacked at a time, or a few more
_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"


class Damaged(ValueError):
    """The bytes are not packed as they say, or end too soon."""


class Unpacker(Protocol):
    """Takes packed bytes as they come, gives plain ones."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes these lead to, about `PIECE` at a time (brotli may go a little over).

        Raises:
            Damaged: when they cannot be unpacked.
        """
        ...

    def end(self) -> None:
        """Say that nothing more comes.

        Raises:
            Damaged: when something is missing.
        """
        ...


class Plain:
    """Bytes that are not packed."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The same bytes."""
        yield data

    def end(self) -> None:
        """Nothing can be missing."""


class Gzip:
    """One gzip member or several; what follows the last one is padding."""

    def __init__(self) -> None:
        """Wait for the first member."""
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False  # this member
        self._done = False  # at least one member

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes; raises Damaged."""
        plain = b""
        while data or len(plain) == PIECE:  # a full piece: there may be more inside
            if not self._begun and self._done and not data.startswith(_GZIP_MAGIC):
                return
            self._begun = True
            try:
                plain = self._member.decompress(data, PIECE)
            except zlib.error as error:
                raise Damaged from error
            yield plain
            data = self._member.unconsumed_tail
            if self._member.eof:
                data, plain = self._member.unused_data, b""
                self._member = zlib.decompressobj(_GZIP)
                self._begun, self._done = False, True

    def end(self) -> None:
        """Raises Damaged inside a member; no byte at all is an empty document."""
        if self._begun:
            raise Damaged


class Brotli:
    """One brotli stream."""

    def __init__(self) -> None:
        """Wait for its first byte."""
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes; raises Damaged."""
        self._begun = True
        try:
            # Asked until it is silent: `can_accept_more_data` is true while plain bytes wait inside.
            piece = self._stream.process(data, output_buffer_limit=PIECE)
            while piece:
                yield piece
                piece = self._stream.process(b"", output_buffer_limit=PIECE)
        except brotli.error as error:
            raise Damaged from error

    def end(self) -> None:
        """Raises Damaged inside the stream; no byte at all is an empty document."""
        if self._begun and not self._stream.is_finished():
            raise Damaged


def unpacker(encoding: str) -> Unpacker | None:
    """What unpacks a Content-Encoding; None for one that was not asked for, or several stacked."""
    known: dict[str, type[Plain | Gzip | Brotli]] = {
        "": Plain,
        "identity": Plain,
        "gzip": Gzip,
        "x-gzip": Gzip,
        "br": Brotli,
    }
    kind = known.get(encoding.strip().lower())
    return kind() if kind else None
