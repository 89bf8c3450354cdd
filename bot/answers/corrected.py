"""The note below a card that lost a fact somebody called wrong. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.phrases import Phrases
from bot.model import Card


def corrected(card: Card, phrases: Phrases) -> Card:
    """The card with the note, once."""
    footer = " ".join(filter(None, (uncorrected(card, phrases).footer, _note(phrases))))
    return replace(card, footer=footer)


def uncorrected(card: Card, phrases: Phrases) -> Card:
    """The card without the note."""
    return replace(card, footer=card.footer.removesuffix(_note(phrases)).rstrip())


def is_corrected(card: Card, phrases: Phrases) -> bool:
    """True when the note stands below the card; `phrases` are in the card's language."""
    return card.footer.endswith(_note(phrases))


def _note(phrases: Phrases) -> str:
    return phrases.verdicts.corrected
