"""Good documents of each kind, of our own making: what the mutants are made from."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fakes.pages import LEAD, PARAGRAPHS, page, record, rss

ROOT = Path(__file__).parents[2]
DATE = "Tue, 24 Nov 2026 08:00:00 +0000"
ITEMS = "".join(
    f"<item><title>Quay {n} closed</title><link>https://quay.test/{n}</link><guid>q-{n}</guid>"
    f"<pubDate>{DATE}</pubDate><dc:creator>Dora Quint</dc:creator><category>port</category>"
    f"<description><![CDATA[<p>{PARAGRAPHS[n]}</p>]]></description></item>"
    for n in range(3)
)
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Quay</title>
<link rel="self" href="https://quay.test/atom"/><link rel="hub" href="https://hub.test/"/>
<entry><title type="html">Quay &amp;amp; wall</title><id>urn:q:1</id><updated>2026-11-24T08:00:00Z</updated>
<link href="https://quay.test/1"/><author><name>Dora Quint</name></author>
<summary>{PARAGRAPHS[0]}</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>{PARAGRAPHS[1]}</p></div></content></entry></feed>"""
RDF = """<?xml version="1.0" encoding="iso-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://quay.test/"><title>The Quay</title><link>https://quay.test/</link></channel>
<item rdf:about="https://quay.test/1"><title>Quai fermé</title><link>https://quay.test/1</link></item>
</rdf:RDF>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Quay",
    "language": "en",
    "hubs": [{"type": "WebSub", "url": "https://hub.test/"}],
    "items": [
        {
            "id": n,
            "url": f"https://quay.test/{n}",
            "title": "Quay closed",
            "content_html": f"<p>{PARAGRAPHS[n]}</p>",
            "date_published": "2026-11-24T08:00:00+01:00",
            "authors": [{"name": "Dora Quint"}],
        }
        for n in range(3)
    ],
}
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://quay.test/1</loc>
<lastmod>2026-11-24</lastmod><news:news><news:publication><news:name>The Quay</news:name>
<news:language>en</news:language></news:publication><news:title>Quay closed</news:title>
<news:publication_date>2026-11-24T08:00:00Z</news:publication_date></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://quay.test/news.xml</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>"""
OPML = """<opml version="2.0"><head><title>Ports</title></head><body><outline text="North">
<outline type="rss" text="The Quay" xmlUrl="https://quay.test/rss"/></outline></body></opml>"""
HEAD = (
    '<link rel="canonical" href="/quay-closed"><link rel="alternate" type="application/rss+xml" href="/rss">'
    '<meta property="og:title" content="Quay closed"><meta name="author" content="Dora Quint">'
    '<meta property="article:published_time" content="2026-11-24T08:00:00+01:00">'
    + record(headline="Quay closed", author={"name": "Dora Quint"}, articleBody=PARAGRAPHS[0])
)
FIGURE = '<figure><img src="a.jpg" alt="The wall"><figcaption>The wall of the quay.</figcaption></figure>'
LINKS = "".join(f'<h2><a href="/{n}/quay-is-closed">{PARAGRAPHS[n]}</a></h2>' for n in range(4))

FEEDS = (rss(ITEMS), ATOM.encode(), RDF.encode("latin-1"))
JSON_FEEDS = (json.dumps(JSON_FEED).encode(), json.dumps(JSON_FEED, ensure_ascii=False).encode())
SITEMAPS = (SITEMAP.encode(), INDEX.encode())
OUTLINES = (OPML.encode(),)
PAGES = (
    page(head=HEAD, body=FIGURE, lead=f"<p class=lead>{LEAD}</p>"),
    page(body=LINKS),
    page(body="<table><tr><td>1,200</td></tr></table><ul><li>“So be it,” she said.</li></ul>"),
)


def texts() -> tuple[bytes, ...]:
    """The articles shipped as samples: five languages, with quotes, figures and positions."""
    return tuple(path.read_bytes() for path in sorted((ROOT / "config/samples").glob("*.md")))
