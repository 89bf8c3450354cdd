"""Pieces of one utterance: what its attribution or the end of a paragraph splits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.reading.quotes.spoken_by import Attribution


class Piece(NamedTuple):
    """Where a piece of speech stands, and by which attribution it is somebody's."""

    frame: int
    by: Attribution | None
    goes_on: bool = False  # its marks close later: in the next paragraph, behind the attribution


def number_groups(pieces: Iterable[Piece]) -> list[int]:
    """The group of each piece, from 1, in the order given.

    Two pieces that follow one another share a group when one attribution of one sentence serves
    both ("..., she said, ...") or the first is left open.
    """
    groups: list[int] = []
    number = 0
    before: Piece | None = None
    for piece in pieces:
        if before is None or not _goes_together(before, piece):
            number += 1
        groups.append(number)
        before = piece
    return groups


def _goes_together(before: Piece, piece: Piece) -> bool:
    if before.goes_on:
        return True
    return piece.by is not None and piece.frame == before.frame and piece.by is before.by
