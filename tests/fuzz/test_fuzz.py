"""The fuzzer finds what it is there to find; and a short run of it over every reader finds nothing."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.mutation import LONGEST, RARE, Mutator
from tests.fuzz.run import fuzz, once
from tests.fuzz.seeds import FEEDS
from tests.fuzz.targets import Broken, Target, targets

SOME = {"feed": 80, "jsonfeed": 800, "sitemap": 800, "page": 40, "text": 100, "facts": 12}
SOON = 0.1  # seconds


@pytest.fixture(scope="module")
def known() -> dict[str, Target]:
    return dict(targets())


@pytest.mark.parametrize("name", SOME)
def test_no_mutant_breaks_a_reader(name: str, known: dict[str, Target], tmp_path: Path) -> None:
    """Neither an exception nor a hang, nor an answer that hides or reorders text."""
    target = known[name]
    mutator = Mutator(target.seeds, Random(7))  # noqa: S311
    found = fuzz(target, mutator, tmp_path, goes_on=lambda runs: runs < SOME[name])
    assert found.runs == SOME[name]
    assert found.broken == {}


def test_every_reader_takes_its_seeds(known: dict[str, Target]) -> None:
    """What the mutants are made from is good."""
    for target in known.values():
        assert [once(target, seed) for seed in target.seeds] == [""] * len(target.seeds)


def crash(body: bytes) -> None:
    if b"\x00" in body:
        raise OverflowError("too large")


def hang(body: bytes) -> None:
    """In code of the tests: what counts lines must not be broken off while it holds its lock."""
    end = time.process_time() + 30
    while time.process_time() < end:
        pass


def spoil(body: bytes) -> None:
    raise Broken("Not clean.")


@pytest.mark.parametrize(
    ("read", "problem"), [(crash, "OverflowError"), (hang, "Hang"), (spoil, "Broken")]
)
def test_a_fault_is_found_and_its_input_kept(read: object, problem: str, tmp_path: Path) -> None:
    """Once for each place, as a file that can be run again."""
    target = Target(FEEDS, read)  # type: ignore[arg-type]
    mutator = Mutator(FEEDS, Random(1))  # noqa: S311
    most = 1 if read is hang else 400
    found = fuzz(target, mutator, tmp_path, goes_on=lambda runs: runs < most, seconds=SOON)
    [(path, told)] = found.broken.items()
    assert told.startswith(problem)
    assert once(target, path.read_bytes(), SOON).startswith(problem)


def test_the_same_seed_gives_the_same_mutants() -> None:
    """A finding can be looked for again; mutants differ from the good documents and stay small."""
    first, second = (Mutator(FEEDS, Random(3)) for _ in range(2))  # noqa: S311
    made = [first.next() for _ in range(300)]
    assert made == [second.next() for _ in range(300)]
    assert len(set(made) - set(FEEDS)) > 250
    assert LONGEST < RARE
    assert max(map(len, made)) <= RARE
