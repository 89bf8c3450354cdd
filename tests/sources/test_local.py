"""Files and folders as a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SourceError
from bot.model import Article, Entry, Listing, Source, SourceKind
from bot.sources.local import list_local, load_local
from tests.fakes.pages import PARAGRAPHS, page, rss

ITEM = "<item><title>Quay closed</title><link>https://quay.test/1</link></item>"


def entries(place: Path) -> list[Entry]:
    """The entries of a place; the test fails when it cannot be read."""
    source = Source(id="disk", url=str(place), kind=SourceKind.FILE)
    found = list_local(str(place), source)
    assert isinstance(found, Listing), found
    return list(found.entries)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a text, a page, a feed, a note of another kind and a hidden file."""
    inner = tmp_path / "news"
    (inner / "deep").mkdir(parents=True)
    (inner / "b.txt").write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    (inner / "deep" / "a.html").write_bytes(page())
    (inner / "c.xml").write_bytes(rss(ITEM))
    (inner / "picture.png").write_bytes(b"x")
    (inner / ".secret.txt").write_text("no", encoding="utf-8")
    return inner


def test_a_folder_is_read_with_its_subfolders_in_order(folder: Path) -> None:
    """The last name first; texts, pages and the entries of feeds; nothing hidden, nothing else."""
    assert [e.url.rsplit("/", 1)[1] for e in entries(folder)] == ["a.html", "1", "b.txt"]


def test_links_lead_nowhere_outside(folder: Path) -> None:
    """A link to a file beside the folder is left out."""
    outside = folder.parent / "outside.txt"
    outside.write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    assert not [e for e in entries(folder) if e.url.endswith(("outside.txt", "link.txt"))]


def test_texts_and_pages_are_loaded(folder: Path) -> None:
    """A text without a title is named after its file."""
    found = {e.url.rsplit("/", 1)[1]: load_local(e) for e in entries(folder)}
    text, html = found["b.txt"], found["a.html"]
    assert isinstance(text, Article)
    assert isinstance(html, Article)
    assert text.title == "b"
    assert html.title == "Quay closed for three winters"


def test_a_text_may_speak_of_markup_and_a_list_is_no_article(folder: Path) -> None:
    """Only a text that begins with markup is a page; a feed is named as what it is."""
    text = "\n\n".join((*PARAGRAPHS, "The page begins with <body> and ends."))
    (folder / "b.txt").write_text(text, encoding="utf-8")
    found = load_local(entries(folder / "b.txt")[0])
    assert isinstance(found, Article)
    assert found.text == text
    feed = load_local(Entry(source_id="disk", url=(folder / "c.xml").as_uri()))
    assert isinstance(feed, SourceError)
    assert "a feed" in str(feed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_may_have_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    """Editors write what their machines are used to."""
    words = "Le quai nord est fermé : « Nous ne pouvons pas attendre », a déclaré Dora Quint."
    (tmp_path / "a.txt").write_bytes(words.encode(encoding))
    found = load_local(Entry(source_id="disk", url=(tmp_path / "a.txt").as_uri()))
    assert isinstance(found, Article)
    assert found.text == words


@pytest.mark.parametrize("body", [b"%PDF-1.7\nabc", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_a_picture_or_a_pdf_is_no_text(tmp_path: Path, body: bytes) -> None:
    """Its bytes are nobody's words."""
    (tmp_path / "a.bin").write_bytes(body)
    found = load_local(Entry(source_id="disk", url=(tmp_path / "a.bin").as_uri()))
    assert isinstance(found, SourceError)
    assert "a.bin is no text" in str(found)


def test_a_changed_file_has_another_guid(folder: Path) -> None:
    """So that it is read again."""
    before = entries(folder / "b.txt")[0]
    (folder / "b.txt").write_text("Other words.", encoding="utf-8")
    after = entries(folder / "b.txt")[0]
    assert (before.url, before.guid != after.guid) == (after.url, True)


def test_missing_and_empty_places_are_errors(tmp_path: Path) -> None:
    """The sentence names the place."""
    source = Source(id="disk", url="", kind=SourceKind.FILE)
    for place in (tmp_path / "nowhere", tmp_path):
        found = list_local(str(place), source)
        assert isinstance(found, SourceError)
        assert str(place) in str(found)
    gone = Entry(source_id="disk", url=(tmp_path / "gone.txt").as_uri())
    assert isinstance(load_local(gone), SourceError)
