"""Settings as an admin writes them."""

from __future__ import annotations

from pathlib import Path

from config.environment import load_settings
from config.settings import Settings


def settings_of(folder: Path, **values: str) -> Settings:
    """Settings from an env file in `folder`, where the database lies too."""
    values = {"VIGIE_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/vigie.db", **values}
    file = folder / ".env"
    file.write_text("".join(f'{name}="{value}"\n' for name, value in values.items()))
    return load_settings({}, file)
