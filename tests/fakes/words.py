"""The shipped phrases, loaded once for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.answers.phrases import Phrases
from config.loader import HERE, load

CODES = ("en", "fr", "de", "es", "it")


@cache
def shipped_phrases() -> Mapping[str, Phrases]:
    """Every language's phrases by code."""
    return {code: load(HERE / "interface" / f"{code}.toml", Phrases) for code in CODES}
