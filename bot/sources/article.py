"""A page or a text -> `Article`. Pure; a hostile page is to be given to it in a worker process.

trafilatura finds the body; our own rules bring the standfirst back, take captions, title, date and
doubled lines out, and read the page's record of itself. `Article.text` has a line a paragraph and
is never changed afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from bot.errors import SourceError, Unreadable
from bot.model import Article, Entry
from bot.sources.charset import settled, text_of
from bot.sources.dump import article_from_dump
from bot.sources.hidden import drop_hidden, squash
from bot.sources.lines import Known, article_lines, signature
from bot.sources.metadata import Metadata, person_names, read_metadata
from bot.sources.plain import clean, one_line, parse_date
from bot.sources.preflight import flattened, in_ascii_form, refusal, trimmed
from bot.sources.standfirst import find_leads, missing_lead
from bot.sources.standin import NO_TEXT, PAYWALL, stand_in
from bot.sources.urls import clean_url

MIN_TEXT = 120  # characters; less is no article
TEASER = 1_200  # characters; a page that is not free and has less shows a part only
MIN_CAPTION = 25  # characters


def extract(
    body: bytes, url: str, entry: Entry | None, charset: str | None
) -> Article | SourceError:
    """The article of a page.

    Args:
        body: the page.
        url: where it was found; relative addresses are resolved against it.
        entry: what the feed said of it.
        charset: of the Content-Type header.

    Returns:
        The article; `Unreadable` with a sentence when the page holds none.
    """
    body = flattened(trimmed(in_ascii_form(body)))
    problem = refusal(body)
    if problem:
        return Unreadable(problem)
    root = _parsed(body, charset)
    if root is None:
        return Unreadable("The page is empty. Check the address.")
    metadata = read_metadata(root, url)
    captions, shown = _captions(root), _picture_texts(root)
    drop_hidden(root, metadata.stated_text)
    leads = find_leads(root, metadata.descriptions, metadata.title, (*captions, *shown))
    links = frozenset(squash(anchor.text_content()) for anchor in root.iter("a"))
    signed = signature(element.text_content() for element in root.iter("p"))
    found = _body(root, url)
    extracted = str(found.get("text") or "")
    lines = article_lines(
        extracted,
        Known(
            titles=(metadata.title, *metadata.headings),
            authors=metadata.authors,
            captions=(*captions, *shown),
            links=frozenset(text for text in links if len(text) > MIN_CAPTION),
        ),
    )
    lead = missing_lead(leads, "\n".join(lines))
    text = clean("\n".join([lead, *lines] if lead else lines))
    problem = stand_in(
        metadata.title,
        extracted.split("\n"),
        url=url,
        links=links,
        is_article=metadata.is_article,
    )
    if problem or len(text) < MIN_TEXT:
        return Unreadable(problem or (NO_TEXT if metadata.is_free else PAYWALL))
    article = _article(text, url, metadata, found, captions, signed)
    if entry is None:
        return article
    # A date that the page does not state is a guess from its text: the feed knows better.
    published = metadata.published or entry.published or article.published
    return replace(article, published=published, guid=entry.guid)


def from_text(text: str, url: str, entry: Entry | None) -> Article | SourceError:
    """The article of a plain text: a dump of a page, or a text with `Key: value` lines on top."""
    article = article_from_dump(clean(text), url)
    if not article.text.strip():
        return Unreadable("The text is empty.")
    return replace(article, title=article.title or (entry.title if entry else ""))


def from_plain(
    body: bytes, url: str, entry: Entry | None, charset: str | None
) -> Article | SourceError:
    """The article of a plain text's bytes. The arguments are those of `extract`."""
    return from_text(text_of(body, charset), url, entry)


def _parsed(body: bytes, charset: str | None) -> html.HtmlElement | None:
    body, encoding = settled(body, charset)
    try:
        parser = html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True)
        root: html.HtmlElement = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return None
    return root


def _body(root: html.HtmlElement, url: str) -> dict[str, Any]:
    found = trafilatura.bare_extraction(
        root, url=url or None, include_comments=False, include_tables=True, with_metadata=True
    )
    return found.as_dict() if isinstance(found, Document) else {}


def _captions(root: html.HtmlElement) -> tuple[str, ...]:
    found = [one_line(c.text_content(), 1000) for c in root.iter("figcaption")]
    return tuple(dict.fromkeys(c for c in found if len(c) > MIN_CAPTION))


def _picture_texts(root: html.HtmlElement) -> tuple[str, ...]:
    """What pictures show when they do not load, and captions that only their class tells."""
    found = [one_line(image.get("alt") or "", 1000) for image in root.iter("img")]
    for element in root.iter("p", "div", "span"):
        marks = element.get("class") or ""
        if "caption" in marks.lower():
            found.append(one_line(element.text_content(), 1000))
    return tuple(dict.fromkeys(text for text in found if len(text) > MIN_CAPTION))


def _article(
    text: str,
    url: str,
    metadata: Metadata,
    found: dict[str, Any],
    captions: tuple[str, ...],
    signed: str,
) -> Article:
    return Article(
        url=url,
        text=text,
        title=metadata.title or one_line(str(found.get("title") or "")),
        source_name=metadata.publisher,
        language=metadata.language,
        published=metadata.published or parse_date(found.get("date")),
        modified=metadata.modified,
        authors=metadata.authors
        or person_names([signed], metadata.own_names)
        or person_names(str(found.get("author") or "").split(";"), metadata.own_names),
        image=metadata.image,
        image_alt=metadata.image_alt,
        captions=captions,
        canonical_url=metadata.canonical if not _is_front(metadata.canonical, url) else "",
        partial=not metadata.is_free and len(text) < TEASER,
    )


def _is_front(canonical: str, url: str) -> bool:
    """Some sites call their front page canonical everywhere: that would make all articles one."""
    return (
        bool(canonical) and clean_url(canonical).count("/") < 4 and clean_url(url).count("/") >= 4
    )
