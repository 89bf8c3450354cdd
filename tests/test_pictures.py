"""The README's pictures show what the program shows."""

from __future__ import annotations

from tests.pictures import FOLDER, pictures, words_of


async def test_the_readme_shows_what_the_program_shows() -> None:
    """A picture that says something else is drawn anew with `python -m tests.pictures`."""
    drawn = await pictures()
    kept = {name: (FOLDER / name).read_text(encoding="utf-8") for name in drawn}
    assert {name: words_of(svg) for name, svg in kept.items()} == {
        name: words_of(svg) for name, svg in drawn.items()
    }
