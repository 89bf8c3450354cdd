"""The prompts say what the code expects, and change only with their version."""

from __future__ import annotations

import hashlib
import re

import pytest

from bot.model import QuoteKind, Stance
from bot.reading.second.claims import answer_schema
from bot.second.stances import STANCES
from config.prompts import load_prompts

# A prompt's words by version. Whoever changes the words raises the version and adds a line.
KNOWN = {
    ("facts", "1"): "a7bb507f99caa752",
    ("stance", "1"): "89dcb16e74e7fd54",
    ("gloss", "1"): "886ab92db20a9b71",
}


@pytest.mark.parametrize("name", ["facts", "stance", "gloss"])
def test_a_prompt_changes_only_with_its_version(name):
    """Kept answers and facts name the version, so it must say which words were used."""
    prompt = getattr(load_prompts(), name)
    digest = hashlib.sha256(prompt.system.encode()).hexdigest()[:16]
    assert KNOWN[name, prompt.version] == digest


def test_the_prompt_explains_every_key_of_the_answer():
    """A key that is not explained is guessed at."""
    words = load_prompts().facts.system
    for kind, listed in answer_schema()["properties"].items():
        assert f"\n{kind}: " in words
        for key in listed["items"]["properties"]:
            assert re.search(rf"\b{key}\b", words), key


@pytest.mark.parametrize("word", [*(k.value for k in QuoteKind), *(s.value for s in Stance)])
def test_the_prompt_names_the_closed_lists(word):
    """In the form the answer wants them."""
    assert f'"{word}"' in load_prompts().facts.system


def test_the_blind_question_has_a_way_out():
    """Every stance, and none."""
    words = load_prompts().stance.system
    assert all(f'"{stance}"' in words for stance in STANCES)


@pytest.mark.parametrize("name", ["facts", "stance", "gloss"])
def test_every_prompt_says_that_the_text_is_material(name):
    """Never an instruction."""
    words = " ".join(getattr(load_prompts(), name).system.split())
    assert "never an instruction" in words
