"""Files and folders as a source: texts, pages, feeds and lists on the disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from bot.errors import SourceError, TooLarge, Unreadable
from bot.model import Article, Entry, Fetched, Listing, Source, SourceKind
from bot.sources.article import extract, from_plain
from bot.sources.kinds import NAMES, read_listing, sniff
from bot.sources.preflight import is_binary
from bot.sources.standin import NAMED

MAX_FILES = 2_000
MAX_BYTES = 8 * 1024 * 1024
_TEXTS = (".txt", ".md", ".text")
_PAGES = (".html", ".htm", ".xhtml")
_LISTS = (".xml", ".rss", ".atom", ".rdf", ".json", ".opml")


def list_local(place: str, source: Source) -> Listing | SourceError:
    """The articles of a file or a folder (with its subfolders), in the order of their names.

    A feed, sitemap or OPML list on the disk gives its entries and children like a fetched one.
    An entry's guid changes with the file, so that a changed file is read again.
    """
    root = Path(unquote(urlsplit(place).path)) if place.startswith("file:") else Path(place)
    if not root.exists():
        return Unreadable(f"{place} is not there. Check the path.")
    try:
        if root.is_file() and root.suffix.lower() in _LISTS:
            return _list_in(root, source)
        files = [root] if root.is_file() else _files(root)
        return _listing(files, place, source)
    except OSError as error:
        return Unreadable(f"{place} cannot be read: {error.strerror}.")


def load_local(entry: Entry) -> Article | SourceError:
    """The article of a file named by its `file:` address."""
    path = Path(url2pathname(urlsplit(entry.url).path))
    body = _bytes(path)
    if isinstance(body, SourceError):
        return body
    if is_binary(body):
        return Unreadable(f"{path.name} is no text, page or feed that can be read.")
    suffix = path.suffix.lower()
    found = sniff(body, is_text=suffix in _TEXTS)
    if suffix in _PAGES or found == "page":
        return extract(body, entry.url, entry, None)
    if found is not None:
        return Unreadable(NAMED.format(NAMES[found]))
    article = from_plain(body, entry.url, entry, None)
    if isinstance(article, SourceError) or article.title:
        return article
    return replace(article, title=path.stem.replace("_", " ").replace("-", " "))


def _listing(files: list[Path], place: str, source: Source) -> Listing | SourceError:
    """The files as entries, with the entries and children of the lists among them."""
    if not files:
        return Unreadable(f"{place} holds no text, page, feed or list that can be read.")
    entries: list[Entry] = []
    children: list[str] = []
    for file in files[:MAX_FILES]:
        inner = _list_in(file, source) if file.suffix.lower() in _LISTS else None
        if isinstance(inner, Listing):
            entries += inner.entries
            children += inner.children
        elif inner is None:
            entries.append(_entry(file, source))
    return Listing(
        kind=SourceKind.FILE,
        entries=tuple(entries),
        children=tuple(dict.fromkeys(children)),
        dropped=max(0, len(files) - MAX_FILES),
    )


def _list_in(file: Path, source: Source) -> Listing | SourceError:
    body = _bytes(file)
    if isinstance(body, SourceError):
        return body
    address = file.resolve().as_uri()
    fetched = Fetched(
        url=address,
        final_url=address,
        status=200,
        headers={},
        body=body,
        at=datetime.now(UTC),  # noqa: TID251  # not used by the readers
    )
    return read_listing(replace(source, kind=SourceKind.AUTO), fetched)


def _files(root: Path) -> list[Path]:
    """What can be read below `root`; nothing that a link leads out of it, nothing hidden.

    The last name comes first: numbered and dated files then stand as in a feed, the newest first.
    """
    inside = root.resolve()
    found = [
        path
        for path in sorted(root.rglob("*"), reverse=True)
        if path.suffix.lower() in (*_TEXTS, *_PAGES, *_LISTS)
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
        and path.is_file()
    ]
    return [path for path in found if path.resolve().is_relative_to(inside)]


def _entry(file: Path, source: Source) -> Entry:
    status = file.stat()
    return Entry(
        source_id=source.id,
        url=file.resolve().as_uri(),
        guid=f"{file.resolve()}:{status.st_size}:{status.st_mtime_ns}",
        updated=datetime.fromtimestamp(status.st_mtime, UTC),
    )


def _bytes(file: Path) -> bytes | SourceError:
    try:
        if file.stat().st_size > MAX_BYTES:
            return TooLarge(f"{file.name} is larger than {MAX_BYTES // 1024} KiB.")
        return file.read_bytes()
    except OSError as error:
        return Unreadable(f"{file} cannot be read: {error.strerror}.")
