"""A cause in another language: the code says in English why something failed; its form is found again.

Causes are kept and logged in English, the same for everybody; whoever asks later reads them in the
language of the place. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_PLACE = re.compile(r"\\{(\w+)\\}")  # as `re.escape` leaves "{name}"


def reworded(words: str, forms: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """`words` by the form in `ours` of the same key as the form in `forms` they have.

    What fills a place of a form may be a cause itself. Words of no known form stay as they are.
    """
    for key, pattern in _patterns(tuple(forms.items())):
        found = pattern.fullmatch(words)
        if found and key in ours:
            filled = {
                name: reworded(value, forms, ours) if len(value) < len(words) else value
                for name, value in found.groupdict().items()
            }
            return ours[key].format(**filled)
    return words


@lru_cache(maxsize=8)
def _patterns(forms: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms that begin with own words first, then those with most: a place takes any words."""
    ordered = sorted(forms, key=lambda form: (form[1].startswith("{"), -len(form[1])))
    return tuple((key, _pattern(form)) for key, form in ordered)


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(form)), re.DOTALL)
