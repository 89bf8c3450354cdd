"""Pages and texts as articles: the text, what is left out of it, and what is known of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceError, Unreadable
from bot.model import Article, Entry
from bot.sources.article import extract, from_text
from tests.fakes.pages import LEAD, PARAGRAPHS, page, record

URL = "https://quay.test/2026/quay-closed"
TITLE = "Quay closed for three winters"


def read(body: bytes, url: str = URL, charset: str | None = None) -> Article:
    """The article; the test fails when there is none."""
    found = extract(body, url, None, charset)
    assert isinstance(found, Article), found
    return found


def lines(body: bytes) -> list[str]:
    """The lines of the page's article."""
    return read(body).text.split("\n")


def test_each_paragraph_is_a_line() -> None:
    """The text is the paragraphs, no more."""
    assert lines(page()) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("head", "lead"),
    [
        (f'<meta name="description" content="{LEAD}">', f"<div><p>{LEAD}</p></div>"),
        ("", f'<p class="article-standfirst">{LEAD}</p>'),
        ("", f"<p>{LEAD}</p>"),
        (
            f'<meta name="description" content="{PARAGRAPHS[0]}">',
            f'<div class="c-intro"><p>{LEAD}</p></div>',
        ),
    ],
    ids=["description", "class", "header", "description-repeats-the-first-paragraph"],
)
def test_the_lead_stands_first(head: str, lead: str) -> None:
    """However the page marks it, the standfirst is kept, once."""
    assert lines(page(head=head, lead=lead)) == [LEAD, *PARAGRAPHS]


def test_a_description_is_never_shown() -> None:
    """Words that the page does not show are not the article's."""
    head = '<meta name="description" content="A summary that stands nowhere on the page itself, at all.">'
    assert lines(page(head=head)) == list(PARAGRAPHS)


def test_captions_are_kept_apart() -> None:
    """A caption is known, and no line of the text; nor is a picture's alternative text."""
    caption = "The northern quay on the last day before it was closed to ships."
    figure = (
        '<figure><img src="/q.jpg" alt="Two cranes stand on an empty northern quay at dawn">'
        f"<figcaption>{caption}</figcaption></figure><p>{caption}</p>"
    )
    article = read(page(body=figure))
    assert article.captions == (caption,)
    assert article.text.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "extra",
    [
        "<p>Read more: Why the cranes of the port are too heavy for the wall</p>",
        "<p>À lire aussi Les grues du port sont trop lourdes pour le mur du quai</p>",
        "<p>Advertisement</p>",
        "<p><a href='/2'>The fishermen of the port are asking for their money</a></p>",
        "<p>The council meets again in the old customs house. 24.11.2026 | 1:20 min</p>",
        f"<p>{PARAGRAPHS[1]}</p>",
        "<p>Sign up for our newsletter and have the news of the port every morning.</p>",
    ],
    ids="related related-fr advertisement link film repeated call".split(),
)
def test_what_came_along_is_left_out(extra: str) -> None:
    """Links, advertising, film lengths, doubled lines and calls are no text of the article."""
    assert lines(page(body=extra)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "mark",
    [
        'style="display:none"',
        'style="color:red; visibility : hidden"',
        'style="font-size:0"',
        'style="opacity:0;"',
        "hidden",
        'aria-hidden="true"',
    ],
)
def test_hidden_text_cannot_be_quoted(mark: str) -> None:
    """What a reader cannot see is not there."""
    hidden = f"<p {mark}>The chairwoman has resigned, and so has everybody else in the port.</p>"
    assert "resigned" not in read(page(body=hidden)).text


def test_text_that_a_script_unveils_is_kept() -> None:
    """A hidden block that the page's record names as the article's text is the article's."""
    last = "The council will look at the wall again when the third of the winters is over."
    hidden = f"<div hidden><p>{last}</p></div>"
    head = record(headline=TITLE, articleBody=" ".join((*PARAGRAPHS, last)))
    assert lines(page(head=head, body=hidden))[-1] == last
    assert last not in lines(page(body=hidden))


def test_a_tag_with_thousands_of_attributes_hides_nothing() -> None:
    """Neither the time nor the text of the page is lost to it."""
    bomb = "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">"
    assert lines(page(body=f"{bomb}</p>")) == list(PARAGRAPHS)


def test_a_curtain_over_the_whole_page_hides_nothing() -> None:
    """Pages are delivered with their body hidden behind a dialogue."""
    body = page().replace(b"<body>", b'<body><div aria-hidden="true" style="opacity:0">')
    assert lines(body) == list(PARAGRAPHS)


def test_deep_pages_keep_their_text() -> None:
    """Nesting beyond the parser's depth loses no word."""
    deep = b"<html><body>" + b"<div>" * 1_000 + page() + b"</div>" * 1_000
    assert PARAGRAPHS[-1] in lines(deep)


def test_metadata_comes_from_the_record() -> None:
    """Authors exactly, the date to the minute, the picture's full address."""
    head = record(
        headline=TITLE,
        author=[{"name": "Ida Moor"}, {"name": "By Ole Sund"}, {"name": "The Quay"}],
        publisher={"name": "The Quay"},
        datePublished="2026-11-23T09:41:00+01:00",
        image={"url": "/q.jpg"},
        inLanguage="en-GB",
    )
    article = read(page(head=head))
    assert article.authors == ("Ida Moor", "Ole Sund")
    assert article.published == datetime(2026, 11, 23, 8, 41, tzinfo=UTC)
    assert article.image == "https://quay.test/q.jpg"
    assert (article.title, article.language, article.source_name) == (TITLE, "en", "The Quay")


def test_authors_by_reference_are_found() -> None:
    """A record may name its author elsewhere on the page."""
    head = record(headline=TITLE, author={"@id": "#ida"}) + record(
        **{"@type": "Person", "@id": "#ida", "name": "Ida Moor"}
    )
    assert read(page(head=head)).authors == ("Ida Moor",)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Ida Moor and Ole Sund", ("Ida Moor", "Ole Sund")),
        ("https://quay.test/people/ida", ()),
        ("The Quay (quay.test)", ()),
        ("von Ida Moor, Ole Sund", ("Ida Moor", "Ole Sund")),
    ],
)
def test_meta_authors(author: str, expected: tuple[str, ...]) -> None:
    """Names of people, not of the site and not addresses."""
    assert read(page(head=f'<meta name="author" content="{author}">')).authors == expected


@pytest.mark.parametrize(
    ("window", "title"),
    [
        (f"{TITLE} | The Quay", TITLE),
        (f"{TITLE} – Harbour – The Quay", TITLE),
        ("Norway – port wall", "Norway – port wall"),
    ],
)
def test_titles_lose_the_sites_name(window: str, title: str) -> None:
    """What stands behind the bar goes; a short title is never cut to a stub."""
    body = page().replace(f"<title>{TITLE}<".encode(), f"<title>{window}<".encode())
    body = body.replace(f"<h1>{TITLE}</h1>".encode(), b"")
    assert read(body).title == title


def test_wrong_types_in_the_record_are_left_out() -> None:
    """A hostile record costs nothing but itself."""
    head = (
        '<script type="application/ld+json">[1,null,{"@type":["NewsArticle",3],"author":{"name":[{}]},'
        '"datePublished":7,"headline":{"a":1}}]</script>'
        '<script type="application/ld+json">' + '{"a":' * 50_000 + "</script>"
    )
    article = read(page(head=head))
    assert (article.title, article.authors, article.published) == (TITLE, (), None)


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/2026/quay", "https://quay.test/2026/quay"),
        ("https://other.test/2026/quay", ""),
        ("http://169.254.169.254/latest/", ""),
        ("https://quay.test/", ""),
    ],
)
def test_canonical_addresses_stay_on_the_site(href: str, canonical: str) -> None:
    """A page cannot name itself after another site's page, nor after a front page."""
    assert read(page(head=f'<link rel="canonical" href="{href}">')).canonical_url == canonical


def test_a_paywalled_teaser_is_partial_and_a_whole_article_is_not() -> None:
    """The flag alone does not make a whole article a part."""
    head = record(headline=TITLE, isAccessibleForFree="False")
    assert read(page(head=head)).partial
    assert not read(page(head=head, body=f"<p>{'The wall is old. ' * 80}</p>")).partial
    assert not read(page()).partial


def test_valid_utf8_wins_over_wrong_labels() -> None:
    """Neither a header nor a meta element breaks letters."""
    body = page(title="Bâle ferme le quai nord pour trois hivers de suite")
    for charset in (None, "latin-1", "zlib_codec", "nonsense"):
        assert read(body, charset=charset).title.startswith("Bâle")


def test_a_false_utf8_label_breaks_no_letters() -> None:
    """A page in the western encoding is known by its bytes; one stray byte makes no such page."""
    title = "Bâle ferme le quai nord « pour trois hivers »"
    assert read(page(title=title).decode().encode("cp1252")).title == title
    dashes = page(title=title).replace(b"council of the port.", b"council \x96 of the port.")
    assert read(dashes).title == title


def test_a_true_label_is_followed() -> None:
    """Of the header first, then of the page itself."""
    title = "Łódź zamyka północne nabrzeże na trzy zimy"
    body = page(title=title).decode().encode("iso-8859-2", "replace")
    assert read(body, charset="ISO-8859-2").title == title
    labelled = body.replace(b'charset="utf-8"', b'charset="iso-8859-2"')
    assert read(labelled).title == title


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<p>Short.</p>", b"\xff\xfe"])
def test_pages_without_an_article_say_so(body: bytes) -> None:
    """The answer is an error with a sentence."""
    found = extract(body, URL, None, None)
    assert isinstance(found, Unreadable)
    assert str(found).endswith(".")


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_no_bytes_raise(junk: bytes, at: int) -> None:
    """A page with anything anywhere in it gives an article or an error."""
    body = page()
    found = extract(body[:at] + junk + body[at:], URL, None, None)
    assert isinstance(found, Article | SourceError)


DUMP = """1. Zum Inhalt springen
2. Zur Suche
HafenNorden

Der Nordkai bleibt drei Winter lang geschlossen

Ida Moor | mit Agenturen
4. November 2026

Drei Winter ohne Schiffe: Der Nordkai ist zu, und die Fischer wollen Geld sehen.

https://q.test/p/1
Zwei Kräne stehen auf dem leeren Kai.
Der Nordkai am letzten Tag vor der Sperrung.Bild: Ole Sund/QP

Der Hafenrat hat am Montag beschlossen, den Kai für drei Winter zu schließen.

Was die Fischer sagen

„Wir können nicht warten, bis die Mauer fällt“, sagte Dora Quint.

Ida Moor Redakteurin beim Kai"""


def test_a_dump_becomes_an_article() -> None:
    """Title, author and date are read off; skip list, links, credits and author box go."""
    article = from_text(DUMP, "file:///q.txt", None)
    assert isinstance(article, Article)
    assert article.title == "Der Nordkai bleibt drei Winter lang geschlossen"
    assert article.authors == ("Ida Moor",)
    assert article.published == datetime(2026, 11, 4, tzinfo=UTC)
    for furniture in ("Zum Inhalt", "HafenNorden", "http", "Bild:", "Redakteurin"):
        assert furniture not in article.text
    assert article.text.startswith("Drei Winter ohne Schiffe")
    assert "Der Nordkai am letzten Tag" in article.text
    assert "Was die Fischer sagen" in article.text


@pytest.mark.parametrize("fence", ["", "---\n"])
def test_a_head_of_keys_is_honoured(fence: str) -> None:
    """A text can say what it is, with or without fences."""
    text = (
        f"{fence}Title: The quay\nDate: 2026-11-04\nAuthor: Ida Moor, Ole Sund\nLanguage: en\n"
        f"Source: The Quay\nURL: https://quay.test/1\n{fence}\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n"
    )
    article = from_text(text, "file:///q.md", None)
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("The quay", "https://quay.test/1")
    assert (article.language, article.source_name) == ("en", "The Quay")
    assert article.authors == ("Ida Moor", "Ole Sund")
    assert article.text == f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}"


def test_markdown_headings_lose_their_marks() -> None:
    """The first is the title, the others stay in the text as words."""
    text = f"# The quay is closed\n\n{PARAGRAPHS[0]}\n\n## What comes next\n\n{PARAGRAPHS[1]}"
    article = from_text(text, "file:///q.md", None)
    assert isinstance(article, Article)
    assert article.title == "The quay is closed"
    assert article.text == f"{PARAGRAPHS[0]}\n\nWhat comes next\n\n{PARAGRAPHS[1]}"


def test_the_feeds_title_helps_a_text_without_one() -> None:
    """What the text does not say, its entry may."""
    entry = Entry(source_id="quay", url=URL, title="The quay")
    article = from_text(PARAGRAPHS[0], URL, entry)
    assert isinstance(article, Article)
    assert article.title == "The quay"


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    """Any text gives an article or an error."""
    assert isinstance(from_text(text, URL, None), Article | SourceError)
