"""What people see, before a platform gives it its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.facts import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where shown words come from."""

    title: str
    url: str
    source: str
    published: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextItem:
    """A plain sentence of ours."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteItem:
    """Verbatim words and who said them."""

    words: str
    speaker: str | None
    marked: bool = True  # False: reported speech, shown without marks
    language: str | None = None
    origin: Origin | None = None  # None on an article's own card
    facts: tuple[str, ...] = ()  # ids of the kept facts it shows
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureItem:
    """A figure: the article's own words first, then what they mean."""

    words: str  # modifier, number and unit, verbatim
    what: str | None = None
    holder: str | None = None
    period: str | None = None
    reported_by: str | None = None
    mentions: int = 1  # places of its article that give it
    language: str | None = None
    origin: Origin | None = None
    facts: tuple[str, ...] = ()  # ids of the kept facts it shows
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionItem:
    """A stance with the evidence sentence; `cue` are offsets into `evidence`."""

    actor: str  # the name to show; several with commas
    stance: Stance
    topic: str  # the name to show
    evidence: str  # verbatim
    cue: tuple[int, int] | None = None
    reported_by: str | None = None
    condition: str | None = None
    confidence: float = 1.0
    language: str | None = None
    origin: Origin | None = None
    change: str = ""  # "opposed until 3 May 2026"; empty when it did not change
    also: tuple[str, ...] = ()  # others who took the same stance for the same country
    several: bool = False  # `actor` names more than one
    uncertain: bool = False  # read without confidence; shown only when asked for
    facts: tuple[str, ...] = ()  # ids of the kept facts it shows
    kind: Literal["position"] = "position"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleItem:
    """A link to an article with one line about it."""

    origin: Origin
    summary: str = ""
    kind: Literal["article"] = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceItem:
    """The sentence a fact was read in; `part` are the offsets of the fact's own words in it."""

    words: str  # verbatim
    part: tuple[int, int] | None = None
    fact: str = ""  # the kind of the fact: quote, figure, position
    label: str = ""  # what was read in it, in short
    note: str = ""  # how it was read
    language: str | None = None
    origin: Origin | None = None
    facts: tuple[str, ...] = ()
    kind: Literal["sentence"] = "sentence"


Item = TextItem | QuoteItem | FigureItem | PositionItem | ArticleItem | SentenceItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its items. An empty heading has its items follow without one."""

    heading: str = ""
    items: tuple[Item, ...] = ()
    rest: tuple[Item, ...] = ()  # what the answer's further pages show


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What people see, before a platform gives it its form.

    Every word of it can be read as plain text in order: title, byline, sections, footer.
    """

    kind: Literal["article", "digest", "answer", "notice"]
    title: str
    url: str | None = None
    byline: str = ""  # source · date · language
    sections: tuple[Section, ...] = ()
    footer: str = ""
    image: str | None = None
    image_alt: str = ""
    language: str = "en"  # of our own words on it

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the kept facts on it, on its further pages too, each once."""
        items = (item for section in self.sections for item in (*section.items, *section.rest))
        ids = (id_ for item in items for id_ in getattr(item, "facts", ()))
        return tuple(dict.fromkeys(ids))
