"""What `vigie check` found, one line a thing, and the table of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing checked. `problem` is empty when it is fine; `mend` says what to do.

    A `warning` is a problem that keeps nothing from working.
    """

    what: str
    found: str = "fine"
    problem: str = ""
    mend: str = ""
    warning: bool = False

    @property
    def is_wrong(self) -> bool:
        """True when something will not work."""
        return bool(self.problem) and not self.warning


def table(findings: Iterable[Finding]) -> Table:
    """The findings for people: what, what was found, and the mend."""
    shown = Table(title="vigie check", title_justify="left")
    for column in ("What", "Found", "What to do"):
        shown.add_column(column, overflow="fold")
    for finding in findings:
        style = "bold red" if finding.is_wrong else "yellow" if finding.problem else "green"
        found = Text(finding.problem or finding.found, style=style)
        shown.add_row(Text(finding.what), found, Text(finding.mend))
    return shown
