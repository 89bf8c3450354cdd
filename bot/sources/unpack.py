"""Content encodings: gzip, brotli and zstd, unpacked piece by piece so that a cap can stop them. Pure.

Done here and not by the HTTP client, because the client takes a packed answer that breaks off for a
whole one: half a feed would be kept as the feed until its publisher changes it.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Mapping
from typing import Protocol

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 65_536  # bytes unpacked at a time, or a few more
_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_WINDOW: Mapping[int, int] = {
    zstd.DecompressionParameter.window_log_max: 23
}  # 8 MiB, as RFC 9659 says
MOST_PARTS = 1_000  # gzip members or zstd frames of one document; each costs memory and time
ACCEPTED = "gzip, br, zstd"
FREE = 1024 * 1024  # plain bytes that any packing may lead to
MOST_GROWTH = 100  # plain bytes for one packed; repetitive honest documents stay below 50


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
        self._done = 0  # members

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
                self._begun, self._done = False, _one_more(self._done)

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


class Zstd:
    """One zstd frame or several."""

    def __init__(self) -> None:
        """Wait for the first frame."""
        self._frame = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        self._begun = False  # this frame
        self._done = 0  # frames

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes; raises Damaged."""
        try:
            while data or (self._begun and not self._frame.needs_input):
                self._begun = True
                yield self._frame.decompress(data, PIECE)
                data = b""
                if self._frame.eof:
                    data = self._frame.unused_data
                    self._frame = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
                    self._begun, self._done = False, _one_more(self._done)
        except zstd.ZstdError as error:
            raise Damaged from error

    def end(self) -> None:
        """Raises Damaged inside a frame; no byte at all is an empty document."""
        if self._begun:
            raise Damaged


def _one_more(done: int) -> int:
    if done >= MOST_PARTS:
        raise Damaged
    return done + 1


def is_bomb(packed: int, plain: int) -> bool:
    """True when so many packed bytes led to more plain ones than any honest document would."""
    return plain > FREE and plain > MOST_GROWTH * packed


def unpacker(encoding: str) -> Unpacker | None:
    """What unpacks a Content-Encoding; None for one that was not asked for, or several stacked."""
    known: dict[str, type[Plain | Gzip | Brotli | Zstd]] = {
        "": Plain,
        "identity": Plain,
        "gzip": Gzip,
        "x-gzip": Gzip,
        "br": Brotli,
        "zstd": Zstd,
    }
    kind = known.get(encoding.strip().lower())
    return kind() if kind else None
