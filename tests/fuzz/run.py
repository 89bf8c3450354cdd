"""Runs a target on mutants for a time; keeps each input that breaks it."""

from __future__ import annotations

import hashlib
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.fuzz.mutation import Mutator
from tests.fuzz.targets import Target

DEADLINE = 2.0  # seconds of CPU that one input may cost
MOST = 20  # findings after which a run ends


class Hang(BaseException):
    """An input cost more than the deadline; no `except Exception` of a reader catches it."""


@dataclass(slots=True)
class Findings:
    """What a run did, and what it found: a line of explanation by the file of its input."""

    runs: int = 0
    slowest: float = 0.0  # seconds of CPU
    broken: dict[Path, str] = field(default_factory=dict)


def fuzz(
    target: Target,
    mutator: Mutator,
    folder: Path,
    *,
    goes_on: Callable[[int], bool],
    seconds: float = DEADLINE,
    tell: Callable[[Findings], None] = lambda _: None,
) -> Findings:
    """Run mutants while `goes_on` says so, given their number; findings are written to `folder`."""
    found, reasons = Findings(), set[str]()
    while goes_on(found.runs) and len(found.broken) < MOST:
        body = mutator.next()
        began = time.process_time()
        problem = once(target, body, seconds)
        found.slowest = max(found.slowest, time.process_time() - began)
        found.runs += 1
        if problem and _place(problem) not in reasons:
            reasons.add(_place(problem))
            found.broken[_kept(folder, body)] = problem
        tell(found)
    return found


def once(target: Target, body: bytes, seconds: float = DEADLINE) -> str:
    """Read one input in so much CPU; what was wrong, with the trace, or nothing."""
    try:
        with deadline(seconds):
            target.read(body)
    except Hang:
        return f"Hang: over {seconds} seconds of CPU\n{traceback.format_exc(limit=-4)}"
    except Exception as error:  # noqa: BLE001  # whatever is raised is the finding
        return f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-4)}"
    return ""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `Hang` in the block after so much CPU; parsers in C are broken off when they return."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _place(problem: str) -> str:
    """The kind of a problem and the line it came from: the same fault is kept once."""
    lines = [line for line in problem.splitlines() if line.lstrip().startswith("File ")]
    return problem.partition(":")[0] + (lines[-1] if lines else "")


def _kept(folder: Path, body: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(body).hexdigest()[:16]}.bin"
    path.write_bytes(body)
    return path
