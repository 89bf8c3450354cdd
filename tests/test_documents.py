"""The README names everything a user can type or set."""

from __future__ import annotations

import re

import pytest

from bot.cli.root import app
from config.environment import fields
from handlers.registry import NAMES
from tests.check_locks import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")

COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands]
GROUPS = [group.name for group in app.registered_groups]


@pytest.mark.parametrize("command", [*COMMANDS, *GROUPS])
def test_the_readme_names_every_command(command):
    """A command that is not written down is not found."""
    assert re.search(rf"\bvigie {command}\b", README)


@pytest.mark.parametrize("name", fields())
def test_the_readme_names_every_setting(name):
    """Every variable of the env file is explained."""
    assert re.search(rf"\b{name}\b", README)


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_names_every_chat_command(name):
    """Everything that can be typed in a chat."""
    assert f"!{name}" in README


@pytest.mark.parametrize("words", ["make run", "make test", r"VIGIE_SOURCES=\S+ \S*vigie once"])
def test_the_readme_says_how_to_start(words):
    """How to run it, how to test it, and how local files are read."""
    assert re.search(words, README)
