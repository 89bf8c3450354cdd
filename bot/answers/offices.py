"""Who answers the commands that are no questions about the news."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.keeper import Keeper
from bot.answers.steward import Steward


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """One for each kind of command."""

    steward: Steward  # what a channel gets
    keeper: Keeper  # which sources are watched
