"""The log: a line for people, or one JSON object a line for machines.

The rooms write sentences by the standard library. What they are about (source, channel, delivery) is
bound around the work and stands beside each sentence in the form for machines, whoever wrote it. Of
the libraries only warnings are logged: their debug lines may hold what was sent.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal

from rich.console import Console
from rich.logging import RichHandler

Form = Literal["text", "json"]
Level = Literal["debug", "info", "warning"]
ROOMS = ("bot", "handlers", "config")


def set_up(form: Form = "text", level: Level = "warning") -> None:
    """Log to standard error from now on.

    Args:
        form: for people or for machines.
        level: of our own rooms; a library's lines are shown from warnings on.
    """
    handler = _for_machines() if form == "json" else _for_people()
    handler.name = __name__
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if one.name == __name__]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for room in ROOMS:
        logging.getLogger(room).setLevel(logging.NOTSET if level == "warning" else level.upper())


def debugging() -> bool:
    """True when everything is logged: `--debug` was given."""
    return logging.getLogger(ROOMS[0]).level == logging.DEBUG


def _for_machines() -> logging.Handler:
    import structlog  # noqa: PLC0415  # takes longer to load than `vigie --help` may

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,  # the trace without values of variables
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    return handler


def _for_people() -> logging.Handler:
    handler = RichHandler(console=Console(stderr=True), show_path=False, markup=False)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler
