"""A message for Discord or Slack, drawn from the payload that is sent, much as their clients show it.

No browser and no fonts are at hand where this runs, so words are measured by a mean width: a line
may end a little early. What stands in a picture is what stands in the payload, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

WIDTH = 620  # of a picture, in its own units
PAD = 18
WIDE, BOLD_WIDE = 0.55, 0.62  # mean width of a sign, of its size

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The colours of a client."""

    ground: str
    card: str
    edge: str
    text: str
    dim: str
    link: str
    button: str


DISCORD = Look(
    ground="#313338",
    card="#2b2d31",
    edge="#3f4147",
    text="#dbdee1",
    dim="#949ba4",
    link="#00a8fc",
    button="#4e5058",
)
SLACK = Look(
    ground="#ffffff",
    card="#ffffff",
    edge="#dddddd",
    text="#1d1c1d",
    dim="#616061",
    link="#1264a3",
    button="#ffffff",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words in one form."""

    words: str
    bold: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph; `rule` is a line across, `buttons` are labels side by side."""

    pieces: tuple[Piece, ...] = ()
    size: float = 14.0
    dim: bool = False
    quote: bool = False
    rule: bool = False
    buttons: tuple[str, ...] = ()
    gap: float = 4.0  # above it


def of_discord(payload: Payload) -> str:
    """The picture of a message made of components."""
    return _drawn([line for part in payload["components"] for line in _component(part)], DISCORD)


def of_slack(blocks: Sequence[Payload]) -> str:
    """The picture of a message made of blocks."""
    return _drawn([line for block in blocks for line in _block(block)], SLACK)


def _component(part: Payload) -> Iterator[Line]:
    inside = part.get("components") or ()
    if part["type"] == 14:
        yield Line(rule=True, gap=10)
    elif part["type"] == 10:
        yield from (_markdown(line) for line in part["content"].split("\n"))
    elif part["type"] == 1:
        labels = tuple(each["label"] for each in inside if each["type"] == 2)
        yield Line(buttons=labels, gap=10)
    for each in inside if part["type"] != 1 else ():
        yield from _component(each)


def _markdown(line: str) -> Line:
    """One line of Discord's markdown."""
    for mark, size in (("### ", 15.5), ("## ", 19.0)):
        if line.startswith(mark):
            return Line(pieces=(_plain(line.removeprefix(mark), bold=True),), size=size, gap=8)
    small, quote = line.startswith("-# "), line.startswith("> ")
    pieces = tuple(_marked(re.sub(r"^(-#|>) ", "", line)))
    return Line(pieces=pieces, size=12.0 if small else 14.0, dim=small, quote=quote)


def _marked(text: str) -> Iterator[Piece]:
    bold = False
    for part in re.split(r"(\*\*|(?<!\\)\[(?:\\.|[^\]\\])*\]\([^)]*\))", text):
        if part == "**":
            bold = not bold
        elif found := re.fullmatch(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)", part):
            yield replace(_plain(found[1]), link=True)
        elif part:
            yield _plain(part, bold=bold)


def _plain(text: str, *, bold: bool = False) -> Piece:
    return Piece(words=re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text), bold=bold)


def _block(block: Payload) -> Iterator[Line]:
    match block["type"]:
        case "header":
            words = block["text"]["text"]
            yield Line(pieces=(Piece(words=words, bold=True),), size=18.0, gap=8)
        case "section":
            yield Line(pieces=(Piece(words=block["text"]["text"]),), dim=True)
        case "context":
            for element in block["elements"]:
                yield Line(pieces=(Piece(words=element["text"]),), size=12.0, dim=True)
        case "rich_text":
            for element in block["elements"]:
                yield from _rich(element)
        case "actions":
            labels = tuple(element["text"]["text"] for element in block["elements"])
            yield Line(buttons=labels, gap=10)


def _rich(element: Payload) -> Iterator[Line]:
    """A section or a quote of rich text; line breaks in it begin a new line."""
    quote, pieces = element["type"] == "rich_text_quote", list[Piece]()
    for part in element["elements"]:
        bold = bool((part.get("style") or {}).get("bold"))
        for number, words in enumerate(part["text"].split("\n")):
            if number and pieces:
                yield Line(pieces=tuple(pieces), quote=quote)
                pieces = []
            if words:
                pieces.append(Piece(words=words, bold=bold, link=part["type"] == "link"))
    if pieces:
        yield Line(pieces=tuple(pieces), quote=quote)


@dataclass(slots=True)
class _Canvas:
    """Draws from top to bottom."""

    look: Look
    y: float = PAD + 6
    parts: list[str] = field(default_factory=list)

    def line(self, line: Line) -> None:
        self.y += line.gap
        if line.rule:
            self.parts.append(
                f'<path d="M{2 * PAD} {self.y:.1f}H{WIDTH - 2 * PAD}" stroke="{self.look.edge}"/>'
            )
            self.y += 6
        elif line.buttons:
            self._buttons(line.buttons)
        else:
            self._words(line)

    def _words(self, line: Line) -> None:
        left = 2 * PAD + (12 if line.quote else 0)
        top = self.y
        for row in _rows(line, WIDTH - left - 2 * PAD):
            self.y += line.size * 1.36
            colour = self.look.dim if line.dim else self.look.text
            spans = "".join(self._span(piece) for piece in row)
            self.parts.append(
                f'<text x="{left}" y="{self.y - line.size * 0.3:.1f}" font-size="{line.size}"'
                f' fill="{colour}">{spans}</text>'
            )
        if line.quote:
            self.parts.append(
                f'<path d="M{2 * PAD + 2} {top:.1f}V{self.y:.1f}" stroke="{self.look.edge}"'
                ' stroke-width="3"/>'
            )

    def _span(self, piece: Piece) -> str:
        form = ' font-weight="bold"' if piece.bold else ""
        form += f' fill="{self.look.link}"' if piece.link else ""
        return f"<tspan{form}>{escape(piece.words, quote=False)}</tspan>"

    def _buttons(self, labels: Sequence[str]) -> None:
        x = 2.0 * PAD
        for label in labels:
            wide = len(label) * 13 * BOLD_WIDE + 24
            if x + wide > WIDTH - 2 * PAD:
                x, self.y = 2.0 * PAD, self.y + 38
            self.parts.append(
                f'<rect x="{x:.1f}" y="{self.y:.1f}" width="{wide:.1f}" height="30" rx="6"'
                f' fill="{self.look.button}" stroke="{self.look.edge}"/>'
                f'<text x="{x + wide / 2:.1f}" y="{self.y + 19.5:.1f}" font-size="13"'
                f' text-anchor="middle" font-weight="bold" fill="{self.look.text}">'
                f"{escape(label, quote=False)}</text>"
            )
            x += wide + 8
        self.y += 34


def _rows(line: Line, room: float) -> Iterator[list[Piece]]:
    """The words of a paragraph, row by row."""
    row: list[Piece] = []
    used = 0.0
    for piece in line.pieces:
        for word in re.findall(r"\s*\S+|\s+$", piece.words):
            wide = len(word) * line.size * (BOLD_WIDE if piece.bold else WIDE)
            if row and used + wide > room:
                yield row
                row, used = [replace(piece, words=word.lstrip())], wide
                continue
            if row and replace(row[-1], words="") == replace(piece, words=""):
                row[-1] = replace(piece, words=row[-1].words + word)
            else:
                row.append(replace(piece, words=word))
            used += wide
    if row:
        yield row


def _drawn(lines: Sequence[Line], look: Look) -> str:
    canvas = _Canvas(look)
    for line in lines:
        canvas.line(line)
    high = canvas.y + 2 * PAD
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high:.0f}"'
            ' font-family="Helvetica, Arial, sans-serif" xml:space="preserve">',
            f'<rect width="{WIDTH}" height="{high:.0f}" fill="{look.ground}"/>',
            f'<rect x="{PAD}" y="{PAD / 2}" width="{WIDTH - 2 * PAD}" height="{high - PAD:.0f}"'
            f' rx="8" fill="{look.card}" stroke="{look.edge}"/>',
            *canvas.parts,
            "</svg>\n",
        ]
    )
