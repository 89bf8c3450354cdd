"""`vigie export`, `opml`, `backup`, `restore` and `forget`: what is kept and configured, out and in."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.answers.visible import visible
from bot.cli.formats import FORMATS, VERDICTS, form_of, verdict_record
from bot.errors import SettingsError, Unreadable, VigieError
from bot.model import SourceKind
from bot.sources.local import MAX_BYTES
from bot.sources.opml import read_outlines, write_opml
from bot.sources.preflight import in_ascii_form, refusal
from bot.sources.urls import without_userinfo
from bot.store import backup as copies
from bot.store.retention import REMEMBERED
from bot.store.store import Store
from config.made import sources_of
from config.settings import Settings


async def export(settings: Settings, target: Path, console: Console) -> None:
    """Write every fact to `target`, whose ending says the form; or every verdict on one.

    Raises:
        SettingsError: when the ending is none of `FORMATS`.
        VigieError: when the file cannot be written or the database not be read.
    """
    if target.name.lower().endswith(VERDICTS):
        await _export_verdicts(settings, target, console)
        return
    form = form_of(target.name)
    if form is None:
        endings = ", ".join((*FORMATS, VERDICTS))
        raise SettingsError(f"{target}: the ending says the form. Give {endings}.")
    store = await Store.open(settings.database_url.get_secret_value())
    try:
        count = 0
        with _replacing(target) as stream, form(stream) as add, console.status("Exporting ..."):
            async for row in store.export():
                add(row)
                count += 1
    finally:
        await store.close()
    _say(console, f"Facts written to {target}: {count}.")


async def _export_verdicts(settings: Settings, target: Path, console: Console) -> None:
    """One JSON object a line: what somebody said of a fact, and the fact with its article."""
    store = await Store.open(settings.database_url.get_secret_value())
    try:
        count = 0
        with _replacing(target) as stream:
            async for said, row in store.verdicts.export():
                stream.write(json.dumps(verdict_record(said, row), ensure_ascii=False) + "\n")
                count += 1
    finally:
        await store.close()
    _say(console, f"Verdicts written to {target}: {count}.")


def opml_export(settings: Settings, target: Path, console: Console) -> None:
    """Write the configured sources that have a web address as an OPML list.

    User names and passwords in addresses stay here: a list is made to be passed on.

    Raises:
        SettingsError: when there is none, or a source is wrong.
        VigieError: when the file cannot be written.
    """
    sources = [
        replace(source, url=without_userinfo(source.url))
        for source in sources_of(settings)
        if source.kind is not SourceKind.FILE
    ]
    if not sources:
        raise SettingsError(
            "No source with a web address is configured. Set VIGIE_SOURCES or VIGIE_SOURCES_FILE."
        )
    with _replacing(target) as stream:
        stream.write(write_opml(sources).decode())
    _say(console, f"Sources written to {target}: {len(sources)}.")


def opml_import(settings: Settings, file: Path, console: Console) -> None:
    """Add the feeds of an OPML list to the file of sources; what stands there stays as it is.

    Raises:
        SettingsError: when no file of sources is named, or it is wrong.
        VigieError: when one of the files cannot be used, or the list holds no feed.
    """
    target = settings.sources_file
    if target is None:
        raise SettingsError(
            "Name the file the feeds go to: VIGIE_SOURCES_FILE=sources.toml (it need not exist)."
        )
    feeds = _feeds(file)
    known = _known(settings, target)
    new = {url: title for url, title in feeds.items() if url not in known}
    _append(target, "".join(_table(url, title) for url, title in new.items()))
    there = len(feeds) - len(new)
    _say(console, f"Feeds added to {target}: {len(new)}; already there: {there}.")


async def backup(settings: Settings, file: Path, console: Console) -> None:
    """Copy the database.

    Raises:
        StoreError: when there is nothing to copy, or the copy is not sound.
    """
    with console.status("Copying ..."):
        await copies.backup(settings.database_url.get_secret_value(), file)
    _say(console, f"The database is copied to {file} and the copy is checked.")


async def restore(settings: Settings, file: Path, console: Console) -> None:
    """Put a copy in the database's place.

    Raises:
        StoreError: when the copy is not sound, or the database is in use.
    """
    with console.status("Restoring ..."):
        beside = await copies.restore(file, settings.database_url.get_secret_value())
    kept = f" What was there is kept as {beside}." if beside else ""
    _say(console, f"{file} is checked and in place.{kept}")


async def forget(settings: Settings, url: str, console: Console) -> None:
    """Delete the article known by an address, with its facts and the cards that tell of it alone.

    Raises:
        VigieError: when no article is known by it, or the database cannot be used.
    """
    store = await Store.open(settings.database_url.get_secret_value())
    try:
        kept = await store.archive.by_address(url)
        if kept is None:
            raise VigieError(
                "No article is kept under this address. Take it from its card or !why."
            )
        alone = len(await store.archive.of_stories([kept.story_id])) == 1
        await store.archive.forget(kept.article_id)
        await store.retention.drop_cards(kept.article_id, kept.story_id, alone=alone)
    finally:
        await store.close()
    _say(
        console,
        f"The article and its facts are deleted. For {REMEMBERED.days} days a hash of its address is"
        " kept, so that it is not read again. What was posted stays in its channels.",
    )


def _say(console: Console, sentence: str) -> None:
    console.print(Text(sentence), soft_wrap=True)


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    """A new file that takes the place of `target` once it is complete."""
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(target)
    except OSError as error:
        raise VigieError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _feeds(file: Path) -> dict[str, str]:
    """Address and title of every feed of an OPML list."""
    try:
        with file.open("rb") as stream:
            body = in_ascii_form(stream.read(MAX_BYTES + 1))
    except OSError as error:
        raise VigieError(f"{file} cannot be read: {error.strerror}.") from error
    outlines = Unreadable(problem) if (problem := refusal(body)) else read_outlines(body, "")
    if isinstance(outlines, Unreadable):
        raise outlines
    if not outlines:
        raise VigieError(f"{file} holds no feed.")
    return dict(outlines)


def _known(settings: Settings, target: Path) -> set[str]:
    if not target.exists():
        return set(map(without_userinfo, settings.sources))
    return {without_userinfo(source.url) for source in sources_of(settings)}


def _table(url: str, title: str) -> str:
    """A `[[source]]` table. JSON's strings are TOML's, once nothing unprintable is in them."""
    name = f"name = {json.dumps(visible(title), ensure_ascii=False)}\n" if title else ""
    return f"\n[[source]]\nurl = {json.dumps(url)}\n{name}"


def _append(target: Path, tables: str) -> None:
    """Add tables at the end, when the whole then still is TOML."""
    try:
        before = target.read_text(encoding="utf-8") if target.exists() else ""
        gap = "" if before.endswith("\n") else "\n"
        added = gap + tables if before else tables.lstrip()
        tomllib.loads(before + added)
        with target.open("a", encoding="utf-8") as stream:
            stream.write(added)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{target} takes no more [[source]] tables: write its sources as such tables."
        ) from error
    except OSError as error:
        raise VigieError(f"{target} cannot be written: {error.strerror}.") from error
