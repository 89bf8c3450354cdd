"""Five files of our own words, one shape."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from string import Formatter

import pytest

from bot.answers.phrases import Counted, Phrases, phrases_for
from bot.errors import SettingsError
from bot.model import Stance
from config.loader import HERE, load, parse
from handlers.registry import NAMES, Registry
from tests.fakes.words import CODES, shipped_phrases


def places(value: object, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every text of a phrases object with the names of its places to fill."""
    if isinstance(value, str):
        yield (
            path,
            frozenset(name for _, name, _, _ in Formatter().parse(value) if name is not None),
        )
    elif is_dataclass(value):
        for field in fields(value):
            yield from places(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from places(inner, f"{path}.{key}")


@pytest.mark.parametrize("code", CODES)
def test_same_keys_and_places(code: str) -> None:
    """Every language says everything, with the same places to fill."""
    phrases = shipped_phrases()[code]
    assert phrases.code == code
    assert dict(places(phrases)) == dict(places(shipped_phrases()["en"]))


@pytest.mark.parametrize("code", CODES)
def test_words_are_there(code: str) -> None:
    """Twelve months, seven days, all commands, all stances; no text is empty."""
    phrases = shipped_phrases()[code]
    assert (len(phrases.dates.months), len(phrases.dates.weekdays)) == (12, 7)
    assert tuple(phrases.commands) == NAMES
    assert len({phrases.stances.of(stance) for stance in Stance}) == 4
    assert all(text for _, text in _texts(phrases))


def _texts(value: object) -> Iterator[tuple[str, str]]:
    for field in fields(value):  # type: ignore[arg-type]
        inner = getattr(value, field.name)
        if isinstance(inner, str):
            yield field.name, inner
        elif is_dataclass(inner):
            yield from _texts(inner)


def test_open_is_never_worded_as_support() -> None:
    """Not to rule out shares no word with "supports", in any language."""
    for phrases in shipped_phrases().values():
        assert phrases.stances.support not in phrases.stances.open
        assert phrases.grid.support != phrases.grid.open


def test_dates_have_the_month_in_words() -> None:
    """A day reads as one writes it."""
    day = datetime(2026, 5, 3, tzinfo=UTC)
    shown = {code: phrases.date(day) for code, phrases in shipped_phrases().items()}
    assert shown == {
        "en": "3 May 2026",
        "fr": "3 mai 2026",
        "de": "3. Mai 2026",
        "es": "3 de mayo de 2026",
        "it": "3 maggio 2026",
    }


def test_counted_nouns() -> None:
    """None, one and many are worded apart."""
    counted = Counted(none="no tide", one="1 tide", many="{n} tides")
    assert [counted.of(n) for n in (0, 1, 2)] == ["no tide", "1 tide", "2 tides"]


def test_unknown_language_falls_back() -> None:
    """A regional code is read as its language, an unknown one as the settings' language."""
    phrases = shipped_phrases()
    assert phrases_for(phrases, "de-AT", "en").code == "de"
    assert phrases_for(phrases, "pt_BR", "it").code == "it"
    assert phrases_for(phrases, None, "fr").code == "fr"


def test_stray_key_is_refused() -> None:
    """A misspelt key in any table names itself."""
    data = tomllib.loads((HERE / "interface" / "en.toml").read_text(encoding="utf-8"))
    data["errors"]["to_fast"] = "?"
    with pytest.raises(SettingsError, match=r"errors\.to_fast"):
        parse(data, Phrases, "en.toml")


def test_no_alias_names_two_commands() -> None:
    """A name means one command, in whatever language."""
    seen: dict[str, str] = {}
    for phrases in shipped_phrases().values():
        for name, words in phrases.commands.items():
            for alias in words.aliases:
                assert seen.setdefault(alias, name) == name, alias


@pytest.mark.parametrize("code", CODES)
def test_usage_and_example_name_their_command(code: str) -> None:
    """The first word of usage and example is a name the registry knows for that command."""
    registry = Registry(shipped_phrases())
    for command in registry.all(code):
        for text in (command.usage, command.example):
            assert registry.find(text.split()[0]) == command.name


def test_load_gives_the_dataclass() -> None:
    """The file and the class agree."""
    assert isinstance(load(HERE / "interface" / "fr.toml", Phrases), Phrases)
