"""The encoding of a page or a text: what its bytes are, before what its labels say. Pure."""

from __future__ import annotations

import re

from bot.sources.preflight import in_ascii_form

_LABEL = re.compile(r"[a-z0-9_.:-]{2,20}")
_META = re.compile(rb"<meta\b[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,20})", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a page's own label stands
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_UTF8 = ("utf-8", "utf8")


def settled(body: bytes, charset: str | None) -> tuple[bytes, str | None]:
    """The bytes and their encoding: valid UTF-8 is UTF-8, whatever the labels say.

    Text that was decoded by a wrong label and encoded again (both ways lossless) is mended.

    Args:
        body: the page.
        charset: of the Content-Type header, for pages that are no UTF-8.

    Returns:
        The bytes and the encoding's name; None leaves the choice to the page's own label.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return body, _labelled(body, charset)
    for codec in ("cp1252", "iso-8859-15", "latin-1"):
        try:
            mended = text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        return mended.encode(), "utf-8"
    return body, "utf-8"


def text_of(body: bytes, charset: str | None) -> str:
    """A plain text from its bytes, in whatever encoding they are; what cannot be read is U+FFFD.

    Args:
        body: the text's bytes.
        charset: of the Content-Type header.
    """
    body, encoding = settled(in_ascii_form(body), charset)
    return body.decode(encoding or "utf-8", "replace")


def _labelled(body: bytes, charset: str | None) -> str | None:
    """The label of a page that is no whole UTF-8: the header's, or None for the page's own.

    Where the label is UTF-8, or there is none, and more of the page's bytes break it than keep it,
    it is in the western encoding that browsers fall back to.
    """
    charset = charset.lower() if charset and _is_text_codec(charset.lower()) else None
    stated = _META.search(body[:_HEAD])
    label = charset or (stated[1].decode().lower() if stated else "")
    if label and label not in _UTF8:
        return charset
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    kept = len("".join(_BEYOND_ASCII.findall(text)).replace("\ufffd", "").encode())
    return "cp1252" if broken > kept else "utf-8"


def _is_text_codec(charset: str) -> bool:
    try:
        return bool(_LABEL.fullmatch(charset)) and b"a".decode(charset) == "a"
    except (LookupError, ValueError, TypeError, AttributeError):
        return False
