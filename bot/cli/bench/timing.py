"""How the benchmarks time: CPU seconds, things in turn, the median of the rounds.

Wall time swings with whatever else the machine does; CPU time of things done in turn hardly does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from statistics import median
from time import process_time

from rich.console import Console
from rich.progress import track

ROUNDS = 15


def cpu_seconds(work: Callable[[], object]) -> float:
    """What one run of `work` costs on one core, in seconds."""
    start = process_time()
    work()
    return process_time() - start


def in_turn(
    contestants: Mapping[str, Callable[[], object]], console: Console, rounds: int
) -> dict[str, float]:
    """Run each once to warm up, then all in turn, `rounds` times; the median of each, in seconds."""
    for work in contestants.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in shown(range(rounds), console):
        for name, work in contestants.items():
            times[name].append(cpu_seconds(work))
    return {name: median(seconds) for name, seconds in times.items()}


def shown(rounds: range, console: Console) -> Iterable[int]:
    """The rounds, with a bar on a terminal."""
    return (
        track(rounds, "Timing", console=console, transient=True) if console.is_terminal else rounds
    )
