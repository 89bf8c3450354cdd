"""Reads the "since when" of a question: "since May", "depuis hier", "7d", "letzte Woche". Pure.

A date is taken as its first moment in UTC. Where a year is missing, the newest such day that is not
in the future is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.answers.vocabulary import DateVocabulary, Token, Words

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # nothing kept is older

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
_GLUED = re.compile(r"(\d{1,4})([a-z]+)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e|a|o)?")
_LONGEST = 3  # words of the longest phrase ("il y a")

Read = tuple[datetime, int]  # the moment, and the index of the first word after it


def since_at(words: Sequence[Token], at: int, dates: DateVocabulary, now: datetime) -> Read | None:
    """The date that begins at word `at`, with its "since"; None when none does.

    Bare years and month names count only after a "since": "May" alone may be anything.
    """
    reader = _Reader([word.plain for word in words], dates, now.astimezone(UTC))
    after = reader.skip(at, dates.since)
    found = reader.date(after, after > at)
    return (max(found[0], EARLIEST), found[1]) if found else None


class _Reader:
    """One question's words; every method gives a moment and where it ended, or None."""

    def __init__(self, words: Sequence[str], dates: DateVocabulary, now: datetime) -> None:
        self.words = words
        self.dates = dates
        self.now = now
        self.midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)

    def word(self, at: int) -> str:
        return self.words[at] if at < len(self.words) else ""

    def skip(self, at: int, *phrases: frozenset[Words]) -> int:
        """Where the phrases that stand at `at`, of any of the given kinds, end."""
        for size in range(_LONGEST, 0, -1):
            here = tuple(self.words[at : at + size])
            if len(here) == size and any(here in kind for kind in phrases):
                return self.skip(at + size, *phrases)
        return at

    def date(self, at: int, is_since: bool) -> Read | None:
        """Any form of a date."""
        return (
            self.numeric(at)
            or self.named_day(at)
            or self.duration(at, is_since)
            or self.calendar(self.skip(at, self.dates.between) if is_since else at, is_since)
        )

    def numeric(self, at: int) -> Read | None:
        """2026-05-01, 2026-05, 3.5.2026, 14/05/2026; day before month unless that is no date."""
        word = self.word(at)
        if match := _ISO.fullmatch(word):
            return self.made(int(match[1]), int(match[2]), int(match[3] or 1), at + 1)
        if match := _DOTTED.fullmatch(word):
            day, month, year = (int(part) for part in match.groups())
            year += 2000 if year < 100 else 0
            return self.made(year, month, day, at + 1) or self.made(year, day, month, at + 1)
        return None

    def named_day(self, at: int) -> Read | None:
        """today, yesterday."""
        for phrases, days in ((self.dates.today, 0), (self.dates.yesterday, 1)):
            if (end := self.skip(at, phrases)) > at:
                return self.midnight - timedelta(days=days), end
        return None

    def duration(self, at: int, is_since: bool) -> Read | None:
        """7d, last week, the last 3 months, 2 days ago, this year, seit einer Woche."""
        start = self.skip(at, self.dates.last, self.dates.ago, self.dates.between)
        is_this = self.skip(start, self.dates.this) > start
        place = self.skip(start, self.dates.this)
        count, unit, end = self.counted(place)
        if not unit:
            return None
        tail = self.skip(end, self.dates.last, self.dates.ago)
        if count is not None:
            asked = is_since or tail > end or start > at or end == place + 1
            return (self.back(count, unit), tail) if asked else None
        if is_this:
            return self.begin(unit, 0), tail
        is_last = tail > end or self.skip(at, self.dates.between) < start
        return (self.begin(unit, 1), tail) if is_last and unit != "hour" else None

    def counted(self, at: int) -> tuple[int | None, str, int]:
        """A number (None: not given), its unit ("" for none), and where they end."""
        units = self.dates.units
        if match := _GLUED.fullmatch(self.word(at)):
            return int(match[1]), units.get(match[2], ""), at + 1
        if self.word(at).isdecimal() and len(self.word(at)) <= 4:
            after = self.skip(at + 1, self.dates.last)
            return int(self.word(at)), units.get(self.word(after), ""), after + 1
        if (end := self.skip(at, self.dates.one)) > at and self.word(end) in units:
            return 1, units[self.word(end)], end + 1
        unit = units.get(self.word(at), "")
        return None, unit if len(self.word(at)) > 2 else "", at + 1

    def calendar(self, at: int, is_since: bool) -> Read | None:
        """3 May 2026, May 3, May 2026, 3 de mayo, Monday, May, 2026."""
        day, month, end = self.day_and_month(at)
        if month:
            after = self.skip(end, self.dates.between)
            year = self.word(after)
            if year.isdecimal() and len(year) == 4:
                return self.made(int(year), month, day or 1, after + 1)
            return self.newest(month, day or 1, end) if day or is_since else None
        if not is_since:
            return None
        if (weekday := self.dates.weekdays.get(self.word(at))) is not None:
            back = (self.midnight.weekday() - weekday) % 7
            return self.midnight - timedelta(days=back), self.skip(at + 1, self.dates.last)
        year = self.word(at)
        is_year = year.isdecimal() and len(year) == 4 and 1970 <= int(year) <= self.now.year
        return self.made(int(year), 1, 1, at + 1) if is_year else None

    def day_and_month(self, at: int) -> tuple[int | None, int | None, int]:
        months = self.dates.months
        if match := _DAY.fullmatch(self.word(at)):
            place = self.skip(at + 1, self.dates.between)
            return int(match[1]), months.get(self.word(place)), place + 1
        month = months.get(self.word(at))
        following = _DAY.fullmatch(self.word(at + 1))
        if month and following:
            return int(following[1]), month, at + 2
        return None, month, at + 1

    def newest(self, month: int, day: int, end: int) -> Read | None:
        """The newest such day that is not in the future."""
        this_year = self.made(self.now.year, month, day, end)
        if this_year and this_year[0] <= self.now:
            return this_year
        return self.made(self.now.year - 1, month, day, end)

    def back(self, count: int, unit: str) -> datetime:
        """So many units before now."""
        if unit in ("month", "year"):
            months = self.now.year * 12 + self.now.month - 1 - count * (12 if unit == "year" else 1)
            if months < EARLIEST.year * 12:
                return EARLIEST
            day = min(self.now.day, 28)
            return self.midnight.replace(year=months // 12, month=months % 12 + 1, day=day)
        return self.now - timedelta(**{f"{unit}s": count})

    def begin(self, unit: str, back: int) -> datetime:
        """The first moment of this calendar unit (`back` 0) or of the one before (1)."""
        if unit == "week":
            return self.midnight - timedelta(days=self.midnight.weekday() + 7 * back)
        if unit == "month":
            first = self.midnight.replace(day=1)
            return (first - timedelta(days=1)).replace(day=1) if back else first
        if unit == "year":
            return self.midnight.replace(year=self.midnight.year - back, month=1, day=1)
        return self.midnight - timedelta(days=back)

    def made(self, year: int, month: int, day: int, end: int) -> Read | None:
        """A day; None when the calendar has no such day."""
        try:
            return datetime(year, month, day, tzinfo=UTC), end
        except ValueError:
            return None
