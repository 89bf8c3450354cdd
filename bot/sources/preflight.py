"""A linear look at markup before any parser gets it: what would hang or starve one goes. Pure.

The limits come from measured bombs: 50,000 attributes in one tag, 100,000 nested elements and
100,000 unclosed ones cost the usual parsers seconds to minutes, or silently lose the text.
"""

from __future__ import annotations

import re

MAX_BYTES = 8 * 1024 * 1024
MAX_TAGS = 120_000  # "<" in one document
MAX_ATTRIBUTES = 2_000  # in one tag
MAX_DEPTH = (
    180  # nested boxes kept: below libxml2's own limit of 256, under which it drops all text
)
MAX_NESTING = 10_000  # elements inside each other in a feed; parsers take seconds beyond
MAX_EXPANSION = 200_000  # bytes that entity references may add to a document
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00!\x00", "utf-16-le"),
)
_LOOK = 8_192  # bytes of a file among which a zero tells that it is no text
_CONTROLS = bytes(set(range(32)) - {9, 10, 13, 0x1B})  # escape: Japanese encodings need it
_DECLARED = re.compile(r"(<\?xml[^>]{0,200}?)\s+encoding=[\"'][^\"'>]{0,80}[\"']")
_TAG_NAME = re.compile(rb"[A-Za-z][\w:.-]{0,100}")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_SPACE = re.compile(rb"\s+")
_BOX = re.compile(
    rb"<(/?)(div|span|section|article|main|b|i|em|strong|font|table|tr|td|tbody|center|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_XML_TAG = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)[A-Za-z][^<>]*?(/?)>", re.DOTALL
)
_TABLE_DEPTH = 3  # a table brings its row and cell
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([\w.:-]{1,80})\s+([\"']|SYSTEM|PUBLIC)")
_REFERENCE = re.compile(rb"&([\w.:-]{1,80});")


def refusal(body: bytes) -> str | None:
    """Why the markup must not be parsed, as a sentence; None when it may."""
    if not body.strip():
        return "The document is empty."
    if len(body) > MAX_BYTES:
        return "The document is too large to be parsed."
    if body.count(b"<") > MAX_TAGS:
        return "The document has too many tags."
    return _entities(body) if b"<!ENTITY" in body else None


def in_ascii_form(body: bytes) -> bytes:
    """UTF-16 and UTF-32 documents as UTF-8, others as they are; controls that no markup has go.

    Wide documents are known by their mark or by the zero bytes around their first "<".
    """
    encoding = next((name for mark, name in _MARKS if body.startswith(mark)), None)
    if encoding is None:
        return body.translate(None, _CONTROLS)
    text = body.decode(encoding, "replace").lstrip("\ufeff")
    text = _DECLARED.sub(r"\1", text, count=1)
    return text.encode("utf-8", "replace").translate(None, _CONTROLS)


def is_binary(body: bytes) -> bool:
    """True for a picture, an archive, a PDF: bytes that are no text in any encoding known here."""
    is_wide = any(body.startswith(mark) for mark, _ in _MARKS)
    return body.startswith(b"%PDF-") or (not is_wide and b"\0" in body[:_LOOK])


def trimmed(body: bytes) -> bytes:
    """Markup in which tags with thousands of attributes have none; what they hold stays.

    One linear pass. Markup without such a tag comes back as it is.
    """
    kept, at = [], 0
    start = body.find(b"<")
    while start >= 0:
        end = body.find(b">", start)
        end = end if end >= 0 else len(body)
        if end - start > MAX_ATTRIBUTES and _is_bomb(body, start, end):
            name = _TAG_NAME.match(body, start + 1)
            kept.append(body[at : name.end() if name else start + 1])
            at = end - 1 if body[end - 1 : end] == b"/" else end
        start = body.find(b"<", end)
    return b"".join(kept) + body[at:] if kept else body


def flattened(body: bytes) -> bytes:
    """A page whose boxes nest deeper than a parser follows, without the inner boxes' tags.

    One linear pass; the text stays. A page of ordinary depth comes back as it is.
    """
    if sum(1 for _ in _BOX.finditer(body)) <= 2 * MAX_DEPTH:
        return body
    kept, at, depth = [], 0, 0
    for tag in _BOX.finditer(body):
        weight = _TABLE_DEPTH if tag[2].lower() == b"table" else _WEIGHTS.get(tag[2].lower(), 1)
        depth = max(0, depth - weight) if tag[1] else depth + weight
        if depth + (weight if tag[1] else 0) > MAX_DEPTH:
            kept.append(body[at : tag.start()])
            at = tag.end()
    return b" ".join(kept) + b" " + body[at:] if kept else body


def is_too_deep(body: bytes) -> bool:
    """True for an XML document with more than `MAX_NESTING` elements inside each other."""
    if body.count(b"<") <= MAX_NESTING:
        return False
    depth = 0
    for tag in _XML_TAG.finditer(body):
        if tag[1] is not None and not tag[2]:
            depth += -1 if tag[1] else 1
            if depth > MAX_NESTING:
                return True
    return False


_WEIGHTS = {b"tr": 0, b"td": 0, b"tbody": 0}


def _entities(body: bytes) -> str | None:
    """Entities that name outside files, or whose references would blow the document up."""
    sizes: dict[bytes, int] = {}
    names = {declared[2] for declared in _ENTITY.finditer(body)}
    for declared in _ENTITY.finditer(body):
        if declared[1] or declared[3] in (b"SYSTEM", b"PUBLIC"):
            return "The document names outside files as its parts."
        end = body.find(declared[3], declared.end())
        value = body[declared.end() : end if end >= 0 else len(body)]
        inside = _REFERENCE.findall(value)
        if any(name in names and name not in sizes for name in inside):
            return "The document's entities refer to each other in a way that would blow it up."
        inner = sum(sizes.get(name, 0) for name in inside)
        sizes[declared[2]] = min(len(value) + inner, MAX_EXPANSION + 1)
    expansion = sum(sizes.get(name, 0) for name in _REFERENCE.findall(body))
    return "The document's entities would blow it up." if expansion > MAX_EXPANSION else None


def _is_bomb(body: bytes, at: int, end: int) -> bool:
    """Many attributes, that is: long values (pictures, settings) are honest, and so are scripts."""
    if not body[at + 1 : at + 2].isalpha():
        return False
    return len(_SPACE.findall(_QUOTED.sub(b"", body[at:end]))) > MAX_ATTRIBUTES
