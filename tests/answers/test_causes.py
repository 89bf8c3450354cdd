"""Why something failed is read in the language of the place, whatever the code says in English."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.causes import reworded
from bot.sources import sentences, standin
from tests.check_locks import ROOT
from tests.fakes.words import CODES, shipped_phrases

ENGLISH = shipped_phrases()["en"].causes
FAILURES = {"Refused", "Unreachable", "BadStatus", "TooLarge", "Unreadable"}
FAILURES |= {"Declined", "Unsure", "Rejected", "GivenUp", "Later"}
HELPERS = {"check_url", "refusal", "_refusal"}  # give the words of a failure, or None
FOREIGN = "Ostrea-7"  # stands where the code fills something in


def said(node: ast.expr) -> Iterator[str]:
    """The sentences an expression may be, with something foreign in their places."""
    match node:
        case ast.Constant(value=str(words)):
            yield words
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else FOREIGN for part in parts
            )
        case ast.BoolOp(values=values):
            for each in values:
                yield from said(each)
        case ast.IfExp(body=body, orelse=other):
            yield from said(body)
            yield from said(other)


def causes_in(file: Path) -> Iterator[str]:
    """Every sentence a failure is made with in a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in FAILURES:
                for argument in node.args:
                    yield from said(argument)
        elif isinstance(node, ast.FunctionDef) and node.name in HELPERS:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield from said(inner.value)
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "reason" for target in node.targets
        ):
            yield from said(node.value)


def every_cause() -> list[str]:
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").glob("*.py")]
    files = [file for file in files if "cli" not in file.parts]  # the command line is English
    found = {cause for file in files for cause in causes_in(file)}
    named = {*sentences._STATUS.values(), *(words for _, words in sentences._BROKEN)}
    for module in (sentences, standin):
        named |= {
            value.format("a feed") if "{}" in value else value
            for name, value in vars(module).items()
            if name.isupper() and isinstance(value, str) and " " in value
        }
    return sorted(cause for cause in found | named if cause)


def test_the_code_says_enough_to_look_at():
    """The sentences below are really found."""
    assert len(every_cause()) > 70


@pytest.mark.parametrize("words", every_cause())
def test_every_cause_is_said_in_every_language(words):
    """A sentence without a form in `[causes]` of config/interface would stay English."""
    assert reworded(words, ENGLISH, dict.fromkeys(ENGLISH, "known")) == "known", words
    for code in CODES:
        told = shipped_phrases()[code].cause(words)
        assert (FOREIGN in told) == (FOREIGN in words)
        assert code == "en" or told != words
        assert code != "en" or told == words


def test_a_cause_may_hold_another():
    """Both are told in the language of the place."""
    words = "tried 9 times in 3 days: Slack's history could not be read: missing_scope"
    told = shipped_phrases()["fr"].cause(words)
    assert told.startswith("essayé 9 fois en 3 jours")
    assert told.endswith("l’historique de Slack n’a pas pu être lu\u00a0: missing_scope")
    kind = "The address leads to a feed, not to an article. Name it among the sources to follow it."
    assert shipped_phrases()["de"].cause(kind).startswith("Unter der Adresse steht ein Feed, kein")


@given(st.text(alphabet=string.printable, max_size=80))
def test_foreign_words_stay_as_they_are(words):
    """What the code did not say is changed in no letter, unless it has a form of ours."""
    told = reworded(words, ENGLISH, ENGLISH)
    assert told == words
