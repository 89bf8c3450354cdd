"""Which words stand between quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Span
from bot.reading.marks import MAX_SEGMENT, Marked, find_marked

MARKS = "\"“”„‟«»‹›＂'‘’"


def paragraphs(text: str) -> list[Span]:
    """The lines of a text."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line:
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def pairs(text: str, *, doubled: bool = False) -> tuple[Marked, ...]:
    """The marked segments of a text of one paragraph a line."""
    return find_marked(text, paragraphs(text), doubled_apostrophes=doubled)


def marked(text: str, *, doubled: bool = False) -> list[str]:
    """The words between the marks of a text."""
    return [segment.span.of(text) for segment in pairs(text, doubled=doubled)]


@pytest.mark.parametrize(
    "text",
    [
        'She said "it holds" today',
        "She said “it holds” today",
        "Sie sagte „it holds“ heute",
        "Sie sagte „it holds” heute",
        'Sie sagte „it holds" heute',
        "Sie sagte »it holds« heute",
        "Elle dit « it holds » hier",
        "Elle dit «\u00a0it holds\u00a0» hier",
        "Elle dit «\u202fit holds\u202f» hier",
        "Elle dit «it holds» hier",
        "Elle dit ‹ it holds › hier",
        "Han sade ”it holds” idag",
        'She said "it holds” today',
        'She said “it holds" today',
        'She said "it holds“ today',
        "She said ＂it holds＂ today",
    ],
)
def test_every_convention_is_paired(text: str) -> None:
    """Each country's marks, and the mixtures that editors leave behind."""
    assert marked(text) == ["it holds"]


def test_doubled_apostrophes_are_marks_where_the_language_says_so() -> None:
    """English archives write them; in wiki texts they are italics."""
    text = "She said ''it holds'' today"
    assert marked(text, doubled=True) == ["it holds"]
    assert marked(text) == []


def test_single_marks_count_where_a_text_has_no_double_ones() -> None:
    """British style; an apostrophe opens and closes nothing."""
    text = "'The pumps are old,' Ana said. 'And the workers' pay isn't much.'"
    assert marked(text) == ["The pumps are old,", "And the workers' pay isn't much."]
    assert marked(f'"No," he said. {text}') == ["No,"]


def test_nested_marks_belong_to_the_words_around_them() -> None:
    """One level only."""
    assert marked("« Il m'a dit « oui » deux fois », dit-elle") == ["Il m'a dit « oui » deux fois"]
    assert marked("He said “we call it ‘home’ here” twice") == ["we call it ‘home’ here"]


def test_an_odd_mark_costs_its_own_segment_and_no_other() -> None:
    """The segments before and behind, and the other paragraphs, stay."""
    text = 'He said "one" and “two” and "three.\nThe next "four" is fine.'
    assert marked(text) == ["one", "two", "four"]


def test_a_closing_guillemet_turned_the_wrong_way_closes() -> None:
    """A frequent slip: «so« instead of «so»."""
    assert marked("«Nos quedamos«, insiste el alcalde. «Y ya», dijo.") == ["Nos quedamos", "Y ya"]


def test_a_mark_may_be_glued_to_what_follows() -> None:
    """A caption's credit often has no space before it."""
    assert marked('They call it "our harbour".Photo: Agency') == ["our harbour"]


def test_an_inch_sign_opens_nothing() -> None:
    """A straight mark behind a digit, with no word behind it."""
    assert marked('A 12" pipe and a 14" pipe') == []


def test_marks_inside_a_tag_are_not_seen() -> None:
    """Some archives leave markup in the text."""
    assert marked('<post by="Ana" at="noon">She said "yes" again') == ["yes"]


def test_a_paragraph_left_open_is_kept_when_the_next_one_opens_again() -> None:
    """The newspaper convention for long quotations."""
    text = "“We waited a year.\n“Then it rained,” she said."
    found = pairs(text)
    assert [m.span.of(text) for m in found] == ["We waited a year.", "Then it rained,"]
    assert [m.open_end for m in found] == [True, False]


def test_a_paragraph_left_open_is_dropped_when_the_next_one_does_not() -> None:
    """A lost mark must not make a quotation of the rest."""
    assert marked("“We waited a year.\nThen it rained.") == []


def test_marks_too_far_apart_do_not_belong_together() -> None:
    """A lost mark must not swallow an article."""
    text = "He said “yes and " + "a " * MAX_SEGMENT + "” then “no” again"
    assert marked(text) == ["no"]


@pytest.mark.parametrize("text", ["", "“”", '""', "« »", '"', "»", "no marks at all"])
def test_no_words_no_segment(text: str) -> None:
    """Nothing between the marks is no segment."""
    assert marked(text) == []


@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet=MARKS + "ab .,\n<>", max_size=120),
        st.lists(st.sampled_from([*MARKS, "ab", " ", ". ", "\n", "''"]), max_size=40).map("".join),
    ),
    st.booleans(),
)
def test_segments_lie_in_their_paragraph_in_order(text: str, doubled: bool) -> None:
    """Whatever the text: nothing is raised, none overlaps, none is empty or crosses a line."""
    lines = paragraphs(text)
    before = 0
    for segment in pairs(text, doubled=doubled):
        assert before <= segment.outer.start < segment.span.start < segment.span.end
        assert segment.outer.contains(segment.span)
        assert lines[segment.paragraph].contains(segment.outer)
        assert segment.span.of(text).strip()
        before = segment.outer.end


@pytest.mark.parametrize("piece", ["«", '"', ' "a', "“ ", "‘a ", "''", "<a ", "a» "])
def test_an_endless_row_of_marks_ends(piece: str) -> None:
    """What looks like an attack is read in one pass, with bounded looks ahead."""
    found = pairs(piece * (200_000 // len(piece)), doubled=True)
    assert all(len(segment.span) <= 2 * MAX_SEGMENT for segment in found)
