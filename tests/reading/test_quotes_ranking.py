"""Which quotes deserve a card, how sure they are, and which belong together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import QuoteKind
from bot.reading.quotes.groups import Piece, number_groups
from bot.reading.quotes.ranking import FITS, LONG, Look, reasons, score
from tests.fakes.speech import quotes_of

LOOK = Look(kind=QuoteKind.DIRECT, voice="person", words=14, length=90, place=0.3)
POSTED = 0.65  # the shipped threshold

looks = st.builds(
    Look,
    kind=st.sampled_from(QuoteKind),
    voice=st.sampled_from(["person", "body", "other", "nobody"]),
    words=st.integers(0, 400),
    length=st.integers(1, 5_000),
    place=st.floats(0, 1),
    lively=st.booleans(),
    before=st.integers(0, 5),
    times=st.integers(1, 6),
)


@given(looks)
def test_a_score_lies_between_nothing_and_one(look: Look) -> None:
    """Whatever is looked at."""
    assert 0 <= score(look) <= 1


def test_the_reasons_say_what_a_score_is_made_of() -> None:
    """Each has a name; those without points are left out."""
    assert set(reasons(LOOK)) == {"voice", "kind", "says", "fits", "early"}
    assert score(LOOK) == pytest.approx(sum(reasons(LOOK).values()))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"voice": "person"}, {"voice": "body"}),
        ({"voice": "body"}, {"voice": "other"}),
        ({"voice": "other"}, {"voice": "nobody"}),
        ({"kind": QuoteKind.DIRECT}, {"kind": QuoteKind.MIXED}),
        ({"kind": QuoteKind.MIXED}, {"kind": QuoteKind.INDIRECT}),
        ({"words": 25}, {"words": 3}),
        ({"length": FITS.stop - 1}, {"length": LONG}),
        ({"length": FITS.start}, {"length": FITS.start - 1}),
        ({"place": 0.0}, {"place": 1.0}),
        ({"lively": True}, {"lively": False}),
        ({"before": 0}, {"before": 1}),
    ],
)
def test_what_makes_a_quote_better(better: dict[str, object], worse: dict[str, object]) -> None:
    """Who speaks, how much, a length that fits, whose words, early, lively, new."""
    assert score(replace(LOOK, **better)) > score(replace(LOOK, **worse))


def test_a_term_that_nobody_speaks_gets_nothing() -> None:
    """The same marked words twice, without a speaker."""
    term = replace(LOOK, voice="nobody", kind=QuoteKind.MIXED, words=3, length=20, times=2)
    assert "term" in reasons(term)
    assert score(term) == 0
    assert "term" not in reasons(replace(term, voice="person"))


def test_the_key_quote_of_a_text_comes_first() -> None:
    """A named person's statement stands above a fragment, a repetition and reported speech."""
    text = (
        'The dam is "old", an engineer admitted. Nobody sleeps well, neighbours said.\n\n'
        '"If the water comes we lose the valley, and nobody will rebuild it," said Lucy Marsh.\n\n'
        'On Tuesday Lucy Marsh said: "If the water comes we lose the valley, and nobody will '
        'rebuild it."'
    )
    best, *rest = sorted(quotes_of(text, "en"), key=lambda quote: -quote.score)
    assert best.span.of(text).startswith("If the water comes")
    again = next(q for q in rest if q.span.of(text).startswith("If the water comes"))
    assert best.span < again.span
    assert best.score > again.score + 0.2


@pytest.mark.parametrize(
    ("code", "text", "sure"),
    [
        ("en", '"It holds," said Lucy Marsh.', True),
        ("en", '"It holds," she said.', True),
        ("fr", "« Elle tient », assure la préfecture.", True),
        ("en", "Lucy Marsh said that the dam holds.", True),
        ("en", '"It holds and nobody will have to leave."', False),
        ("en", "Lucy Marsh smiled. \"It holds and nobody will have to leave.\"", False),
        ("en", "It was Lucy Marsh's day. The dam's builders thought it \"quite good\" back then.", False),
        ("de", "Lucie Marschall sagte, der Damm halte. Die Pumpen seien neu.", None),
    ],
)  # fmt: skip
def test_what_is_sure_enough_to_be_posted(code: str, text: str, sure: bool | None) -> None:
    """A named cue beside the words is; an inherited or guessed speaker, or none, is not."""
    last = quotes_of(text, code)[-1]
    assert (last.confidence >= POSTED) is bool(sure)


def test_a_close_decision_is_less_sure() -> None:
    """Two attributions in one sentence, neither beside the words."""
    clear = 'Lucy Marsh promised to build a wall that would be "high enough for all of us".'
    close = (
        "Lucy Marsh promised to build, while Paul Arden warned, a wall that would be "
        '"high enough for all of us".'
    )
    sure = next(q for q in quotes_of(clear, "en") if q.kind is QuoteKind.MIXED)
    unsure = next(q for q in quotes_of(close, "en") if q.kind is QuoteKind.MIXED)
    assert unsure.confidence < sure.confidence


def test_groups_are_numbered_in_order() -> None:
    """Pieces without anything in common are utterances of their own."""
    assert number_groups([Piece(0, None), Piece(0, None), Piece(1, None)]) == [1, 2, 3]
    assert number_groups([]) == []


def test_what_is_left_open_goes_on() -> None:
    """Three paragraphs of one speech."""
    pieces = [Piece(0, None, goes_on=True), Piece(1, None, goes_on=True), Piece(2, None)]
    assert number_groups([*pieces, Piece(3, None)]) == [1, 1, 1, 2]
