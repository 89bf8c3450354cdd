"""Chance that falls the same way every time."""

from __future__ import annotations

from random import Random


def dice() -> Random:
    """New ones, which begin with the same throws."""
    return Random(1)  # noqa: S311  # nothing here is secret
