"""Speakers: a noun phrase of the text and, where the article tells it, the person's full name."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Span
from bot.reading.people import People, Person
from bot.reading.people_words import Gender
from bot.reading.quotes.bearers import Bearers
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.heads import MARKS, Phrase
from bot.reading.quotes.spoken_by import Attribution
from bot.reading.quotes.words import QuoteWords
from bot.reading.text import Document, fold


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the mention, the name it stands for, and the cue beside it."""

    span: Span
    name: str | None
    person: Person | None
    cue: Span | None
    paragraph: int
    rule: str
    human: bool = True


class Speakers:
    """Resolves the speakers of one document, in the order of the text."""

    def __init__(self, document: Document, people: People, words: QuoteWords) -> None:
        self._document = document
        self._people = people
        self._oblique = (words.genitives | words.oblique) - words.oblique_before
        self._last: Speaker | None = None

    @property
    def last(self) -> Speaker | None:
        """Who spoke last."""
        return self._last

    def heard(self, speaker: Speaker) -> None:
        """Remember who spoke."""
        self._last = speaker

    def of(self, frame: Frame, phrases: Bearers, by: Attribution) -> Speaker | None:
        """The speaker of an attribution; None when it names nobody."""
        if by.speaker is None:
            return None
        return self._speaker(frame, phrases, by.speaker, by.cue, by.rule, by.human)

    def subject(self, frame: Frame, phrases: Bearers, phrase: Phrase, rule: str) -> Speaker:
        """A speaker without a report verb: the subject of a sentence that leads to a quotation."""
        return self._speaker(frame, phrases, phrase, None, rule, human=True)

    def _speaker(
        self,
        frame: Frame,
        phrases: Bearers,
        phrase: Phrase,
        cue: Span | None,
        rule: str,
        human: bool,
    ) -> Speaker:
        governed = rule == "source" and frame.atoms[phrase.first].lower in self._oblique
        bare = phrase.first + (governed and phrase.first < phrase.last)  # "laut | des | Instituts"
        span = frame.span(bare, phrase.last)
        if phrases.nickname(phrase.first):
            span = _unmarked(self._document.text, span)
        person = self._person(phrases, phrase, span)
        name = person.name if person is not None else None
        return Speaker(span, name, person, cue, frame.paragraph, rule, human)

    def _person(self, phrases: Bearers, phrase: Phrase, span: Span) -> Person | None:
        if phrase.pronoun:
            return self._antecedent(span)
        named = phrases.named(phrase) or phrases.author(phrase) or phrases.apposed(phrase)
        if named is not None:
            return self._people.at(named) or self._people.other_at(named)
        said = self._document.at(span)
        found = self._people.resolve(said)
        if found is None or found.name != said or self._people.within(found.mentions[0]):
            return found
        return None  # of unknown kind, and tells nothing that the mention does not: "Demonstrators"

    def _unnamed_since(self, near: Person | None, pronoun: Span, gender: Gender) -> bool:
        """True when somebody unnamed of that gender spoke last, and `near` was not named since."""
        if self._last is None or not self._last.human or self._last.span.end > pronoun.start:
            return False
        if self._told not in (None, gender):
            return False  # "her late husband" is not "she"
        since = self._people.within(Span(self._last.span.end, pronoun.start))
        return not any(person is near for _, person in since)

    @property
    def _told(self) -> Gender | None:
        """What the last speaker's mention tells: "her late husband", "the spokeswoman"."""
        if self._last is None:
            return None
        roles = self._people.words.roles
        told = (roles.gender(word) for word in fold(self._document.at(self._last.span)).split())
        return next(filter(None, told), None)

    def _antecedent(self, span: Span) -> Person | None:
        """Who a pronoun stands for: who spoke last, else the person named last, gender allowing."""
        pronouns = self._people.words.pronouns
        word = fold(self._document.at(span))
        gender = pronouns.gender(word)
        if gender is None:
            return None
        last = self._last.person if self._last is not None else None
        near = self._people.before(span.start, gender)
        if last is None and self._unnamed_since(near, span, gender):
            return None  # "he" is the spokesman who was not named
        if last is None or (last.gender or self._told) not in (None, gender):
            other = near if near is not last else None
            return other or self._people.only_likely(span.start)
        # the one who spoke last, unless somebody else of that gender was named since
        if near is not None and near is not last and self._last is not None:
            between = Span(min(self._last.span.end, span.start), span.start)
            since = [p for s, p in self._people.within(between)]
            if since and since[0].gender == gender and since[0] is not last:
                return since[0]
        return last


def _unmarked(text: str, span: Span) -> Span:
    """A name without the marks around it: "“Marlo”"."""
    start, end = span.start, span.end
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return Span(start, end) if start < end else span
