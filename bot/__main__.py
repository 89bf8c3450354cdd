"""The command line's door: runs it, and turns every error into one sentence and an exit code."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from bot.cli.root import app
from bot.errors import SettingsError, VigieError

FAILED, USAGE = 1, 2


def main() -> None:
    """Run `vigie`. Exit codes: 0 done, 1 the work failed, 2 usage or configuration."""
    words = sys.argv[1:]
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]  # it may stand behind the command too
    try:
        app(["--debug", *words] if debug else words or ["--help"], prog_name="vigie")
    except SettingsError as error:
        _say(error, trace=debug)
        sys.exit(USAGE)
    except VigieError as error:
        _say(error, trace=debug)
        sys.exit(FAILED)


def _say(error: VigieError, *, trace: bool) -> None:
    errors = Console(stderr=True)
    if trace:
        errors.print_exception()
    errors.print(Text(f"vigie: {error}"), soft_wrap=True)


if __name__ == "__main__":
    main()
