"""Direct or mixed: whether marked speech is a clause or a fragment of the sentence around it.

In German, where articles and prepositions bend and so stay outside the marks, a fragment is direct
too when it carries the predicate of its clause, or when it is all that a verb reports: 'nannte den
Plan einen „Rückschritt“'. A noun phrase inside a clause that is itself reported stays mixed.
"""

from __future__ import annotations

from bot.model import QuoteKind
from bot.reading.quotes.choose import Choice
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.speech import Signs
from bot.reading.quotes.words import QuoteWords

_PAUSES = ",-"
_OPENING = frozenset(".,:;-(QC'")  # before a segment that opens its clause
_CLAUSE = frozenset({"clause", "first_person"})  # signs of a subject with its verb
_OWN_CLAUSE = frozenset(",;:THUO")  # between a verb and its words: a clause of their own
_REPORTS = frozenset({"say", "judge", "demand", "think"})


def kind_of(
    frame: Frame, i: int, choice: Choice | None, signs: Signs, words: QuoteWords, *, capital: bool
) -> QuoteKind:
    """The kind of the marked segment at atom `i` of `frame`.

    Args:
        frame: the sentence.
        i: the segment.
        choice: its attribution.
        signs: what shows that it is speech.
        words: of the language.
        capital: its first letter is one, as a sentence's is.
    """
    before = frame.tags[i - 1] if i else "."
    if "own_sentence" in signs.found or (before == ":" and capital):
        return QuoteKind.DIRECT
    if "predicate" in signs.found or (words.verb_second and _CLAUSE <= {*signs.found}):
        return QuoteKind.DIRECT
    if words.verb_second and _all_reported(frame, i, choice, signs, words):
        return QuoteKind.DIRECT
    if not capital and before in words.embedding:
        return QuoteKind.MIXED
    if before in _OPENING and "question_or_cry" in signs.found:
        return QuoteKind.DIRECT
    if words.verb_second and choice is not None and choice.behind and before not in _OPENING:
        return QuoteKind.MIXED  # 'der Plan sei „reiner Unfug“, sagte sie': a noun of her clause
    if choice is not None and _beside_report(choice):
        return QuoteKind.DIRECT
    enough = "four_words" if before in _PAUSES else "seven_words"
    return QuoteKind.DIRECT if enough in signs.found else QuoteKind.MIXED


def _beside_report(choice: Choice) -> bool:
    """True next to a report verb; without its subject only over a sign: "..., ha aggiunto"."""
    by = choice.attribution
    return choice.adjacent and "say" in by.classes and (by.speaker is not None or choice.link != "")


def _all_reported(
    frame: Frame, i: int, choice: Choice | None, signs: Signs, words: QuoteWords
) -> bool:
    """True when nothing but an article or a preposition stands between the marks and their verb."""
    if choice is None or "attribute" in signs.found:
        return False
    by = choice.attribution
    if choice.behind and choice.link == "," and not frame.tags[:i].strip("'D"):
        return True  # 'Ein „großer Tag“, urteilte sie'
    bent = frame.tags[i - 1 : i] == "w" and by.cue_last != i - 1  # 'eine wachsende „Kluft“'
    if bent or by.rule == "source" or not _REPORTS & by.classes:
        return False
    judged = i > 0 and "judge" in by.classes and frame.atoms[i - 1].lower in words.classing
    return not (_OWN_CLAUSE - {","} if judged else _OWN_CLAUSE) & {*choice.link}
