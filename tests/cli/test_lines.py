"""`vigie read --jsonl`: one answer a line, in order, whatever the lines hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import lines
from bot.cli.lines import answer_line, unanswered
from config.reader import ReaderRecipe

RECIPE = ReaderRecipe(languages=("en", "fr"))
SAID = 'The mayor said: "We were never asked about the ferry."'
PAGE = f"""<html><body><article><h1>Ferry</h1>
<p>The harbour of Vell needs a new ferry before the winter, the council of the town said on Monday.</p>
<p>{SAID}</p>
<p>The old one was built in the shipyard of the neighbouring town and has been repaired twice.</p>
</article></body></html>"""

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(["id", "text", "lang", "title", "published", "url"])


def answers(vigie, folder, *given: str, jobs: int = 1) -> list[dict]:
    (folder / "in.jsonl").write_text("\n".join(given), encoding="utf-8")
    ran = vigie("read", "--jsonl", "in.jsonl", "--out", "out.jsonl", "--jobs", str(jobs))
    assert (ran.code, ran.out) == (0, "")
    text = (folder / "out.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_text_gives_its_facts_with_offsets_into_it(vigie, folder):
    """Offsets are code points, end exclusive."""
    (answer,) = answers(vigie, folder, json.dumps({"id": "a", "text": f"🙂 {SAID}", "lang": "en"}))
    (quote,) = answer["quotes"]
    assert answer["id"] == "a"
    assert f"🙂 {SAID}"[quote["start"] : quote["end"]] == quote["text"]
    assert quote["text"].startswith("We were never asked")


def test_a_bad_line_is_answered_with_an_error_and_stops_nothing(vigie, folder):
    """Every filled line has its answer, in the same order."""
    bad = ["{", "[1]", '{"id": 2}', '{"id": 3, "text": 7}', '{"id": 4, "html": ""}', '"x"']
    good = json.dumps({"id": 9, "text": SAID})
    found = answers(vigie, folder, *bad, "", good)
    assert [answer["id"] for answer in found] == [None, None, 2, 3, 4, None, 9]
    assert ["error" in answer for answer in found] == [True] * 6 + [False]


def test_a_page_is_extracted_first_and_its_text_given(vigie, folder):
    """The offsets of a page's facts refer to `article.text`."""
    line = json.dumps({"id": 1, "html": PAGE, "url": "https://a.example/1", "lang": "en"})
    text = json.dumps({"id": 2, "text": SAID})
    page, _ = answers(vigie, folder, line, text, jobs=2)
    (quote,) = page["quotes"]
    assert page["article"]["url"] == "https://a.example/1"
    assert page["article"]["text"][quote["start"] : quote["end"]] == quote["text"]


def test_a_line_that_is_too_long_is_refused_and_the_next_one_read(vigie, folder, monkeypatch):
    """A line without end is not held whole."""
    monkeypatch.setattr("bot.cli.read.MAX_LINE", 500)
    monkeypatch.setattr(lines, "MAX_LINE", 500)
    found = answers(vigie, folder, '{"id": 1, "text": "' + "x" * 3000, '{"id": 2, "text": "y"}')
    assert [(a["id"], "error" in a) for a in found] == [(None, True), (2, False)]


def test_the_run_says_how_many_lines_failed(vigie, folder):
    """The count goes to standard error."""
    (folder / "in.jsonl").write_text('{"text": "a"}\nno\n')
    ran = vigie("read", "--jsonl", "in.jsonl", "--out", "out.jsonl")
    assert ran.err == "Lines answered in out.jsonl: 2; with an error: 1.\n"


@pytest.mark.parametrize(("source", "target"), [("in.jsonl", "in.jsonl"), ("none", "out.jsonl")])
def test_files_that_cannot_be_used_are_named_and_nothing_is_lost(vigie, folder, source, target):
    """Input and output may not be one file; an input that is not there makes no output."""
    (folder / "in.jsonl").write_text('{"text": "a"}\n')
    ran = vigie("read", "--jsonl", source, "--out", target)
    assert ran.code in (1, 2)
    assert ran.err.count("\n") == 1
    assert (folder / "in.jsonl").read_text() == '{"text": "a"}\n'
    assert not (folder / "out.jsonl").exists()


def test_lone_surrogates_come_out_as_valid_json():
    """What UTF-8 cannot hold is escaped."""
    answer = answer_line(RECIPE, json.dumps({"id": "\ud800", "text": "\ud800 a"}))
    assert json.loads(answer.line.encode())["id"] == "\ud800"


def test_a_line_that_was_broken_off_keeps_its_id():
    """A killed worker costs its own answer only."""
    assert json.loads(unanswered('{"id": "a"}', "took too long").line) == {
        "id": "a",
        "error": "took too long",
    }


@given(st.dictionaries(KEYS, ANYTHING) | ANYTHING)
def test_whatever_a_line_holds_its_answer_is_one_line_of_json(value):
    """No JSON value, and no text that is none, raises."""
    for line in (json.dumps(value), str(value)):
        answer = answer_line(RECIPE, line)
        assert "\n" not in answer.line
        assert answer.failed == ("error" in json.loads(answer.line.encode()))
