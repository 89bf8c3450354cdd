"""What a page says of its article: title, authors, dates, picture, language. Pure.

JSON-LD first (exact authors, dates to the minute), then meta elements, then the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml import html

from bot.sources import jsonld
from bot.sources.plain import one_line, parse_date
from bot.sources.urls import resolve, same_site

_BY = re.compile(
    r"^(?:by|von|par|por|di|da|de|texte? (?:de|von)|aut(?:o|eu)r(?:in)?:?)\s+", re.IGNORECASE
)
MAX_HEADINGS = 20
SITE_NAME = 25  # characters at most behind the last bar or dash of a title
_NO_NAME = re.compile(r"@|://|https?:|www\.|^[\W\d_]*$|^\d|-\w+-\w+-")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date", "publish-date",
    "pubdate", "cxenseparse:recs:publishtime", "last-modified",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What was found; empty where the page is silent."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    image: str | None = None
    image_alt: str = ""
    language: str | None = None
    publisher: str = ""
    own_names: tuple[str, ...] = ()  # every name the site gives itself: no authors
    canonical: str = ""
    descriptions: tuple[str, ...] = ()  # keys for the standfirst; never shown
    stated_text: str = ""  # the text in the page's record, without paragraphs; never shown
    headings: tuple[str, ...] = ()  # every h1
    is_free: bool = True
    is_article: bool = False  # by its record or its og:type


def read_metadata(root: html.HtmlElement, url: str) -> Metadata:
    """Read the head and the JSON-LD of a page."""
    record = jsonld.article_record(root)
    meta = _metas(root)
    names = (
        next(iter(jsonld.names(record, "publisher")), ""),
        meta.get("og:site_name", ""),
        _site_as_author(meta.get("author", ""), url),
    )
    own = tuple(one_line(name, 80) for name in names if name)
    image = jsonld.image_of(record) or meta.get("og:image", "") or meta.get("twitter:image", "")
    descriptions = [
        meta.get(k, "") for k in ("description", "og:description", "twitter:description")
    ]
    return Metadata(
        title=_title(root, one_line(jsonld.string(record, "headline")), meta),
        authors=_authors(jsonld.names(record, "author"), meta, own, url),
        published=parse_date(jsonld.string(record, "datePublished"))
        or _first_date(meta)
        or _time_element(root),
        modified=parse_date(jsonld.string(record, "dateModified"))
        or parse_date(meta.get("article:modified_time")),
        image=resolve(url, image) if image else None,
        image_alt=one_line(meta.get("og:image:alt", "") or meta.get("twitter:image:alt", "")),
        language=_language(root, jsonld.string(record, "inLanguage"), meta),
        publisher=next(iter(own), ""),
        own_names=own,
        canonical=_canonical(root, url),
        descriptions=tuple(
            one_line(d, 1000) for d in [*descriptions, jsonld.string(record, "description")] if d
        ),
        stated_text=jsonld.string(record, "articleBody"),
        headings=tuple(one_line(h.text_content()) for h in root.iter("h1"))[:MAX_HEADINGS],
        is_article=bool(record) or meta.get("og:type", "").lower() == "article",
        is_free=str(record.get("isAccessibleForFree", "true")).strip().lower() != "false",
    )


def _metas(root: html.HtmlElement) -> dict[str, str]:
    """name, property and itemprop of meta elements, lower case; the first of a name wins."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _title(root: html.HtmlElement, headline: str, meta: dict[str, str]) -> str:
    """The headline, where a page has several: the record's, the h1, the shared one, the window's.

    The shared title is the editors' plain wording, unless the page is of two minds: then the
    record's headline wins, when one of h1 and window repeats it and the other the shared one.
    """
    heads = [one_line(h.text_content()) for h in root.iter("h1")]
    bare = [headline, *heads]
    site = meta.get("og:site_name", "")
    shared = one_line(meta.get("og:title", "") or meta.get("twitter:title", ""))
    shared = _without_site(shared, site, bare)
    window = _without_site(one_line(root.findtext(".//title") or ""), site, bare)
    head = next((h for h in heads if _is_like(h, shared or window)), "")
    heading = next((h for h in heads if _same(h, headline)), "") or head
    agree = _same(headline, window), _same(headline, heading)
    if (agree == (True, False) and _same(head, shared)) or (
        agree == (False, True) and _same(window, shared)
    ):
        return headline
    return shared or headline or head or window or next((h for h in heads if h), "")


def _without_site(title: str, site: str, bare: list[str]) -> str:
    """A title without the site's name and section behind bars or dashes at its end.

    A title that stands so on the page (`bare`) is whole, and what is left is never a stub.
    """
    parts = re.split(r"\s{1,9}(?:[|\u2013\u2014-]|::)\s+", title)
    while len(parts) > 1 and not any(_same(title, one) for one in bare):
        last = parts.pop()
        is_site = last.casefold() == site.casefold()
        cut = title[: title.rindex(last)].rstrip(" |\u2013\u2014-:")
        if not is_site and (len(last) > SITE_NAME or len(cut) < SITE_NAME):
            break
        title = cut
    return title


def _is_like(a: str, b: str) -> bool:
    """Half of the words of `a` stand in `b`."""
    own, other = (set(re.findall(r"\w+", words.lower())) for words in (a, b))
    return bool(own) and len(own & other) >= len(own) / 2


def _same(a: str, b: str) -> bool:
    return bool(a) and re.findall(r"\w+", a.lower()) == re.findall(r"\w+", b.lower())


def person_names(found: Iterable[str], own_names: Iterable[str]) -> tuple[str, ...]:
    """Names of people without "by", addresses and the site's own names; at most ten."""
    cleaned = []
    for raw in found:
        if "://" in raw:  # a profile's address in the name's place
            continue
        for part in re.split(r"\s{0,9}[,;/]\s*", one_line(raw, 200)):
            cleaned += [name for name in _split(_BY.sub("", part).strip()) if name]
    own = {name.casefold() for name in own_names}
    names = (n for n in cleaned if not _NO_NAME.search(n) and n.casefold() not in own)
    return tuple(dict.fromkeys(names))[:10]


def _split(names: str) -> list[str]:
    """Two names joined by "and" as two, when both are full names; else as they are."""
    parts = re.split(r"\s{1,9}(?:and|und|et|y|e)\s+", names)
    return parts if all(" " in part for part in parts) else [names]


def _authors(
    stated: list[str], meta: dict[str, str], own: tuple[str, ...], url: str
) -> tuple[str, ...]:
    """The record's authors, people first; a publisher counts when the record names nobody else."""
    people = person_names(stated, own)
    for key in () if people else _AUTHORS:
        value = meta.get(key, "")
        if not _site_as_author(value, url):
            people = people or person_names([value], own)
    return people or person_names(stated, ())


def _site_as_author(author: str, url: str) -> str:
    """The publisher's name in "Name (host)" when the host is the page's own; else empty."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    name, _, rest = author.partition("(")
    return name.strip() if host and host in rest else ""


def _first_date(meta: dict[str, str]) -> datetime | None:
    return next((d for d in (parse_date(meta.get(key)) for key in _DATES) if d), None)


def _time_element(root: html.HtmlElement) -> datetime | None:
    for element in root.iter("time"):
        found = parse_date(element.get("datetime"))
        if found:
            return found
    return None


def _language(root: html.HtmlElement, stated: str, meta: dict[str, str]) -> str | None:
    for value in (
        stated,
        root.get("lang") or "",
        meta.get("og:locale", ""),
        meta.get("language", ""),
    ):
        code = value.strip()[:2].lower()
        if len(code) == 2 and code.isalpha():
            return code
    return None


def _canonical(root: html.HtmlElement, url: str) -> str:
    """The address the page calls its own, when it lies on the same site."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            found = resolve(url, link.get("href") or "")
            if found and (not url or same_site(found, url)) and found.rstrip("/").count("/") > 2:
                return found
    return ""
