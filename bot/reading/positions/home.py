"""Home: the country a text is about, which "the government" alone stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

HOME = 2  # times the mentions of the next one that the country of "the government" has
MIN_HOME = 3  # mentions of it


def home(countries: Iterable[str]) -> str | None:
    """The country nearly all mentions are of; None where there is no such one."""
    counts = Counter(countries)
    if not counts:
        return None
    (code, most), *others = counts.most_common(2)
    return code if most >= MIN_HOME and all(most >= HOME * n for _, n in others) else None
