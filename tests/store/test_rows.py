"""What stands near a fact is found by its place, as a look at each would find it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Mention, Span
from bot.store.rows import Places, around

PLACES = st.integers(0, 60)
SPANS = st.tuples(PLACES, st.integers(1, 20)).map(lambda each: Span(each[0], each[0] + each[1]))
MENTIONS = st.lists(SPANS.map(lambda span: Mention("war", span)), max_size=12)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[Span, ...]:
    """Sentences in order, with gaps between some of them."""
    edges = sorted(draw(st.sets(PLACES, max_size=12)))
    return tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))


@given(MENTIONS, SPANS)
def test_the_mentions_that_touch_a_span_are_found_in_order(
    mentions: list[Mention], span: Span
) -> None:
    ordered = sorted(mentions, key=lambda mention: mention.span.start)
    assert list(Places(mentions).within(span)) == [m for m in ordered if m.span.overlaps(span)]


@given(_texts(), SPANS, st.integers(0, 2))
def test_a_span_grows_to_its_sentences_and_their_neighbours(
    sentences: tuple[Span, ...], span: Span, margin: int
) -> None:
    touched = [i for i, sentence in enumerate(sentences) if sentence.overlaps(span)]
    if touched:
        near = sentences[max(0, touched[0] - margin) : touched[-1] + margin + 1]
        expected = Span(min(span.start, near[0].start), max(span.end, near[-1].end))
    else:
        expected = span
    assert around(span, sentences, margin) == expected
