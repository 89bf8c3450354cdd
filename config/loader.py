"""Data files -> typed objects, checked on load.

A file that names an unknown key, lacks one or holds the wrong type stops the program with the
file's name and the key; nothing is guessed. TOML only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from bot.errors import SettingsError
from bot.reading.figures.words import FigureWords
from bot.reading.packs import LanguagePack
from bot.reading.people_words import PeopleWords
from bot.reading.positions.words import PositionWords
from bot.reading.quotes.words import QuoteWords
from bot.reading.words import TextWords

T = TypeVar("T")

HERE = Path(__file__).parent
LANGUAGES = HERE / "languages"


def load(path: Path, kind: type[T]) -> T:
    """Read a TOML file into `kind`, a dataclass. Unknown keys are refused.

    Raises:
        SettingsError: naming the file, the key and what was expected there.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error
    return parse(data, kind, str(path))


def parse(data: object, kind: type[T], where: str) -> T:
    """Turn parsed TOML into `kind`, naming `where` in every complaint."""
    try:
        return TypeAdapter(with_config(ConfigDict(extra="forbid"))(kind)).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SettingsError(f"{where}: {key}: {first['msg']}") from error


def load_packs(languages: Iterable[str]) -> Mapping[str, LanguagePack]:
    """The language packs by code, in the order given.

    Raises:
        SettingsError: when a table of a pack is missing or wrong.
    """
    return {code: _pack(code) for code in languages}


def _pack(code: str) -> LanguagePack:
    folder = LANGUAGES / code
    return LanguagePack(
        code=code,
        text=load(folder / "text.toml", TextWords),
        people=load(folder / "people.toml", PeopleWords),
        quotes=load(folder / "quotes.toml", QuoteWords),
        figures=load(folder / "figures.toml", FigureWords),
        positions=load(folder / "positions.toml", PositionWords),
    )
