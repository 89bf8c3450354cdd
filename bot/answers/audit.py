"""Who changed what and when, as lines: the decisions on a channel and on sources. Pure."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.answers.arrangement import MUTE
from bot.answers.visible import visible
from bot.answers.watch_card import Described
from bot.model import Arrangement
from bot.store.arrangements import SOURCE


def log_line(decision: Arrangement, described: Described) -> str:
    """One decision: when it was made, in the channel's zone, what was decided, and by whom.

    `described` is the channel as this decision alone would have it.
    """
    phrases, zone = described.phrases, described.channel.time_zone
    local = decision.at.astimezone(ZoneInfo(zone))
    return phrases.settings.say.logged.format(
        time=f"{phrases.date(local)}, {local:%H:%M} {zone}",
        what=_what(decision, described),
        who=visible(decision.who),
    )


def _what(decision: Arrangement, described: Described) -> str:
    words = described.phrases.settings
    name, value = decision.name, decision.value
    if decision.channel.startswith(SOURCE):
        forms = {
            "added": (words.values.added, words.values.removed),
            "paused": (words.values.paused, words.values.resumed),
        }
        form = forms[name][0 if value is not None else 1]
        return form.format(name=decision.channel.removeprefix(SOURCE))
    if name.startswith(MUTE):
        topic = described.topics.name(name.removeprefix(MUTE), described.phrases.code)
        told = words.values.ended.format(name=topic) if value is None else topic
        return words.labels.muted.format(value=described.muted_value(decision) or told)
    if value is None:
        label: str = getattr(words.labels, name)
        return label.format(value=words.values.back)
    return described.what(name)
