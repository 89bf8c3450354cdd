"""Copies are found whatever was cut or added; different texts are never merged."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.stories import Verdict, containment, decide, shingles

NOUNS = "harbour ferry mayor council tariff island winter bridge tide market letter vote".split()
VERBS = "signed refused counted opened promised delayed repaired crossed warned agreed".split()


@dataclass(frozen=True)
class Known:
    article_id: str
    story_id: str
    shingles: frozenset[int]


def invented(seed: int, sentences: int = 40) -> list[str]:
    """Sentences that share words and hardly ever five in a row."""
    draw = random.Random(seed)  # noqa: S311  # a made-up text
    return [
        f"The {draw.choice(NOUNS)} {draw.choice(VERBS)} {draw.randint(2, 999)} of the"
        f" {draw.choice(NOUNS)} when a {draw.choice(NOUNS)} {draw.choice(VERBS)}"
        f" {draw.randint(2, 999)} times."
        for _ in range(sentences)
    ]


def known(text: str) -> Known:
    return Known("a", "s", shingles(text))


def judged(text: str, original: str) -> Verdict:
    return decide(shingles(text), [known(original)]).verdict


@pytest.mark.parametrize("seed", range(20))
def test_a_copy_is_found_whatever_was_done_to_it(seed):
    """A report that was cut, edited or added to is still that report."""
    lines = invented(seed)
    original = " ".join(lines)
    other = " ".join(invented(seed + 1_000, 8))
    draw = random.Random(seed)  # noqa: S311
    edited = " ".join(
        draw.choice(NOUNS) if draw.random() < 0.05 else word for word in original.split()
    )
    for copy in (
        "VELL (AGENCY) - " + original,
        " ".join(lines[:24]),
        " ".join(lines[:12]),
        original + " " + other,
        edited,
    ):
        assert judged(copy, original) is not Verdict.NEW


@pytest.mark.parametrize("seed", range(20))
def test_different_texts_are_new(seed):
    """Texts that share only common phrases are stories of their own."""
    assert judged(" ".join(invented(seed)), " ".join(invented(seed + 5_000))) is Verdict.NEW


def test_the_same_text_at_another_address_is_the_same_article():
    """The whole text again is the same article, not a copy of its story."""
    text = " ".join(invented(1))
    assert judged(text.upper().replace(".", " !"), text) is Verdict.SAME
    assert judged(" ".join(invented(1)[:30]), text) is Verdict.COPY


def test_the_nearest_candidate_gives_the_story():
    """Of several known stories the one that shares most is joined."""
    near, far = " ".join(invented(1)), " ".join(invented(1)[:20] + invented(2)[:20])
    decision = decide(
        shingles(near), [Known("far", "f", shingles(far)), Known("near", "n", shingles(near))]
    )
    assert (decision.article_id, decision.story_id) == ("near", "n")


def test_too_little_text_proves_nothing():
    """A few words in common make no copy."""
    assert judged("Subscribe now to read this article.", "Subscribe now to read this article.") is (
        Verdict.NEW
    )
    assert decide(frozenset(), []).verdict is Verdict.NEW
    assert shingles("") == frozenset()


def test_numbers_are_the_same_on_every_machine():
    """A sample does not depend on the process that took it."""
    assert shingles("one two three four five") == {4_475_916_206_259_131_367}


@given(st.text(), st.text())
def test_containment_is_a_share_and_goes_both_ways(a, b):
    """Containment lies between 0 and 1 and does not depend on the order."""
    share = containment(shingles(a), shingles(b))
    assert 0.0 <= share <= 1.0
    assert share == containment(shingles(b), shingles(a))
