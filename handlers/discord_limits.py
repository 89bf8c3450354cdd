"""What Discord refuses in a message, as code: checked before a card leaves. Pure.

Numbers from Discord's API documentation and its OpenAPI description (v10, 2026). Discord does not
say how it counts; we count UTF-16 units, which is never fewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.chat_text import utf16

CONTENT = 2000
NONCE = 25
COMPONENTS = 40  # nested ones count
V2_TEXT = 4000  # over all text displays of a message
ALT = 1024
ROW = 5  # buttons
LABEL = 80
CUSTOM_ID = 100
URL = 512
OPTIONS = 25  # of a select menu
OPTION = 100  # UTF-16 units of an option's label, and of its value
PLACEHOLDER = 150
EMBEDS = 10
EMBED_TEXT = 6000  # over all embeds of a message
EMBED_PARTS = {"title": 256, "description": 4096, "url": 2048}
FOOTER = 2048

V2_FLAG = 1 << 15
ACTION_ROW, BUTTON, SELECT, SECTION, TEXT, THUMBNAIL, SEPARATOR, CONTAINER = (
    1,
    2,
    3,
    9,
    10,
    11,
    14,
    17,
)


def validate(payload: Mapping[str, Any]) -> list[str]:
    """What Discord would refuse in the body of a new message; empty when nothing.

    Knows the parts our cards are made of; any other part is itself a problem.
    """
    parts = list(_walk(payload.get("components") or ()))
    v2 = bool(payload.get("flags", 0) & V2_FLAG)
    problems = [*_message(payload, v2=v2), *_embeds(payload.get("embeds") or ())]
    for part in parts:
        problems += _part(part, v2=v2)
    problems += _over("components", len(parts), COMPONENTS)
    texts = sum(utf16(part["content"]) for part in parts if part["type"] == TEXT)
    problems += _over("text of all components", texts, V2_TEXT)
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    if len(ids) != len(set(ids)):
        problems.append("a custom_id stands there twice")
    return problems


def _message(payload: Mapping[str, Any], *, v2: bool) -> Iterator[str]:
    content, embeds = payload.get("content") or "", payload.get("embeds") or ()
    components = payload.get("components") or ()
    yield from _over("content", utf16(content), CONTENT)
    yield from _over("nonce", len(str(payload.get("nonce") or "")), NONCE)
    yield from _over("embeds", len(embeds), EMBEDS)
    if v2 and (content or embeds):
        yield "components cannot go with content or embeds"
    if not (content or embeds or (v2 and components)):
        yield "the message is empty"


def _embeds(embeds: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    total = 0
    for embed in embeds:
        for name, most in EMBED_PARTS.items():
            yield from _over(f"embed {name}", utf16(embed.get(name) or ""), most)
        footer = utf16((embed.get("footer") or {}).get("text") or "")
        yield from _over("embed footer", footer, FOOTER)
        total += utf16(embed.get("title") or "") + utf16(embed.get("description") or "") + footer
    yield from _over("text of all embeds", total, EMBED_TEXT)


def _walk(parts: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every component, the ones inside others too."""
    for part in parts:
        yield part
        yield from _walk(part.get("components") or ())
        if part.get("accessory"):
            yield part["accessory"]


def _part(part: Mapping[str, Any], *, v2: bool) -> Iterator[str]:
    kind, inside = part["type"], part.get("components") or ()
    if kind not in (ACTION_ROW, BUTTON, SELECT) and not v2:
        yield f"component {kind} needs the flag of components V2"
    if kind == ACTION_ROW:
        yield from _between("buttons of a row", len(inside), ROW)
    elif kind == BUTTON:
        yield from _button(part)
    elif kind == SELECT:
        yield from _select(part)
    elif kind == SECTION:
        yield from _between("texts of a section", len(inside), 3)
        yield from () if part.get("accessory") else ("a section has no accessory",)
    elif kind == TEXT:
        yield from _between("text", utf16(part["content"]), V2_TEXT)
    elif kind == THUMBNAIL:
        yield from _between("alt text", utf16(part.get("description") or ""), ALT)
    elif kind == CONTAINER:
        yield from _between("parts of a container", len(inside), COMPONENTS)
    elif kind != SEPARATOR:
        yield f"component {kind} is not one of ours"


def _button(part: Mapping[str, Any]) -> Iterator[str]:
    yield from _between("button label", utf16(part.get("label") or ""), LABEL)
    yield from _over("button custom_id", utf16(part.get("custom_id") or ""), CUSTOM_ID)
    yield from _over("button url", len(part.get("url") or ""), URL)


def _select(part: Mapping[str, Any]) -> Iterator[str]:
    options = part.get("options") or ()
    yield from _between("options", len(options), OPTIONS)
    yield from _over("select custom_id", utf16(part.get("custom_id") or ""), CUSTOM_ID)
    yield from _over("placeholder", utf16(part.get("placeholder") or ""), PLACEHOLDER)
    for option in options:
        yield from _between("option label", utf16(option["label"]), OPTION)
        yield from _between("option value", utf16(option["value"]), OPTION)


def _over(what: str, size: int, most: int) -> list[str]:
    return [f"{what}: {size}, at most {most}"] if size > most else []


def _between(what: str, size: int, most: int) -> list[str]:
    return [f"{what}: none"] if size == 0 else _over(what, size, most)
