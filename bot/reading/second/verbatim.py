"""Where words a model gives stand in the text: exactly, but for the ways to write one sign.

Both sides are compared in one form: accents composed, quotation marks, apostrophes, hyphens and
spaces plain, what cannot be seen left out. Letters and case stay. Every sign of that form knows the
code points it was made of, so that what is found is a span of the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from bot.model import Span

_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)  # a sign with its accents
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»‹›＂", '"'),
        **dict.fromkeys("‘’‚‛ʼ", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"),
    }
)
_SPACES = re.compile(r"\s+")
_EDGES = "\"' "
_DIGIT_GOES_ON = re.compile(r"[.,' ]?\d")
_DIGIT_BEFORE = re.compile(r"\d[.,' ]?\Z")


class Haystack:
    """A text in which exact words are looked for."""

    def __init__(self, text: str) -> None:
        """Prepare `text`."""
        self._text = text
        signs: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for cluster in _CLUSTER.finditer(text):
            for sign in _plain(cluster.group()):
                if sign == " " and signs and signs[-1] == " ":
                    self._ends[-1] = cluster.end()
                    continue
                signs.append(sign)
                self._starts.append(cluster.start())
                self._ends.append(cluster.end())
        self._plain = "".join(signs)

    def places(self, words: str) -> Iterator[Span]:
        """Every place where the words stand as whole words, in order.

        Marks and spaces at their edges are not looked for: they belong to nobody's words.
        """
        wanted = _SPACES.sub(" ", _plain_words(words)).strip(_EDGES)
        if not any(sign.isalnum() for sign in wanted):
            return
        at = self._plain.find(wanted)
        while at >= 0:
            last = at + len(wanted) - 1
            if self._is_whole(at, last):
                yield Span(self._starts[at], self._ends[last])
            at = self._plain.find(wanted, at + 1)

    def inside(self, words: str, room: Span) -> Span | None:
        """The first place inside `room`."""
        return next((place for place in self.places(words) if room.contains(place)), None)

    def begins_in(self, words: str, room: Span) -> Span | None:
        """The first place that begins inside `room`; where there is none, the only one there is."""
        places = list(self.places(words))
        here = next((place for place in places if room.start <= place.start < room.end), None)
        return here or (places[0] if len(places) == 1 else None)

    def nearest(self, words: str, to: Span, *, outside: bool = False) -> Span | None:
        """The place with the fewest code points between it and `to`; one before wins a draw."""
        places = (p for p in self.places(words) if not (outside and p.overlaps(to)))
        return min(places, key=lambda place: (place.gap(to), place), default=None)

    def _is_whole(self, first: int, last: int) -> bool:
        """True when no word and no number goes on at either edge."""
        plain = self._plain
        if first and plain[first].isalnum() and plain[first - 1].isalnum():
            return False
        if last + 1 < len(plain) and plain[last].isalnum() and plain[last + 1].isalnum():
            return False
        if plain[first].isdigit() and _DIGIT_BEFORE.search(plain, max(0, first - 2), first):
            return False
        return not (plain[last].isdigit() and _DIGIT_GOES_ON.match(plain, last + 1))


def _plain(sign: str) -> str:
    plain = normalize("NFC", sign).translate(_PLAIN)
    return " " if plain.isspace() else plain


def _plain_words(words: str) -> str:
    return "".join(_plain(cluster.group()) for cluster in _CLUSTER.finditer(words))
