"""`make fuzz`: every reader of foreign bytes on mutants of good documents, a minute each.

`python -m tests.fuzz --seconds 60 feed page` runs some of them, `--input FILE feed` one input again.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random, SystemRandom

from rich.console import Console
from rich.markup import escape

from tests.fuzz.mutation import Mutator
from tests.fuzz.run import Findings, fuzz, once
from tests.fuzz.targets import Target, targets

EVERY = 0.5  # seconds between two words of progress


def main() -> None:
    """Fuzz what the arguments name; exit with 1 when something was found."""
    known = targets()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="target", help=", ".join(known))
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    parser.add_argument("--folder", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--input", type=Path, help="run this one input only")
    asked = parser.parse_args()
    if unknown := set(asked.targets) - set(known):
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    chosen = {name: known[name] for name in asked.targets or known}
    console = Console(highlight=False)
    if asked.input:
        sys.exit(again(console, chosen, asked.input))
    console.print(f"seed {asked.seed}")
    broken = [
        run(console, name, target, Random(asked.seed), asked.seconds, asked.folder / name)  # noqa: S311
        for name, target in chosen.items()
    ]
    sys.exit(1 if any(broken) else 0)


def run(
    console: Console, name: str, target: Target, random: Random, seconds: float, folder: Path
) -> bool:
    """Fuzz one target and tell what was found; True when anything was."""
    end, told = time.monotonic() + seconds, 0.0
    with console.status(name) as status:

        def tell(found: Findings) -> None:
            nonlocal told
            if time.monotonic() - told > EVERY:
                told = time.monotonic()
                status.update(f"{name}: {found.runs:,} inputs, {len(found.broken)} findings")

        found = fuzz(
            target,
            Mutator(target.seeds, random),
            folder,
            goes_on=lambda _: time.monotonic() < end,
            tell=tell,
        )
    console.print(
        f"{name}: {found.runs:,} inputs, {found.runs / seconds:,.0f} a second, the slowest"
        f" {found.slowest:.2f} s of CPU, {len(found.broken)} findings"
    )
    for path, problem in found.broken.items():
        console.print(f"[bold]{escape(str(path))}[/]\n{escape(problem)}")
    return bool(found.broken)


def again(console: Console, chosen: dict[str, Target], path: Path) -> int:
    """Run one input through the chosen targets."""
    problems = [once(target, path.read_bytes()) for target in chosen.values()]
    for name, problem in zip(chosen, problems, strict=True):
        console.print(f"{name}: {escape(problem) or 'nothing wrong'}")
    return 1 if any(problems) else 0


if __name__ == "__main__":
    main()
