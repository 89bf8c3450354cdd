"""The shipped phrases, loaded once for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.answers.phrases import Phrases
from config.lexicons import load_phrases

CODES = ("en", "fr", "de", "es", "it")


@cache
def shipped_phrases() -> Mapping[str, Phrases]:
    """Every language's phrases by code."""
    found = load_phrases()
    return {code: found[code] for code in CODES}
