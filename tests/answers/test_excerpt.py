"""Quotes are cut at a word, with a sign that is ours, and stay verbatim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.excerpt import MOST, cut, cut_around
from bot.answers.visible import visible

SIGN = " […]"


def test_short_words_stay() -> None:
    """What fits is not touched."""
    assert cut("Every tide turns.") == "Every tide turns."


def test_cut_at_a_word() -> None:
    """The sign follows a whole word."""
    shown = cut("salt " * 100)
    assert shown.endswith("salt […]")
    assert len(shown) <= MOST


@given(st.text(max_size=700), st.integers(20, 300))
def test_without_the_sign_it_is_a_piece(words: str, most: int) -> None:
    """What is shown, without our sign, stands in the article letter by letter."""
    shown = cut(words, most, SIGN)
    assert shown.removesuffix(SIGN) in words
    assert len(shown) <= max(most, 1 + len(SIGN))


@given(st.text(alphabet="ab cdé ", max_size=900), st.data())
def test_cue_stays_in_sight(words: str, data: st.DataObject) -> None:
    """A long sentence is cut around its cue, and the offsets still show the cue."""
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, min(len(words), start + 30)))
    shown, cue = cut_around(words, (start, end), 200, SIGN)
    assert shown.removeprefix("[…] ").removesuffix(SIGN) in words
    if cue is not None:
        assert shown[cue[0] : cue[1]] == words[start:end]
    if len(words) <= 200:
        assert cue == (start, end)


def test_cue_far_behind_is_shown() -> None:
    """The beginning gives way to the words that show the stance."""
    words = "salt " * 100 + "we refuse " + "salt " * 100
    shown, cue = cut_around(words, (500, 509))
    assert cue is not None
    assert shown[slice(*cue)] == "we refuse"
    assert shown.startswith("[…] ")
    assert shown.endswith(" […]")


@given(st.text())
def test_visible_is_one_harmless_line(text: str) -> None:
    """No control, line break or bidirectional sign is left, and twice is the same as once."""
    shown = visible(text)
    assert not set(shown) & set("\n\r\t\x1b\x00\u2028\u202e\u200b\u2066\ufeff")
    assert visible(shown) == shown


def test_visible_limits_marks_on_a_letter() -> None:
    """Piled-up marks are thinned; an accent stays."""
    assert visible("e" + "\u0301" * 50) == "e" + "\u0301" * 4
    assert visible("été\u202e\x1b[31m") == "été[31m"
