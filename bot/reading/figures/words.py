"""What a language brings to the reading of figures: `config/languages/<code>/figures.toml`.

All words are lower case with straight apostrophes; several words are parted by single spaces.
Names of currencies, units, months and weekdays come from the CLDR (Babel) and need no entry here;
the tables hold what the CLDR lacks: newspaper abbreviations, collectives, modifiers, nouns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from unicodedata import combining, normalize

SPELLED = frozenset({"fr", "en", "de", "es", "it", "pt", "nl"})  # languages text2num can read


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureExample:
    """A text and the figures in it, as "value unit approx" with "-" for what is absent.

    A range is "3000..5000 person -". No figure at all makes it a negative example.
    """

    text: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class FigureWords:
    """The words around numbers in one language. Compared by identity: built once, compiled once."""

    code: str  # ISO 639-1, or "und"
    decimal: str  # the decimal sign; "?" when the text must tell
    groups: str  # the signs that may part groups of three digits
    # numbers in words
    number_words: tuple[str, ...] = ()  # words a spelled number may begin with
    tens_joiner: bool = False  # the joiner stands between tens and units: "treinta y dos"
    spellings: dict[str, str] = field(default_factory=dict)  # as text2num wants them
    suffixes: bool = False  # units take endings: "saatlik"
    compounds: bool = False  # "zweiundzwanzig", "ventiquattromila": one word holds several
    joiners: tuple[str, ...] = ()  # "et" in "vingt et un"
    ones: frozenset[str] = frozenset()  # articles that look like one
    one_measures: bool = False  # "one mile" counts: the word is no article
    only: frozenset[str] = frozenset()  # "only one" counts
    all_of: frozenset[str] = frozenset()  # before a number without a noun: "all three" is a pronoun
    each_of: frozenset[str] = frozenset()  # a pronoun whatever follows: "tous deux"
    ages: frozenset[str] = frozenset()  # "aged": a bare number behind is an age
    several: frozenset[str] = frozenset()  # "several hundred": nobody knows how many
    not_numbers: frozenset[str] = frozenset()  # phrases whose number words count nothing
    magnitudes: dict[str, int] = field(default_factory=dict)
    magnitude_signs: dict[str, int] = field(default_factory=dict)  # case matters: "M", "k"
    vague: frozenset[str] = frozenset()  # "milliers", "millions": no number on their own
    doubtful: frozenset[str] = frozenset()  # "sei": a number only with what it counts
    minus: frozenset[str] = frozenset()
    point_words: tuple[str, ...] = ()  # "virgule" in "trois virgule deux"
    mixed: dict[str, str] = field(default_factory=dict)  # "anderthalb" = "1.5"
    ordinal_ends: tuple[str, ...] = ()  # of ordinals in words: "ième", "th"
    halves: frozenset[str] = frozenset()  # before a magnitude or unit: "half a", "un demi"
    and_half: frozenset[str] = frozenset()  # behind a number: "et demi"
    collectives: dict[str, int] = field(default_factory=dict)  # "trentaine"
    collective_openers: frozenset[str] = frozenset()  # "une", "la": else the plural is vague
    fractions: dict[str, int] = field(default_factory=dict)  # denominators: "tiers"
    shares: dict[str, str] = field(default_factory=dict)  # whole phrases: "la moitié" = "1/2"
    share_links: tuple[str, ...] = ()  # "sur" in "quatre sur dix"
    tight_links: frozenset[str] = frozenset()  # of these, none takes a noun before it: "in"
    each: dict[str, int] = field(default_factory=dict)  # "jeder dritte" = 3
    multiples: dict[str, int] = field(default_factory=dict)  # "twice"
    # units
    percent: tuple[str, ...] = ()
    points: tuple[str, ...] = ()  # always percentage points
    bare_points: tuple[str, ...] = ()  # percentage points in the company of a percent or poll
    tenths: tuple[str, ...] = ()  # "décimas": tenths of a point
    index_words: frozenset[str] = frozenset()  # "cac", "indice": points of these are no rates
    rate_words: tuple[str, ...] = ()  # what makes bare points percentage points
    basis_points: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    scales: dict[str, str] = field(default_factory=dict)  # before a number: "magnitude"
    currencies: dict[str, str] = field(default_factory=dict)  # bare names: "livre" = GBP
    units: dict[str, str] = field(default_factory=dict)
    glued_units: dict[str, str] = field(default_factory=dict)  # in one word: "tägig" in "zweitägig"
    endings: frozenset[str] = frozenset()  # what may end such a word: "en" in "zweitägigen"
    per: tuple[str, ...] = ()  # before a rate's denominator: "par", "le"
    # around the number
    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    over_after: tuple[str, ...] = ()
    under_after: tuple[str, ...] = ()
    about_after: tuple[str, ...] = ()
    determiners: frozenset[str] = frozenset()  # may stand between modifier and number
    between: tuple[str, ...] = ()
    range_and: tuple[str, ...] = ()  # "et", after `between` only
    range_to: tuple[str, ...] = ()  # "à", "bis"
    range_or: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()  # the first of two numbers takes the unit of the second
    change: tuple[str, ...] = ()  # beginnings of verbs: "from A to B" are two figures then
    # counted nouns
    of: tuple[str, ...] = ()  # "de", "d'"
    adjectives: frozenset[str] = frozenset()  # stand before the noun
    stop: frozenset[str] = frozenset()  # no noun, and no noun follows
    plural_ends: tuple[str, ...] = ()  # how most plurals end; empty: do not ask
    singular: dict[str, str] = field(default_factory=dict)  # plural endings, longest first: "ies"
    noun_last: bool = False  # adjectives stand before the noun: take the last plural
    capital_nouns: bool = False
    nouns: dict[str, str] = field(default_factory=dict)  # to the English lemma
    partitives: tuple[str, ...] = ()  # "d'entre eux"
    parts: tuple[str, ...] = ()  # "des" in "10 des 17 communes"
    thereof: frozenset[str] = frozenset()  # "dont": what follows is of the noun before
    number_of: tuple[str, ...] = ()  # "number of": the noun behind is what a later number counts
    tolls: dict[str, str] = field(default_factory=dict)  # the same in one phrase: "death toll"
    # never a figure
    labels: tuple[str, ...] = ()  # "article", "loi", "page": the number behind is a name
    names: tuple[str, ...] = ()  # whole phrases
    clock: tuple[str, ...] = ()  # before an hour: "à", "vers"
    clock_hours: frozenset[str] = (
        frozenset()
    )  # words of hours that a clock may tell: "heures", "uhr"
    clock_spans: tuple[str, ...] = ()  # before the first of two hours: "de 8 heures à 10 heures"
    clock_alone: frozenset[str] = frozenset()  # the same, unless something changes: "um"
    clock_past: frozenset[str] = frozenset()  # between minutes and an hour: "past", "para las"
    that_is: frozenset[str] = frozenset()  # the same in other terms: "soit"
    clock_signs: tuple[str, ...] = ()  # an hour alone behind them: "ore", "alle"
    day_parts: tuple[str, ...] = ()  # behind an hour: "du matin", "uhr", "p.m."
    of_date: tuple[str, ...] = ()  # "de" in "4 de mayo de 2025"
    months: tuple[str, ...] = ()  # further forms
    weekdays: tuple[str, ...] = ()  # further forms
    decades: tuple[str, ...] = ()  # "années", "anni"
    ordinals: tuple[str, ...] = ()  # glued to digits: "e", "th"
    streets: tuple[str, ...] = ()  # "rue", "street"; endings too: "straße"
    ordinal_point: bool = False
    phone: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()  # before a year: "en", "seit"
    # meaning
    sources: tuple[str, ...] = ()  # "selon"
    sources_behind: tuple[str, ...] = ()  # "zufolge", with the source before it
    holding: frozenset[str] = frozenset()  # verbs of having, giving, losing, and their auxiliaries
    passive: frozenset[str] = frozenset()  # "été": the subject holds nothing then
    comparing: frozenset[str] = frozenset()  # "contre": a figure set against another
    spreading: tuple[str, ...] = ()  # "over": "more than", but of money the time it is spent in
    against: tuple[str, ...] = ()  # "pour" behind a compared figure names its holder
    periods: tuple[str, ...] = ()  # open a phrase of time: "depuis", "entre"
    than: frozenset[str] = frozenset()  # before a time only compared with: "than in 2025"
    verbs: frozenset[str] = frozenset()  # between the holder and the figure
    fillers: tuple[str, ...] = ()  # between an amount and its complement: "au total"
    genitives: frozenset[str] = frozenset()  # "de", "du": join a noun to its complement
    clauses: frozenset[str] = frozenset()  # "que": the subject before holds nothing behind
    conjunctions: frozenset[str] = frozenset()  # join a clause to the one before: "but"
    prepositions: frozenset[str] = frozenset()  # open an adverbial, not a subject
    example: tuple[FigureExample, ...] = ()


def unaccented(word: str) -> str:
    """As in "milhões" as it is typed in haste: "milhoes"."""
    return "".join(c for c in normalize("NFD", word) if not combining(c))
