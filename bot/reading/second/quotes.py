"""A claimed quote held against the text: its words, its marks, its speaker and its cue."""

from __future__ import annotations

from bot.model import Quote, QuoteKind, Span
from bot.reading.quotes.ranking import Look, Voice, score
from bot.reading.second.claims import QuoteClaim
from bot.reading.second.ground import Ground, Ungrounded

FAR = 1_500  # code points from its quote at which a speaker is somebody else's
CUE_FAR = 400
LONGEST = 5_000
SURE, UNSURE = 0.75, 0.6  # a sentence says who speaks; nobody but the model says so


def ground_quote(claim: QuoteClaim, ground: Ground) -> Quote:
    """The quote of a claim.

    Raises:
        Ungrounded: when something of it does not hold.
    """
    span = ground.place(claim.text, claim.n)
    if len(span) > LONGEST:
        raise Ungrounded("too long")
    _check_marks(claim.kind, span, ground)
    speaker = ground.near(claim.speaker, span, "speaker", outside=True)
    if speaker is not None and speaker.gap(span) > FAR:
        raise Ungrounded("speaker far from the words")
    cue = ground.near(claim.cue, span, "cue", outside=True)
    if cue is not None and cue.gap(speaker or span) > CUE_FAR and cue.gap(span) > CUE_FAR:
        raise Ungrounded("cue far from the words")
    if claim.kind is QuoteKind.INDIRECT and (speaker is None or cue is None):
        raise Ungrounded("reported by nobody")
    mentions = ground.reading.actors
    actor = next((m.id for m in mentions if speaker and m.span.overlaps(speaker)), None)
    name = ground.verbatim(claim.speaker_name, speaker or span, "speaker")
    return Quote(
        span=span,
        kind=claim.kind,
        speaker=speaker,
        speaker_name=name,
        speaker_actor=actor,
        cue=cue,
        score=_score(claim.kind, span, ground, "person" if name else "other"),
        confidence=SURE if _attributed(speaker, cue, ground) else UNSURE,
        rule="model",
        origin=ground.origin,
    )


def _attributed(speaker: Span | None, cue: Span | None, ground: Ground) -> bool:
    """True when one sentence holds the speaker and the word of saying."""
    if speaker is None or cue is None:
        return False
    sentences = ground.reading.sentences
    return any(s.contains(speaker) and s.contains(cue) for s in sentences)


def _check_marks(kind: QuoteKind, span: Span, ground: Ground) -> None:
    """Marked words are somebody's own, unmarked ones reported: a claim that says else is wrong.

    Raises:
        Ungrounded: when it does.
    """
    inside = any(marked.outer.contains(span) for marked in ground.marked)
    if kind is QuoteKind.INDIRECT:
        if inside:
            raise Ungrounded("reported speech between marks")
        return
    spoken = any(
        quote.kind is not QuoteKind.INDIRECT and quote.span.overlaps(span)
        for quote in ground.reading.quotes
    )
    if not inside and not spoken:
        raise Ungrounded("not between marks")


def _score(kind: QuoteKind, span: Span, ground: Ground, voice: Voice) -> float:
    text = ground.reading.article.text
    return score(
        Look(
            kind=kind,
            voice=voice,
            words=len(span.of(text).split()),
            length=len(span),
            place=span.start / max(1, len(text)),
        )
    )
