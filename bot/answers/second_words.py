"""Our words about the second reader, a language model, in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondWords:
    """`{reader}` is the model's name and its prompt's version, as facts name it."""

    today: str
    ever: str
    none: str  # "the rules alone read"
    read: str
    trouble: str
    dispute: str
    nobody: str  # in the place of a speaker
    rules: str  # the rules as a reader's name
    both: str  # between the names of two readers
    origins: str  # heading: facts by who read them
    found_by: str
    gloss: str
