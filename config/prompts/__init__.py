"""The prompts of the second reader, each a versioned file."""

from __future__ import annotations

from pathlib import Path

from bot.second.prompts import Prompt, Prompts
from config.loader import load

HERE = Path(__file__).parent


def load_prompts() -> Prompts:
    """Every prompt.

    Raises:
        SettingsError: when a file is wrong.
    """
    facts, stance, gloss = (
        load(HERE / f"{name}.toml", Prompt) for name in ("facts", "stance", "gloss")
    )
    return Prompts(facts=facts, stance=stance, gloss=gloss)
