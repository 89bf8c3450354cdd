"""`vigie bench`: everything is timed in one run, and the peer is the measure."""

from __future__ import annotations

import io

from rich.console import Console

from bot.cli.bench import bench
from config.settings import load_settings


def test_a_table_compares_reading_with_the_named_peer(tmp_path):
    """The peer's ratio is 1; every other row has one too."""
    console = Console(file=io.StringIO(), width=120)
    bench(load_settings({}, tmp_path / "none"), console, rounds=1)
    rows = [line for line in console.file.getvalue().splitlines() if "│" in line]
    assert len(rows) == 4
    assert "trafilatura" in rows[0]
    assert rows[0].rstrip("│ ").endswith("1.00")
