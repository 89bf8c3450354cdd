"""The apps that admins make ask for no more than Vigie uses."""

import re

from config.loader import HERE
from handlers.discord_client import intents
from handlers.slack_check import SCOPES

MANIFEST = (HERE / "slack-manifest.yaml").read_text(encoding="utf-8")


def listed(after: str) -> set[str]:
    block = re.search(rf"^( *){after}:\n((?:\1  .*\n?)+)", MANIFEST, re.MULTILINE)
    assert block
    return set(re.findall(r"^ *- ([\w.:]+)", block[2], re.MULTILINE))


def test_slack_is_asked_for_the_scopes_and_events_in_use():
    """The manifest asks for what the code uses, and for nothing else."""
    scopes = listed("bot")
    assert scopes == {*SCOPES, "groups:history", "im:history", "users:read"}
    assert listed("bot_events") == {
        "app_home_opened",
        "app_mention",
        "message.channels",
        "message.groups",
    } | {"message.im"}
    assert "socket_mode_enabled: true" in MANIFEST


def test_discord_is_asked_for_no_members_and_no_presences():
    """Of the privileged intents only the words of messages are asked for."""
    for message_content in (True, False):
        asked = intents(message_content=message_content)
        assert not asked.members
        assert not asked.presences
        assert asked.message_content is message_content
