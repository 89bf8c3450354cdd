"""Pages that stand where an article should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.model import Article
from bot.sources.article import extract
from bot.sources.standin import CONSENT, FAILED, LINKS, PAYWALL, forward
from tests.fakes.pages import PARAGRAPHS, page, record

BASE = "https://quay.test/go/1"


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=/a">', "https://quay.test/a"),
        (
            "<META HTTP-EQUIV=Refresh CONTENT='1; URL=/a?b=1&amp;c=2'>",
            "https://quay.test/a?b=1&c=2",
        ),
        ("<meta content=\"0; url='/a'\" http-equiv=refresh>", "https://quay.test/a"),
        ('<meta http-equiv="refresh" content="300">', None),
        ('<meta http-equiv="refresh" content="60;url=/a">', None),
        ('<meta http-equiv="refresh" content="0;url=/go/1">', None),
        ('<meta http-equiv="refresh" content="0;url=file:///etc/hostname">', None),
        ('<meta http-equiv="refresh" content="0;url=javascript:alert(1)">', None),
        ('<meta name="description" content="0;url=/a">', None),
        ('<meta http-equiv="refresh" content="0;url=/a">' + "x" * 30_000, None),
    ],
)
def test_a_page_that_forwards_at_once_says_where(markup: str, target: str | None) -> None:
    """Only a small page does; one that reloads itself, waits or leads off the web does not."""
    assert forward(f"<html><head>{markup}</head></html>".encode(), BASE) == target


@given(st.binary(max_size=200))
def test_no_bytes_raise(junk: bytes) -> None:
    """Any page forwards to a web address or nowhere."""
    target = forward(b'<meta http-equiv=refresh content="0;url=' + junk + b">", BASE)
    assert target is None or target.startswith(("http://", "https://"))


def found(body: str, url: str = BASE) -> Article | str:
    """The article of a page with this body, or why there is none."""
    read = extract(f"<html>{body}</html>".encode(), url, None, None)
    return str(read) if isinstance(read, SourceError) else read


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Before you go on</h1><p>We and our 840 partners use cookies and similar techniques to"
        " store and read personal data on your device. You may accept all of them or refuse.</p>",
        "<h1>Avant de continuer</h1><p>Nous et nos 840 partenaires utilisons des cookies pour lire"
        " des informations personnelles sur votre appareil. Vous pouvez tout accepter ou non.</p>",
        "<h1>Bevor es weitergeht</h1><p>Wir und unsere 840 Partner verwenden Cookies und ähnliche"
        " Techniken. Mehr dazu steht im Datenschutz. Sie können allem zustimmen oder nicht.</p>",
        "<h1>Antes de seguir</h1><p>Nosotros y nuestros 840 socios utilizamos cookies para guardar"
        " datos personales en su dispositivo. Puede aceptar todas o rechazarlas ahora mismo.</p>",
        "<h1>Prima di continuare</h1><p>Noi e i nostri 840 fornitori usiamo cookie e dati personali"
        " sul tuo dispositivo. Puoi accettare tutto oppure rifiutare adesso, come preferisci.</p>",
    ],
    ids="en fr de es it".split(),
)
def test_a_consent_dialogue_is_no_article(body: str) -> None:
    """Its words and numbers are nobody's news."""
    assert found(body) == CONSENT


def test_an_article_about_cookies_is_one() -> None:
    """A page that calls itself an article is believed, and so is a long text."""
    words = (
        "<p>The court let the partners of the exchange store cookies without consent, and the"
        " council for privacy wants to know why. A ruling is expected in the spring of next year.</p>"
    )
    assert found(f"<head>{record(headline='Cookies')}</head>{words}") != CONSENT
    assert isinstance(found(words + f"<p>{'The wall is old. ' * 60}</p>"), Article)


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404 - Not Found",
        "Page not found | Quay",
        "Seite nicht gefunden",
        "Just a moment...",
    ],
)
def test_an_error_page_is_no_article(title: str) -> None:
    """Also one that is served as a good answer."""
    text = f"<p>{'We are sorry that this did not work as you had hoped it would. ' * 3}</p>"
    assert found(f"<head><title>{title}</title></head><h1>{title}</h1>{text}") == FAILED


@pytest.mark.parametrize("title", ["500 boats lie in the harbour", "404 days without a ferry"])
def test_a_headline_that_begins_with_a_number_is_no_error(title: str) -> None:
    """A number is news; an error's number stands alone or with an error's words."""
    assert isinstance(extract(page(title=title), BASE, None, None), Article)


def test_a_list_of_links_is_no_article() -> None:
    """Neither a bare list nor a front page with teasers under its headlines."""
    links = "".join(
        f"<li><a href='/2026/{n}'>The council of town number {n} has decided</a></li>"
        for n in range(20)
    )
    teasers = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert found(f"<ul>{links}</ul>") == LINKS
    assert found(f"<main><ul>{links}</ul>{teasers}</main>", "https://quay.test/") == LINKS
    assert isinstance(found(f"<article>{teasers}</article><ul>{links}</ul>"), Article)


def test_a_wall_without_text_before_it_is_named() -> None:
    """What is missing is money, not an address."""
    head = record(headline="Quay closed", isAccessibleForFree=False)
    assert found(f"<head>{head}</head><p>The quay is closed.</p>") == PAYWALL
