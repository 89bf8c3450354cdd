"""The configured sources."""

import pytest

from bot.errors import SettingsError
from bot.model import SourceKind
from config.loader import HERE
from config.sources import configured


def test_without_any_source_the_samples_are_read_and_posted_at_first_sight():
    """A first start shows something without a network."""
    (source,) = configured((), None, None)
    assert source.kind is SourceKind.FILE
    assert source.backfill


def test_addresses_get_readable_ids_and_no_two_the_same():
    """Ids come from host and path; equal ones are numbered."""
    words = ("https://www.a.example/rss.xml", "http://a.example/rss", "https://a.example/b/rss.xml")
    assert [s.id for s in configured(words, None, None)] == [
        "a-example-rss",
        "a-example-rss-2",
        "a-example-b-rss",
    ]


def test_one_address_named_twice_is_one_source():
    """Doubles are dropped."""
    assert len(configured(("./a", "./b", "./a"), None, None)) == 2


def test_what_is_no_web_address_is_a_local_path():
    """A path needs no scheme."""
    assert configured(("./news",), None, None)[0].kind is SourceKind.FILE


def test_a_local_source_is_called_by_the_end_of_its_path(tmp_path):
    """No machine's folders on a card."""
    (source,) = configured((str(tmp_path / "deep" / "Press Notes"),), None, None)
    assert source.label == "press-notes"


@pytest.mark.parametrize("url", ["ftp://a.example/x", "file:///etc/passwd", "gopher://x"])
def test_other_schemes_are_refused(url):
    """Only http(s) addresses and paths are sources."""
    with pytest.raises(SettingsError, match="no source"):
        configured((url,), None, None)


def test_a_file_of_sources_says_more(tmp_path):
    """Name, language and pace of a source stand in its table."""
    file = tmp_path / "sources.toml"
    file.write_text(
        '[[source]]\nurl = "https://a.example/feed"\nname = "A"\nevery = "30m"\nlanguage = "fr"\n'
    )
    (source,) = configured((), file, 60.0)
    assert (source.label, source.every, source.language) == ("A", 1800.0, "fr")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[source]]\nurl='x'\nevry='1h'", "evry"),
        ("[[source]]\nurl='x'\nevery='soon'", "every"),
        ("[", "TOML"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path, text, named):
    """The complaint names the key that is wrong."""
    file = tmp_path / "sources.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=named):
        configured((), file, None)


def test_the_shipped_list_of_public_feeds_is_sound():
    """Ids are unique and every language has a feed."""
    sources = configured((), HERE / "sources.toml", None)
    assert len({source.id for source in sources}) == len(sources) >= 10
    assert {source.language for source in sources} == {"fr", "en", "de", "es", "it"}
