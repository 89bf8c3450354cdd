"""The commands of `vigie`, each a few lines that call the room that does the work."""

# ruff: noqa: PLC0415  # a command imports what it needs: `vigie --help` loads no parser and no SDK

from __future__ import annotations

import asyncio
import contextlib
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot import __version__
from bot.cli import log
from bot.errors import SettingsError

if TYPE_CHECKING:
    from config.settings import Settings

app = typer.Typer(
    name="vigie",
    help="A media-monitoring bot that reads articles: quotes, figures, and who stands where.",
    epilog="Exit codes: 0 done, 1 the work failed, 2 wrong usage or settings.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
opml = typer.Typer(no_args_is_help=True)

ENV_FILE = Path(".env")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vigie {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Log what is done; show the trace of an error.")
    ] = False,
    version: Annotated[  # noqa: ARG001  # its callback answers and leaves
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")
    ] = False,
) -> None:
    """Log warnings, with --debug everything of our own; the settings may ask for more or for JSON."""
    log.set_up(level="debug" if debug else "warning")


def _settings() -> Settings:
    from config.environment import load_settings

    settings = load_settings(os.environ, ENV_FILE)
    log.set_up(settings.log_form, "debug" if log.debugging() else settings.log_level)
    return settings


@app.command()
def run(
    only: Annotated[
        str, typer.Option(help="Parts to run, with commas: watch, deliver, chat.")
    ] = "watch,deliver,chat",
) -> None:
    """The main job: watch, read, keep, post, answer. With no chat token: terminal chat."""
    from bot.cli import chat

    with contextlib.suppress(KeyboardInterrupt):  # the way to end it
        asyncio.run(chat.run(_settings(), chat.parts(only)))


@app.command()
def once() -> None:
    """One round, then exit: for cron."""
    from bot.cli import chat

    asyncio.run(chat.once(_settings()))


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help='A command, as "!positions troops".')
    ],
    as_json: Annotated[bool, typer.Option("--json", help="The answer's card as JSON.")] = False,
) -> None:
    """One answer from what is kept, as the chat gives it."""
    from bot.cli.ask import ask_once

    asyncio.run(ask_once(_settings(), question, as_json=as_json, console=Console()))


@app.command()
def read(
    place: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL|-",
            help="A file, an address, or - for standard input.",
            show_default=False,
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The facts as one JSON record.")] = False,
    jsonl: Annotated[
        Path | None, typer.Option(metavar="IN", help="Many articles, one JSON object a line.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Where the answers to --jsonl are written.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Worker processes for --jsonl.")] = 1,
) -> None:
    """The facts of one article, highlighted in place; or of many, as JSON lines."""
    one, many = bool(place) and not (jsonl or out), jsonl and out and not place
    if not one and not many:
        raise SettingsError("Give one FILE, URL or -, or both --jsonl IN and --out OUT.")
    from bot.cli.read import read_many, read_one
    from config.made import recipe_of

    settings = _settings()
    recipe = recipe_of(settings)
    if jsonl and out:
        read_many(jsonl, out, recipe, settings, jobs, Console(stderr=True))
    else:
        asyncio.run(read_one(place, recipe, settings, json=as_json, console=Console()))


@app.command()
def check(
    online: Annotated[
        bool, typer.Option("--online", help="Ask every source and chat platform too.")
    ] = False,
) -> None:
    """Every setting, source and credential: what is wrong, where, and how to mend it."""
    from bot.cli import check as checks

    raise typer.Exit(asyncio.run(checks.check(os.environ, ENV_FILE, Console(), online=online)))


@app.command()
def export(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A .csv, .jsonl, .graphml, .dna.csv or verdicts.jsonl file."
        ),
    ],
) -> None:
    """All facts with their article, for spreadsheets, scripts and network tools; or the verdicts."""
    from bot.cli import data

    asyncio.run(data.export(_settings(), target, Console(stderr=True)))


app.add_typer(opml, name="opml", help="The sources as an OPML list, in and out.")


@opml.command("import")
def opml_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file.")],
) -> None:
    """Add the feeds of an OPML list to the file of VIGIE_SOURCES_FILE."""
    from bot.cli import data

    data.opml_import(_settings(), file, Console(stderr=True))


@opml.command("export")
def opml_export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
) -> None:
    """Write the configured sources as an OPML list."""
    from bot.cli import data

    data.opml_export(_settings(), file, Console(stderr=True))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
) -> None:
    """A checked copy of the database, also while Vigie runs."""
    from bot.cli import data

    asyncio.run(data.backup(_settings(), file, Console(stderr=True)))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy made by `vigie backup`.")],
) -> None:
    """Put a copy in the database's place; the database that was there is kept beside it."""
    from bot.cli import data

    asyncio.run(data.restore(_settings(), file, Console(stderr=True)))


@app.command()
def forget(
    url: Annotated[str, typer.Argument(metavar="URL", help="The article's address.")],
) -> None:
    """Delete an article with its facts, and empty the cards of it that are kept or still wait."""
    from bot.cli import data

    asyncio.run(data.forget(_settings(), url, Console(stderr=True)))


@app.command()
def reread(
    since: Annotated[
        str, typer.Option(metavar="TIME", help="How far back: 90m, 12h, 7d, 4w.")
    ] = "7d",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before it starts.")] = False,
) -> None:
    """Kept articles read again by the language model; the cost is told before it starts."""
    from bot.cli import reread as again
    from config.values import parse_duration

    try:
        span = parse_duration(since)
    except ValueError as error:
        raise SettingsError(f"--since: {error}.") from None
    asyncio.run(again.reread(_settings(), span, Console(stderr=True), sure=yes))


class Benchmark(StrEnum):
    """What `vigie bench` can time."""

    PAGES = "pages"
    READING = "reading"
    ASK = "ask"
    MODEL = "model"


@app.command()
def bench(
    what: Annotated[
        Benchmark | None, typer.Argument(help="What to time; all but model when left out.")
    ] = None,
    articles: Annotated[
        Path | None,
        typer.Option(
            metavar="PLACE",
            help="For reading and model: a file, a folder or a .jsonl file instead of the shipped texts.",
        ),
    ] = None,
) -> None:
    """How fast Vigie is here: beside a named peer, or beside its own budgets.

    `ask` fills a temporary database of nearly 3 GB for that; `model` asks the language model that
    is set, and costs what it costs.
    """
    from bot.cli.bench.all import run_benchmarks

    wanted = (what,) if what else (Benchmark.PAGES, Benchmark.READING, Benchmark.ASK)
    run_benchmarks(_settings(), Console(), tuple(one.value for one in wanted), articles)


__all__ = ["app"]
