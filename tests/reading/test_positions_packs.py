"""Every language pack's own examples of positions, and of none, hold."""

from __future__ import annotations

from functools import cache

import pytest

from bot.model import Article, Position
from bot.reading.positions.words import PositionExample, PositionWords
from bot.reading.text import fold
from config.loader import LANGUAGES, load
from config.reader import ReaderRecipe, build_reader

CODES = ("de", "en", "es", "fr", "it")


@cache
def pack(code: str) -> PositionWords:
    """The position tables of a language, loaded once."""
    return load(LANGUAGES / code / "positions.toml", PositionWords)


def read(code: str, text: str) -> tuple[Position, ...]:
    """The positions of a text, with the shipped lexicons."""
    reader = build_reader(ReaderRecipe(languages=CODES))
    return reader.read(Article(url="", text=text, language=code)).positions


@pytest.mark.parametrize(
    ("code", "example"),
    [
        pytest.param(code, example, id=f"{code}-{i}")
        for code in CODES
        for i, example in enumerate(pack(code).example)
    ],
)
def test_an_example_of_a_pack_holds(code: str, example: PositionExample) -> None:
    """What a pack promises of a sentence is what is read."""
    found = read(code, example.text)
    assert tuple(f"{p.actor} {p.stance} {p.topic}" for p in found) == example.positions


@pytest.mark.parametrize("code", CODES)
def test_a_pack_has_examples_of_positions_and_of_none(code: str) -> None:
    """A pack without both kinds of example could not be trusted."""
    examples = pack(code).example
    assert sum(bool(example.positions) for example in examples) >= 10
    assert sum(not example.positions for example in examples) >= 10


@pytest.mark.parametrize("code", CODES)
def test_every_cue_of_a_pack_can_be_met(code: str) -> None:
    """Each verb names a paradigm of the pack, and every form is folded as texts are."""
    words = pack(code)
    forms = [cue for cues in words.forms.values() for cue in cues]
    assert len(forms) > 300
    assert [cue.words for cue in forms if any(w != fold(w) or not w for w in cue.words)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_slots_of_a_pack_are_words_or_known_kinds(code: str) -> None:
    """A misspelt kind of slot would be taken for a preposition and never be filled."""
    known = {"object", "addressed", "that", "bare", "here", "inf", "modal"}
    for group in pack(code).cues:
        for slot in group.slots:
            assert slot in known or slot in pack(code).prepositions or slot.islower(), slot
