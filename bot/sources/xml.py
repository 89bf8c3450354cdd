"""XML of strangers: read without entities, files or the network. Pure."""

from __future__ import annotations

import re

from lxml import etree

_BAD_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,16}|[0-9]{1,16});")
_STATED = re.compile(rb"<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,20})", re.IGNORECASE)


def xml_root(body: bytes, *, damaged: bool) -> etree._Element | None:
    """The root of a document; None when it cannot be read.

    Args:
        body: the document.
        damaged: whether a document that is not well formed is read as far as it goes.
    """
    body = body.lstrip()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=damaged,
        encoding="utf-8" if damaged else None,
    )
    try:
        root: etree._Element | None = etree.fromstring(_in_utf8(body) if damaged else body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _in_utf8(body: bytes) -> bytes:
    """The document without bytes its encoding does not know.

    The parser that recovers would keep them, and fail when they are looked at.
    """
    stated = _STATED.match(body)
    try:
        text = body.decode(stated[1].decode() if stated else "utf-8", "replace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", "replace")
    return with_sound_references(text.encode("utf-8", "replace"))


def with_sound_references(body: bytes) -> bytes:
    """The document with the replacement sign for character references that name no character."""
    return _BAD_REFERENCE.sub(_reference, body)


def _reference(found: re.Match[bytes]) -> bytes:
    """A character reference that XML and Python can take; others become the replacement sign."""
    digits = found[1]
    try:
        code = int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
    except ValueError:
        return b"&#xFFFD;"
    is_good = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF
    return found[0] if is_good else b"&#xFFFD;"


def local_name(node: etree._Element) -> str:
    """The name without its namespace; "" of a comment. A prefix that was never declared stays."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
