"""The door: help, version, exit codes, errors in one sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import bare_environment

COMMANDS = ["run", "once", "ask", "read", "check", "export", "backup", "restore", "bench", "opml"]
HEAVY = {"discord", "slack_bolt", "slack_sdk", "trafilatura", "sqlalchemy", "aiohttp", "lxml"}


def test_help_lists_every_command_the_daily_ones_first(vigie):
    """`vigie --help` names the commands in the order of their use, and the exit codes."""
    ran = vigie("--help")
    listed = [line.split()[0] for line in ran.out.splitlines() if line.startswith("  ")]
    assert ran.code == 0
    assert [word for word in listed if word in COMMANDS] == COMMANDS
    assert "Exit codes: 0 done, 1 the work failed, 2 wrong usage or settings." in ran.out


def test_vigie_alone_shows_the_help(vigie):
    """No word at all is a question for help."""
    assert vigie() == vigie("--help")


def test_the_version_is_said(vigie):
    """`vigie --version` is one line."""
    assert vigie("--version").out.startswith("vigie 0.")


def test_asking_for_help_loads_no_parser_and_no_chat_library():
    """Help is there at once: what takes long to load waits for the command that needs it."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv = ['vigie', '--help']\n"
            "from bot.__main__ import main\n"
            "try: main()\n"
            "except SystemExit: print('loaded', *sys.modules)",
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    loaded = done.stdout.split("loaded", 1)[1].split()
    assert HEAVY.isdisjoint(loaded)
    assert "typer" in loaded


@pytest.mark.parametrize(
    "words",
    [
        ("sing",),
        ("ask",),
        ("ask", " "),
        ("read",),
        ("read", "--jobs", "0", "x"),
        ("read", "x", "--jsonl", "y", "--out", "z"),
        ("read", "--jsonl", "x"),
        ("run", "--only", "singing"),
        ("export", "facts.xls"),
        ("opml",),
        ("opml", "import", "x.opml"),
        ("opml", "export", "x.opml"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_why_on_standard_error(vigie, words):
    """Usage and configuration are told apart from work that failed."""
    ran = vigie(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_a_wrong_setting_is_named_with_an_example_and_never_its_value(vigie):
    """Of a setting that may be a secret in the wrong place only the name is shown."""
    ran = vigie("ask", "topics", VIGIE_LANGUAGE="xoxb-canary")
    assert ran.code == 2
    assert "VIGIE_LANGUAGE" in ran.err
    assert "Example: VIGIE_LANGUAGE=fr" in ran.err
    assert "canary" not in ran.err


def test_an_error_is_one_sentence_and_debug_shows_where_it_came_from(vigie):
    """`--debug` may stand before or behind the command."""
    brief = vigie("backup", "copy.db")
    assert (brief.code, brief.out) == (1, "")
    assert brief.err == "vigie: There is no database at vigie.db yet.\n"
    for words in (("--debug", "backup", "copy.db"), ("backup", "copy.db", "--debug")):
        long = vigie(*words)
        assert (long.code, "Traceback" in long.err) == (1, True)
        assert long.err.endswith(brief.err)


def test_a_database_that_is_none_is_work_that_failed(vigie, folder):
    """A file that is no database gets a sentence with the setting's name."""
    (folder / "vigie.db").write_text("no database " * 99)
    ran = vigie("ask", "topics")
    assert ran.code == 1
    assert "VIGIE_DATABASE_URL" in ran.err
    assert ran.err.count("\n") == 1


def test_on_a_pipe_there_are_no_colours(folder):
    """What another program reads holds no escape codes, nor does NO_COLOR's terminal."""
    (folder / "a.txt").write_text("Nothing to see here.\n\nNothing at all.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "read", "a.txt"],
        cwd=folder,
        env={**bare_environment(), "PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert b"Nothing to see here." in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr
