"""The rules of the house that a machine can hold: sizes, locks, and where settings come from."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.check_locks import ROOT, index_problems, lock_problems

ROOMS = ("bot", "handlers", "config")
LONGEST = 400  # lines of a file
ALEMBIC = ("bot.store.migrations.env",)  # run by Alembic only


def modules() -> list[Path]:
    """Every file of the product."""
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_no_file_is_longer_than_a_person_reads_at_once():
    """At most 400 lines a file."""
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert [path for path, lines in sizes.items() if lines > LONGEST] == []


def test_the_locks_hold_what_is_asked_for():
    """Every name of pyproject.toml stands in its lock files, with hashes."""
    assert list(lock_problems()) == []


def test_no_file_names_a_package_index():
    """Where packages come from is decided by the machine that installs them."""
    assert list(index_problems()) == []


def test_the_environment_is_read_in_one_place():
    """Settings are built at the door and passed on; nothing else looks at the environment."""
    reads = re.compile(r"\bos\.(?:environ|getenv)\b|from os import .*\b(?:environ|getenv)\b")
    found = [path for path in modules() if reads.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in found] == ["bot/cli/root.py"]


def test_any_module_can_be_imported_with_wrong_settings(tmp_path):
    """Importing needs no setting and no file: an env file full of mistakes changes nothing."""
    (tmp_path / ".env").write_text("VIGIE_LANGUAGE=wrong\nnonsense", encoding="utf-8")
    paths = [path.relative_to(ROOT).with_suffix("") for path in modules()]
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import importlib, sys; [*map(importlib.import_module, sys.stdin.read().split())]",
        ],
        input="\n".join(name for name in names if name not in ALEMBIC),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "VIGIE_LANGUAGE": "wrong", "VIGIE_X": "y"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
