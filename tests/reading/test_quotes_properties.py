"""What holds of quotes for every text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Quote, QuoteKind
from bot.reading.text import fold
from tests.fakes.speech import CODES, quotes_of, speech_pack, spoken, words_of

PIECES = (
    '"', "“", "”", "„", "«", "»", "‹", "''", "'", "’", "―", "-", "–", ":", ",", ".", "!", "\n", "\n\n",
    "said", "told reporters that", "Lucy Marsh", "she", "according to", "dit-elle", "a-t-il déclaré",
    "selon le ministère", "que", "auraient", "sagte", "teilte", "mit", "dass", "seien", "so", "ha detto",
    "che", "según", "dijo", "Paul", "Mr.", "the minister", "le film", "sogenannte", "It holds", "yes",
    "(54)", "İ", "ß", "東京", "\u00a0", "\u202f", "\u00ad", "\ufeff", "<a b=\"c\">",
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=150),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


@settings(max_examples=200, deadline=None)
@given(text=texts, code=st.sampled_from(CODES))
def test_every_fact_is_a_span_of_the_text(text: str, code: str) -> None:
    """Whatever the text: nothing is raised, and words, speaker and cue are pieces of it."""
    for quote in quotes_of(text, code):
        assert 0 <= quote.span.start < quote.span.end <= len(text)
        for span in (quote.speaker, quote.cue):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert 0 <= quote.score <= 1
        assert 0 <= quote.confidence <= 1
        assert quote.group > 0
        assert quote.rule


@settings(max_examples=60, deadline=None)
@given(text=texts, code=st.sampled_from(CODES))
def test_quotes_are_in_order_and_none_cuts_another(text: str, code: str) -> None:
    """Marked words overlap no others; a reported clause may hold some, and then whole."""
    quotes = quotes_of(text, code)
    assert [q.span for q in quotes] == sorted(q.span for q in quotes)
    for quote in (q for q in quotes if q.kind is not QuoteKind.INDIRECT):
        for other in (q for q in quotes if q is not quote and q.span.overlaps(quote.span)):
            assert other.kind is QuoteKind.INDIRECT
            assert other.span.contains(quote.span)


@settings(max_examples=40, deadline=None)
@given(text=texts, code=st.sampled_from(CODES))
def test_the_same_text_gives_the_same_quotes(text: str, code: str) -> None:
    """Reading holds no state."""
    assert quotes_of(text, code) == quotes_of(text, code)


@settings(max_examples=60, deadline=None)
@given(text=texts, code=st.sampled_from(CODES))
def test_a_name_is_one_of_the_texts_own(text: str, code: str) -> None:
    """What a speaker resolves to stands in the text."""
    for quote in quotes_of(text, code):
        assert quote.speaker_name is None or fold(quote.speaker_name) in fold(text)


@pytest.mark.parametrize("code", CODES)
def test_an_example_reads_the_same_between_other_paragraphs(code: str) -> None:
    """Words and speakers that a text names itself do not depend on what stands around it."""
    for example in speech_pack(code).quotes.example:
        if not example.said:
            continue
        alone = spoken(example.text, code)
        between = spoken(f"0123 0123.\n\n{example.text}\n\n0123 0123.", code)
        assert between == alone


@pytest.mark.parametrize("code", CODES)
def test_losing_a_closing_mark_costs_one_quote_at_most(code: str) -> None:
    """The quotes of the other paragraphs stay."""
    example = next(e for e in speech_pack(code).quotes.example if len(e.said) == 1)
    [said] = [
        q for q in quotes_of(example.text, code) if _is(q, example.text, example.said[0].words)
    ]
    text = f'"A mark is lost here.\n\n{example.text}\n\nAnd “another one.'
    found = [q for q in quotes_of(text, code) if _is(q, text, example.said[0].words)]
    assert [q.kind for q in found] == [said.kind]


@pytest.mark.parametrize(
    "piece", ['he said "x" and ', "«a «b» ", '"a - b, c ', "Anna Ruiz, ", "said that he ", '"a\n\n']
)
def test_an_endless_text_ends(piece: str) -> None:
    """What looks like an attack is read with bounded looks around."""
    for code in ("en", "de"):
        for quote in quotes_of(piece * (20_000 // len(piece)), code):
            assert quote.span.start < quote.span.end


def _is(quote: Quote, text: str, words: str) -> bool:
    return quote.span.of(text) == words


@pytest.mark.parametrize("code", CODES)
def test_a_paragraph_without_marks_or_cues_changes_no_earlier_quote(code: str) -> None:
    """What stands behind a text says nothing of who spoke in it."""
    for example in speech_pack(code).quotes.example:
        longer = f"{example.text}\n\n0123 – 45 · 678."
        assert spoken(longer, code) == spoken(example.text, code)


@pytest.mark.parametrize("code", CODES)
def test_the_form_of_letters_and_lines_changes_no_quote(code: str) -> None:
    """Accents as letters or as marks of their own, and lines that end as on any machine."""
    for example in speech_pack(code).quotes.example:
        text = f"{example.text}\n\n{example.text}"
        wanted = composed(text, code)
        assert composed(unicodedata.normalize("NFD", text), code) == wanted
        assert composed(text.replace("\n", "\r\n"), code) == wanted


@settings(max_examples=60, deadline=None)
@given(text=texts, code=st.sampled_from(CODES))
def test_marked_words_of_one_kind_never_overlap(text: str, code: str) -> None:
    """One stretch of a text is quoted once."""
    for kind in QuoteKind:
        spans = sorted(q.span for q in quotes_of(text, code) if q.kind is kind)
        assert all(a.end <= b.start for a, b in pairwise(spans))


def composed(text: str, code: str) -> list[tuple[str, ...]]:
    """The words, kinds and speakers of the quotes of `text`, accents composed."""
    return [
        tuple(
            unicodedata.normalize("NFC", words)
            for words in (
                q.span.of(text),
                q.kind.value,
                words_of(text, q.speaker),
                q.speaker_name or "",
            )
        )
        for q in quotes_of(text, code)
    ]
