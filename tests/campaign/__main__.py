"""`make campaign`: thousands of schedules on each engine; each card exactly once, or the schedule is shown.

The seed is printed first; with the same seed and number the same schedules run again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom

from tests.campaign.machine import ground_on, run_schedules
from tests.fakes.postgres import NoPostgres, own_database

EVERY = 100  # schedules between two words of progress
MEMORY = Path("/dev/shm")  # noqa: S108  # a folder in memory, where there is one


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=5_000, help="for each engine")
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)  # noqa: T201
    for engine in asked.engines.split(","):
        try:
            with ENGINES[engine]() as url:
                campaign(engine, url, asked.schedules, asked.seed)
        except NoPostgres as error:
            sys.exit(f"{engine}: {error}. Start a server, or name one in VIGIE_TEST_POSTGRES.")


def campaign(engine: str, url: str, number: int, seed: int) -> None:
    """Run so many schedules on one engine."""
    began = time.monotonic()

    def tell(done: int) -> None:
        if done % EVERY == 0:
            seconds = time.monotonic() - began
            print(f"{engine}: {done} schedules in {seconds:.0f} s", flush=True)  # noqa: T201

    with ground_on(url) as ground:
        ground.done = tell
        run_schedules(ground, number, seed)
        print(f"{engine}: {ground.schedules} schedules, each card exactly once")  # noqa: T201


@contextmanager
def own_file() -> Iterator[str]:
    """The address of an SQLite file that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield f"sqlite+aiosqlite:///{folder}/vigie.db"


ENGINES = {"sqlite": own_file, "postgres": own_database}

if __name__ == "__main__":
    main()
