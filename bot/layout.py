"""What each line of a text is: body, title, heading, caption, or furniture that nobody wrote to be read.

Pure, and below both `sources` (which drops the furniture of a plain-text dump) and `reading` (which
takes no facts from it). Every block is a span of the given text; nothing is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Span

MAX_DATE_LINE = 80  # code points; the longest date and what may stand beside it
MAX_HEADING = 140  # code points; longer lines without a full stop are body that lost it


class Role(StrEnum):
    """What a block is for."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"  # read for facts, never for title or lead
    BYLINE = "byline"
    DATE = "date"
    FURNITURE = "furniture"  # navigation, links, credits, author box


@dataclass(frozen=True, slots=True)
class Block:
    """One line, or the part of it that plays one role; surrounding spaces are left out."""

    span: Span
    role: Role


# "Image : X/AFP", "Bild: X", glued to a caption or alone; © alone is a credit too.
_CREDIT = re.compile(
    r"(?:\b|(?<=[.!?\w”»\"]))(?:Image|Images|Bild|Bilder|Foto|Fotos|Photo|Photos|Crédits?|Credit|Picture"
    r"|Imagen|Immagine)[ \u00a0\u202f]?:[ \u00a0\u202f]?(?=\S)|©"
)
_LIST_MARK = re.compile(r"\d{1,2}[.)]\s+\S")
_LINK = re.compile(r"(?:https?://|www\.)\S+$")
_GLUED = re.compile(r"[^\W\d_]+?[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+$")
_MONTHS = (
    r"jan|feb|fév|fev|mär|mar|apr|avr|abr|mai|may|mag|jun|jui|giu|jul|lug|aug|aoû|aou|ago|sep|set|oct"
    r"|okt|ott|nov|dec|déc|dez|dic|ene|gen"
)
_DATE = re.compile(
    rf"\d{{1,2}}\.?(?:er|st|nd|rd|th)?(?:\s+de)?\s+(?:{_MONTHS})\w{{0,9}}\.?(?:\s+de)?,?\s+\d{{4}}\b"
    rf"|(?:{_MONTHS})\w{{0,9}}\.?\s+\d{{1,2}},?\s+\d{{4}}\b|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\d{{4}}-\d\d-\d\d\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par|por|di|de)\s+[A-ZÀ-Þ]", re.IGNORECASE)
_TERMINAL = tuple(".!?…:;»”“\"')]’")


def blocks(text: str) -> tuple[Block, ...]:
    """Split `text` into blocks in order. A text of one line is body, whatever it looks like."""
    lines = _lines(text)
    if len(lines) <= 1:
        return tuple(Block(line, Role.BODY) for line in lines)
    roles = [_role_alone(line.of(text)) for line in lines]
    _mark_picture_texts(text, lines, roles)
    _mark_head(text, lines, roles)
    _mark_tail(roles)
    return tuple(_with_credits_cut(text, lines, roles))


def date_line(line: str) -> str | None:
    """The date of a line that holds little else; None when the line is no date line."""
    found = _DATE.search(line) if len(line) <= MAX_DATE_LINE else None
    return found.group() if found and len(line) <= len(found.group()) + 24 else None


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            at = start + raw.index(stripped[0])
            spans.append(Span(at, at + len(stripped)))
        start += len(raw) + 1
    return spans


def _role_alone(line: str) -> Role:
    if (":" in line or "©" in line) and _CREDIT.search(line):
        return Role.CAPTION
    if _LINK.match(line) or _GLUED.match(line):
        return Role.FURNITURE
    if date_line(line):
        return Role.DATE
    if not line.endswith(_TERMINAL) and len(line) <= MAX_HEADING:
        return Role.HEADING
    return Role.BODY


def _mark_picture_texts(text: str, lines: list[Span], roles: list[Role]) -> None:
    """A line that stands right above a credited caption is the picture's alternative text."""
    for i in range(1, len(lines)):
        between = text[lines[i - 1].end : lines[i].start]
        under_a_line = roles[i - 1] is not Role.CAPTION and between.count("\n") == 1
        if roles[i] is Role.CAPTION and under_a_line and len(lines[i - 1]) <= 2 * MAX_HEADING:
            roles[i - 1] = Role.CAPTION


def _mark_head(text: str, lines: list[Span], roles: list[Role]) -> None:
    """Before the first body line: skip lists and bylines are furniture, one heading is the title."""
    first = next((i for i, role in enumerate(roles) if role is Role.BODY), len(lines))
    title: int | None = None
    for i in range(first):
        line = lines[i].of(text)
        if roles[i] is not Role.HEADING:
            continue
        if _LIST_MARK.match(line):
            roles[i] = Role.FURNITURE
        elif "|" in line or _BYLINE.match(line):
            roles[i] = Role.BYLINE
        elif title is None:
            roles[i], title = Role.TITLE, i
        elif _is_name(line):
            roles[i] = Role.BYLINE


def _mark_tail(roles: list[Role]) -> None:
    """Heading-like lines behind the last body line are the author box and its like."""
    last = max((i for i, role in enumerate(roles) if role is Role.BODY), default=len(roles))
    for i in range(last + 1, len(roles)):
        if roles[i] is Role.HEADING:
            roles[i] = Role.FURNITURE


def _is_name(line: str) -> bool:
    words = line.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)


def _with_credits_cut(text: str, lines: list[Span], roles: list[Role]) -> list[Block]:
    cut = []
    for line, role in zip(lines, roles, strict=True):
        credit = _CREDIT.search(text, line.start, line.end) if role is Role.CAPTION else None
        if credit is None:
            cut.append(Block(line, role))
            continue
        end = line.start + len(text[line.start : credit.start()].rstrip())
        if end > line.start:
            cut.append(Block(Span(line.start, end), Role.CAPTION))
        cut.append(Block(Span(credit.start(), line.end), Role.FURNITURE))
    return cut
