"""The lead paragraph above the text, which every extractor drops on many sites. Pure.

The page's descriptions, compared without signs and case, are keys to the element that holds it;
where they fail, an element's class or its place under the headline tells. The words shown are
always the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

from bot.layout import date_line
from bot.sources.hidden import squash

MIN_KEY = 40  # characters of a description without signs
LENGTHS = (40, 900)  # characters of a lead
NEAR = 60  # elements after the h1 within which a lead's class counts
VERY_NEAR = 40
BETWEEN = 30  # elements behind the h1 within which a lead above the first paragraph is looked for
BY_KEY = 4  # the least score that a description gives
_FAR = 1_000_000
_TAGS = ("p", "div", "h2", "h3", "span", "strong", "b", "li")
_OUTSIDE = ("nav", "footer", "aside", "figure", "figcaption", "form", "button", "script", "style")
_CLASS = re.compile(
    r"(?i)teaser|lead|intro|standfirst|stand-first|subtitle|sub-title|sous-titre|soustitre|summary|\bdek\b"
    r"|chapo|abstract|einleitung|vorspann|sommario|occhiello|entradilla|bajada|excerpt|deck|subhead"
    r"|description|article__desc|sapo\b"
)
_PICTURE = re.compile(r"(?i)carousel|gallery|slide|caption|picture|photo|video|player|feature")


@dataclass(frozen=True, slots=True)
class Lead:
    """A piece of the page that may be the lead. `distance`: elements behind the h1."""

    text: str  # on one line
    score: int  # 5, 4: a description says so; 3, 2: its class or place does
    distance: int


def find_leads(
    root: html.HtmlElement,
    descriptions: tuple[str, ...],
    title: str,
    pictures: tuple[str, ...] = (),
) -> tuple[Lead, ...]:
    """What may be the lead, the likeliest first; the page is not changed.

    Args:
        root: the page.
        descriptions: what its head says of the article: keys to the lead, never shown.
        title: a title is no lead.
        pictures: captions and alternative texts; what one of them holds is no lead.
    """
    shown = " ".join(map(squash, pictures))
    keys = [key for key in map(squash, descriptions) if len(key) >= MIN_KEY]
    title = squash(title)
    found = []
    for text, element, distance in _candidates(root):
        score = _score(text, element, distance, keys)
        is_picture = score < BY_KEY and squash(text)[:60] in shown
        if score and squash(text) != title and not is_picture and not date_line(text):
            found.append(Lead(text, score, _FAR if distance is None else distance))
    return tuple(sorted(found, key=lambda lead: -lead.score))


def missing_lead(leads: tuple[Lead, ...], body: str) -> str:
    """The lead that the body lacks; empty when it has it or none is known.

    Descriptions often repeat the first paragraph instead of the lead. When the body has the
    likeliest candidate, one between it and the headline may still be the lead.

    Args:
        leads: the candidates, the likeliest first.
        body: the extracted text.
    """
    if not leads:
        return ""
    plain = squash(body)
    first = leads[0]
    if not _stands_in(first.text, plain):
        return first.text
    for lead in leads[1:]:
        between = lead.distance < first.distance and lead.distance <= BETWEEN
        if first.score >= BY_KEY and between and not _stands_in(lead.text, plain):
            return lead.text
    return ""


def _stands_in(text: str, plain: str) -> bool:
    return squash(text)[:60] in plain


def _candidates(root: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement, int | None]]:
    """Text, element and distance behind the h1 (None before it) of what could be a lead."""
    distance: int | None = None
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "h1":
            distance = 0
        elif distance is not None:
            distance += 1
        if element.tag not in _TAGS or (element.tag in ("div", "span") and len(element) > 6):
            continue
        text = " ".join(element.text_content().split())
        if LENGTHS[0] <= len(text) <= LENGTHS[1] and not _is_outside(element):
            yield text, element, distance


def _is_picture_text(element: html.HtmlElement) -> bool:
    around = [element, *islice(element.iterancestors(), 2)]
    return any(_PICTURE.search(one.get("class") or "") for one in around)


def _is_outside(element: html.HtmlElement) -> bool:
    return any(parent.tag in _OUTSIDE for parent in element.iterancestors())


def _score(text: str, element: html.HtmlElement, distance: int | None, keys: list[str]) -> int:
    plain = squash(text)
    if plain in keys:
        return 5
    if len(plain) >= MIN_KEY and any(
        plain.startswith(key[:50]) or key.startswith(plain[:50]) for key in keys
    ):
        return 4
    marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "data-testid", "id"))
    if distance is None or _is_picture_text(element):
        return 0
    if distance <= NEAR and _CLASS.search(marks):
        return 3
    in_header = any(parent.tag == "header" for parent in element.iterancestors())
    if in_header and element.tag in ("p", "h2") and distance <= VERY_NEAR:
        return 2
    return 0
