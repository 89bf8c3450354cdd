"""What the cues of a sentence allow: the check of a claimed stance against the language's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import Span, Stance
from bot.reading.positions.cue_forms import CueForm, stance_of
from bot.reading.positions.words import PositionWords
from bot.reading.text import Document

REACH = 6  # words that may part the words of one cue


def allowed(document: Document, room: Span, words: PositionWords) -> Mapping[Stance, int]:
    """The stances the known cues of `room` can show, each with the weight of its strongest cue.

    A cue beside a negation allows what it says negated too: which of the two it is, only a grammar
    could tell. Empty when there is no cue we know.
    """
    tokens = [t for t in document.tokens if room.start <= t.start and t.end <= room.end]
    lower = [token.lower for token in tokens]
    negated = any(word in words.sets["negations"] for word in lower)
    found: dict[Stance, int] = {}
    for i, token in enumerate(tokens):
        for form in words.forms.get(token.lower, ()):
            if not _stands(form, lower, i):
                continue
            group = form.group
            for outcome in (group.stance, group.negated)[: 1 + negated]:
                stance = stance_of(outcome)
                if stance is not None:
                    found[stance] = max(found.get(stance, 0), group.weight)
    return found


def _stands(form: CueForm, lower: Sequence[str], i: int) -> bool:
    """True when all words of a form follow one another at `i`, a few others perhaps between."""
    at = i
    for word in form.words[1:]:
        ahead = lower[at + 1 : at + 2 + REACH]
        if word not in ahead:
            return False
        at += 1 + ahead.index(word)
    return not form.particle or form.particle in lower[i + 1 :]
