"""Copies of an SQLite database: made while it is used, checked before they are trusted."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store.engine import BUSY, sqlite_file
from bot.store.migrate import HERE

PRIVATE = 0o600  # the copy holds what the channels were told
BESIDE = ".before-restore"  # added to the name of a database that was replaced
_SIDE_FILES = ("-wal", "-shm")


async def backup(url: str, path: Path) -> None:
    """Write a checked copy of the database at `url` to `path`, readable by its owner only.

    The database may be in use. An existing file is replaced, once the copy is complete.

    Raises:
        StoreError: when there is nothing to copy, no room for it, or the copy is not sound.
    """
    file = _file_of(url, "pg_dump --format=custom --file=FILE DATABASE")
    await asyncio.to_thread(_backup, file, path)


async def restore(path: Path, url: str) -> Path | None:
    """Put the copy at `path` in the place of the database at `url`, once it is verified.

    The database that was there is kept beside it, under the path that is given back.

    Raises:
        StoreError: when the copy is no sound database of Vigie, or the database is in use.
    """
    file = _file_of(url, "pg_restore --clean --dbname=DATABASE FILE")
    return await asyncio.to_thread(_restore, path, file)


def _file_of(url: str, tool: str) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise StoreError(
            "Only an SQLite file is copied this way. For PostgreSQL use its own tool:"
            f" {tool} (see the PostgreSQL manual, Backup and Restore)."
        )
    return file


def _backup(file: Path, path: Path) -> None:
    if not file.is_file():
        raise StoreError(f"There is no database at {file} yet.")
    if path.exists() and path.samefile(file):
        raise StoreError(f"{path} is the database itself. Name another file.")
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        with closing(_connect(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        _verify(part)
        _sync(part)
        part.replace(path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"The copy could not be written to {path}: {_reason(error)}. Check the folder, its rights"
            " and the room on the disk."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _restore(path: Path, file: Path) -> Path | None:
    _verify(path)
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        with closing(_connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        _sync(part)
        kept = _set_aside(file)
        part.replace(file)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"The copy could not be put at {file}: {_reason(error)}. Nothing was overwritten."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return kept


def _set_aside(file: Path) -> Path | None:
    """Move the database that is there, whole or damaged, out of the way; never over another."""
    if not file.exists():
        return None
    _close_log(file)
    beside = file.with_name(file.name + BESIDE)
    number = 1
    while beside.exists():
        number += 1
        beside = file.with_name(f"{file.name}{BESIDE}-{number}")
    for suffix in _SIDE_FILES:
        side = file.with_name(file.name + suffix)
        if side.exists():
            side.replace(beside.with_name(beside.name + suffix))
    file.replace(beside)
    return beside


def _close_log(file: Path) -> None:
    """Move the write-ahead log into the file, unless someone uses it or it is damaged."""
    try:
        with closing(_connect(file)) as connection:
            connection.execute("PRAGMA busy_timeout = 1000")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreError(f"{file} is in use. Stop Vigie, then restore.") from None
    except sqlite3.DatabaseError:
        return  # damaged: it is moved aside as it is


def _verify(path: Path) -> None:
    """A sound database with our tables, of this version or an older one."""
    if not path.is_file():
        raise StoreError(f"There is no file {path}.")
    known = {revision.revision for revision in ScriptDirectory(str(HERE)).walk_revisions()}
    try:
        with closing(_connect(path)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} is no sound database of Vigie ({error}). Nothing was changed."
        ) from error
    if not sound or revision is None:
        raise StoreError(f"{path} is damaged. Nothing was changed.")
    if revision[0] not in known:
        raise StoreError(f"{path} was made by a newer version of Vigie. Nothing was changed.")


def _connect(file: Path) -> sqlite3.Connection:
    """Open what is there; never make a file."""
    address = f"file:{quote(str(file.absolute()))}?mode=rw"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY / 1000)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
