"""What is said of hubs that announce news, on cards about the house. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from bot.answers.phrases import Phrases
from bot.answers.visible import visible
from bot.model import Subscription
from bot.websub import is_live


def hubs_lines(subscriptions: Sequence[Subscription], now: datetime, phrases: Phrases) -> list[str]:
    """For `!status`: for how many sources a hub is relied on; nothing without any."""
    wanted = [each for each in subscriptions if each.wanted]
    if not wanted:
        return []
    live = sum(is_live(each, now) for each in wanted)
    return [phrases.hubs.in_all.format(live=live, of=len(wanted))]


def hub_line(subscription: Subscription, lease_end: str, phrases: Phrases) -> str:
    """For `!sources`: what the hub last said of one source, and what went wrong since.

    Args:
        subscription: the source's.
        lease_end: when its lease ends, in words.
        phrases: our words.
    """
    form: str = getattr(phrases.hubs, subscription.state.value)
    host = urlsplit(subscription.hub).netloc
    line = form.format(hub=visible(host), ends=lease_end)
    # A refusal holds the hub's own words.
    return f"{line} {visible(phrases.cause(subscription.error))}" if subscription.error else line
