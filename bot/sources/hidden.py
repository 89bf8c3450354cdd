"""What a reader of a page cannot see is taken out of it: hidden text must not be quoted. Pure."""

from __future__ import annotations

import re

from lxml import html

_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden"
    r"|(?:font-size|opacity|max-height|height|width)\s*:\s*0(?:\.0*)?(?:px|r?em|%|pt)?\s*(?:;|!|$)"
    r"|text-indent\s*:\s*-\d{3}|(?:left|top)\s*:\s*-\d{4})",
    re.IGNORECASE,
)
_KEPT = frozenset({"html", "body", "head"})
_UNSEEN = frozenset({"template", "dialog"})
MIN_KNOWN = 40  # characters of a paragraph that must stand in the page's own record


def squash(text: str) -> str:
    """Letters and digits only, lower case: for comparison."""
    return re.sub(r"[\W_]+", "", text).lower()


def drop_hidden(root: html.HtmlElement, stated: str) -> None:
    """Take hidden elements out of the page, and pictures' own markup around text.

    Args:
        root: the page; it is changed.
        stated: the article's text as the page's record gives it. Pages that unveil their text by
            script hide it in the markup: a hidden block whose paragraph the record knows is kept.
    """
    known = squash(stated)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _KEPT:
            continue
        if element.tag == "svg":
            _drop_picture(element)
        elif _is_hidden(element) and element.getparent() is not None:
            if _holds_article(element) or (known and _is_known(element, known)):
                element.attrib.clear()
            else:
                element.drop_tree()


def _is_hidden(element: html.HtmlElement) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _holds_article(element: html.HtmlElement) -> bool:
    """A consent dialogue or a script's curtain hides the whole page: that is no hidden text."""
    return next(element.iter("h1", "main", "article"), None) is not None


def _is_known(element: html.HtmlElement, known: str) -> bool:
    plain = (squash(p.text_content()) for p in element.iter("p"))
    return any(len(text) >= MIN_KNOWN and text[:MIN_KNOWN] in known for text in plain)


def _drop_picture(element: html.HtmlElement) -> None:
    """A drawing goes; one that was never closed and swallowed the page's paragraphs is opened."""
    if element.getparent() is None:
        return
    if next(element.iter("p"), None) is None:
        element.drop_tree()
    else:
        element.drop_tag()
