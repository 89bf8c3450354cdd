"""The apps that admins make ask for no more than Vigie uses."""

import re

from bot.cli.platforms import SLACK_PATH
from config.loader import HERE
from handlers.discord_client import intents
from handlers.slack_check import SCOPES
from handlers.slack_workspaces import ASKED, RETURN

MANIFEST = (HERE / "slack-manifest.yaml").read_text(encoding="utf-8")
HTTP = (HERE / "slack-manifest-http.yaml").read_text(encoding="utf-8")


def listed(after: str, manifest: str = MANIFEST) -> set[str]:
    block = re.search(rf"^( *){after}:\n((?:\1  .*\n?)+)", manifest, re.MULTILINE)
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
    assert scopes == set(ASKED)


def test_over_http_slack_is_asked_for_the_same_and_who_leaves_is_told():
    """Beside the scopes and events there are only our addresses, and the end of an installation."""
    assert listed("bot", HTTP) == listed("bot")
    leaving = {"app_uninstalled", "tokens_revoked"}
    assert listed("bot_events", HTTP) == listed("bot_events") | leaving
    assert "socket_mode_enabled: false" in HTTP
    assert HTTP.count(f"https://your.host{SLACK_PATH}\n") == 3
    assert HTTP.count(f"https://your.host{RETURN} ") == 1


def test_discord_is_asked_for_no_members_and_no_presences():
    """Of the privileged intents only the words of messages are asked for."""
    for message_content in (True, False):
        asked = intents(message_content=message_content)
        assert not asked.members
        assert not asked.presences
        assert asked.message_content is message_content
