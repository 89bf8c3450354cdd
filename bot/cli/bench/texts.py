"""The texts the benchmarks read: the shipped samples, or articles of the admin's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.cli.lines import article_of
from bot.errors import SourceError
from bot.model import Article, Source, SourceKind
from bot.sources.local import list_local, load_local

SIZE = 5_000  # code points: a long news article, and what the budgets are stated for


def articles_of(source: Source) -> list[Article]:
    """The articles of a local source; files that cannot be read are left out.

    Raises:
        SourceError: when the place itself cannot be read.
    """
    listing = list_local(source.url, source)
    if isinstance(listing, SourceError):
        raise listing
    loaded = [load_local(entry) for entry in listing.entries]
    return [article for article in loaded if isinstance(article, Article)]


def own_articles(place: Path) -> list[Article]:
    """The articles of a file or folder, or of the lines of a .jsonl file as `vigie read` takes them.

    Raises:
        SourceError: when nothing can be read there.
    """
    if place.suffix != ".jsonl":
        return articles_of(Source(id="bench", url=str(place), kind=SourceKind.FILE, backfill=True))
    try:
        lines = place.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise SourceError(f"{place} cannot be read: {error.strerror}.") from error
    return [found for line in lines if isinstance(found := article_of(line), Article)]


def full_size(articles: Iterable[Article]) -> list[Article]:
    """One article a language, its texts one after the other, again and again up to `SIZE`."""
    texts: dict[str, str] = {}
    for article in articles:
        code = article.language or ""
        texts[code] = "\n\n".join(filter(None, (texts.get(code), article.text)))
    return [
        Article(url=f"bench:{code}", text=_repeated(text), language=code)
        for code, text in sorted(texts.items())
        if code and text
    ]


def _repeated(text: str) -> str:
    times = -(-SIZE // (len(text) + 2))
    return "\n\n".join([text] * times)[:SIZE]
