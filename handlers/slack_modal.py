"""The form that asks what is wrong with a fact, as Slack's modal, and what is read from it. Pure.

Slack's forms are sent whole: both questions stand on one, and an answer that does not fit the
chosen fact is sent back with a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.phrases import Phrases
from bot.model import Fault
from handlers.chat_actions import Action, Verb, read_action
from handlers.chat_presses import Menu
from handlers.chat_text import clean, cut

FORM = "vigie_wrong"  # callback_id
TITLE, OPTION = 24, 75  # UTF-16 units
FACT, VERDICT = "fact", "verdict"  # block_id and action_id of each question


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was sent: the fact, the verdict, and the channel it is about."""

    action: Action
    verdict: str
    channel: str


def form(menu: Menu, phrases: Phrases, channel: str) -> dict[str, Any]:
    """The form for the facts of `menu`."""
    verdicts = [(phrases.faults.of(fault), fault.value) for fault in Fault]
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": f"{channel} {menu.action.ref}",
        "title": _plain(phrases.buttons.wrong, TITLE),
        "submit": _plain(phrases.buttons.send, TITLE),
        "close": _plain(phrases.buttons.cancel, TITLE),
        "blocks": [
            _question(FACT, menu.title, menu.entries),
            _question(VERDICT, phrases.buttons.what, tuple(verdicts)),
        ],
    }


def thanks(words: str, phrases: Phrases) -> dict[str, Any]:
    """What takes the form's place."""
    return {
        "type": "modal",
        "title": _plain(phrases.buttons.wrong, TITLE),
        "close": _plain(phrases.buttons.back, TITLE),
        "blocks": [{"type": "section", "text": _plain(words, 3000)}],
    }


def read_form(view: Mapping[str, Any]) -> Said | None:
    """What was chosen; None when the form is none of ours."""
    channel, _, ref = str(view.get("private_metadata") or "").partition(" ")
    action, values = read_action(ref), (view.get("state") or {}).get("values") or {}
    place, verdict = _chosen(values, FACT), _chosen(values, VERDICT)
    if action is None or not (place.isascii() and place.isdecimal() and len(place) <= 3):
        return None
    action = replace(action, verb=Verb.SAY, place=int(place))
    return Said(action=action, verdict=verdict, channel=channel)


def _chosen(values: Mapping[str, Any], name: str) -> str:
    option = ((values.get(name) or {}).get(name) or {}).get("selected_option") or {}
    return str(option.get("value") or "")


def _question(name: str, label: str, entries: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    options = [{"text": _plain(words, OPTION), "value": value} for words, value in entries]
    element = {"type": "static_select", "action_id": name, "options": options}
    return {"type": "input", "block_id": name, "label": _plain(label, OPTION), "element": element}


def _plain(words: str, most: int) -> dict[str, Any]:
    text = cut(clean(words).replace("\n", " "), most) or "–"
    return {"type": "plain_text", "text": text, "emoji": False}
