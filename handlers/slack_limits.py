"""What Slack refuses in a message, as code: checked before a card leaves. Pure.

Numbers from Slack's block reference (2026); the size of all blocks together is not documented and
was found by those who met it (about 13,200 characters), so we stay well below.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.chat_text import utf16

TEXT = 12_000  # of 40,000: what screen readers read; more would be no help
BLOCKS = 50
ALL_BLOCKS = 10_000  # characters as JSON
HEADER = 150
SECTION = 3000
CONTEXT_ELEMENTS = 10
ACTIONS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
ID = 255
URL = 3000
ALT = 2000


def validate(text: str, blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What Slack would refuse; empty when nothing.

    Knows the blocks our cards are made of; any other block is itself a problem.
    """
    problems = ["the top-level text is empty"] if not text.strip() else []
    problems += _over("text", utf16(text), TEXT)
    problems += _over("blocks", len(blocks), BLOCKS)
    problems += _over("all blocks", len(json.dumps(blocks, ensure_ascii=False)), ALL_BLOCKS)
    for block in blocks:
        problems += _block(block)
    actions = [
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    if len(actions) != len(set(actions)):
        problems.append("an action_id stands there twice")
    return problems


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    kind, elements = block["type"], block.get("elements") or ()
    if kind == "header":
        yield from _between("header", _size(block["text"]), HEADER)
    elif kind == "section":
        yield from _between("section", _size(block["text"]), SECTION)
        yield from _picture(block["accessory"])
    elif kind == "context":
        yield from _between("context elements", len(elements), CONTEXT_ELEMENTS)
        for element in elements:
            yield from _between("context", _size(element), SECTION)
    elif kind == "actions":
        yield from _between("actions", len(elements), ACTIONS)
        for element in elements:
            yield from _button(element)
    elif kind == "rich_text":
        yield from _rich(elements)
    else:
        yield f"block {kind} is not one of ours"


def _rich(elements: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not elements:
        yield "rich text: none"
    for element in elements:
        for part in element["elements"]:
            if not (part.get("text") or part.get("url")):
                yield "an empty piece of rich text"


def _button(button: Mapping[str, Any]) -> Iterator[str]:
    yield from _between("button text", _size(button["text"]), BUTTON_TEXT)
    yield from _between("action_id", utf16(button["action_id"]), ID)
    yield from _over("button value", utf16(button.get("value") or ""), BUTTON_VALUE)
    yield from _over("button url", len(button.get("url") or ""), URL)


def _picture(picture: Mapping[str, Any]) -> Iterator[str]:
    yield from _between("alt text", utf16(picture["alt_text"]), ALT)
    yield from _between("image url", len(picture["image_url"]), URL)


def _size(text: Mapping[str, Any]) -> int:
    return utf16(text["text"])


def _over(what: str, size: int, most: int) -> list[str]:
    return [f"{what}: {size}, at most {most}"] if size > most else []


def _between(what: str, size: int, most: int) -> list[str]:
    return [f"{what}: none"] if size == 0 else _over(what, size, most)
