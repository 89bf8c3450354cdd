"""What is refused before parsing, and what is made fit for it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.preflight import flattened, in_ascii_form, refusal, trimmed
from tests.fakes.pages import page, rss


def test_an_ordinary_page_passes() -> None:
    """Honest markup is not refused."""
    assert refusal(page()) is None


def test_long_values_are_no_bomb() -> None:
    """A picture in an attribute is long and honest."""
    assert refusal(page(body='<img src="data:image/png;base64,' + "A " * 30_000 + '">')) is None


@pytest.mark.parametrize(
    "body",
    [
        b"  \n",
        b"<i>" * 130_000,
        b"x" * (8 * 1024 * 1024 + 1),
    ],
    ids=["empty", "tags", "size"],
)
def test_bombs_are_refused_with_a_sentence(body: bytes) -> None:
    """Each refusal is a sentence a person can read."""
    reason = refusal(body)
    assert reason is not None
    assert reason.endswith(".")


@pytest.mark.parametrize(
    ("end", "left"), [(b">x</p>", b"<p>x</p>"), (b"/>x", b"<p/>x"), (b"", b"<p")]
)
def test_a_tag_of_thousands_of_attributes_loses_them(end: bytes, left: bytes) -> None:
    """What it holds stays, and so does all around it."""
    bomb = b"<p " + b" ".join(b"a%d=1" % i for i in range(5_000)) + end
    assert trimmed(b"<b>1</b>" + bomb) == b"<b>1</b>" + left
    assert trimmed(page()) == page()


def test_entities_that_grow_are_refused_and_harmless_ones_are_not() -> None:
    """Amplification is the mark of a bomb, not the declaration."""
    start = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{}"><!ENTITY b "{}">]>'
    item = "<item><title>Caf&a; &b;</title></item>"
    growing = start.format("x" * 1_000, "&a;" * 500)
    assert refusal(rss(item, start=start.format("&#233;", "ok"))) is None
    assert "blow" in (refusal(rss(item, start=growing)) or "")


@pytest.mark.parametrize(
    "entities",
    ['<!ENTITY a "&b;"><!ENTITY b "&a;">', '<!ENTITY b "&a;&a;&a;"><!ENTITY a "xxxx">'],
    ids=["circle", "backwards"],
)
def test_entities_made_of_later_ones_are_refused(entities: str) -> None:
    """What cannot be measured in one pass may grow without bounds."""
    start = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>'
    assert "blow" in (refusal(rss("<item><title>&b;</title></item>", start=start)) or "")


def test_entities_that_name_files_are_refused() -> None:
    """No outside part is ever asked for."""
    start = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert "outside" in (refusal(rss("<item/>", start=start)) or "")


def test_the_look_is_linear() -> None:
    """A page built against a tag scanner takes no longer than others."""
    start = time.process_time()
    refusal(b"<a " * 119_000)
    flattened(b"<div" * 119_000)
    trimmed(b"<a " * 119_000)
    trimmed(b"<a b=' " * 119_000)
    assert time.process_time() - start < 1.0


def test_deep_boxes_lose_their_tags_and_keep_their_text() -> None:
    """Depth is cut to what the parser follows."""
    deep = b"<div>" * 1_000 + b"<p>words</p>" + b"</div>" * 1_000
    flat = flattened(deep)
    assert b"<p>words</p>" in flat
    assert flat.count(b"<div>") == flat.count(b"</div>") < 200


def test_an_ordinary_page_comes_back_as_it_is() -> None:
    """Nothing is touched without need."""
    assert flattened(page()) == page()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_documents_become_utf8(encoding: str) -> None:
    """Marked or not, two-byte documents are known."""
    text = '<?xml version="1.0" encoding="utf-16"?><rss><title>é</title></rss>'
    assert in_ascii_form(text.encode(encoding)).decode() == text.replace(' encoding="utf-16"', "")


@given(st.binary(max_size=400))
def test_never_raises(body: bytes) -> None:
    """Any bytes get an answer."""
    why = refusal(body)
    assert why is None or why.endswith(".")
    assert isinstance(flattened(trimmed(in_ascii_form(body))), bytes)
