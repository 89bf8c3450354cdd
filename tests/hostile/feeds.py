"""Hostile feeds, sitemaps and JSON Feeds: a name, the bytes, and what is to become of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.fakes.pages import rss
from tests.hostile.case import KEPT, REFUSED, Case
from tests.hostile.texts import TEXTS

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
TARGET = "http://127.0.0.1:9"  # nobody listens; a connection is seen by the test


def item(title: str = "Quay closed", extra: str = "", number: int = 1) -> str:
    """One entry of a feed."""
    return (
        f"<item><title>{title}</title><link>https://quay.test/{number}</link>{extra}"
        "<description>The wall is old.</description></item>"
    )


def declared(encoding: str) -> str:
    """The first line of a document that says how it is encoded."""
    return f'<?xml version="1.0" encoding="{encoding}"?>'


def doctype(inner: str) -> str:
    """A document type with declarations of its own."""
    return f'<?xml version="1.0"?><!DOCTYPE rss [{inner}]>'


def entities() -> Iterator[Case]:
    """Entities that grow, that name files and servers, and one that is harmless."""
    steps = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    laughs = doctype('<!ENTITY e0 "ha">' + "".join(steps))
    yield Case("ten to the ninth", rss(item("&e9;"), start=laughs), REFUSED)
    for size, times in ((30_000, 3_000), (3_000, 300)):
        grown = doctype(f'<!ENTITY a "{"A" * size}">')
        yield Case(f"{size} times {times}", rss(item("&a;" * times), start=grown), REFUSED)
    for name, inner in {
        "a file": '<!ENTITY a SYSTEM "file:///etc/hostname">',
        "a server": f'<!ENTITY a SYSTEM "{TARGET}/x">',
        "a parameter": f'<!ENTITY % a SYSTEM "{TARGET}/x.dtd"> %a;',
        "a circle": '<!ENTITY a "&b;"><!ENTITY b "&a;">',
    }.items():
        yield Case(f"entity: {name}", rss(item("&a;"), start=doctype(inner)), REFUSED)
    outside = f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{TARGET}/rss.dtd">'
    yield Case("entity: outside types", rss(item(), start=outside), KEPT)
    harmless = doctype('<!ENTITY ecirc "&#234;"><!ENTITY q "quay">')
    yield Case("entity: harmless", rss(item("Fen&ecirc;tre &q;"), start=harmless), KEPT)
    include = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>'
    yield Case("inclusion", rss(include + item()), KEPT)
    styled = '<?xml version="1.0"?><?xml-stylesheet href="file:///etc/hostname"?>'
    yield Case("style sheet", rss(item(), start=styled), KEPT)


def shapes() -> Iterator[Case]:
    """Documents that are deep, wide, long, cut or no feed at all."""
    yield Case("20,000 deep", rss("<a>" * 20_000 + "</a>" * 20_000 + item()), REFUSED)
    boxes = "<div>" * 5_000 + "x" + "</div>" * 5_000
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>x</title>'
        '<link href="https://quay.test/1"/><content type="xhtml">'
        f'<div xmlns="http://www.w3.org/1999/xhtml">{boxes}</div></content></entry></feed>'
    )
    yield Case("5,000 boxes in an entry", atom.encode(), KEPT)
    many = " ".join(f'a{n}="1"' for n in range(20_000))
    yield Case("20,000 attributes", rss(item().replace("<item", f"<item {many}")), KEPT)
    names = " ".join(f'xmlns:n{n}="u{n}"' for n in range(2_000))
    yield Case("2,000 namespaces", rss(item().replace("<item", f"<item {names}")), KEPT)
    yield Case("5,000 entries", rss("".join(item(number=n) for n in range(5_000))), KEPT)
    yield Case("title of a megabyte", rss(item("A" * 1_000_000)), KEPT)
    yield Case("guid of a megabyte", rss(item(extra=f"<guid>{'g' * 1_000_000}</guid>")), KEPT)
    yield Case("open CDATA", rss(item(extra="<content><![CDATA[ never closed")), REFUSED)
    yield Case("open comment", rss("<!--" + "-" * 100_000 + item()), REFUSED)
    yield Case("cut", rss("".join(item(number=n) for n in range(3)))[:-150], KEPT)
    yield Case("cut in the third CDATA", rss(item() + item("x", "<c><![CDATA[ a")), KEPT)
    yield Case("challenge page", b"<html><body><h1>One moment ...</h1></body></html>", REFUSED)
    for name, body in {
        "nothing": b"",
        "a mark only": b"\xef\xbb\xbf",
        "noise": bytes(n * n * 7 % 251 for n in range(20_000)),
        "a path": b"/dev/zero",
        "an address": f"{TARGET}/internal".encode(),
        "an archive": b"PK\x03\x04" + b"\0" * 100,
    }.items():
        yield Case(name, body, REFUSED)


def signs() -> Iterator[Case]:
    """Characters that are none, and encodings that are not what they are called."""
    for name, title in {
        "controls": "a\x01\x02\x0b\x1f b",
        "zero": "a\x00b",
        "bad references": "a&#0;b&#x1F;&#xD800;&#1114112;&#99999999999;c",
        "half a pair": "a&#xD800;b",
    }.items():
        yield Case(name, rss(item(title)), KEPT)
    yield Case("no UTF-8", rss(item("caf@@")).replace(b"@@", b"\xe9\xff\xc0\x80"), KEPT)
    for name in ("utf-16", "utf-7", "x-nope-9", "zlib_codec", "idna", "utf\x008"):
        yield Case(f"called {name!r}", rss(item(), start=declared(name)), KEPT)
    wide = rss(item("fermé"), start=declared("utf-16")).decode().encode("utf-16")
    yield Case("really utf-16", wide, KEPT)
    western = rss(item("l’été"), start=declared("iso-8859-1")).decode().encode("cp1252")
    yield Case("cp1252 called latin-1", western, KEPT)
    yield Case("spaces before the mark", b"\n\n  \xef\xbb\xbf" + rss(item()), KEPT)


def values() -> Iterator[Case]:
    """Dates, identities and waiting times that are too large, too small or missing."""
    for date in (
        "Mon, 23 Nov 2099 03:00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0000-00-00T00:00:00Z",
        "Sat, 01 Jan 10000 00:00:00 GMT",
        "",
        "yesterday",
        "9" * 5_000,
        "Mon, 23 Nov 2026 03:00:00 +9999",
        "2026-11-23 03:00:00",
    ):
        body = rss(item(extra=f"<pubDate>{date}</pubDate>"))
        yield Case(f"date {date[:30]!r}", body, KEPT)
    same = [item(extra="<guid>same</guid>", number=n) for n in range(5)]
    yield Case("one guid for five", rss("".join(same)), KEPT)
    yield Case("empty guids", rss(item(extra="<guid/>") + item(extra="<guid/>", number=2)), KEPT)
    for wait in ("9" * 20, "-5", "NaN"):
        yield Case(f"ttl {wait}", rss(item(), channel=f"<ttl>{wait}</ttl>"), KEPT)


def json_feeds() -> Iterator[Case]:
    """JSON that is deep, huge or of the wrong types."""
    start = b'{"version":"https://jsonfeed.org/version/1.1","title":"t","items":'
    good = b'{"url":"https://quay.test/1","title":"x"}'
    yield Case("JSON 100,000 deep", start + b"[" * 100_000 + b"]" * 100_000 + b"}", REFUSED)
    yield Case("JSON number of 5,000 digits", start + b'[{"id":' + b"9" * 5_000 + b"}]}", REFUSED)
    yield Case("JSON no number", start + b'[{"id":NaN,"date_published":Infinity},' + good + b"]}")
    wrong = [{"id": {"a": 1}, "url": 7, "title": None, "date_published": [], "authors": "x"}, None]
    yield Case(
        "JSON wrong types", start + json.dumps([*wrong, 3, "s"]).encode()[:-1] + b"," + good + b"]}"
    )
    yield Case("JSON cut", start + b"[" + good, REFUSED)


def sitemaps() -> Iterator[Case]:
    """Indexes that name themselves, thousands of others, or other people's."""
    own = "<sitemap><loc>https://quay.test/feed.xml</loc></sitemap>"
    yield Case("index of itself", f"<sitemapindex {SITEMAP}>{own}</sitemapindex>".encode())
    fan = "".join(f"<sitemap><loc>https://quay.test/{n}.xml</loc></sitemap>" for n in range(5_000))
    yield Case("index of 5,000", f"<sitemapindex {SITEMAP}>{fan}</sitemapindex>".encode())
    deep = "<a>" * 20_000 + "</a>" * 20_000
    yield Case("deep sitemap", f"<urlset {SITEMAP}>{deep}</urlset>".encode(), REFUSED)


def titles() -> Iterator[Case]:
    """What is written to mislead a chat, a log or a database, as the title of an entry."""
    for name, text in TEXTS.items():
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        body = rss(item(escaped)).decode("utf-8", "replace") if "\ud800" not in escaped else ""
        if body:
            yield Case(f"title: {name}", body.encode(), KEPT)


def feeds() -> list[Case]:
    """All of them."""
    makers = (entities, shapes, signs, values, json_feeds, sitemaps, titles)
    return [case for make in makers for case in make()]
