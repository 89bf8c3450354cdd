"""Which attribution of a frame a marked segment belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reading.quotes.frame import Frame
from bot.reading.quotes.spoken_by import Attribution

_LINKS = frozenset(",-:")
_PASSED_ON = 1.0  # what it costs to have another speaker between
_OTHER = 3.0  # what a verb of its own between costs a noun
_NESTED = 3.0  # what it adds to report somebody's own report
_NEXT = 5.0  # what it costs to stand in the next clause
_STEP = 0.08  # what each atom between a segment and its cue costs
_OBJECT = 4  # atoms: 'called the plan a "disgrace"'
_VERDICT = 1.5  # what being a verdict's own words counts


@dataclass(frozen=True, slots=True)
class Choice:
    """An attribution and how it stands to the segment."""

    attribution: Attribution
    adjacent: bool  # nothing but a comma, a colon or a dash between
    behind: bool  # the attribution follows the segment
    link: str  # the tags between
    score: float
    margin: float = 10.0  # how far the best attribution of another speaker lies behind


def choose(
    frame: Frame, i: int, attributions: Sequence[Attribution], *, inverted: bool = False
) -> Choice | None:
    """The best attribution in `frame` for the segment at atom `i`; None when there is none.

    Args:
        frame: the sentence.
        i: the segment.
        attributions: of the sentence.
        inverted: behind a quotation the verb comes before its subject, as in German.
    """
    attributions = [a for a in attributions if not _aside(frame, i, a)]
    if not attributions:
        return None
    inner = _innermost(i, attributions)
    choices = [_weigh(frame, i, attribution, inner) for attribution in attributions]
    if inverted:
        choices = [_own_clause(choice) for choice in choices]
    best = max(choices, key=lambda choice: choice.score)
    rivals = [c.score for c in choices if c.attribution.speaker != best.attribution.speaker]
    return replace(best, margin=best.score - max(rivals)) if rivals else best


def _own_clause(choice: Choice) -> Choice:
    """What costs it that another statement begins: '... "zu früh", Vogt nannte ihn "mutig"'."""
    by = choice.attribution
    begins = by.speaker is not None and by.speaker.last < by.verb and by.rule == "plain"
    if not (begins and choice.behind and choice.link.startswith(",")):
        return choice
    return replace(choice, adjacent=False, score=choice.score - _NEXT)


def _aside(frame: Frame, i: int, a: Attribution) -> bool:
    """True for a cue in the clause a sentence opens with, when another leads to the marks.

    "When they ask her why, she has an answer: "...""
    """
    comma = frame.tags.find(",")
    led = frame.tags[:i].rstrip("'").endswith(":")
    return led and frame.tags[0] == "S" and a.last < comma < i


def _innermost(i: int, attributions: Sequence[Attribution]) -> Attribution | None:
    """The last attribution before the segment that has a speaker of its own.

    In "X said that Y called it '...'" the words are Y's, and X passes them on.
    """
    nested = [a for a in attributions if a.last < i and a.human and a.rule != "same"]
    return nested[-1] if nested else None


def _weigh(frame: Frame, i: int, a: Attribution, inner: Attribution | None) -> Choice:
    if a.first <= i <= a.last:
        return _weigh_inside(frame, i, a)
    behind = a.first > i
    link = frame.tags[i + 1 : a.first] if behind else frame.tags[a.last + 1 : i]
    bare = {*link} <= _LINKS
    score = _behind(link, bare, a) if behind else _before(link, bare)
    if bare and a.reported and not behind:
        score += _NESTED  # 'er habe gesagt, „...“, erzählt sie': the words are his
    if inner is not None and not behind and not bare and a.last < inner.first:
        score -= _PASSED_ON
    if a.rule == "claim" and "T" not in link and {*link} & {*"HUO"}:
        score -= _OTHER  # "X ruled that Y's claim of a leak was "true""
    if not behind and not bare and a.human and "judge" in a.classes and _is_object(link):
        score += _VERDICT  # 'called it a "mess" and said so again'
    score += _class(a, bare) - (0.0 if a.speaker is not None else 4.0)
    score -= 0.0 if a.human else 1.5 if a.rule == "source" else 2.5
    return Choice(a, bare, behind, link, score)


def _is_object(link: str) -> bool:
    """True when nothing but a short phrase stands between a verb and the segment."""
    return len(link) <= _OBJECT and not {*link} & {*",;:HUOCSRTQ"}


def _weigh_inside(frame: Frame, i: int, a: Attribution) -> Choice:
    """A segment between the subject and its verb, or between a verb and its subject."""
    between = frame.tags[min(i, a.verb) : max(i, a.verb)]
    score = 3.0 if {*between} & {*",;:"} else 7.0  # 'wenn Rey von „Mut“ spricht, meint sie ...'
    return Choice(a, False, a.verb > i, "", score + _class(a, bare=False))


def _behind(link: str, bare: bool, a: Attribution) -> float:
    if a.rule == "same" and "judge" in a.classes:
        own = False  # '"...," accusing her of "..."': words of its own
    else:
        own = a.rule != "plain" or ("say" in a.classes and bool(link or a.human))
    if bare and own:
        return 10.0
    if "as" in a.classes and link[-2:-1] == ",":
        return 9.5 - _STEP * len(link)  # "the plan is "dead", as the minister put it"
    score = 5.5 - _STEP * len(link) - 0.3 * link.count("Q") - 1.5 * link.count(";")
    return score - (1.5 if a.rule == "plain" else 0.0)


def _before(link: str, bare: bool) -> float:
    if bare:
        return 9.5 if ":" in link else 8.0
    score = 6.5 - _STEP * len(link) - 0.3 * link.count("Q") - 1.5 * link.count(";")
    if link.endswith((":", "T")):
        score += 1.5
    return score


def _class(a: Attribution, bare: bool) -> float:
    if a.rule == "source":
        own = 3.0 if "voice" in a.classes else -1.2 if "weak" in a.classes and not bare else 0.0
        return own + (-0.5 if not bare else -1.0)
    if "say" in a.classes:
        return 0.0
    return -1.0 if "judge" in a.classes else -1.8
