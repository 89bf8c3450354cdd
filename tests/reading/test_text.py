"""A text cut into blocks, sentences and tokens."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.layout import Role
from bot.model import Span
from bot.reading.text import MAX_SENTENCE, MAX_TEXT, Document, fold, tokenize
from tests.fakes.speech import CODES, document, speech_pack


def sentences(text: str, code: str) -> list[str]:
    """The sentences of a text."""
    return [s.span.of(text) for s in document(text, code).sentences]


def tokens(text: str, code: str) -> list[str]:
    """The folded tokens of a text."""
    return [t.lower for t in tokenize(text, Span(0, len(text)), speech_pack(code).text)]


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("en", "The dam holds. Nobody left! Why not?", 3),
        ("en", "Mr. Haddad met Gov. Rowe in the U.S. on Monday.", 1),
        ("en", "He left the U.S. The dam held.", 2),
        ("en", "J. F. Marsh signed it. So did St. Clair.", 2),
        ("en", '"Why now?" she asked. "Because." He left.', 3),
        ("fr", "M. Benali a parlé. Mme Roche a écouté.", 2),
        ("fr", "« C'est fini. » Puis il est parti.", 2),
        ("de", "Am 5. Mai kam Dr. Roth. Sie blieb bis zum 12. Juni.", 2),
        ("de", "Das gilt z. B. für Orsa. Sonst nicht.", 2),
        ("es", "El Sr. Rey llegó tarde. ¿Por qué? Nadie lo sabe.", 3),
        ("it", "Il dott. Serra è arrivato. Ha parlato poco…", 2),
    ],
)
def test_sentences_end_where_a_reader_would_say(code: str, text: str, count: int) -> None:
    """A point behind an abbreviation, an initial or an ordinal ends nothing."""
    found = sentences(text, code)
    assert len(found) == count
    assert " ".join(found) == text


def test_a_sentence_glued_to_a_closing_mark_ends_there() -> None:
    """Some pages lose the space between paragraphs."""
    text = 'He said "it holds."The dam is old.'
    assert sentences(text, "en") == ['He said "it holds."', "The dam is old."]


def test_no_sentence_crosses_a_line() -> None:
    """A heading without a point is a sentence of its own."""
    text = "The harbour\n\nIt rained for a week and nobody came to see it.\n\nThe dam\n\nIt held."
    assert [s.span.of(text) for s in document(text, "en").sentences] == [
        "The harbour",
        "It rained for a week and nobody came to see it.",
        "The dam",
        "It held.",
    ]


def test_furniture_is_not_read() -> None:
    """Navigation and addresses hold no facts."""
    text = "1. Skip to content\n\nThe dam holds, the mayor said.\n\nhttps://news.example/a"
    assert [block.role for block in document(text, "en").blocks] == [Role.BODY]


def test_an_elided_word_is_a_token_of_its_own() -> None:
    """The article and the noun are two words."""
    assert tokens("L’Etat qu'il aime", "fr") == ["l'", "etat", "qu'", "il", "aime"]


def test_a_closing_apostrophe_is_no_elision() -> None:
    """A possessive or a mark is cut off the word."""
    assert tokens("the workers' pay", "en") == ["the", "workers", "'", "pay"]


def test_numbers_keep_their_inner_signs() -> None:
    """Group and decimal signs do not cut a number."""
    assert tokens("1.234,50 € und 12\u202f000", "de") == ["1.234,50", "€", "und", "12\u202f000"]


def test_folding_makes_the_same_word_equal() -> None:
    """Case, typographic apostrophes, hyphens and soft hyphens do not matter."""
    assert fold("L’ÉTAT") == fold("l'état")
    assert fold("Vize‑Präsi\u00addent") == fold("vize-präsident")


def test_an_endless_sentence_is_cut() -> None:
    """No pattern meets a line without end."""
    found = document("so " * 5_000, "en").sentences
    assert all(len(s.span) <= MAX_SENTENCE for s in found)


def test_a_text_is_read_up_to_a_bound() -> None:
    """What lies behind it is left unread."""
    text = "The dam holds. " * (MAX_TEXT // 14)
    assert document(text, "en").sentences[-1].span.end <= MAX_TEXT


def test_the_sentence_of_an_offset() -> None:
    """Every place of a sentence leads to it; a place outside to none."""
    text = "One here.\n\nTwo there."
    cut = document(text, "en")
    assert cut.sentence_index(0) == 0
    assert cut.sentence_index(text.index("Two") + 2) == 1
    assert cut.sentence_index(9) is None


@given(text=st.text(max_size=300), code=st.sampled_from(CODES))
def test_pieces_are_spans_in_order(text: str, code: str) -> None:
    """Whatever the text: sentences and tokens lie in it, in order, and overlap nowhere."""
    cut: Document = document(text, code)
    for a, b in pairwise(cut.sentences):
        assert a.span.end <= b.span.start
    for first, second in pairwise(cut.tokens):
        assert first.start < first.end <= second.start
    for sentence in cut.sentences:
        for token in cut.tokens_in(sentence.span):
            assert sentence.span.start <= token.start < sentence.span.end
