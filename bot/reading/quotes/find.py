"""Quotes of a document: marked speech with its speakers, and reported clauses.

marks -> frames -> attributions -> speech or not -> speakers over frames -> indirect -> ranking
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import Quote, QuoteKind, Span
from bot.reading.marks import find_marked
from bot.reading.people import People
from bot.reading.quotes.attribution import Attributions
from bot.reading.quotes.choose import Choice, choose
from bot.reading.quotes.confidence import confidence, confidence_reported
from bot.reading.quotes.frame import build_frames
from bot.reading.quotes.groups import Piece, number_groups
from bot.reading.quotes.incise import cut_incises
from bot.reading.quotes.indirect import find_reported, reported_span, sentence_span
from bot.reading.quotes.kind import kind_of
from bot.reading.quotes.ranking import rank
from bot.reading.quotes.speakers import Speaker
from bot.reading.quotes.speech import THRESHOLD, Signs, SpeechSigns
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.turns import Turns
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document

_SURE = frozenset({"clause", "source"})  # "that" or a source tells where their words begin


def find_quotes(document: Document, words: QuoteWords, people: People) -> tuple[Quote, ...]:
    """Find the quotes of `document`, sorted by span. Never raises on any text."""
    return _Finder(document, words, people).run()


@dataclass(frozen=True, slots=True)
class _Found:
    """A quote before its neighbours are looked at: no group and no score yet."""

    quote: Quote
    piece: Piece


class _Finder:
    """One pass over the frames of a document."""

    def __init__(self, document: Document, words: QuoteWords, people: People) -> None:
        self._document = document
        self._words = words
        self._people = people
        marked = find_marked(
            document.text,
            [block.span for block in document.blocks],
            doubled_apostrophes=words.doubled_apostrophes,
        )
        self._marked = cut_incises(document, marked, words)
        self._signs = SpeechSigns(document, self._marked, words)
        self._frames = build_frames(document, self._marked, words, people)
        self._turns = Turns(document, self._frames, words, people)

    def run(self) -> tuple[Quote, ...]:
        """The quotes, in order."""
        found: list[_Found] = []
        for n, frame in enumerate(self._frames):
            finder = Attributions(frame, self._words, self._people)
            attributions = finder.find()
            mood = self._turns.in_mood(n, attributions)
            spoken = self._marked_speech(n, finder, attributions, mood=mood)
            found += spoken
            found += self._reported(n, finder, attributions, [f.quote.span for f in spoken])
            if mood:
                found += self._in_mood(n, [f.quote.span for f in spoken])
            self._turns.listen(n, finder, attributions)
        return self._finished(self._joined(sorted(found, key=lambda f: f.quote.span)))

    def _joined(self, found: Sequence[_Found]) -> list[_Found]:
        """Sentences that only their mood shows to be somebody's are one piece while it lasts."""
        joined: list[_Found] = []
        for f in found:
            if joined and self._goes_on(joined[-1], f):
                whole = replace(
                    joined[-1].quote, span=Span(joined[-1].quote.span.start, f.quote.span.end)
                )
                joined[-1] = replace(joined[-1], quote=whole, piece=f.piece)
            else:
                joined.append(f)
        return joined

    def _goes_on(self, before: _Found, f: _Found) -> bool:
        if (
            not before.quote.rule == f.quote.rule == "mood"
            or f.piece.frame - before.piece.frame != 1
        ):
            return False
        frames = self._frames[before.piece.frame], self._frames[f.piece.frame]
        both_reported = before.quote.kind is f.quote.kind is QuoteKind.INDIRECT
        return both_reported and frames[0].paragraph == frames[1].paragraph

    def _finished(self, found: Sequence[_Found]) -> tuple[Quote, ...]:
        """The quotes with their groups and scores."""
        groups = number_groups(f.piece for f in found)
        quotes = [f.quote for f in found]
        scores = rank(self._document, quotes, self._words, self._people)
        return tuple(
            replace(quote, group=group, score=score)
            for quote, group, score in zip(quotes, groups, scores, strict=True)
        )

    def _marked_speech(
        self, n: int, finder: Attributions, found: Sequence[Attribution], *, mood: bool
    ) -> list[_Found]:
        frame, spoken = self._frames[n], []
        for i in frame.quoted:
            choice = choose(frame, i, found, inverted=self._words.after_quote == "inverted")
            signs = self._signs.signs(frame, i, choice, mood=mood)
            if signs.score <= THRESHOLD:
                continue
            speaker = self._turns.speaker(n, i, finder, choice, mood=mood)
            spoken.append(self._quote(n, i, choice, speaker, signs))
            if speaker is not None:
                self._turns.heard(n, speaker)
        return spoken

    def _quote(
        self, n: int, i: int, choice: Choice | None, speaker: Speaker | None, signs: Signs
    ) -> _Found:
        frame = self._frames[n]
        marked = self._marked[frame.atoms[i].segment]
        capital = self._document.text[marked.span.start].isupper()
        quote = Quote(
            span=marked.span,
            kind=kind_of(frame, i, choice, signs, self._words, capital=capital),
            speaker=speaker.span if speaker else None,
            speaker_name=speaker.name if speaker else None,
            cue=speaker.cue if speaker else None,
            confidence=confidence(speaker.rule if speaker else "nobody", choice, signs),
            rule=speaker.rule if speaker else "nobody",
        )
        by = choice.attribution if choice else None
        return _Found(quote, Piece(n, by, goes_on=marked.open_end))

    def _reported(
        self, n: int, finder: Attributions, found: Sequence[Attribution], taken: Sequence[Span]
    ) -> list[_Found]:
        frame, reported = self._frames[n], []
        for clause in find_reported(frame, found, self._words):
            span = reported_span(frame, clause)
            if not _leaves_room(span, taken, sure=clause.rule in _SURE):
                continue
            speaker = self._turns.named(frame, finder, clause.by)
            quote = _indirect(span, speaker, clause.rule, cue=clause.by.cue)
            reported.append(_Found(quote, Piece(n, clause.by)))
        return reported

    def _in_mood(self, n: int, taken: Sequence[Span]) -> list[_Found]:
        """A sentence that only its verb's mood shows to be somebody's words."""
        speaker = self._turns.last
        if not _leaves_room(sentence_span(self._frames[n]), taken, sure=True):
            return []
        if speaker is not None:
            self._turns.heard(n, speaker)  # the mood may last
        quote = _indirect(sentence_span(self._frames[n]), speaker, "mood")
        return [_Found(quote, Piece(n, None))]


def _leaves_room(clause: Span, taken: Sequence[Span], *, sure: bool) -> bool:
    """True when a reported clause holds no marked speech, or is sure and says more than it."""
    inside = [words for words in taken if words.overlaps(clause)]
    whole = sure and all(clause.contains(words) for words in inside)
    return not inside or (whole and 2 * sum(len(words) for words in inside) < len(clause))


def _indirect(span: Span, speaker: Speaker | None, rule: str, cue: Span | None = None) -> Quote:
    return Quote(
        span=span,
        kind=QuoteKind.INDIRECT,
        speaker=speaker.span if speaker else None,
        speaker_name=speaker.name if speaker else None,
        cue=cue,
        confidence=confidence_reported(rule, human=speaker is not None and speaker.human),
        rule=rule,
    )
