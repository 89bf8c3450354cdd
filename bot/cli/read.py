"""`vigie read`: the facts of one article, highlighted in place, or of many, one JSON line each."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot.cli.highlight import highlighted
from bot.cli.lines import (
    MAX_LINE,
    Answer,
    answer_line,
    answer_of,
    as_json,
    is_html,
    read_line,
    unanswered,
)
from bot.cli.second import opened
from bot.clock import utc_now
from bot.errors import SettingsError, SourceError, TooLarge, Unreadable, VigieError
from bot.model import Article
from bot.reading.record import article_record, facts_record
from bot.second.reader import SecondReader
from bot.sources.article import extract, from_text
from bot.sources.charset import text_of
from bot.sources.http import Fetcher
from bot.sources.local import MAX_BYTES
from bot.sources.preflight import is_binary
from bot.sources.retrieve import Retriever
from bot.sources.worker import Parser
from config.made import fetcher_of
from config.reader import ReaderRecipe, build_reader, read_article
from config.settings import Settings

AT_ONCE = 8  # articles with the model at a time
WAVE = 64  # lines under way at once, so that a large file is never held whole


async def read_one(
    place: str, recipe: ReaderRecipe, settings: Settings, *, json: bool, console: Console
) -> None:
    """Read one file, address or standard input ("-") and print its facts.

    Raises:
        SourceError: when there is no article to read.
    """
    async with Parser() as parser, fetcher_of(settings, utc_now) as fetcher:
        article = await _bring(place, fetcher, parser)
    if isinstance(article, SourceError):
        raise article
    reading = read_article(recipe, article)
    async with opened(settings) as second:
        if second is not None:
            reading = await second.read(reading)
    if json:
        record = facts_record(reading) | {"article": article_record(reading.article)}
        sys.stdout.write(as_json(record) + "\n")
    else:
        console.print(highlighted(reading))


async def _bring(place: str, fetcher: Fetcher, parser: Parser) -> Article | SourceError:
    scheme, sign, _ = place.partition("://")
    if sign and scheme.lower() not in ("http", "https"):
        return Unreadable(f"{scheme}: addresses cannot be read. Give http(s), a file or -.")
    if place == "-" or await asyncio.to_thread(Path(place).is_fifo):  # <(curl ...) in a shell
        return await _piped(place, parser)
    return await Retriever(fetcher, parser).address(place)


async def _piped(place: str, parser: Parser) -> Article | SourceError:
    body = await asyncio.to_thread(_bytes, place)
    if len(body) > MAX_BYTES:
        return TooLarge(f"The input is larger than {MAX_BYTES // 1024} KiB.")
    if not body.strip():
        return Unreadable("The input is empty. Pipe a page or a text into `vigie read -`.")
    if is_binary(body):
        return Unreadable("The input is no text or page that can be read.")
    if body.lstrip()[:1] == b"<":
        return await parser.run(extract, body, "", None, None)
    return await parser.run(from_text, text_of(body, None), "", None)


def _bytes(place: str) -> bytes:
    if place == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(place).open("rb") as pipe:
        return pipe.read(MAX_BYTES + 1)


def read_many(
    source: Path,
    target: Path,
    recipe: ReaderRecipe,
    settings: Settings,
    jobs: int,
    console: Console,
) -> None:
    """Read a file of JSON lines into another, and say how many lines were answered.

    With one job texts are read in this process; pages, and everything with more jobs, are read in
    worker processes that are killed when a line takes too long.

    Args:
        source: one article a line; empty lines are passed over.
        target: gets one answer a line, in the same order; replaced when it is there.
        recipe: what the reader is made from.
        settings: say whether a language model reads too.
        jobs: worker processes.
        console: gets the progress (on a terminal) and the count.

    Raises:
        SettingsError: when the two are one file, or a data file of the reader is wrong.
        VigieError: when one of the files cannot be opened.
    """
    build_reader(recipe)  # a wrong data file is told once, not on every line
    try:
        if target.exists() and target.samefile(source):
            raise SettingsError("--jsonl and --out name the same file. Name another one.")
        with (
            source.open(encoding="utf-8-sig", errors="replace") as lines,
            target.open("w", encoding="utf-8") as out,
        ):
            size = source.stat().st_size
            work = _answer_all(lines, out, size, recipe, settings, jobs, console)
            failed, answered = asyncio.run(work)
    except OSError as error:
        raise VigieError(f"{error.filename or target}: {error.strerror}.") from error
    console.print(Text(f"Lines answered in {target}: {answered}; with an error: {failed}."))


async def _answer_all(
    lines: TextIO,
    out: TextIO,
    total: int,
    recipe: ReaderRecipe,
    settings: Settings,
    jobs: int,
    console: Console,
) -> tuple[int, int]:
    """Answer every line; give how many have an error, and how many there are."""
    failed = answered = 0
    async with Parser(workers=jobs) as parser, opened(settings) as second:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
            task = shown.add_task("Reading", total=total or None)
            async for line, answer in _answers(_lines(lines), recipe, jobs, parser, second):
                out.write(answer.line + "\n")
                failed += answer.failed
                answered += 1
                shown.advance(task, len(line.encode()))
    return failed, answered


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines that hold something; of one that is too long, enough to be refused."""
    while line := stream.readline(MAX_LINE + 1):
        rest = line
        while len(rest) > MAX_LINE and not rest.endswith("\n"):
            rest = stream.readline(MAX_LINE + 1)
        if line.strip():
            yield line


async def _answers(
    lines: Iterator[str],
    recipe: ReaderRecipe,
    jobs: int,
    parser: Parser,
    second: SecondReader | None,
) -> AsyncIterator[tuple[str, Answer]]:
    while wave := list(islice(lines, WAVE)):
        if jobs == 1 and second is None and not any(map(is_html, wave)):
            for line in wave:
                yield line, answer_line(recipe, line)
            continue
        if second is None:
            work = [_in_worker(parser, recipe, line) for line in wave]
        else:
            free = asyncio.Semaphore(AT_ONCE)
            work = [_by_both(parser, recipe, line, second, free) for line in wave]
        answers = await asyncio.gather(*work)
        for pair in zip(wave, answers, strict=True):
            yield pair


async def _in_worker(parser: Parser, recipe: ReaderRecipe, line: str) -> Answer:
    answer = await parser.run(answer_line, recipe, line)
    return unanswered(line, str(answer)) if isinstance(answer, SourceError) else answer


async def _by_both(
    parser: Parser, recipe: ReaderRecipe, line: str, second: SecondReader, free: asyncio.Semaphore
) -> Answer:
    """The rules' reading in a worker, then the model's; never more than `AT_ONCE` articles with it."""
    reading = await parser.run(read_line, recipe, line)
    if isinstance(reading, SourceError):
        return unanswered(line, str(reading))
    if isinstance(reading, Answer):
        return reading
    async with free:
        return answer_of(line, await second.read(reading))
