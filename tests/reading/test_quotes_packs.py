"""Every language pack's own examples of speech, positive and negative, hold."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.model import QuoteKind
from bot.reading.quotes.words import CLASSES, QuoteExample, QuoteWords
from tests.fakes.speech import CODES, quotes_of, speaker_of, speech_pack

MARKED = (QuoteKind.DIRECT, QuoteKind.MIXED)


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(code, example, id=f"{code}-{i}")
        for code in CODES
        for i, example in enumerate(speech_pack(code).quotes.example)
    ],
)
def test_an_example_of_a_pack_holds(code: str, example: QuoteExample) -> None:
    """What a pack promises of a text is read: the words, their kind and who said them."""
    text = example.text
    found = {(q.span.of(text), q.kind.value): speaker_of(text, q) for q in quotes_of(text, code)}
    for said in example.said:
        assert said.by in found[said.words, said.kind or "direct"]
    for words in example.not_said:
        assert words in text
        assert words not in {words for words, _ in found}


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(code, example, id=f"{code}-{i}")
        for code in CODES
        for i, example in enumerate(speech_pack(code).quotes.example)
    ],
)
def test_an_example_holds_no_other_marked_words(code: str, example: QuoteExample) -> None:
    """Marked words that a pack does not list as said are not taken for speech."""
    text = example.text
    found = {q.span.of(text) for q in quotes_of(text, code) if q.kind in MARKED}
    assert found <= {said.words for said in example.said}


@pytest.mark.parametrize("code", CODES)
def test_a_pack_has_examples_of_speech_and_of_none(code: str) -> None:
    """A pack without both kinds of example could not be trusted."""
    examples = speech_pack(code).quotes.example
    kinds = {said.kind for example in examples for said in example.said}
    assert kinds == {"direct", "mixed", "indirect"}
    assert sum(bool(example.not_said) for example in examples) >= 3


@pytest.mark.parametrize("code", CODES)
def test_the_words_of_a_pack_are_folded(code: str) -> None:
    """Tables are compared with folded text: a capital or a curly apostrophe would never match."""
    words = speech_pack(code).quotes
    said = [*_word_sets(words), *words.source_before, *words.source_after]
    for name in CLASSES[:-1]:
        for verb in getattr(words, name).values():
            said += f"{verb.finite} {verb.participle} {verb.gerund} {verb.particle}".split()
    assert [word for word in said if word != word.casefold() or "’" in word] == []


@pytest.mark.parametrize("code", CODES)
def test_every_report_verb_has_a_form_and_is_found_by_it(code: str) -> None:
    """The table of forms is complete."""
    words = speech_pack(code).quotes
    for name in CLASSES[:-1]:
        for verb in getattr(words, name).values():
            for form in verb.finite.split():
                first = form.split("_")[0]
                assert any(name in cue.classes for cue in words.cues[first])


def _word_sets(words: QuoteWords) -> list[str]:
    tables = [getattr(words, field.name) for field in fields(words)]
    tables += [getattr(words.syntax, field.name) for field in fields(words.syntax)]
    return [word for table in tables if isinstance(table, frozenset) for word in table]
