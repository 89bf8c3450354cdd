"""The program itself, run in a folder of its own and killed on demand."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAYORS = (
    *("Dora Quint", "Emil Harrow", "Vera Sands", "Otto Brack", "Lena Fosse", "Karl Imber"),
    "Ruth Averill",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended, and what it said."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Program:
    """One start of `vigie`."""

    process: asyncio.subprocess.Process

    async def end(self, typed: str | None = None, seconds: float = 20.0) -> Ended:
        """Wait for the end; `typed` is sent first, and then the input ends."""
        async with asyncio.timeout(seconds):
            said = typed.encode() if typed is not None else None
            out, err = await self.process.communicate(said)
        return Ended(self.process.returncode or 0, out.decode(), err.decode())

    async def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        await self.process.communicate()

    def children(self) -> list[int]:
        """Its child processes."""
        pid = self.process.pid
        return [int(child) for child in _read(f"/proc/{pid}/task/{pid}/children").split()]


async def all_end(pids: Iterable[int], seconds: float = 10.0) -> None:
    """Wait until none of these processes runs."""
    async with asyncio.timeout(seconds):
        while any(map(_is_running, pids)):  # noqa: ASYNC110  # the end of a grandchild is no event
            await asyncio.sleep(0.02)


async def start(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> Program:
    """Start `vigie` in `folder`; its settings are `env` alone."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **(env or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    return Program(process)


def write_articles(folder: Path, count: int) -> None:
    """A folder of short articles, each of an event of its own."""
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"{number}.txt").write_text(
            f"Quay number {number} is closed\n\n"
            f"The council closed quay {number} on day {number * 7} because boat {number} sank there.\n\n"
            f"“We paid {number} million euros for quay {number} alone”, said mayor {MAYORS[number % 7]}.\n",
            encoding="utf-8",
        )


def states(file: Path) -> dict[str, str]:
    """The state of each delivery by its key."""
    database = sqlite3.connect(file)
    found = dict(database.execute("SELECT key, state FROM delivery"))
    database.close()
    return found


def _is_running(pid: int) -> bool:
    """True for a process that is there and not a mere record of its end."""
    status = _read(f"/proc/{pid}/stat")
    return bool(status) and status.rpartition(")")[2].split()[0] not in ("Z", "X")


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
