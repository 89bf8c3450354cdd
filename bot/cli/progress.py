"""What is said on the console while sources are read, before it and after it."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from bot import __version__
from bot.deliver import DeliveryReport
from bot.intake import SourceReport
from bot.model import Source

NAMED = 5  # sources named in a sentence
SHOWN = 20  # problems listed


class ReadingProgress:
    """A bar for the articles being brought; nothing where there is no terminal."""

    def __init__(self, console: Console) -> None:
        """Show on `console`."""
        self._reports: dict[str, SourceReport] = {}
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[count]}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
            redirect_stdout=False,  # cards go where they belong
        )
        self._task = self._bar.add_task("Reading the sources", total=None, count="")

    def __enter__(self) -> ReadingProgress:
        """Begin to show."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the bar."""
        self._bar.stop()

    def tell(self, report: SourceReport) -> None:
        """A source has brought so much."""
        self._reports[report.source.id] = report
        new = sum(each.new for each in self._reports.values())
        done = sum(each.new + each.known for each in self._reports.values())
        left = sum(each.left for each in self._reports.values())
        self._bar.update(
            self._task,
            description=f"Reading {report.source.label}",
            total=done + left or None,
            completed=done,
            count=f"{_counted(new, 'new article')}",
        )


def welcome(sources: Sequence[Source], prefix: str, *, asks: bool) -> str:
    """What is watched and, where questions are typed here, how to ask."""
    names = ", ".join(source.label for source in sources[:NAMED])
    more = f" and {len(sources) - NAMED} more" if len(sources) > NAMED else ""
    how = (
        f"Ask what you want to know, as {prefix}positions troops; {prefix}help lists every command,"
        " exit leaves."
        if asks
        else "Ctrl-C ends it."
    )
    return f"Vigie {__version__} watches {_counted(len(sources), 'source')}: {names}{more}.\n{how}"


def summary(reports: Sequence[SourceReport], delivered: DeliveryReport) -> str:
    """What one round brought, in one sentence, and each problem in one more."""
    failed = sum(report.failed for report in reports)
    counts = [
        f"{_counted(len(reports) - failed, 'source')} read",
        _counted(sum(report.new for report in reports), "new article"),
        f"{_counted(delivered.sent, 'card')} sent",
    ]
    problems = [f"{r.source.label}: {problem}" for r in reports for problem in r.problems]
    problems += delivered.problems
    lines = [", ".join(counts) + ".", *problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"And {len(problems) - SHOWN} more problems.")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
