"""Packed bodies, piece by piece."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.unpack import PIECE, Damaged, is_bomb, unpacker, zstd

PACKERS = {
    "gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "identity": bytes,
}


def unpack(encoding: str, *chunks: bytes) -> bytes:
    """The whole document from its chunks."""
    plain = unpacker(encoding)
    assert plain is not None
    pieces = [piece for chunk in chunks for piece in plain.feed(chunk)]
    plain.end()
    assert encoding == "identity" or max(map(len, pieces), default=0) <= 2 * PIECE
    return b"".join(pieces)


@given(
    st.sampled_from(sorted(PACKERS)),
    st.binary(max_size=200),
    st.sampled_from([1, 300, 65_535, 65_536, 65_537, 131_073, 200_000]),
    st.integers(1, 2_000),
)
def test_what_was_packed_comes_out_whole_however_it_is_cut(
    encoding: str, seed: bytes, size: int, cut: int
) -> None:
    """The pieces a network makes of a document change nothing."""
    document = (seed + b"\0" * size)[:size]
    packed = PACKERS[encoding](document)
    cut = max(cut, len(packed) // 50 + 1)
    chunks = [packed[at : at + cut] for at in range(0, len(packed), cut)]
    assert unpack(encoding, *chunks) == document


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_half_a_document_is_damage(encoding: str) -> None:
    """What breaks off is never taken for the whole."""
    packed = PACKERS[encoding](bytes(range(256)) * 9)
    for end in (1, 9, len(packed) // 2, len(packed) - 1):
        with pytest.raises(Damaged):
            unpack(encoding, packed[:end])


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_other_bytes_are_damage(encoding: str) -> None:
    """Bytes that are not packed as they say are a failure."""
    with pytest.raises(Damaged):
        unpack(encoding, b"<rss>not packed at all</rss>")


@pytest.mark.parametrize("encoding", sorted(PACKERS))
def test_no_byte_is_an_empty_document(encoding: str) -> None:
    """A server may pack nothing at all."""
    assert unpack(encoding) == b""


def test_gzip_members_follow_each_other_and_padding_ends_them() -> None:
    """Several members are one document, and zeros behind it are no part of it."""
    two = gzip.compress(b"one ") + gzip.compress(b"two")
    assert unpack("gzip", two) == b"one two"
    assert unpack("gzip", two + b"\0" * 500) == b"one two"
    assert unpack("GZIP", two[:20], two[20:]) == b"one two"


@pytest.mark.parametrize("encoding", ["gzip, gzip", "deflate", "br, zstd", "compress"])
def test_other_encodings_are_not_known(encoding: str) -> None:
    """Packings that were not asked for, or stacked ones, have no unpacker."""
    assert unpacker(encoding) is None


def test_zstd_frames_follow_each_other() -> None:
    """Several frames are one document, also when a piece ends inside one."""
    two = zstd.compress(b"one ") + zstd.compress(b"two")
    assert unpack("zstd", two) == unpack("zstd", two[:7], two[7:]) == b"one two"


def test_a_zstd_window_beyond_the_standard_for_the_web_is_damage() -> None:
    """A frame may ask for gigabytes of memory; 8 MiB is all that HTTP allows."""
    wide = {zstd.CompressionParameter.window_log: 27}
    packer = zstd.ZstdCompressor(options=wide)
    with pytest.raises(Damaged):
        unpack("zstd", packer.compress(b"news " * 99) + packer.flush())


def test_only_what_no_honest_document_does_is_a_bomb() -> None:
    """Small documents may be as repetitive as they like, and large ones as a list of results."""
    assert not is_bomb(packed=300, plain=1_000_000)
    assert not is_bomb(packed=100_000, plain=5_000_000)
    assert is_bomb(packed=39_000, plain=4_000_000)
