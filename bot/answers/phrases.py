"""Our own words in one language: what stands on cards around the articles' words.

Loaded from `config/interface/<code>.toml`. Places to fill are named (`{n}`, `{about}`); the five
files have the same keys and the same places, which a test checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.answers.button_words import ButtonWords, FaultWords, VerdictWords
from bot.answers.causes import reworded
from bot.answers.hub_words import HubWords
from bot.answers.second_words import SecondWords
from bot.answers.setting_words import SettingWords
from bot.answers.source_words import SourceWords
from bot.answers.update_words import UpdateWords
from bot.answers.why_words import WhyWords
from bot.model import Approx, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceWords:
    """One wording for each stance."""

    support: str
    open: str
    oppose: str
    undecided: str

    def of(self, stance: Stance) -> str:
        """The words for a stance."""
        words: str = getattr(self, stance.value)
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproxWords:
    """Our word for a figure's modifier, where the article's own is not at hand."""

    over: str
    under: str
    about: str

    def of(self, approx: Approx) -> str:
        """The word for a modifier."""
        word: str = getattr(self, approx.value)
        return word


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A noun with its number; `many` holds `{n}`."""

    none: str
    one: str
    many: str

    def of(self, n: int) -> str:
        """The wording for `n` things."""
        if n == 0:
            return self.none
        return self.one if n == 1 else self.many.format(n=n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Marks around verbatim words, the sign that they were cut by us, and the colon."""

    open: str
    close: str
    cut: str  # put after the words, never part of them
    colon: str  # between a claim and what it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Headings of sections."""

    positions: str
    changes: str
    quotes: str
    figures: str
    articles: str
    mentions: str
    related: str
    not_found: str
    failing: str
    working: str
    commands: str
    words: str
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """Titles of cards; `{about}` is what was asked about."""

    positions: str
    who: str
    changes: str
    quotes: str
    figures: str
    latest: str
    latest_about: str
    search: str
    digest: str
    sources: str
    topics: str
    topic: str
    status: str
    help: str
    help_command: str
    notice: str
    evidence: str
    accuracy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Sentences and parts of sentences on cards."""

    everything: str
    speaker_unknown: str
    reported_by: str
    condition: str
    uncertain: str
    with_uncertain: str
    also: str
    changed: str
    contrary: str
    more: str
    since: str
    from_source: str
    in_language: str
    not_found: str
    loose: str
    set_aside: str
    suggest: str
    see_topics: str
    looked: str
    also_in: str
    copies: str
    partial: str
    picture: str
    no_facts: str
    no_date: str
    source_ok: str
    source_new: str
    source_failing: str
    source_off: str
    hidden: str
    related_to: str
    topic_words: str
    version: str
    kept: str
    outbox: str
    parked: str
    languages: str
    watched: str
    lag: str
    oldest: str
    held: str
    covered: str
    uncovered: str
    began_to_fail: str
    recovered: str
    usage: str
    example: str
    aliases: str
    narrow: str
    last_day: str
    held_back: str
    read_on: str
    page: str
    read_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """Answers when nothing was found; `{about}` is what was asked about."""

    positions: str
    changes: str
    quotes: str
    figures: str
    latest: str
    search: str
    digest: str
    sources: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counted nouns."""

    articles: Counted
    looked: Counted
    quotes: Counted
    figures: Counted
    positions: Counted
    sources: Counted
    stories: Counted
    cards: Counted
    failures: Counted
    mentions: Counted
    judged: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """One sentence each, with what to do about it."""

    unknown_command: str
    did_you_mean: str
    see_help: str
    missing: str
    too_fast: str
    failed: str
    no_topic: str
    no_source: str
    too_long: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandWords:
    """How a command is explained; `usage` and `example` stand without the prefix."""

    usage: str
    example: str
    summary: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """Words of dates and durations in questions; the first form of a month is the one shown."""

    shown: str  # "{day} {month} {year}"
    first: str  # the first day of a month: "1er"
    since: tuple[str, ...]
    between: tuple[str, ...]  # articles and prepositions inside a date
    one: tuple[str, ...]
    today: tuple[str, ...]
    yesterday: tuple[str, ...]
    last: tuple[str, ...]
    this: tuple[str, ...]
    ago: tuple[str, ...]
    hour: tuple[str, ...]
    day: tuple[str, ...]
    week: tuple[str, ...]
    month: tuple[str, ...]
    year: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """Words of questions that are no search words: `source:`, `lang:`, `--all`, and filler."""

    source: tuple[str, ...]
    language: tuple[str, ...]
    everything: tuple[str, ...]  # `--all`: also what is uncertain
    filler: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterWords:
    """Words that join the parts of a filter, and what is said of one that is not understood.

    `{n}` is the place of the mistake, 1 for the first character; in `long` the most there may be.
    """

    both: tuple[str, ...]
    either: tuple[str, ...]
    negated: tuple[str, ...]
    unknown: str
    missing: str
    unopened: str
    unclosed: str
    number: str
    long: str
    deep: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """All our words in one language."""

    code: str  # ISO 639-1
    marks: Marks
    stances: StanceWords  # after an actor's name: "opposes"
    stances_many: StanceWords  # after several names: "oppose"
    held: StanceWords  # what was held before a date: "opposed it"
    grid: StanceWords  # headings of groups of actors
    approx: ApproxWords
    languages: Mapping[str, str]  # names of languages by code
    headings: Headings
    titles: Titles
    lines: Lines
    empty: Empty
    counts: Counts
    errors: Errors
    buttons: ButtonWords
    faults: FaultWords
    verdicts: VerdictWords
    commands: Mapping[str, CommandWords]
    dates: DateWords
    question: QuestionWords
    filter: FilterWords
    settings: SettingWords
    sources: SourceWords
    why: WhyWords
    causes: Mapping[str, str]  # why something could not be read or posted
    hubs: HubWords
    second: SecondWords
    updates: UpdateWords
    causes_in_english: Mapping[str, str] = field(default_factory=dict)  # as the code says them

    def cause(self, words: str) -> str:
        """A cause in this language; one whose form is not known stays as it is."""
        return reworded(words, self.causes_in_english, self.causes)

    def language(self, code: str) -> str:
        """The name of a language, or its code in capitals."""
        return self.languages.get(code, code.upper())

    def date(self, moment: datetime) -> str:
        """A day, with the month in words: no reader takes 5/3 for another day."""
        month = self.dates.months[moment.month - 1][0]
        day = str(moment.day) if moment.day > 1 else self.dates.first
        return self.dates.shown.format(day=day, month=month, year=moment.year)

    def quoted(self, words: str) -> str:
        """Verbatim words between this language's marks."""
        return f"{self.marks.open}{words}{self.marks.close}"


def phrases_for(all_phrases: Mapping[str, Phrases], code: str | None, fallback: str) -> Phrases:
    """The wanted language's words; "de-AT" is read as "de", an unknown one as `fallback`."""
    wanted = (code or "").replace("_", "-").split("-")[0].lower()
    return all_phrases.get(wanted) or all_phrases[fallback]
