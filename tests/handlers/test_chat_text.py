"""Foreign words in chat: cleaned, cut at whole signs, escaped so that they read as they were."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.chat_links import LONGEST, link
from handlers.chat_text import around, clean, cut, escape_discord, escape_slack, utf16

HOSTILE = [
    "**bold** __under__ ~~gone~~ ||hidden|| `code` ```block```",
    "# heading\n- list\n> quote\n>>> quotes\n-# small\n1. one",
    "@everyone @here <@1> <@&2> <#3> <t:0:R> </delete:4> <:smile:5> <id:customize>",
    "[your bank](https://evil.example) <https://evil.example> https://evil.example/a_b_c",
    "\\*not bold\\* \\\\",
]


def shown_by_discord(text: str) -> str:
    """As Discord's client: a backslash before any sign but letters, digits and spaces goes."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


@given(st.text())
def test_stripping_the_escapes_gives_the_words_again(text):
    """Escaping only adds: without the backslashes the words are what they were."""
    assert shown_by_discord(escape_discord(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_is_left_in_escaped_words(text):
    """Nothing that formats, mentions or links stays without its backslash."""
    escaped = escape_discord(text)
    assert shown_by_discord(escaped) == text
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "", escaped)
    assert not re.search(r"[*_~`|\[\]<>@#]|://|^\s*[-+]|^\d+\.\s", bare, re.MULTILINE)


def test_an_ordinary_sentence_needs_hardly_an_escape():
    """Plain prose stays readable where the backslashes show."""
    assert escape_discord("The mayor said: 3 million - or 4.5%?") == (
        "The mayor said: 3 million - or 4.5%?"
    )


@given(st.text())
def test_escaped_for_slack_nothing_mentions(text):
    """Slack's three special signs never stand bare."""
    escaped = escape_slack(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_a_cut_fits_and_is_a_beginning(text, most):
    """A cut text keeps within its measure and is the beginning of the whole."""
    short = cut(text, most)
    assert utf16(short) <= most
    assert short == text or text.startswith(short[:-1])


@pytest.mark.parametrize(
    "sign",
    [
        "e\u0301",  # a letter and its accent
        "👩\u200d🚒",  # two emoji joined
        "👍🏽",  # an emoji and its skin tone
        "🇫🇷",  # a flag of two halves
        "한".encode().decode() + "\u11ab",  # a syllable with a final written apart
    ],
)
def test_a_cut_parts_no_sign(sign):
    """Flags, families, accents and syllables stay whole at a cut."""
    assert cut(f"ab{sign}cdefgh", utf16(sign) + 2) == "ab…"
    assert cut(f"ab{sign}cdefgh", utf16(sign) + 3) == f"ab{sign}…"


@given(st.text())
def test_cleaned_words_hold_nothing_unseen(text):
    """No control, format or private sign is left after cleaning."""
    cleaned = clean(text)
    assert not any(
        unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs")
        for char in cleaned
        if char not in "\n\u200c\u200d"
    )


def test_bidirectional_signs_go_and_joiners_stay():
    """What turns the text goes; what spells a word stays."""
    assert clean("abc\u202edef\u2066 \u200bx\ufeff") == "abcdef x"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("z" + "\u0301" * 50) == "z" + "\u0301" * 4


def test_the_parts_around_a_cue_keep_their_spaces():
    """The words before, in and after a cue read as the sentence does."""
    assert around("Spain  is against\u200b it.", (7, 18)) == ("Spain ", "is against", " it.")
    assert around("Spain is against it.", None) == ("Spain is against it.", "", "")


@pytest.mark.parametrize(
    ("url", "shown", "host"),
    [
        (
            "https://www.news.example/a b(c)",
            "https://www.news.example/a%20b%28c%29",
            "news.example",
        ),
        ("http://news.example:8080/?q=[x]", "http://news.example:8080/?q=%5Bx%5D", "news.example"),
        (
            "https://bücher.example/é",
            "https://xn--bcher-kva.example/%C3%A9",
            "xn--bcher-kva.example",
        ),
    ],
)
def test_an_address_is_made_safe_and_named_by_its_host(url, shown, host):
    """A link holds only safe ASCII, and its name is its host."""
    found = link(url)
    assert found is not None
    assert (found.url, found.host) == (shown, host)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "/relative",
        "file:///etc/passwd",
        "https://user:secret@news.example/",
        "https://",
        "https://news.example:99999/",
        f"https://news.example/{'x' * LONGEST}",
        "https://[::1",
    ],
)
def test_what_is_no_good_address_is_no_link(url):
    """Other schemes, logins, odd hosts and endless addresses make no link."""
    assert link(url) is None


@given(st.text())
def test_no_text_breaks_the_making_of_a_link(text):
    """Whatever claims to be an address gives a link or none, and never raises."""
    for url in (text, f"https://{text}", f"https://a.example/{text}"):
        found = link(url)
        assert found is None or re.fullmatch(r"https?://[!-~]+", found.url)
