"""The texts the benchmarks read: the shipped ones, or articles of the admin's own."""

from __future__ import annotations

from pathlib import Path

from bot.cli.lines import article_of
from bot.errors import SourceError
from bot.model import Article, Source, SourceKind
from bot.sources.local import list_local, load_local

ARTICLES = Path(__file__).parent / "articles"
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
    found = (article_of(line) for line in lines)
    return [article for article in found if isinstance(article, Article) and article.text.strip()]


def standard_articles() -> list[Article]:
    """One article of about `SIZE` code points a language, as dense with facts as news is."""
    return [
        Article(url=f"bench:{file.stem}", text=file.read_text("utf-8"), language=file.stem)
        for file in sorted(ARTICLES.glob("*.txt"))
    ]
