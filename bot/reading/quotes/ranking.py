"""Which quotes deserve a place on a card: reasons with points, added up to a score of 0 to 1.

Who speaks, how much is said, whether it fits a card, whose words they are, where they stand, and
whether they were given before. The points are set by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.model import Quote, QuoteKind
from bot.reading.people import People
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document, fold

Voice = Literal["person", "body", "other", "nobody"]
FITS = range(40, 281)  # code points that a card shows whole
LONG = 500  # code points from which a card must cut

_VOICE: Mapping[Voice, float] = {"person": 0.3, "body": 0.2, "other": 0.1, "nobody": 0.0}
_KIND = {QuoteKind.DIRECT: 0.15, QuoteKind.MIXED: 0.1, QuoteKind.INDIRECT: 0.0}
_SAYS = ((20, 0.25), (12, 0.2), (7, 0.15), (4, 0.05))  # words from which, points
_EARLY = 0.1  # at the head of the article, falling to nothing at its end
_LIVELY = 0.05
_REPEATED = -0.3
_TERM = -0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is looked at in one quote."""

    kind: QuoteKind
    voice: Voice
    words: int
    length: int  # code points
    place: float  # 0 at the head of the article, 1 at its end
    lively: bool = False  # in the first person
    before: int = 0  # times the same words were given earlier in the article
    times: int = 1  # times they are given in all


def reasons(look: Look) -> Mapping[str, float]:
    """The points for and against a quote, by reason; reasons without points are left out."""
    term = look.voice == "nobody" and look.times > 1
    points = {
        "voice": _VOICE[look.voice],
        "kind": _KIND[look.kind],
        "says": next((points for words, points in _SAYS if look.words >= words), 0.0),
        "fits": 0.15 if look.length in FITS else 0.05 if FITS.stop <= look.length < LONG else 0.0,
        "early": _EARLY * (1 - look.place),
        "lively": _LIVELY if look.lively else 0.0,
        "repeated": _REPEATED if look.before else 0.0,
        "term": _TERM if term else 0.0,
    }
    return {name: value for name, value in points.items() if value}


def score(look: Look) -> float:
    """The sum of the reasons, between 0 and 1."""
    return min(1.0, max(0.0, sum(reasons(look).values())))


def rank(
    document: Document, quotes: Sequence[Quote], words: QuoteWords, people: People
) -> tuple[float, ...]:
    """The score of each quote, in the order given, which is that of the text."""
    said = [_plain(document, quote) for quote in quotes]
    scores, seen = [], Counter[str]()
    total = Counter(said)
    for quote, plain in zip(quotes, said, strict=True):
        tokens = [t.lower for t in document.tokens_in(quote.span) if t.lower[:1].isalnum()]
        look = Look(
            kind=quote.kind,
            voice=_voice(document, quote, words, people),
            words=len(tokens),
            length=len(quote.span),
            place=quote.span.start / max(1, len(document.text)),
            lively=not words.first_person.isdisjoint(tokens),
            before=seen[plain],
            times=total[plain],
        )
        seen[plain] += 1
        scores.append(score(look))
    return tuple(scores)


def _plain(document: Document, quote: Quote) -> str:
    """The words for comparison: "Très clairs." and "très clairs" are the same."""
    return fold(document.at(quote.span)).strip(" .,;:!?…")


def _voice(document: Document, quote: Quote, words: QuoteWords, people: People) -> Voice:
    if quote.speaker is None:
        return "nobody"
    if quote.speaker_name is not None:
        return "person"
    said = [token.lower for token in document.tokens_in(quote.speaker)]
    if any(people.words.is_role(word) for word in said):
        return "person"
    body = not words.humans.isdisjoint(said) or people.others_within(quote.speaker)
    return "body" if body else "other"
