"""Attributions: who speaks by which cue, for every report verb and source phrase of a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Span
from bot.reading.people import People
from bot.reading.quotes.cues import Cue, find_cues
from bot.reading.quotes.frame import Frame
from bot.reading.quotes.heads import Phrase
from bot.reading.quotes.phrases import Phrases
from bot.reading.quotes.second import SecondSubjects
from bot.reading.quotes.words import QuoteWords

MAX_PLACE = 10  # atoms between a verb and the body its words come from
MAX_HYPHEN = 3  # code points of "-t-"

_SOURCE = frozenset({"say", "source"})
_UNLISTED = frozenset({"say"})
_CLITICS = frozenset({"il", "elle", "ils", "elles", "on", "je", "nous"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker and the cue that makes one of them. Indices are of atoms, both inside."""

    cue: Span
    speaker: Phrase | None
    first: int  # of cue and speaker together
    last: int
    verb: int
    classes: frozenset[str]
    rule: str
    human: bool
    cue_last: int = -1


class Attributions:
    """Finds the attributions of one frame."""

    def __init__(self, frame: Frame, words: QuoteWords, people: People) -> None:
        self.frame = frame
        self.phrases = Phrases(frame, words, people)
        self._words = words
        self._found: list[Attribution] = []
        self._second = SecondSubjects(frame, self.phrases, words, self._same)

    def find(self) -> list[Attribution]:
        """The attributions in the order of the frame."""
        for cue in find_cues(self.frame, self._words):
            speaker, rule = self._subject(cue)
            if speaker is None and rule == "agent":
                continue  # a German passive may be anybody's: "wird als Fehler bezeichnet"
            self._keep(cue, speaker, rule)
        self._found += self._sources()
        self._found += self._unlisted()
        self._found += self._signatures()
        self._found += self._labels()
        self._found += self._claims()
        self._found = [found for found in self._found if not self._bracketed(found)]
        self._found.sort(key=lambda a: a.first)
        return self._found

    def _bracketed(self, a: Attribution) -> bool:
        """True for an aside that reports nothing here: "... (the Gazette reported)"."""
        tags = self.frame.tags
        return a.first > 0 and tags[a.first - 1] == "(" and tags[a.last + 1 : a.last + 2] == ")"

    def _keep(self, cue: Cue, speaker: Phrase | None, rule: str) -> None:
        first, last = cue.first, cue.last
        if speaker is not None and rule != "same":
            first, last = min(first, speaker.first), max(last, speaker.last)
        self._found.append(
            Attribution(
                cue=self._cue_span(cue), speaker=speaker, first=first, last=last, verb=cue.verb,
                classes=cue.classes, rule=rule,
                human=speaker is not None and self.phrases.human(speaker), cue_last=cue.last,
            )
        )  # fmt: skip

    def _cue_span(self, cue: Cue) -> Span:
        """The verb with its auxiliaries, without the adverbs before them."""
        first = cue.first if not self._words.verb_second else cue.verb
        while first < cue.verb and self.frame.tags[first] not in "HUO":
            first += 1
        return self.frame.span(first, cue.last)

    # ------------------------------------------------------------------ subjects

    def _subject(self, cue: Cue) -> tuple[Phrase | None, str]:
        if cue.form == "gerund":
            return self._same(cue.first) or self._behind_opening(cue), "same"
        if cue.passive and "cite" not in cue.classes:
            if self._words.verb_second:
                return self._second.agent(cue), "agent"
            return self._agent(cue), "passive"
        if self._words.verb_second:
            return self._second.find(cue)
        return self._subject_plain(cue)

    def _same(self, before: int) -> Phrase | None:
        """The subject of the frame's last attribution, or of the frame."""
        for found in reversed(self._found):
            if found.speaker is not None:
                return found.speaker
        return self.phrases.opening(before)

    def _heard(self, relative: int) -> Phrase | None:
        """The speaker a relative pronoun goes on with: "..., said Marsh, who added ..."."""
        last = self._found[-1].speaker if self._found else None
        near = last is not None and not self.frame.tags[last.last + 1 : relative].strip(",")
        return last if near and last is not None and last.last < relative else None

    def _behind_opening(self, cue: Cue) -> Phrase | None:
        """The subject behind the clause a sentence opens with: 'Saying "...", she left'."""
        comma = self.frame.tags.find(",", cue.last)
        if comma < 0 or self.frame.tags[: cue.first].strip("BEFS'"):
            return None
        return self.phrases.right(comma + 1, near=True)

    def _agent(self, cue: Cue) -> Phrase | None:
        """Who did it, behind a passive: "was called a clown by the minister"."""
        atoms, tags = self.frame.atoms, self.frame.tags
        for i in range(cue.last + 1, min(len(atoms), cue.last + 12)):
            if tags[i] in ".;:":
                break
            if atoms[i].lower in self._words.agents:
                named = self.phrases.right(i + 1, near=True)
                if named is None and tags[i + 1 : i + 2] == "w":
                    return self.phrases.extend(i + 1)  # "by housing charity Roofs"
                return named
        return None

    def _subject_plain(self, cue: Cue) -> tuple[Phrase | None, str]:
        tags = self.frame.tags
        if cue.last + 1 < len(tags) and tags[cue.last + 1] == "N" and self._clitic(cue.last):
            return Phrase(cue.last + 1, cue.last + 1, pronoun=True), "clitic"
        if cue.verb > cue.first and tags[cue.verb - 1] == "N":
            return Phrase(cue.verb - 1, cue.verb - 1, pronoun=True), "clitic"
        before = tags[cue.first - 1] if cue.first else "."
        told = "addressee" in cue.classes
        beside = before in "Q.:;" or (before in ",-" and self._after_quote(cue.first - 1))
        if self._words.drops_subject and self._after_quote(cue.first - 1):
            told = False  # "«...», ha avvertito il sindaco": he warns, and is not warned
        if beside and not (told and before == ","):
            found = self.phrases.right(cue.last + 1)
            if found is not None and self._may_follow(found):
                return found, "inverted"
            place = self._place(cue)
            if place is not None:
                return place, "inverted"
            return (self.phrases.left(cue.first), "plain") if before in ",-" else (None, "")
        if before in "STRF":
            found = self.phrases.right(cue.last + 1, near=True)
            if found is not None and self.phrases.human(found) and before != "R":
                return found, "inverted"
            return self._heard(cue.first - 1) or self.phrases.antecedent(cue.first - 1), "relative"
        return self._comma(cue) if before in ",-" else self._beside(cue, before)

    def _beside(self, cue: Cue, before: str) -> tuple[Phrase | None, str]:
        """No sign before the verb: its subject stands there, or behind where it may be dropped."""
        found = self.phrases.left(cue.first) if before != "C" else None
        if self._words.drops_subject and (found is None or not self.phrases.headed(found)):
            behind = self._behind_verb(cue)
            if behind is not None:
                return behind, "inverted"
        return (found, "plain") if found is not None else (self._same(cue.first), "same")

    def _behind_verb(self, cue: Cue) -> Phrase | None:
        """A subject behind its verb without a sign between: "así lo explicó el alcalde"."""
        found = self.phrases.right(cue.last + 1, near=True)
        if found is not None and self.phrases.human(found) and self._ends(found.last):
            return found
        return self._place(cue)

    def _place(self, cue: Cue) -> Phrase | None:
        """The body that speaks without a subject: "explicaron desde el partido"."""
        tags, atoms = self.frame.tags, self.frame.atoms
        start = max(tags.rfind(sign, 0, cue.first) for sign in ".,;:TQ") + 1
        behind = range(cue.last + 1, min(len(atoms) - 1, cue.last + MAX_PLACE))
        for i in (*range(start, min(start + 1, cue.first)), *behind):
            if tags[i] in ".,;:TQ":
                return None
            if atoms[i].lower in self._words.places:
                found = self.phrases.right(i + 1, near=True)
                return found if found is not None and self.phrases.headed(found) else None
        return None

    def _may_follow(self, phrase: Phrase) -> bool:
        """A subject behind its verb can speak, or is all that follows: "raconte une habitante"."""
        tag = self.frame.tags[phrase.first]
        return self.phrases.human(phrase) or tag == "W" or (tag == "D" and self._ends(phrase.last))

    def _clitic(self, last: int) -> bool:
        """True when the pronoun behind the verb is hyphened to it: "dit-il"."""
        atoms = self.frame.atoms
        close = atoms[last + 1].start - atoms[last].end <= MAX_HYPHEN
        return close and atoms[last + 1].lower in _CLITICS

    def _after_quote(self, comma: int) -> bool:
        return comma > 0 and self.frame.tags[comma - 1] == "Q"

    def _comma(self, cue: Cue) -> tuple[Phrase | None, str]:
        """Behind a comma: an unmarked report with its subject behind, or an apposition's end."""
        following = self.frame.tags[cue.last + 1 : cue.last + 2]
        told = "addressee" in cue.classes
        if not told and following not in {"T", "Q", ":", "D" if "say" not in cue.classes else ""}:
            found = self.phrases.right(cue.last + 1)
            if found is not None and self.phrases.human(found) and self._closes(cue, found):
                return found, "inverted"
        found = self.phrases.left(cue.first)
        return (found, "plain") if found is not None else (self._same(cue.first), "same")

    def _closes(self, cue: Cue, phrase: Phrase) -> bool:
        """True when `phrase` may be a subject behind its verb and not the object of a clause.

        "Marsh, the mayor, says Carr "has lied"" has its subject in front; so has "..., blasted
        Carr as a liar".
        """
        following = self.frame.tags[phrase.last + 1 : phrase.last + 2]
        if following == "Q" or ("judge" in cue.classes and "say" not in cue.classes):
            return following in {"", ".", ","} or self.phrases.left(cue.first) is None
        return self._ends(phrase.last)

    def _ends(self, last: int) -> bool:
        following = self.frame.tags[last + 1 : last + 2]
        return following in {"", ".", ",", "Q", ";", "-", ")", "M", "F", "E", "B"}

    # ------------------------------------------------------------------ without a listed verb

    def _unlisted(self) -> list[Attribution]:
        """A word between a quotation and a person: "«...», tonne le maire"; such a verb reports."""
        tags = self.frame.tags
        found = []
        for i in self.frame.quoted:
            verb = i + (3 if tags[i + 1 : i + 3] == ",B" else 2)
            if tags[i + 1 : verb + 2].replace("B", "") == ",wN" and self._clitic(verb):
                clitic = Phrase(verb + 1, verb + 1, pronoun=True)
                found += [] if self._taken(verb) else [self._behind(verb, clitic, "clitic")]
                continue
            if tags[i + 1 : verb + 1] != ",w" or tags[:i].strip("'-") or self._taken(verb):
                continue
            phrase = self.phrases.right(verb + 1, near=True)
            if phrase is None or phrase.pronoun or not self._ends(phrase.last):
                continue
            if self.phrases.human(phrase) and phrase.first == verb + 1:
                found.append(self._behind(verb, phrase, "unlisted"))
        return found

    def _signatures(self) -> list[Attribution]:
        """A name behind a dash under somebody's words: "..." - Ana Ruiz."""
        tags = self.frame.tags
        found = []
        for i in self.frame.quoted:
            if tags[i + 1 : i + 3] != "-W" or tags[:i].strip("'-"):
                continue
            phrase = self.phrases.extend(i + 2)
            if self.phrases.human(phrase) and not tags[phrase.last + 1 :].strip(".'"):
                found.append(self._behind(i + 1, phrase, "signature"))
        return found

    def _labels(self) -> list[Attribution]:
        """A person's name and a colon before unmarked words: "Ana Ruiz: we will not pay"."""
        tags = self.frame.tags
        if tags[:1] != "W" or ":" not in tags or "Q" in tags or tags.endswith(":"):
            return []
        phrase, colon = self.phrases.extend(0), tags.index(":")
        if phrase.last + 1 != colon or self.phrases.named(phrase) is None:
            return []
        return [self._behind(colon, phrase, "label")]

    def _claims(self) -> list[Attribution]:
        """Somebody's statement as a noun: "Lucy Marsh's claim that ..."."""
        atoms, tags = self.frame.atoms, self.frame.tags
        found = []
        for i in range(3, len(atoms) - 1):
            owned = atoms[i - 1].lower == "s" and tags[i - 2] == "'" and tags[i - 3] == "W"
            if not owned or atoms[i].lower not in self._words.statement_nouns:
                continue
            if tags[i + 1] in "HUO,":
                continue  # "Marsh's claim was false"
            first = i - 3
            while first > 0 and tags[first - 1] == "W":
                first -= 1
            phrase = Phrase(first, i - 3)
            if self.phrases.human(phrase) and not self._taken(i):
                found.append(
                    Attribution(
                        cue=self.frame.span(i, i), speaker=phrase, first=first, last=i, verb=i,
                        classes=_UNLISTED, rule="claim", human=True, cue_last=i,
                    )
                )  # fmt: skip
        return found

    def _taken(self, i: int) -> bool:
        return any(a.first <= i <= a.last for a in self._found)

    def _behind(self, cue: int, phrase: Phrase, rule: str) -> Attribution:
        return Attribution(
            cue=self.frame.span(cue, cue), speaker=phrase, first=min(cue, phrase.first), last=max(cue, phrase.last),
            verb=cue, classes=_UNLISTED, rule=rule, human=True, cue_last=cue,
        )  # fmt: skip

    # ------------------------------------------------------------------ sources

    def _sources(self) -> list[Attribution]:
        found = []
        atoms = self.frame.atoms
        for i, atom in enumerate(atoms):
            if atom.lower in self._words.source_after:
                phrase = self.phrases.left(i)
                if phrase is not None:
                    found.append(self._source(i, i, phrase))
                continue
            view = self._phrase_size(i, self._words.views)
            if view:
                found.append(self._view(i, i + view - 1))
                continue
            size = self._phrase_size(i, self._words.sources)
            phrase = self._source_name(i, size) if size else None
            if phrase is not None:
                found.append(self._source(i, i + size - 1, phrase))
        return found

    def _view(self, first: int, last: int) -> Attribution:
        """The view of whoever spoke before: "in her view"."""
        return Attribution(
            cue=self.frame.span(first, last), speaker=None, first=first, last=last, verb=first,
            classes=_SOURCE, rule="view", human=True, cue_last=last,
        )  # fmt: skip

    def _phrase_size(self, i: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
        atoms = self.frame.atoms
        for phrase in phrases.get(atoms[i].lower, ()):
            if len(phrase) <= len(atoms) - i and all(
                atoms[i + k].lower == word for k, word in enumerate(phrase)
            ):
                return len(phrase)
        return 0

    def _source_name(self, i: int, size: int) -> Phrase | None:
        tags = self.frame.tags
        if i + size >= len(tags) or tags[i + size] not in "DWNw#BQ":
            return None
        word = self.frame.atoms[i].lower
        weak = word in self._words.weak_sources
        if weak and (i and tags[i - 1] not in ",.:Q-" and tags[i - 2 : i] != "Q:"):
            return None
        if word in self._words.opening_sources and i and tags[i - 1] != ".":
            return None
        if tags[i + size] == "Q":  # laut „Talblick“
            return Phrase(i + size, i + size) if self._words.verb_second and not weak else None
        phrase = self.phrases.right(i + size, near=True, oblique=True)
        if phrase is None and not weak and tags[i + size] == "w":
            phrase = self.phrases.extend(i + size)
        if phrase is not None and weak and not self.phrases.human(phrase):
            return None
        return phrase

    def _source(self, first: int, last: int, phrase: Phrase) -> Attribution:
        return Attribution(
            cue=self.frame.span(first, last), speaker=phrase, first=min(first, phrase.first),
            last=max(last, phrase.last), verb=first, classes=_SOURCE, rule="source",
            human=self.phrases.human(phrase), cue_last=last,
        )  # fmt: skip
