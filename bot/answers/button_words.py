"""Our own words on buttons and below them, in one language; see `bot.answers.phrases`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonWords:
    """What stands on buttons and menus: verbs, each different from the others."""

    evidence: str
    more: str
    back: str
    wrong: str
    mute: str
    which: str
    what: str
    send: str
    cancel: str
    no_page: str  # there is no page before or behind


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWords:
    """One wording for each verdict on a fact."""

    right: str
    speaker: str
    stance: str
    quote: str
    figure: str

    def of(self, fault: Fault) -> str:
        """The words for a verdict."""
        words: str = getattr(self, fault.value)
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWords:
    """Sentences about verdicts."""

    noted: str  # a fact was judged right
    hidden: str  # a fact was judged wrong, and is gone
    outvoted: str  # it stays as an admin said
    gone: str  # the card or fact is no longer known
    misfit: str  # this cannot be said of such a fact
    none: str  # nobody judged anything
    share: str  # "{right} of them right ({share} %)"
    rule: str  # "{kind}, rule {rule}"
    corrected: str  # below a card that lost a fact
