"""Hostile feeds end in a clear verdict, and no parser opens a file or a connection."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.errors import SourceError
from bot.model import Listing
from bot.sources.kinds import read_listing
from bot.sources.plain import clean
from tests.fakes.pages import fetched, rss, source
from tests.hostile.case import REFUSED, Case
from tests.hostile.feeds import feeds, item

_watched: list[list[str]] = []  # a hook cannot be taken away again: it writes to the last list


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watched and event in ("open", "socket.connect", "socket.getaddrinfo"):
        _watched[-1].append(f"{event} {arguments[event != 'open']}")


@contextmanager
def watched() -> Iterator[list[str]]:
    """The files and connections that are opened meanwhile, but for Python's own modules."""
    if not _watched:
        sys.addaudithook(_hook)
    seen: list[str] = []
    _watched.append(seen)
    yield seen
    _watched[-1] = []
    seen[:] = [
        s
        for s in seen
        if not s.endswith((".py", ".pyc", ".so", ".toml", ".dat", ".dat.txt", ".json"))
    ]


@pytest.mark.parametrize("case", feeds(), ids=str)
def test_every_hostile_feed_ends_in_its_verdict(case: Case) -> None:
    """Refused with a sentence, or read without a sign that hides or reorders text."""
    with watched() as opened:
        found = read_listing(source(), fetched(case.body))
    assert opened == []
    if case.fate == REFUSED:
        assert isinstance(found, SourceError), found
        assert str(found).endswith(".")
        return
    assert isinstance(found, Listing), found
    assert found.entries or found.kind.value == "sitemap"
    for entry in found.entries:
        for text in (entry.title, entry.summary):
            assert text == clean(text)
            assert "\ufffe" not in text
        assert len(entry.guid) <= 512
        assert len(entry.title) <= 500


def test_the_watch_over_files_sees_one() -> None:
    """The check above can fail."""
    with watched() as opened, open("/etc/hostname"):  # noqa: PTH123  # the audit event is the point
        pass
    assert opened == ["open /etc/hostname"]


def test_what_a_feed_held_before_it_broke_off_is_kept() -> None:
    """Only the entry with the open end is lost, and it does not swallow the others."""
    body = rss(item("first") + item("second", "<content><![CDATA[ never", 2) + item("third"))
    found = read_listing(source(), fetched(body))
    assert isinstance(found, Listing)
    assert [entry.title for entry in found.entries] == ["first"]


def test_harmless_entities_are_read() -> None:
    """A document type is no attack by itself."""
    case = next(case for case in feeds() if case.name == "entity: harmless")
    found = read_listing(source(), fetched(case.body))
    assert isinstance(found, Listing)
    assert found.entries[0].title == "Fenêtre quay"


def test_a_fan_of_sitemaps_is_cut_and_an_index_of_itself_leads_nowhere() -> None:
    """Nobody makes us ask thousands of addresses, or one for ever."""
    cases = {case.name: case for case in feeds()}
    fan = read_listing(source(), fetched(cases["index of 5,000"].body))
    own = read_listing(source(), fetched(cases["index of itself"].body))
    assert isinstance(fan, Listing)
    assert isinstance(own, Listing)
    assert (len(fan.children), own.children) == (50, ())
