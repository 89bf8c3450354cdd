"""What the cues of a sentence allow: the check of a claimed stance against the language's own words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Span, Stance
from bot.reading.positions.cue_forms import CueForm, stance_of
from bot.reading.positions.words import PositionWords
from bot.reading.text import Document, Token

REACH = 6  # words that may part the words of one cue


def allowed(document: Document, room: Span, words: PositionWords) -> frozenset[Stance]:
    """The stances the known cues of `room` can show; none when it holds no cue we know.

    A cue beside a negation allows what it says negated too: which of the two it is, only a grammar
    could tell.
    """
    tokens = [t for t in document.tokens if room.start <= t.start and t.end <= room.end]
    lower = [token.lower for token in tokens]
    negated = any(word in words.sets["negations"] for word in lower)
    found: set[Stance | None] = set()
    for i, token in enumerate(tokens):
        for form in words.forms.get(token.lower, ()):
            if _stands(form, lower, i, tokens):
                outcomes = (
                    (form.group.stance, form.group.negated) if negated else (form.group.stance,)
                )
                found |= {stance_of(outcome) for outcome in outcomes}
    return frozenset(stance for stance in found if stance is not None)


def _stands(form: CueForm, lower: Sequence[str], i: int, tokens: Sequence[Token]) -> bool:
    """True when all words of a form follow one another at `i`, a few others perhaps between."""
    at = i
    for word in form.words[1:]:
        ahead = lower[at + 1 : at + 2 + REACH]
        if word not in ahead:
            return False
        at += 1 + ahead.index(word)
    return not form.particle or form.particle in lower[i + 1 : len(tokens)]
