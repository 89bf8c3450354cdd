"""Direct or mixed: whether marked speech is a clause or a fragment of the sentence around it."""

from __future__ import annotations

from bot.model import QuoteKind
from bot.reading.quotes.choose import Choice
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.speech import Signs

_PAUSES = ",-"


def kind_of(
    frame: Frame, i: int, choice: Choice | None, signs: Signs, *, capital: bool, embedding: str
) -> QuoteKind:
    """The kind of the marked segment at atom `i` of `frame`.

    Args:
        frame: the sentence.
        i: the segment.
        choice: its attribution.
        signs: what shows that it is speech.
        capital: its first letter is one, as a sentence's is.
        embedding: tags of words that go on into the marks: 'a "concrete" step'.
    """
    before = frame.tags[i - 1] if i else "."
    if "own_sentence" in signs.found or (before == ":" and capital):
        return QuoteKind.DIRECT
    if not capital and before in embedding:
        return QuoteKind.DIRECT if "own_verb" in signs.found else QuoteKind.MIXED
    if choice is not None and _beside_report(choice):
        return QuoteKind.DIRECT
    enough = "four_words" if before in _PAUSES else "seven_words"
    return QuoteKind.DIRECT if enough in signs.found else QuoteKind.MIXED


def _beside_report(choice: Choice) -> bool:
    """True next to a report verb; without its subject only over a sign: "..., ha aggiunto"."""
    by = choice.attribution
    return choice.adjacent and "say" in by.classes and (by.speaker is not None or choice.link != "")
