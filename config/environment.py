"""The env file and the environment -> `Settings`, checked.

`.env` is read from the current folder; real environment variables win; secrets may also stand in
files of a secrets directory (`/run/secrets`). A wrong setting names its variable and what was
expected, with an example; its value is never printed, since it could be a secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.errors import SettingsError
from config.settings import Settings

SECRETS_DIR = Path("/run/secrets")


def load_settings(environment: Mapping[str, str], env_file: Path = Path(".env")) -> Settings:
    """Build the settings from `.env` (when it is there) and `environment`.

    Args:
        environment: the process's variables; they win over the file.
        env_file: path of the env file; need not exist.

    Raises:
        SettingsError: every problem, a sentence each, on lines of its own.
    """
    unknown = _unknown_names(environment)
    if env_file.exists():
        _check_readable(env_file)
    secrets = SECRETS_DIR if SECRETS_DIR.is_dir() else None
    given: dict[str, Any] = {name: environment[name] for name in fields() if environment.get(name)}
    try:
        settings = Settings(_env_file=env_file, _secrets_dir=secrets, **given)  # type: ignore[call-arg]  # pydantic-settings' own arguments
    except ValidationError as error:
        problems = [_sentence(e) for e in error.errors(include_input=False, include_url=False)]
        raise SettingsError("\n".join([*problems, *unknown])) from None
    if unknown:
        raise SettingsError("\n".join(unknown))
    return settings


def fields() -> Mapping[str, FieldInfo]:
    """Every setting by the name of its variable."""
    return {str(info.validation_alias): info for info in Settings.model_fields.values()}


def _unknown_names(environment: Mapping[str, str]) -> list[str]:
    known = fields()
    return [
        f"{name} is no setting of Vigie.{_suggestion(name)}"
        for name in sorted(environment)
        if name.startswith("VIGIE_") and name not in known
    ]


def _suggestion(name: str) -> str:
    close = get_close_matches(name.upper(), fields(), 1, 0.7)
    return f" Did you mean {close[0]}?" if close else " .env.example lists all of them."


def _check_readable(env_file: Path) -> None:
    try:
        text = env_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        raise SettingsError(f"The env file {env_file} {reason}. Save it again as UTF-8.") from None
    if "\0" in text:
        raise SettingsError(f"The env file {env_file} holds a NUL character. Remove it.")


def _sentence(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]) if error["loc"] else "The env file"
    info = fields().get(name)
    if info is None:
        return f"{name} is no setting of Vigie.{_suggestion(name)}"
    said = str(error["msg"]).removeprefix("Value error, ")
    example = info.examples[0] if info.examples else ""
    return f"{name} ({info.description}): {said}. Example: {name}={example}"
