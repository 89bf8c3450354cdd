"""`make campaign`: thousands of schedules on each engine, and the program killed: each card exactly once.

The seed is printed first; with the same seed and number the same schedules run again.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random, SystemRandom

from bot.watch import AT_ONCE
from tests.campaign.kills import killed
from tests.campaign.machine import ground_on, run_schedules
from tests.campaign.pair import shared
from tests.fakes.postgres import NoPostgres, own_database

EVERY = 100  # schedules between two words of progress
MEMORY = Path("/dev/shm")  # noqa: S108  # a folder in memory, where there is one


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=5_000, help="for each engine")
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    parser.add_argument("--kills", type=int, default=50, help="of the running program")
    parser.add_argument("--sources", type=int, default=200, help="that two programs share")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)  # noqa: T201
    for engine in asked.engines.split(",") if asked.schedules else ():
        try:
            with ENGINES[engine]() as url:
                campaign(engine, url, asked.schedules, asked.seed)
        except NoPostgres as error:
            sys.exit(f"{engine}: {error}. Start a server, or name one in VIGIE_TEST_POSTGRES.")
    if asked.kills:
        kill(asked.kills, asked.seed)
    if asked.sources:
        share(asked.sources)


def kill(number: int, seed: int) -> None:
    """Kill the program so many times."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(killed(Path(folder), number, Random(seed)))  # noqa: S311
    print(  # noqa: T201
        f"killed {number} times, {found.midway} with a post under way: {found.articles} articles,"
        f" cards {found.cards[0]} and {found.cards[1]}, not once: {len(found.odd)}"
    )
    if found.odd or found.cards != (found.articles, found.articles):
        sys.exit(f"A card was lost or doubled: {found.odd}")


def share(sources: int) -> None:
    """Two programs on one PostgreSQL, and then again while one of them is killed."""
    for kill_after in (None, sources // 2):
        with own_database() as url, tempfile.TemporaryDirectory() as folder:
            found = asyncio.run(
                shared(Path(folder), url, sources=sources, each=3, kill_after=kill_after)
            )
        print(found)  # noqa: T201
        allowed = 0 if kill_after is None else AT_ONCE  # those the dead one was reading
        whole = found.cards == (found.articles, found.articles) and found.kept == found.articles
        if not whole or found.odd or found.read_again > allowed:
            sys.exit("Something was read or posted twice, or lost.")


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
