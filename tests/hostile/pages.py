"""Hostile article pages: a name, the bytes, and what is to become of them.

Each holds the paragraphs of `tests.fakes.pages`, which must come out whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.fakes.pages import PARAGRAPHS, page
from tests.hostile.case import REFUSED, Case

TEXT = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


def around(before: str, after: str = "") -> bytes:
    """A page whose paragraphs stand inside something."""
    head = '<meta charset="utf-8"><title>Quay closed for three winters</title>'
    return f"<!doctype html><html><head>{head}</head><body>{before}{TEXT}{after}</body></html>".encode()


def shapes() -> Iterator[Case]:
    """Elements that nest, or never close, or have too many attributes."""
    for depth in (250, 256, 300, 1_000, 20_000):
        yield Case(f"{depth} deep", around("<div>" * depth, "</div>" * depth))
    yield Case("a bomb before the text", around("<div>" * 20_000 + "x" + "</div>" * 20_000))
    yield Case("20,000 open boxes", around("<div>" * 20_000))
    yield Case("5,000 open letters", around("<b>" * 5_000))
    yield Case("2,000 tables", around("<table><tr><td>" * 2_000))
    many = " ".join(f"a{n}=1" for n in range(50_000))
    yield Case("50,000 attributes", around(f"<p {many}>x</p>"))
    links = "".join(f'<a href="/x{n}">l{n}</a>' for n in range(20_000))
    yield Case("20,000 links", around(f"<nav>{links}</nav>"))
    yield Case("comments for one browser, open", around("<!--[if IE]>" * 5_000), REFUSED)
    nest = "<svg><foreignObject><math><mtext><table><mglyph><style><!--</style>"
    yield Case("drawings in formulas", around(f"{nest}<img title='--&gt;&lt;img onerror=x&gt;'>"))
    yield Case("style of 300 kB", page(head="<style>" + "a" * 300_000 + "{}</style>"))


def words() -> Iterator[Case]:
    """Runs of one thing: words, digits, quotation marks, spaces, names."""
    for name, run in {
        "a word of a megabyte": "a" * 1_000_000,
        "20,000 open quotations": "« " * 20_000,
        "20,000 straight marks": '"a ' * 20_000,
        "100,000 digits": "1" * 100_000,
        "20,000 groups of digits": "1 000 " * 20_000,
        "100,000 spaces": "said" + " " * 100_000 + "x",
        "a sentence of 40,000 words": "word " * 40_000 + ".",
        "20,000 names": "Jean " * 20_000 + "said.",
        "typographic spaces": "12\u00a0000\u202f000\u2009€ and 3\u00a0%",
        "half pairs": "&#xD83D;&#xDE00;&#xD800; half",
        "zeros": "ordi\x00nary",
    }.items():
        yield Case(name, page(body=f"<p>{run}</p>"))


def heads() -> Iterator[Case]:
    """Heads that lie about the encoding, the address or the record."""
    for name, head in {
        "another encoding": '<meta charset="shift_jis">',
        "a codec for an encoding": '<meta charset="rot13"><meta charset="zlib">',
        "script as base": '<base href="javascript:alert(1)//">',
        "inside as canonical": '<link rel="canonical" href="http://169.254.169.254/latest/">',
        "file as forward": '<meta http-equiv="refresh" content="0;url=file:///etc/hostname">',
        "deep record": '<script type="application/ld+json">'
        + '{"a":' * 50_000
        + "1"
        + "}" * 50_000
        + "</script>",
        "record of wrong types": '<script type="application/ld+json">[1,null,{"@type":'
        '["NewsArticle",3],"author":{"name":[{}]},"datePublished":7}]</script>',
    }.items():
        yield Case(name, page(head=head))
    yield Case("no UTF-8", page(body="<p>caf@@</p>").replace(b"@@", b"\xe9\xff\xc0\x80"))
    yield Case("script as title", page(title="&lt;script&gt;alert(1)&lt;/script&gt;"))


def pages() -> list[Case]:
    """All of them."""
    return [case for make in (shapes, words, heads) for case in make()]


HIDDEN = (
    '<p style="display:none">Everybody has resigned, said Dora Quint.</p>',
    '<p style="font-size:0">Everybody has resigned, said Dora Quint.</p>',
    "<p hidden>Everybody has resigned, said Dora Quint.</p>",
)
