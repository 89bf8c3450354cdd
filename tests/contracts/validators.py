"""The platforms' own schemas, as questions: what is wrong with this payload? See NOTICE.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

HERE = Path(__file__).parent
SLACK_BLOCKS = {
    "header": "HeaderBlock",
    "section": "SectionBlock",
    "context": "ContextBlock",
    "actions": "ActionsBlock",
    "rich_text": "RichTextBlock",
    "input": "InputBlock",
}


@cache
def _discord(root: str) -> Draft202012Validator:
    document = json.loads((HERE / "discord.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator({**document, "$ref": f"#/components/schemas/{root}"})


@cache
def _slack(root: str) -> Draft7Validator:
    document = json.loads((HERE / "slack.schema.json").read_text(encoding="utf-8"))
    return Draft7Validator({"$ref": f"#/definitions/{root}", **document})


def discord_problems(payload: object, root: str = "MessageCreateRequest") -> list[str]:
    """What Discord's API description finds wrong; `root` names the schema."""
    return [_said(error) for error in _discord(root).iter_errors(payload)]


def slack_problems(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What Slack's types find wrong, each block held against the one its type names."""
    problems = []
    for block in blocks:
        root = SLACK_BLOCKS.get(block["type"], "KnownBlock")
        problems += [_said(error) for error in _slack(root).iter_errors(block)]
    return problems


def view_problems(view: Mapping[str, Any]) -> list[str]:
    """What Slack's types find wrong in a form or a Home, its blocks included."""
    root = "HomeView" if view.get("type") == "home" else "ModalView"
    problems = [_said(error) for error in _slack(root).iter_errors(view)]
    return [*problems, *slack_problems(view.get("blocks") or ())]


def metadata_problems(metadata: object) -> list[str]:
    """What Slack's types find wrong in a message's metadata."""
    return [_said(error) for error in _slack("MessageMetadata").iter_errors(metadata)]


def _said(error: ValidationError) -> str:
    inner = best_match([error])
    return f"{list(inner.absolute_path)}: {inner.message[:200]}" if inner else error.message
