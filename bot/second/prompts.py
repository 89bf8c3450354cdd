"""What a model is told before it is given a text; the words stand in `config/prompts/`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One task. `version` changes with the words, so that kept answers and facts can be told apart."""

    version: str
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """The tasks: to list an article's facts, to say a stance again blindly, to put a sentence plainly."""

    facts: Prompt
    stance: Prompt
    gloss: Prompt
