"""Documents made from good ones: cut, doubled, spliced, misencoded, with hostile pieces put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

LONGEST = 64_000  # bytes of a mutant, but for a rare long one
RARE = 200_000
PIECES: tuple[bytes, ...] = (
    b"<", b">", b"&", b"&#0;", b"&#x110000;", b"&#55296;", b"&a;", b"]]>", b"<![CDATA[", b"<!--", b"-->",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<?x", b"</", b"/>",
    b"<title>", b"</title>", b"<item>", b"<script type='application/ld+json'>", b"<base href='//['>",
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3", b"\x85", b"\x1b$B",
    b"\r\n\r\n", b"\t" * 40, b"http://[", b"http://\xe2\x80\xae/", b"javascript:1", b"data:text/html,a",
    b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"{}", b"[", b"]", b'"', b"\\ud800", b"true",
    b"2026-13-45T99:99:99Z", b"Mon, 32 Foo 99999 25:61:61 +9999", b"0000-00-00",
    "“„«»’‘–—…".encode(), "a\u0301\u0301\u202e\u2066\u200b\ufeff".encode(), "١٢٣ ½ ⅓ ²".encode(),
    b"said: ", b"$1.5bn ", b"42 % ", b'" said "', b". . . ", b"...", b"A. B. C. ", b"l'",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-32", "latin-1", "cp1252", "utf-8-sig", "shift_jis", "utf-7")


class Mutator:
    """Gives one mutant after another; the same random source gives the same ones."""

    def __init__(self, seeds: Sequence[bytes], random: Random) -> None:
        self._seeds = seeds
        self._random = random
        self._steps: tuple[Callable[[bytearray], bytearray], ...] = (
            self._flip, self._cut, self._end, self._double, self._insert, self._insert,
            self._splice, self._nest, self._repeat, self._swap, self._encode,
        )  # fmt: skip

    def next(self) -> bytes:
        """A good document after one to eight changes."""
        made = bytearray(self._random.choice(self._seeds))
        for _ in range(self._random.choice((1, 1, 2, 3, 5, 8))):
            made = self._random.choice(self._steps)(made) or made
        longest = RARE if self._random.random() < 0.02 else LONGEST
        return bytes(made[:longest])

    def _span(self, document: bytearray) -> tuple[int, int]:
        start = self._random.randrange(len(document) + 1)
        size = self._random.choice((1, 3, 20, 200, len(document)))
        return start, min(len(document), start + self._random.randint(0, size))

    def _flip(self, document: bytearray) -> bytearray:
        for _ in range(self._random.choice((1, 4, 30))):
            if document:
                document[self._random.randrange(len(document))] = self._random.randrange(256)
        return document

    def _cut(self, document: bytearray) -> bytearray:
        start, stop = self._span(document)
        return document[:start] + document[stop:]

    def _end(self, document: bytearray) -> bytearray:
        return document[: self._random.randrange(len(document) + 1)]

    def _double(self, document: bytearray) -> bytearray:
        start, stop = self._span(document)
        return document[:stop] + document[start:]

    def _insert(self, document: bytearray) -> bytearray:
        at, _ = self._span(document)
        return document[:at] + self._random.choice(PIECES) + document[at:]

    def _splice(self, document: bytearray) -> bytearray:
        other = self._random.choice(self._seeds)
        start, stop = self._span(document)
        return document[:start] + other[self._random.randrange(len(other)) :] + document[stop:]

    def _nest(self, document: bytearray) -> bytearray:
        start, stop = self._span(document)
        opening, closing = self._random.choice(
            ((b"<div>", b"</div>"), (b"<b>", b"</i>"), (b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"))
        )
        times = self._random.choice((2, 50, 3_000))
        return document[:start] + opening * times + document[start:stop] + closing * times

    def _repeat(self, document: bytearray) -> bytearray:
        start, stop = self._span(document)
        times = self._random.choice((2, 20, 3_000))
        return document[:start] + document[start : min(stop, start + 400)] * times + document[stop:]

    def _swap(self, document: bytearray) -> bytearray:
        start, stop = self._span(document)
        piece = document[start:stop]
        piece.reverse()
        return document[:start] + piece + document[stop:]

    def _encode(self, document: bytearray) -> bytearray:
        text = bytes(document).decode("utf-8", "replace")
        return bytearray(text.encode(self._random.choice(ENCODINGS), "replace"))
