"""What stands in the app's Home on Slack: examples of what can be asked, in the visitor's language."""

from __future__ import annotations

from typing import Any

from bot.answers.phrases import Phrases
from bot.model import Card, Section, TextItem
from handlers.chat_common import Answers
from handlers.slack_cards import message_of


def home_view(answers: Answers, phrases: Phrases) -> dict[str, Any]:
    """The view to publish."""
    items = tuple(
        TextItem(text=f"{answers.prefix}{command.example}\n  {command.summary}")
        for command in answers.registry.all(phrases.code)
    )
    card = Card(
        kind="answer",
        title=phrases.titles.help,
        sections=(Section(items=items), Section(items=(TextItem(text=phrases.lines.narrow),))),
        language=phrases.code,
    )
    return {"type": "home", "blocks": list(message_of(card, phrases).blocks)}
