"""Persons named in an article: full names, mentions, roles, gender.

A run of capitalised words is a person when a title, a role noun or a known given name says so, or
an apposition or an age behind it; every other run of names (places, bodies, unknown people) is kept
apart in `People.others`. Last names alone are mentions of the person seen with that last name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from bot.model import Span
from bot.reading.namerun import NameRun, name_runs, role_after, role_before
from bot.reading.people_words import Gender, PeopleWords
from bot.reading.text import Document, fold

MAX_ARTICLE = 5  # code points of an article and the space behind it
_ARABIC = frozenset({"al", "el", "ad", "an", "ar", "as", "at", "asch", "ash"})
MAX_LEFT = 4_000  # mentions looked at when the last one of a gender is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A named person (or, in `People.others`, a name of unknown kind)."""

    name: str  # the fullest form in the text
    mentions: tuple[Span, ...]  # by name, in order; titles and roles left out
    role: Span | None = None  # "le président français", "a spokeswoman for the ministry"
    gender: Gender | None = None


@dataclass(frozen=True)
class People:
    """Who is named in an article, and where."""

    persons: tuple[Person, ...]
    others: tuple[Person, ...]
    words: PeopleWords
    text: str

    @cached_property
    def _mentions(self) -> list[tuple[Span, Person]]:
        """Every mention of a person in the order of the text."""
        return sorted(((s, p) for p in self.persons for s in p.mentions), key=_start)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span, _ in self._mentions]

    @cached_property
    def _other_mentions(self) -> list[tuple[Span, Person]]:
        return sorted(((s, p) for p in self.others for s in p.mentions), key=_start)

    @cached_property
    def _other_starts(self) -> list[int]:
        return [span.start for span, _ in self._other_mentions]

    @cached_property
    def _by_name(self) -> dict[str, Person]:
        found: dict[str, Person] = {}
        for person in (*self.others, *self.persons):
            for words in {person.name, *(s.of(self.text) for s in person.mentions)}:
                found[fold(words)] = person
            found.setdefault(fold(person.name).split()[-1], person)
        return found

    def at(self, span: Span) -> Person | None:
        """The first person a mention of whom overlaps `span`."""
        return next((p for s, p in self.within(span)), None)

    def other_at(self, span: Span) -> Person | None:
        """The first name of unknown kind a mention of which overlaps `span`."""
        return next((p for s, p in self.others_within(span)), None)

    def within(self, span: Span) -> list[tuple[Span, Person]]:
        """The mentions of persons that overlap `span`, in order."""
        return _overlapping(self._mentions, self._starts, span)

    def others_within(self, span: Span) -> list[tuple[Span, Person]]:
        """The names of unknown kind that overlap `span`, in order."""
        return _overlapping(self._other_mentions, self._other_starts, span)

    def only_likely(self, offset: int) -> Person | None:
        """The one name before `offset` that newspapers' habit shows to be a person's, or None.

        In full first and by its last word alone elsewhere: "Edda Thorvalds", then "Thorvalds".
        """
        likely = [
            other
            for other in self.others
            if " " in other.name
            and other.mentions[0].start < offset
            and any(" " not in mention.of(self.text) for mention in other.mentions)
        ]
        return likely[0] if len(likely) == 1 else None

    def resolve(self, words: str) -> Person | None:
        """Who a name ("Vasseur") or a role ("le chef de l'Etat français") stands for."""
        found = self._by_name.get(fold(words).strip())
        if found is not None:
            return found
        return self._by_role(fold(words).replace("'", "' ").split())

    def _by_role(self, said: list[str]) -> Person | None:
        wanted = _Office.read(said, self.words)
        if wanted is None:
            return None
        fits = [
            person
            for person, office in self._offices
            if office.is_of(wanted) and _agree(person.gender, wanted.gender)
        ]
        if not fits or (len(fits) > 1 and not wanted.modifiers):
            return None
        return fits[-1]

    @cached_property
    def _offices(self) -> list[tuple[Person, _Office]]:
        pairs = []
        for person in self.persons:
            said = person.role.of(self.text) if person.role else ""
            office = _Office.read(fold(said).replace("'", "' ").split(), self.words)
            if office is not None:
                pairs.append((person, office))
        return pairs

    def before(self, offset: int, gender: Gender | None = None) -> Person | None:
        """The person last mentioned before `offset`, of `gender` when one is given."""
        last = bisect_left(self._starts, offset)
        for i in range(last - 1, max(-1, last - MAX_LEFT), -1):
            person = self._mentions[i][1]
            if _agree(person.gender, gender):
                return person
        return None


def find_people(document: Document, words: PeopleWords) -> People:
    """Find the persons named in `document`. Never raises; linear in its length."""
    census = _Census(document, words)
    for run in name_runs(document, words):
        census.add(run)
    return census.people()


@dataclass(frozen=True, slots=True)
class _Office:
    """A role phrase taken apart: its office or head noun, and what narrows it."""

    head: str  # the office's number, or the noun itself
    modifiers: frozenset[str]  # stems of the other content words: "franç", "santé"
    gender: Gender | None

    @classmethod
    def read(cls, said: list[str], words: PeopleWords) -> _Office | None:
        """Take `said` (folded words) apart; None when it holds no role."""
        for i in range(len(said)):
            for size in (5, 4, 3, 2, 1):
                phrase = " ".join(said[i : i + size]).replace("' ", "'")
                group = words.offices.get(phrase)
                if group is not None:
                    rest = said[:i] + said[i + size :]
                    gender = words.role_gender(said[i])
                    return cls(f"#{group}", _stems(rest, words), gender)
            if words.is_role(said[i]):
                gender = words.role_gender(said[i])
                rest = said[:i] + said[i + 1 :]
                return cls(_root(said[i]), _stems(rest, words), gender)
        return None

    def is_of(self, wanted: _Office) -> bool:
        """True when a person of this office can be meant by `wanted`."""
        same = self.head == wanted.head or (
            len(wanted.head) > 4 and self.head.endswith(wanted.head)  # "außenminister", "minister"
        )
        missing = wanted.modifiers - self.modifiers
        return same and (not missing or not self.modifiers)


def _stems(said: list[str], words: PeopleWords) -> frozenset[str]:
    return frozenset(
        word.strip("'.,")[:5]
        for word in said
        if word not in words.function_words and word not in words.links and word.strip("'.,")
    )


def _root(noun: str) -> str:
    """A role noun without its feminine ending: "ministerin", "présidente", "spokeswoman"."""
    for ending, plain in (("innen", ""), ("woman", "man"), ("in", ""), ("e", ""), ("a", "o")):
        if noun.endswith(ending) and len(noun) > len(ending) + 3:
            return noun.removesuffix(ending) + plain
    return noun


class _Draft:
    """A person while the article is being gone through."""

    __slots__ = ("gender", "key", "mentions", "name", "role", "sure")

    def __init__(self, run: NameRun, *, sure: bool) -> None:
        self.key = run.key
        self.name = run.name
        self.mentions: list[Span] = []
        self.role: Span | None = None
        self.gender: Gender | None = None
        self.sure = sure

    def frozen(self) -> Person:
        """The person as the rest of the program sees it."""
        mentions = tuple(sorted(set(self.mentions)))
        return Person(name=self.name, mentions=mentions, role=self.role, gender=self.gender)


class _Census:
    """Gathers the runs of an article into persons and other names."""

    def __init__(self, document: Document, words: PeopleWords) -> None:
        self._document = document
        self._words = words
        self._by_last: dict[str, list[_Draft]] = {}
        self._single: list[NameRun] = []
        self._drafts: list[_Draft] = []

    def add(self, run: NameRun) -> None:
        """Take in one run of name words."""
        role = run.role or role_before(self._document, self._words, run)
        after = role_after(self._document, self._words, run)
        if run.size == 1 and not run.title and role is None:
            self._single.append(run)
            return
        known = run.given.partition("-")[0] in self._words.first_names
        sure = bool(run.title or role or after or known or run.aged)
        draft = self._same(run) or self._new(run, sure=sure)
        draft.sure = draft.sure or sure
        draft.mentions.append(run.span)
        if len(run.name) > len(draft.name):
            draft.name = run.name
        draft.role = draft.role or role or after
        draft.gender = draft.gender or self._gender(run, draft.role)

    def _same(self, run: NameRun) -> _Draft | None:
        """The latest draft with that last name whose other names do not contradict."""
        for draft in reversed(self._by_last.get(run.key, [])):
            theirs, ours = fold(draft.name).split(), fold(run.name).split()
            if len(theirs) == 1 or len(ours) == 1 or theirs[0][:1] == ours[0][:1]:
                return draft
        return None

    def _new(self, run: NameRun, *, sure: bool) -> _Draft:
        draft = _Draft(run, sure=sure)
        self._drafts.append(draft)
        self._by_last.setdefault(run.key, []).append(draft)
        article, _, bare = run.key.partition("-")
        if article in _ARABIC and bare:  # "Laith al-Amin", then "Amin"
            self._by_last.setdefault(bare, []).append(draft)
        return draft

    def _gender(self, run: NameRun, role: Span | None) -> Gender | None:
        found = self._words.titles.gender(run.title)
        if found is None and role is not None:
            heads = fold(self._document.at(role)).replace("'", "' ").split()
            noun = next((w for w in heads if self._words.is_role(w)), "")
            found = self._words.role_gender(noun) or self._article_gender(role)
        # a masculine role noun may be generic: a given name that is a woman's says more
        given = self._words.first_names.gender(run.given.partition("-")[0])
        return given or found

    def _article_gender(self, role: Span) -> Gender | None:
        before = self._document.tokens_in(Span(max(0, role.start - MAX_ARTICLE), role.start))
        return self._words.articles.gender(before[-1].lower) if before else None

    def people(self) -> People:
        """Give the last names their persons, and freeze."""
        for run in self._single:
            draft = self._owner(run)
            if draft is None and self._words.nouns_capitalised:
                continue  # a noun
            draft = draft or self._new(run, sure=False)
            draft.mentions.append(run.span)
        persons = tuple(d.frozen() for d in self._drafts if d.sure)
        others = tuple(d.frozen() for d in self._drafts if not d.sure)
        return People(persons, others, self._words, self._document.text)

    def _owner(self, run: NameRun) -> _Draft | None:
        """The person a lone name belongs to: the one of that last name, seen last before it."""
        drafts = self._by_last.get(run.key) or self._by_last.get(self._plain(run.key)) or []
        if len(drafts) < 2:
            return drafts[0] if drafts else None
        before = [d for d in drafts if d.mentions and d.mentions[0].start < run.span.start]
        return max(before or drafts, key=lambda d: _last_before(d, run.span.start))

    def _plain(self, key: str) -> str:
        ending = self._words.genitive
        return key.removesuffix(ending) if ending and len(key) > 3 else key


def _last_before(draft: _Draft, offset: int) -> int:
    starts = [span.start for span in draft.mentions[-8:] if span.start < offset]
    return max(starts, default=-1)


def _agree(have: Gender | None, wanted: Gender | None) -> bool:
    return wanted is None or have is None or have == wanted


def _start(pair: tuple[Span, Person]) -> int:
    return pair[0].start


def _overlapping(
    mentions: list[tuple[Span, Person]], starts: list[int], span: Span
) -> list[tuple[Span, Person]]:
    first = max(0, bisect_left(starts, span.start) - 1)
    last = bisect_right(starts, span.end - 1)
    return [pair for pair in mentions[first:last] if pair[0].overlaps(span)]
