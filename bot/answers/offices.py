"""Who answers the commands that are no questions about the news."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.keeper import Keeper
from bot.answers.steward import Steward
from bot.answers.tracer import Tracer


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """One for each kind of command."""

    steward: Steward  # what a channel gets
    keeper: Keeper  # which sources are watched
    tracer: Tracer  # why an article was posted or not
