"""What every language pack says of its text: abbreviations, elisions, letters.

Loaded from `config/languages/<code>/text.toml`; the other tables of a pack live beside the code
that reads them (`quotes/words.py`, `figures/words.py`, `positions/words.py`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWords:
    """How a language is cut into sentences and words."""

    abbreviations: frozenset[str]  # lower case, without the final point: "m", "mme", "z.b"
    elisions: frozenset[str] = frozenset()  # lower case, with a straight apostrophe: "l'", "qu'"
    hours: tuple[str, ...] = ()  # what stands behind a clock time: "Uhr", "p.m."
    months: tuple[str, ...] = ()  # January first
    ordinal_point: bool = False  # "am 5. Mai": a point behind digits ends no sentence
