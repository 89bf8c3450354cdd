"""A model's claims against the article: what holds becomes a fact, what does not is dropped."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import RULES, Figure, Position, Quote, QuoteKind, Reading, Span, Stance
from bot.reading.second.read import CUT, NOT_READABLE
from config.reader import read_again
from tests.fakes.second import RECIPE, RIGHT, TEXT, by_rules, changed

MODEL = "mini/1"
FACTS = ("quotes", "figures", "positions")


def read(claims: dict[str, Any], text: str = TEXT, language: str = "en") -> Reading:
    """The article read by both."""
    return read_again(RECIPE, by_rules(text, language), (json.dumps(claims),), MODEL, False)


def alone(claims: dict[str, Any], text: str = TEXT, language: str = "en") -> Reading:
    """By the model alone."""
    return read_again(RECIPE, by_rules(text, language), (json.dumps(claims),), MODEL, True)


def facts(reading: Reading) -> list[Quote | Figure | Position]:
    """All of them."""
    return [*reading.quotes, *reading.figures, *reading.positions]


def spoken(reading: Reading) -> list[Quote]:
    """The quotes between marks."""
    return [quote for quote in reading.quotes if quote.kind is QuoteKind.DIRECT]


def test_what_both_find_is_surer_and_names_both():
    """What one finds keeps its own name."""
    rules, both = by_rules(), read(RIGHT)
    [old], [quote] = spoken(rules), spoken(both)
    assert quote.span == old.span
    assert quote.confidence > old.confidence or quote.confidence >= 0.98
    assert quote.origin == "rules + mini/1"
    assert {p.origin for p in both.positions} == {"rules", MODEL}
    assert both.second is not None
    assert (both.second.agreed, both.second.added, both.second.dropped) == (3, 1, 0)


def test_nothing_of_the_rules_is_lost_when_the_model_finds_nothing():
    """An empty answer is an answer."""
    rules, both = by_rules(), read({"quotes": [], "figures": [], "positions": []})
    assert facts(both) == facts(rules)
    assert both.second is not None
    assert both.second.trouble == ""


@pytest.mark.parametrize(
    ("claims", "cause"),
    [
        (changed("quotes", text="We never asked for anything"), "quote: not in the text"),
        (changed("quotes", text="We need 4 million euros before the winter"), "not in the text"),
        (changed("quotes", text="we need 3 million euros before the winter"), "not in the text"),
        (changed("quotes", n=77), "quote: no such sentence"),
        (changed("quotes", speaker="Bob Stone"), "quote: speaker not in the text"),
        (changed("quotes", speaker_name="Lucy Anne Marsh"), "speaker not in the text"),
        (changed("quotes", cue="shouted"), "quote: cue not in the text"),
        (changed("quotes", kind="indirect"), "quote: reported speech between marks"),
        (changed("quotes", n=1, text="The dam in Orsa divides the valley"), "not between marks"),
        (changed("quotes", kind="sung"), "quote: not in our form"),
        (changed("figures", value=4_000_000), "figure: another value"),
        (changed("figures", value=3), "figure: another value"),
        (changed("figures", unit="USD"), "figure: another unit"),
        (changed("figures", 1, unit="km"), "figure: another unit"),
        (changed("figures", text="3 billion euros"), "figure: not in the text"),
        (changed("figures", n=1, text="The dam", value=1), "figure: no number"),
        (changed("figures", holder="the county"), "figure: holder not in the text"),
        (changed("positions", actor="Bob Stone"), "position: actor not in the text"),
        (changed("positions", topic="the budget"), "position: topic not in the text"),
        (changed("positions", cue="is in favour"), "position: cue not in the evidence"),
        (changed("positions", stance="endorse"), "position: not in our form"),
        (changed("positions", condition="if paid"), "position: condition not in the text"),
        (
            changed(
                "positions",
                n=2,
                text="Mayor Lucy Marsh rejects the sale of the dam.",
                actor="Lucy Marsh",
                topic="sale of the dam",
                cue="rejects",
                stance="support",
            ),
            "position: the cue shows another stance",
        ),
    ],
)
def test_a_claim_that_does_not_hold_is_dropped_and_counted(claims, cause):
    """With its cause; the rules' facts stay as they are."""
    reading = read(claims)
    assert facts(reading) == facts(by_rules())
    assert reading.second is not None
    assert reading.second.dropped == 1
    [told] = reading.second.causes
    assert told.startswith("1 ")
    assert cause in told


def test_a_wrong_sentence_number_harms_only_words_that_stand_twice():
    """Words that stand once are found wherever they are."""
    assert len(alone(changed("quotes", n=1)).quotes) == 1
    assert alone(changed("figures", n=1)).figures[0].value == 3_000_000
    twice = "No dam. Lucy Marsh wants a dam. Tom Ridley wants a dam."
    claim = {"n": 1, "text": "wants a dam", "actor": "Tom Ridley", "stance": "support"}
    claim |= {"topic": "dam", "cue": "wants"}
    assert alone({"positions": [claim]}, twice).positions == ()


def test_the_number_its_modifier_and_its_unit_are_read_by_our_grammar():
    """Whatever the model says of them."""
    text = "The bridge will cost more than 2.5 billion euros, the council said on Monday in Orsa."
    claim = {"n": 1, "text": "2.5 billion euros", "value": 2.5e9, "unit": "EUR", "approx": "under"}
    [figure] = alone({"figures": [claim]}, text).figures
    assert (figure.value, figure.unit, figure.approx) == (2_500_000_000, "EUR", "over")
    assert figure.shown is not None
    assert figure.shown.of(text) == "more than 2.5 billion euros"


def test_a_stance_only_the_model_sees_is_not_sure():
    """No cue we know shows it, so it is to be asked for again before it is posted."""
    [position] = alone(changed("positions")).positions
    assert position.stance is Stance.SUPPORT
    assert position.confidence < 0.65
    assert (position.actor, position.topic) == ("tom_ridley", "the plan")


def test_a_stance_the_readers_dispute_is_no_fact_of_either():
    """Both are kept to be told."""
    text = "France does not oppose the deployment of troops to Karvenia, a spokesman said."
    [rules] = by_rules(text).positions
    claim = {"n": 1, "text": text, "actor": "France", "topic": "deployment of troops", "cue": None}
    agreed = read({"positions": [claim | {"stance": "open"}]}, text)
    assert [position.origin for position in agreed.positions] == ["rules + mini/1"]
    reading = read({"positions": [claim | {"stance": "oppose"}]}, text)
    assert reading.positions == ()
    assert reading.second is not None
    [dispute] = reading.second.disputes
    assert dispute.rules == rules
    assert isinstance(dispute.model, Position)
    assert (rules.stance, dispute.model.stance) == (Stance.OPEN, Stance.OPPOSE)


def test_a_speaker_the_readers_dispute_is_no_fact_of_either():
    """Two names that share no word; "she" beside a name is no dispute."""
    text = TEXT.replace("Her deputy", "Anne Bell listened. Her deputy")
    claim = RIGHT["quotes"][0]
    other = read({"quotes": [claim | {"speaker": "Anne Bell", "speaker_name": "Anne Bell"}]}, text)
    assert spoken(other) == []
    assert other.second is not None
    [dispute] = other.second.disputes
    assert (dispute.rules.speaker_name, dispute.model.speaker_name) == ("Lucy Marsh", "Anne Bell")
    assert len(spoken(read({"quotes": [claim | {"speaker_name": None}]}, text))) == 1


def test_a_nameless_speaker_gets_no_name_from_another_place():
    """The model points at somebody else: only the words agree, and they are no surer for it."""
    text = "Anne Bell watched the dam. “We will stay for the whole night,” protesters said in Orsa."
    rules = spoken(by_rules(text))
    claim = {"n": 2, "text": "We will stay for the whole night", "kind": "direct", "cue": "said"}
    named = {"speaker": "Anne Bell", "speaker_name": "Anne Bell"}
    assert spoken(read({"quotes": [claim | named]}, text)) == rules
    here = {"speaker": "protesters", "speaker_name": "protesters"}
    [quote] = spoken(read({"quotes": [claim | here]}, text))
    assert (quote.origin, quote.speaker_name) == ("rules + mini/1", "protesters")


def test_an_answer_that_breaks_off_gives_what_it_holds_and_says_so():
    """What is no answer at all leaves the rules alone."""
    answer = json.dumps(RIGHT)
    cut = read_again(RECIPE, by_rules(), (answer[: answer.index("12 per")],), MODEL, False)
    assert cut.second is not None
    assert (cut.second.trouble, cut.second.agreed) == (CUT, 2)
    none = read_again(RECIPE, by_rules(), ("Sorry, I cannot do that.",), MODEL, False)
    assert none.second is not None
    assert (none.second.trouble, facts(none)) == (NOT_READABLE, facts(by_rules()))


def test_without_the_rules_facts_the_model_can_be_measured():
    """Alone, everything is its own."""
    reading = alone(RIGHT)
    assert {fact.origin for fact in facts(reading)} == {MODEL}
    assert [len(getattr(reading, kind)) for kind in FACTS] == [1, 2, 1]


def words_of(fact: object, text: str) -> list[str]:
    """Every string and span of a fact that may be shown as the article's."""
    shown = []
    for field in fields(fact):  # type: ignore[arg-type]
        value = getattr(fact, field.name)
        if isinstance(value, Span):
            shown.append(value.of(text))
        elif field.name in VERBATIM and isinstance(value, str):
            shown.append(value)
    return shown


VERBATIM = frozenset(
    "speaker_name unit_text what holder period reported_by actor_name condition".split()
)
PIECES = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from([w for s in TEXT.split(".") for w in (s.strip(), *s.split()) if w]),
)
NUMBERS = st.one_of(st.integers(-5, 10**7), st.floats(allow_nan=False, allow_infinity=False))


@settings(max_examples=60)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "n": st.integers(0, 7),
                "text": PIECES,
                "kind": st.sampled_from(["direct", "mixed", "indirect", "x"]),
                "stance": st.sampled_from(["support", "open", "oppose", "undecided", "x"]),
                "value": NUMBERS,
                "unit": st.sampled_from([None, "EUR", "percent", "goblin", "km"]),
                **dict.fromkeys(
                    "speaker speaker_name cue unit_text what holder period reported_by actor topic"
                    " condition".split(),
                    PIECES,
                ),
            }
        ),
        max_size=4,
    )
)
def test_whatever_a_model_claims_only_the_articles_words_are_shown(items):
    """Every span lies in the text, every word of a fact stands there, every rule's fact survives."""
    reading = read({"quotes": items, "figures": items, "positions": items})
    for fact in facts(reading):
        for words in words_of(fact, TEXT):
            assert words in TEXT
    assert reading.second is not None
    disputed = len(reading.second.disputes)
    for kind in FACTS:
        kept = [fact for fact in getattr(reading, kind) if fact.origin.startswith(RULES)]
        assert len(kept) + disputed >= len(getattr(by_rules(), kind))
    units = {figure.unit for figure in reading.figures}
    assert "goblin" not in units
