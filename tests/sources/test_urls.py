"""Addresses: what may be asked, what names one page, what may be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.urls import (
    check_url,
    clean_url,
    redact,
    resolve,
    same_site,
    site_of,
    without_tracking,
)

ODD = [
    "file:///etc/passwd",
    "ftp://press.example/x",
    "gopher://127.0.0.1:25/_x",
    "data:text/html,x",
    "javascript:alert(1)",
    "ws://press.example/",
    "//press.example/",
    "http:/press",
    "http:///press",
    "",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://１２７.0.0.1/",
    "http://[fe80::1%25lo]/",
    "http://[::1]x:80/",
    "http://[::1/",
    "http://press.example\\@127.0.0.1/",
    "http://press.example/a b",
    "http://press.example/\r\nX: 1",
    "http://press.example/\ud800",
    "http://pre\tss.example/",
    "http://press.example:22/",
    "http://press.example:6379/",
    "http://press.example:0/",
    "http://press.example:99999/",
    "http://press.example:-1/",
    "http://-press-.example-/",
    "http://press.example/" + "a" * 5000,
]
FINE = [
    "http://press.example/",
    "https://press.example:8443/x?id=1",
    "HTTPS://PRESS.example./x",
    "http://xn--e1afmkfd.example/",
    "http://пример.example/новости",
    "http://press.example/%00",
    "http://93.184.216.34/",
    "http://[2606:2800:220:1::1]/",
    "https://name:word@press.example/feed",
]


@pytest.mark.parametrize("url", ODD)
def test_odd_addresses_are_refused_with_a_sentence(url: str) -> None:
    """What two parsers could read in two ways is not asked."""
    assert (check_url(url) or "").endswith(".")


@pytest.mark.parametrize("url", FINE)
def test_proper_addresses_may_be_asked(url: str) -> None:
    """Usual addresses in usual spellings pass."""
    assert check_url(url) is None


def test_an_odd_port_is_fine_for_a_host_the_admin_named() -> None:
    """The admin's list stands above the list of ports."""
    assert check_url("http://127.0.0.1:9999/", {"127.0.0.1:9999"}) is None
    assert check_url("http://127.0.0.1:9998/", {"127.0.0.1:9999"}) is not None


@pytest.mark.parametrize(
    "given_url",
    [
        "https://press.example/news/a?id=7&page=2",
        "http://www.press.example/news/a/?page=2&id=7",
        "https://press.example:443/news/a?utm_source=rss&id=7&page=2&at_medium=RSS#top",
        "https://PRESS.example/news/a?page=2&fbclid=x&maca=en-rss&xtor=RSS-1&id=7",
        "https://press.example/news/a?wt_mc=1&cmpid=2&ns_mchannel=rss&dicbo=3&ref=rss&id=7&page=2",
        " https://name:word@press.example/news/a?id=7&page=2 ",
    ],
)
def test_one_page_has_one_form(given_url: str) -> None:
    """Where a reader came from, the scheme and the spelling make no other page."""
    assert clean_url(given_url) == "https://press.example/news/a?id=7&page=2"


def test_parameters_that_may_name_a_page_stay() -> None:
    """What could tell two articles apart is kept."""
    assert (
        clean_url("https://press.example/?b=2&a=&ref=A4") == "https://press.example/?a=&b=2&ref=A4"
    )


def test_a_strange_port_names_another_page() -> None:
    """Two servers on one machine are two sites."""
    assert clean_url("http://press.example:8080/a") != clean_url("http://press.example/a")


@given(st.text(max_size=60) | st.text(max_size=40).map("https://press.example/".__add__))
def test_cleaning_never_raises_and_is_stable(url: str) -> None:
    """Any text has a form, and the form of the form is itself."""
    assert clean_url(clean_url(url)) == clean_url(url)


@given(st.text(max_size=60) | st.text(max_size=60).map("http://".__add__))
def test_no_address_makes_a_check_raise(url: str) -> None:
    """Any text can be looked at, resolved and shown."""
    check_url(url)
    site_of(url)
    redact(url)


@given(st.text(max_size=60))
def test_a_resolved_link_is_an_address_that_may_be_asked_or_has_an_odd_port_or_host(
    href: str,
) -> None:
    """A link is a web address or nothing, and resolving it again changes nothing."""
    found = resolve("https://press.example/a/b", href)
    assert found is None or found.startswith(("http://", "https://"))
    assert found is None or resolve("https://press.example/", found) == found


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("c.html#part", "https://press.example/a/c.html"),
        ("/d e?q=é", "https://press.example/d%20e?q=%C3%A9"),
        ("//other.example/x", "https://other.example/x"),
        ("http://name:word@other.example/x", "http://other.example/x"),
        ("http://пример.example/ж", "http://xn--e1afmkfd.example/%D0%B6"),
        ("?page=2", "https://press.example/a/b?page=2"),
        ("mailto:desk@press.example", None),
        ("file:///etc/passwd", None),
        ("jav\nascript:alert(1)", None),
        ("\\\\press.example\\x", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_links_are_resolved_as_browsers_do(href: str, expected: str | None) -> None:
    """Relative links, spaces and letters outside ASCII lead where a browser goes."""
    assert resolve("https://press.example/a/b", href) == expected


def test_a_site_is_its_registrable_domain() -> None:
    """Subdomains belong together, sites of strangers under one name do not."""
    assert same_site("https://www.press.co.uk/a", "http://news.press.co.uk/b")
    assert not same_site("https://press.co.uk/", "https://other.co.uk/")
    assert not same_site("https://one.github.io/", "https://two.github.io/")
    assert same_site("http://127.0.0.1:1/", "http://127.0.0.1:2/")
    assert not same_site("http://127.0.0.1/", "http://127.0.0.2/")
    assert not same_site("", "")
    assert not same_site("http://[::1", "http://[::1")


def test_a_shown_address_keeps_no_secret() -> None:
    """No password, key or hidden sign reaches a log or a screen."""
    shown = redact("https://name:word@press.example/feed?api_key=SESAME&id=7&x=" + "a" * 60)
    assert "word" not in shown
    assert "SESAME" not in shown
    assert "aaaa" not in shown
    assert "id=7" in shown
    assert (
        redact("https://press.example/\u202ex?key=SESAME")
        == "https://press.example/%E2%80%AEx?key=..."
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/x?id=7&utm_source=rss&utm_medium=feed", "https://a.example/x?id=7"),
        ("https://a.example/x?utm_source=rss", "https://a.example/x"),
        ("https://a.example/x?b=2&a=%C3%A9", "https://a.example/x?b=2&a=%C3%A9"),
        ("file:///tmp/a.txt?utm_source=rss", "file:///tmp/a.txt?utm_source=rss"),
    ],
)
def test_the_address_shown_loses_only_what_counts_readers(address, shown):
    """Everything else stays as it is, in its order and its form."""
    assert without_tracking(address) == shown
