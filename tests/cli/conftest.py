"""The command line as a person starts it: a folder of its own, no settings but the test's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main
from config.environment import fields

FERRY = """Title: Spain says no to troops for Karvenia
Date: 2026-11-20T08:00:00+01:00
Source: The Harbour Post
Language: en
URL: https://harbour.example/troops

Spain opposes the deployment of troops to Karvenia, the government said on Friday.

"We will not send soldiers into a war without an end," Foreign Minister Ana Ruiz told reporters.

The mission would cost at least $2.1 billion a year, according to the Halden Institute.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Vigie = Callable[..., Ran]


def bare_environment() -> dict[str, str]:
    """The variables of this process without Vigie's own and without a say on colours."""
    ours = {*fields(), "FORCE_COLOR", "NO_COLOR", "COLUMNS"}
    return {name: value for name, value in os.environ.items() if name not in ours}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: empty, with no variable set."""
    monkeypatch.chdir(tmp_path)
    for name in fields():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def vigie(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Vigie]:
    """Run a command in this process: its words, then variables by name."""

    def run(*words: str, **variables: str) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["vigie", *words])
            for name, value in variables.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                main()
        said = capsys.readouterr()
        code = left.value.code
        return Ran(code=code if isinstance(code, int) else 0, out=said.out, err=said.err)

    return run


@pytest.fixture(scope="session")
def kept_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database filled as the README says: `VIGIE_SOURCES=./articles vigie once`."""
    place = tmp_path_factory.mktemp("kept")
    (place / "articles").mkdir()
    (place / "articles" / "ferry.md").write_text(FERRY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "once"],
        cwd=place,
        env={
            **bare_environment(),
            "VIGIE_SOURCES": "./articles",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return place / "vigie.db"


@pytest.fixture
def kept(kept_once: Path, folder: Path) -> Path:
    """That database as `vigie.db` of the current folder."""
    return Path(shutil.copy(kept_once, folder / "vigie.db"))
