"""A model's answer as claims: whole, wrapped, cut off, or none at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.second.claims import MOST, Claims, answer_schema, claims_in
from tests.fakes.second import RIGHT

WHOLE = json.dumps(RIGHT)


@pytest.mark.parametrize(
    "answer",
    [
        WHOLE,
        f"Here is what I found:\n```json\n{WHOLE}\n```\nAnything else?",
        f"<think>I look for {{quotes}} first.</think>{WHOLE}",
    ],
)
def test_words_around_the_answer_are_passed_over(answer):
    """Models like to talk."""
    found = claims_in(answer)
    assert found is not None
    assert (len(found.quotes), len(found.figures), len(found.positions)) == (1, 2, 1)
    assert not found.cut


def test_of_an_answer_that_breaks_off_the_whole_items_are_kept():
    """The last one may lack half of its number."""
    at = WHOLE.index("12 per cent")
    found = claims_in(WHOLE[:at])
    assert found is not None
    assert found.cut
    assert [claim.text for claim in found.figures] == ["3 million euros"]


@pytest.mark.parametrize("answer", ["", "I cannot.", "[]", "{}", '{"quotes": "none"}', "{" * 9999])
def test_what_is_no_answer_is_none(answer):
    """Whatever it is instead."""
    assert claims_in(answer) is None


@pytest.mark.parametrize(
    "item",
    [
        {"n": 1, "text": "a", "kind": "shouted"},
        {"n": 0, "text": "a", "kind": "direct"},
        {"text": "a", "kind": "direct"},
        {"n": 1, "text": "", "kind": "direct"},
        "a",
        None,
    ],
)
def test_an_item_that_is_no_claim_costs_itself_alone(item):
    """And is counted."""
    found = claims_in(json.dumps({"quotes": [item, RIGHT["quotes"][0]]}))
    assert found is not None
    assert len(found.quotes) == 1
    assert found.broken == {"quote: not in our form": 1}


def test_an_endless_answer_is_read_to_a_point():
    """Beyond it is noise."""
    found = claims_in(json.dumps({"quotes": RIGHT["quotes"] * (MOST + 5)}))
    assert found is not None
    assert len(found.quotes) == MOST


def test_the_schema_asks_for_every_key_and_no_other():
    """As the strict form of the protocol wants it."""
    schema = answer_schema()
    for kind in ("quotes", "figures", "positions"):
        item = schema["properties"][kind]["items"]
        assert item["required"] == list(item["properties"])
        assert item["additionalProperties"] is False
    assert schema["$defs"]["Stance"]["enum"] == ["support", "open", "oppose", "undecided"]
    assert schema["properties"]["figures"]["items"]["properties"]["value"] == {"type": "number"}


@given(st.text(max_size=200))
def test_no_answer_makes_it_fail(answer):
    """Whatever a model says: it is claims, or nothing."""
    for text in (answer, '{"quotes": [' + answer):
        assert isinstance(claims_in(text), Claims | None)
